#include "engine/icmp_errors.h"

#include <fmt/format.h>

#include <algorithm>

#include "dissectors/icmp/definitions.h"
#include "dissectors/icmp/meaning.h"

namespace wstrace {
namespace {

/// Two messages that are alike within this time are one that was captured twice; routers limit their rate, and a segment
/// is not sent again that soon.
constexpr Duration kCopyTime = 50 * kMillisecond;
constexpr std::size_t kFingerprinted = 96;

std::uint64_t fingerprint_of(const PacketView& view) {
  constexpr std::uint64_t kMixer = 0x9e3779b97f4a7c15;
  std::uint64_t h = kMixer;
  const auto mix = [&h](Bytes bytes) {
    for (const std::uint8_t byte : bytes) h = (h ^ byte ^ h >> 32) * kMixer;
  };
  mix(view.source.address.bytes);
  mix(view.destination.address.bytes);
  mix(first(view.ip.content, kFingerprinted));
  return h;
}

/// The fields of an event, and room for the texts that they point to.
class Words {
 public:
  Words(const PacketView& view, const icmp::Message& message, const icmp::Quoted& quoted)
      : from_(view.source.address.to_string()) {
    add(make_field(icmp::field::type, message.type));
    add(make_field(icmp::field::code, message.code));
    add(make_field(icmp::field::meaning, icmp::meaning_of(message)));
    if (message.mtu != 0) add(make_field(icmp::field::mtu, message.mtu));
    add(make_field(icmp::field::from, std::string_view(from_)));
    if (quoted.sequence) add(make_field(icmp::field::seq, *quoted.sequence));
  }

  void add(const Field& field) { fields_[size_++] = field; }
  std::span<const Field> fields() const { return std::span(fields_).first(size_); }
  const std::string& from() const { return from_; }

 private:
  std::string from_;
  std::array<Field, 10> fields_;
  std::size_t size_ = 0;
};

std::string about_text(const icmp::Quoted& quoted) {
  return fmt::format("{} → {}", quoted.source.to_string(), quoted.destination.to_string());
}

/// What such an error means for a connection that is being opened; its client gives up at once (RFC 5461 2.2).
Outcome failure_of(const PacketView& view, const icmp::Message& message, const TrackedConnection& connection) {
  const bool by_server = view.source.address == connection.info.server.address;
  Outcome failure;
  if (const NoteDef* const note = icmp::note_of(message, true)) failure.code = note->code;
  failure.state = "refused";
  failure.by = by_server ? "server" : "unknown";
  const std::string who =
      by_server ? "the server" : fmt::format("a router on the path ({})", view.source.address.to_string());
  failure.reason = fmt::format("{} answered the connection request with ICMP: {}", who, icmp::meaning_of(message));
  return failure;
}

}  // namespace

bool IcmpErrors::take(const Packet& packet, const PacketView& view) {
  const auto message = icmp::read_error(view.ip.content, view.source.address.v6);
  if (!message) return false;
  if (const auto tcp = icmp::read_quoted_tcp(message->quoted, message->v6))
    return take_tcp(packet, view, *message, *tcp);
  if (const auto udp = icmp::read_quoted_udp(message->quoted, message->v6))
    return take_udp(packet, view, *message, *udp);
  return false;
}

bool IcmpErrors::take_tcp(const Packet& packet, const PacketView& view, const icmp::Message& message,
                          const icmp::Quoted& quoted) {
  if (is_copy(packet, view)) return true;
  TrackedConnection* const connection = connections_.find(ConnectionKey::of(quoted.source, quoted.destination));
  if (connection == nullptr) {
    if (++elsewhere_ <= trace_.limits().max_individual_reports) emit_elsewhere(packet, view, message, quoted);
    return true;
  }
  if (++connection->arrival.icmp_errors > trace_.limits().max_individual_reports) {
    ++unreported_;
  } else {
    report(packet, view, message, quoted, *connection);
  }
  return true;
}

bool IcmpErrors::take_udp(const Packet& packet, const PacketView& view, const icmp::Message& message,
                          const icmp::Quoted& quoted) {
  DatagramFlows::Flow* const flow = flows_.find(quoted.source, quoted.destination);
  if (flow == nullptr) return false;
  if (is_copy(packet, view)) return true;
  const Direction sender = quoted.source == flow->about.client ? Direction::c2s : Direction::s2c;
  const NoteDef* const why = icmp::fails_connect(message) ? flows_.undelivered(*flow, sender) : nullptr;
  if (why == nullptr) {
    ++unreported_;
  } else {
    report(packet, view, message, quoted, sender, *why);
  }
  return true;
}

bool IcmpErrors::is_copy(const Packet& packet, const PacketView& view) {
  const std::uint64_t fingerprint = fingerprint_of(view);
  const auto same = [&](const Known& k) {
    return k.fingerprint == fingerprint && k.time != 0 && packet.time - k.time <= kCopyTime;
  };
  if (std::any_of(recent_.begin(), recent_.end(), same)) {
    ++copies_;
    return true;
  }
  recent_[next_++ % recent_.size()] = {fingerprint, packet.time};
  return false;
}

void IcmpErrors::report(const Packet& packet, const PacketView& view, const icmp::Message& message,
                        const icmp::Quoted& quoted, TrackedConnection& connection) {
  const bool of_client = quoted.source == connection.info.client;
  const bool connecting = of_client && connection.tcp.state(Direction::c2s) == tcp::State::syn_sent;
  if (connecting && icmp::fails_connect(message)) connection.arrival.failure = failure_of(view, message, connection);
  const Words text(view, message, quoted);
  const std::string to = quoted.destination.to_string();
  Words said(view, message, quoted);
  said.add(make_field(icmp::field::party, party(of_client ? Direction::c2s : Direction::s2c)));
  said.add(make_field(icmp::field::to, std::string_view(to)));
  const NoteDef* const note = icmp::note_of(message, connecting);
  const Note notes[] = {{note, said.fields()}};
  Event event;
  event.def = &icmp::event_of(message);
  event.has_direction = true;
  event.dir = of_client ? Direction::s2c : Direction::c2s;  // it goes to whoever sent the segment
  event.packets = {packet.number, packet.number};
  event.fields = text.fields();
  if (note != nullptr) event.notes = notes;
  event.raw = view.ip.content;
  trace_.emit(event, &connection, connection.scope.session);
  connections_.touch(connection);
}

/// Of UDP only what means something is reported: a server goes on sending for a while to a client that has left.
void IcmpErrors::report(const Packet& packet, const PacketView& view, const icmp::Message& message,
                        const icmp::Quoted& quoted, Direction sender, const NoteDef& why) {
  const std::string about = about_text(quoted);
  const std::string to = quoted.destination.to_string();
  Words text(view, message, quoted);
  text.add(make_field(icmp::field::about, std::string_view(about)));
  Words said(view, message, quoted);
  said.add(make_field(icmp::field::to, std::string_view(to)));
  const Note notes[] = {{&why, said.fields()}};
  Event event;
  event.def = &icmp::event_of(message);
  event.has_direction = true;
  event.dir = opposite(sender);
  event.packets = {packet.number, packet.number};
  event.fields = text.fields();
  event.notes = notes;
  event.raw = view.ip.content;
  trace_.emit(event, nullptr, nullptr);
}

void IcmpErrors::emit_elsewhere(const Packet& packet, const PacketView& view, const icmp::Message& message,
                                const icmp::Quoted& quoted) {
  Words text(view, message, quoted);
  const std::string about = about_text(quoted);
  text.add(make_field(icmp::field::about, std::string_view(about)));
  Event event;
  event.def = &icmp::event_of(message);
  event.packets = {packet.number, packet.number};
  event.fields = text.fields();
  event.raw = view.ip.content;
  trace_.emit(event, nullptr, nullptr);
}

}  // namespace wstrace
