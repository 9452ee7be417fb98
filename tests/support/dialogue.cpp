#include "support/dialogue.h"

#include <fmt/format.h>

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
    case FieldKind::millis:
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
    if (field.def->kind == FieldKind::headers && !show_headers) continue;
    line += fmt::format(" {}={}", field.def->name, value_of(field));
  }
  if (show_packets) line += fmt::format(" @{}-{}", event.packets.first, event.packets.last);
  for (const Note& note : event.notes) line += fmt::format(" !{}", note.def->code);
  lines.push_back(line);
}

std::string Recorder::describe(const SessionFacts& facts) {
  std::string line = fmt::format("{} {}", facts.number, name_of(facts.kind));
  if (!facts.sid.empty()) line += " sid=" + facts.sid;
  for (const ProtocolVersion& p : facts.protocols) line += fmt::format(" {}:{}", p.protocol->name, p.version);
  return line + fmt::format(" {} by {} ({})", facts.outcome.state, facts.outcome.by, facts.outcome.reason);
}

Dialogue::Dialogue(Offer offer, const Limits& limits, int verbosity)
    : trace_(limits, verbosity), connection_(std::make_unique<Connection>()) {
  trace_.add_sink(recorder_);
  trace_.set_now(kSecond);
  connection_->info.number = 1;
  connection_->info.first_seen = kSecond;
  connection_->root = std::make_unique<StreamLayer>(trace_, *connection_, connection_->scope, std::move(offer));
}

Dialogue::~Dialogue() = default;

void Dialogue::next_packet() {
  ++packet_;
  trace_.arena().reset();
  trace_.set_now(trace_.now() + kMillisecond);
}

Dialogue& Dialogue::say(Direction dir, std::string_view bytes) {
  next_packet();
  // A copy of exactly this size: a read past the end is then seen by the sanitizers.
  const std::vector<char> exact(bytes.begin(), bytes.end());
  connection_->root->on_data(dir, as_bytes({exact.data(), exact.size()}), {packet_, packet_});
  return *this;
}

Dialogue& Dialogue::dribble(Direction dir, std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) say(dir, bytes.substr(i, 1));
  return *this;
}

Dialogue& Dialogue::gap(Direction dir, std::uint64_t n) {
  next_packet();
  connection_->root->on_gap(dir, n);
  return *this;
}

Dialogue& Dialogue::end(Direction dir, End how) {
  next_packet();
  connection_->root->on_end(dir, how);
  return *this;
}

Dialogue& Dialogue::close() {
  end(Direction::c2s);
  end(Direction::s2c);
  trace_.sessions().connection_gone(*connection_, End::fin);
  return *this;
}

std::string Dialogue::heard() {
  std::string all;
  for (const std::string& line : recorder_.lines) all += (all.empty() ? "" : "\n") + line;
  recorder_.lines.clear();
  return all;
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
