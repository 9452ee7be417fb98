#include "support/dialogue.h"

#include <fmt/format.h>

#include "model/describe.h"

namespace wstrace::test {
namespace {

std::string hex(Bytes bytes) {
  std::string out;
  for (const std::uint8_t b : bytes) out += fmt::format("{:02x}", b);
  return out;
}

std::string c_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == '\x7f') {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::string value_of(const Field& field) {
  switch (field.def->kind) {
    case FieldKind::number:
    case FieldKind::size:
    case FieldKind::micros: return std::to_string(field.number);
    case FieldKind::boolean: return field.number != 0 ? "true" : "false";
    case FieldKind::text:
    case FieldKind::id:
    case FieldKind::json: return c_escaped(field.text());
    case FieldKind::binary: return hex(field.bytes);
    case FieldKind::headers: break;
  }
  std::string out = "{";
  for (const auto& [name, value] : field.pairs) out += fmt::format("{}{}: {}", out.size() > 1 ? "; " : "", name, value);
  return out + "}";
}

}  // namespace

void Recorder::on_event(const Event& event) {
  std::string line = event.has_direction ? (event.dir == Direction::c2s ? "c2s " : "s2c ") : "";
  line += fmt::format("{} {}", event.def->protocol->name, event.def->name);
  for (const Field& field : event.fields) {
    if (field.def->role == FieldRole::wording) continue;  // the goldens show what it chooses
    if (field.def->kind == FieldKind::headers && !show_headers) continue;
    if (field.def->name == "open") continue;  // Engine.IO's, of which the other fields say all
    line += fmt::format(" {}={}", field.def->name, value_of(field));
  }
  if (show_packets) line += fmt::format(" @{}-{}", event.packets.first, event.packets.last);
  for (const Note& note : event.notes) {
    line += fmt::format(" !{}", note.def->code);
    notes.push_back(fmt::format("{}: {}", note.def->code, filled(note.def->text, note.fields)));
  }
  if (show_sessions && event.session != 0) line += fmt::format(" #{}", event.session);
  lines.push_back(line);
}

void Recorder::on_session(const SessionFacts& about) {
  sessions.push_back(describe(about));
  facts.push_back(about);
}

std::string Recorder::describe(const SessionFacts& about) {
  std::string line = fmt::format("{} {}", about.number, about.type->name);
  if (!about.sid.empty()) line += " sid=" + about.sid;
  for (const StackLayer& layer : about.stack.layers())
    if (layer.protocol->level > Level::messages)
      line += fmt::format(" {}:{}", layer.protocol->name, layer.version.empty() ? "0" : layer.version);
  return line + fmt::format(" {} by {} ({})", about.outcome.state, about.outcome.by, about.outcome.reason);
}

Dialogue::Dialogue(Offer offer, const Limits& limits, int verbosity) : trace_(limits, verbosity) {
  trace_.add_sink(recorder_);
  trace_.set_now(kSecond);
  open(std::move(offer), 0);
}

void Dialogue::open(Offer offer, std::uint8_t server) {
  current_ = connections_.size();
  LayeredConnection& c = *connections_.emplace_back(std::make_unique<ShownConnection>());
  c.info.number = static_cast<std::uint32_t>(connections_.size());
  c.info.first_seen = c.last_seen = trace_.now();
  c.info.server = server_endpoint(server);
  c.root = std::make_unique<StreamLayer>(trace_, c, c.scope, std::move(offer));
  c.root->stands_on_tcp();
}

Dialogue::~Dialogue() = default;

Dialogue& Dialogue::connect(std::uint8_t server, Offer offer) {
  next_packet();
  open(std::move(offer), server);
  return *this;
}

Dialogue& Dialogue::on(std::size_t connection) {
  current_ = connection;
  return *this;
}

Dialogue& Dialogue::wait(Duration time) {
  trace_.set_now(trace_.now() + time);
  return *this;
}

void Dialogue::next_packet() {
  ++packet_;
  trace_.arena().reset();
  trace_.set_now(trace_.now() + kMillisecond);
  trace_.sessions().expire(trace_.now());
}

Dialogue& Dialogue::say(Direction dir, std::string_view bytes) {
  next_packet();
  // A copy of exactly this size: a read past the end is then seen by the sanitizers.
  const std::vector<char> exact(bytes.begin(), bytes.end());
  connection().root->on_data(dir, as_bytes({exact.data(), exact.size()}), {packet_, packet_});
  connection().last_seen = trace_.now();
  return *this;
}

Dialogue& Dialogue::dribble(Direction dir, std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) say(dir, bytes.substr(i, 1));
  return *this;
}

Dialogue& Dialogue::gap(Direction dir, std::uint64_t n) {
  next_packet();
  connection().root->on_gap(dir, n);
  return *this;
}

/// Who begins to close, and when, is noted as TCP's layer does it (transport/connection_table.cpp).
Dialogue& Dialogue::end(Direction dir, End how) {
  next_packet();
  LayeredConnection& c = connection();
  c.last_seen = trace_.now();
  if (c.closing.time == 0 && (how == End::fin || how == End::rst)) {
    c.closing = {trace_.now(), dir, false, how == End::rst, 0, {}};
  }
  c.root->on_end(dir, how);
  return *this;
}

Dialogue& Dialogue::hang_up(Direction by) {
  connection().tcp_outcome = {"closed", party(by), fmt::format("the {} closed the TCP connection", party(by))};
  end(by).end(opposite(by));
  gone(connection(), End::fin);
  return *this;
}

Dialogue& Dialogue::reset(Direction by) {
  connection().tcp_outcome = {"reset", party(by), fmt::format("the {} reset the TCP connection", party(by))};
  connection().closing = {trace_.now() + kMillisecond, by, false, true, 0, {}};
  end(Direction::c2s, End::rst);
  connection().root->on_end(Direction::s2c, End::rst);
  gone(connection(), End::rst);
  return *this;
}

Dialogue& Dialogue::close() {
  for (current_ = 0; current_ < connections_.size(); ++current_) {
    if (connection().root == nullptr) continue;
    end(Direction::c2s).end(Direction::s2c);
    gone(connection(), End::fin);
  }
  return on(connections_.size() - 1);
}

Dialogue& Dialogue::finish() {
  next_packet();
  for (const auto& connection : connections_) {
    if (connection->root == nullptr) continue;
    for (const Direction dir : {Direction::c2s, Direction::s2c}) connection->root->on_end(dir, End::capture_end);
    gone(*connection, End::capture_end);
  }
  trace_.sessions().finish();
  return *this;
}

void Dialogue::gone(LayeredConnection& connection, End how) {
  trace_.arena().reset();
  connection.root.reset();
  trace_.sessions().connection_gone(connection, how);
}

std::string Dialogue::heard() {
  std::string all;
  for (const std::string& line : recorder_.lines) all += (all.empty() ? "" : "\n") + line;
  recorder_.lines.clear();
  return all;
}

std::string Dialogue::heard_of(std::string_view proto) {
  constexpr std::size_t kBehindDirection = 4;  // "c2s "
  const std::string head = std::string(proto) + ' ';
  std::erase_if(recorder_.lines, [&](const std::string& line) {
    return line.size() < kBehindDirection || line.compare(kBehindDirection, head.size(), head) != 0;
  });
  return heard();
}

Endpoint server_endpoint(std::uint8_t server) {
  const std::uint8_t address[] = {10, 0, 0, server};
  return {IpAddress::from_v4(address), 3000};
}

std::string without_times(std::string_view heard) {
  constexpr std::string_view kMark = "_us=";
  std::string out;
  while (!heard.empty()) {
    const std::size_t mark = heard.find(kMark);
    if (mark == std::string_view::npos) return out.append(heard);
    out.append(heard.substr(0, heard.rfind(' ', mark)));
    heard.remove_prefix(mark + kMark.size());
    heard.remove_prefix(std::min(heard.find_first_not_of("0123456789"), heard.size()));
  }
  return out;
}

std::string from_hex(std::string_view text) {
  std::string out;
  int high = -1;
  for (const char c : text) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) continue;
    if (high >= 0) out += static_cast<char>(high << 4 | digit);
    high = high >= 0 ? -1 : digit;
  }
  return out;
}

}  // namespace wstrace::test
