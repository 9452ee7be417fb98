#include "support/message_dialogue.h"

namespace wstrace::test {
struct MessageDialogue::Wire {
  /// The layer below the messages: a WebSocket without its bytes.
  class Host final : public LayerContext {
   public:
    using LayerContext::LayerContext;
    void end(Direction dir, End how) { end_upper(dir, how); }
  };

  std::unique_ptr<Connection> connection;
  std::unique_ptr<Host> host;
};

MessageDialogue::MessageDialogue(Offer offer, const Limits& limits, int verbosity) : trace_(limits, verbosity) {
  trace_.add_sink(recorder_);
  trace_.set_now(kSecond);
  if (offer.kind == Offer::Kind::stream) offer.kind = Offer::Kind::messages;
  connect(std::move(offer));
}

MessageDialogue::~MessageDialogue() = default;

MessageDialogue& MessageDialogue::connect(Offer offer) {
  if (offer.kind == Offer::Kind::stream) offer.kind = Offer::Kind::messages;
  current_ = wires_.size();
  Wire& wire = *wires_.emplace_back(std::make_unique<Wire>());
  wire.connection = std::make_unique<Connection>();
  wire.connection->info.number = static_cast<std::uint32_t>(wires_.size());
  wire.connection->info.first_seen = trace_.now();
  wire.host = std::make_unique<Wire::Host>(trace_, *wire.connection, wire.connection->scope);
  wire.host->upper().offer_messages(std::move(offer));
  return *this;
}

MessageDialogue& MessageDialogue::on(std::size_t connection) {
  current_ = connection;
  return *this;
}

void MessageDialogue::next_packet() {
  ++packet_;
  trace_.arena().reset();
  trace_.set_now(trace_.now() + kMillisecond);
}

MessageDialogue& MessageDialogue::say(Direction dir, std::string_view payload, bool binary, bool truncated) {
  next_packet();
  // A copy of exactly this size: a read past the end is then seen by the sanitizers.
  const std::vector<char> exact(payload.begin(), payload.end());
  const Message message{binary, truncated, as_bytes({exact.data(), exact.size()}), {packet_, packet_}};
  Wire::Host& host = *wires_[current_]->host;
  if (host.upper().wants(dir, message)) host.upper().message(dir, message);
  return *this;
}

MessageDialogue& MessageDialogue::gap(Direction dir) {
  next_packet();
  wires_[current_]->host->upper().message_gap(dir);
  return *this;
}

MessageDialogue& MessageDialogue::wait(Duration time) {
  trace_.set_now(trace_.now() + time);
  return *this;
}

MessageDialogue& MessageDialogue::close(Direction by, End how) {
  next_packet();
  for (const auto& wire : wires_) {
    // As TCP would say it (TrackedConnection).
    const bool ended = how == End::fin || how == End::rst;
    if (ended && wire->connection->closing.time == 0)
      wire->connection->closing = {trace_.now(), by, false, how == End::rst, 0, {}};
    wire->host->end(by, how);
    wire->host->end(opposite(by), how);
    trace_.sessions().connection_gone(*wire->connection, how);
    wire->host.reset();
  }
  return *this;
}

Connection& MessageDialogue::connection() { return *wires_[current_]->connection; }

std::string MessageDialogue::heard_of(std::string_view proto) {
  constexpr std::size_t kBehindDirection = 4;  // "c2s "
  const std::string head = std::string(proto) + ' ';
  std::erase_if(recorder_.lines, [&](const std::string& line) {
    return line.size() < kBehindDirection || line.compare(kBehindDirection, head.size(), head) != 0;
  });
  return heard();
}

std::string MessageDialogue::heard() {
  std::string all;
  for (const std::string& line : recorder_.lines) all += (all.empty() ? "" : "\n") + line;
  recorder_.lines.clear();
  return all;
}

}  // namespace wstrace::test
