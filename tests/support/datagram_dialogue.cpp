#include "support/datagram_dialogue.h"

#include "support/frame_builder.h"
#include "support/wrap.h"

namespace wstrace::test {
namespace {

constexpr unsigned kIcmp = 1;
constexpr unsigned kUdp = 17;
constexpr std::size_t kEthernet = 14;
constexpr std::size_t kUdpHeader = 8;
constexpr std::size_t kQuoted = 28;  // of an IPv4 packet: its header and 8 bytes
const IpAddress kClient = address("192.0.2.1");
const IpAddress kServer = address("198.51.100.2");
constexpr std::uint16_t kPort = 443;

}  // namespace

DatagramDialogue::DatagramDialogue(const Limits& limits) : engine_(limits, 0) {
  engine_.add_sink(recorder_);
  engine_.begin({});
}

DatagramDialogue& DatagramDialogue::say(Direction dir, std::string_view payload, std::optional<std::size_t> kept) {
  const bool client = dir == Direction::c2s;
  const std::string datagram = be16(client ? port_ : kPort) + be16(client ? kPort : port_) +
                               be16(static_cast<unsigned>(kUdpHeader + payload.size())) + be16(0) +
                               std::string(payload);
  const IpAddress& from = client ? kClient : kServer;
  const IpAddress& to = client ? kServer : kClient;
  const std::string packet = ipv4_header(from, to, kUdp, datagram.size()) + datagram;
  if (client) last_ = packet;
  feed(packet, packet.size() - payload.size() + kept.value_or(payload.size()));
  return *this;
}

DatagramDialogue& DatagramDialogue::unreachable(std::uint8_t code) {
  const std::string error =
      std::string{'\3', static_cast<char>(code)} + std::string(6, '\0') + last_.substr(0, kQuoted);
  feed(ipv4_header(kServer, kClient, kIcmp, error.size()) + error, kQuoted + error.size());
  return *this;
}

/// The engine sees a copy of exactly this size: a read past the end is then seen by the sanitizers.
void DatagramDialogue::feed(std::string_view packet, std::size_t kept) {
  const std::string frame = ethernet_frame(packet);
  const std::size_t size = std::min(frame.size(), kEthernet + kept);
  const std::vector<std::uint8_t> exact(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(size));
  time_ += kMillisecond;
  Packet captured;
  captured.number = ++number_;
  captured.time = time_;
  captured.wire_length = static_cast<std::uint32_t>(frame.size());
  captured.bytes = exact;
  engine_.on_packet(captured);
}

DatagramDialogue& DatagramDialogue::wait(Duration time) {
  time_ += time;
  engine_.on_idle(time_);
  return *this;
}

DatagramDialogue& DatagramDialogue::from_port(std::uint16_t port) {
  port_ = port;
  return *this;
}

DatagramDialogue& DatagramDialogue::finish() {
  engine_.finish({});
  return *this;
}

std::string DatagramDialogue::heard() {
  std::string all;
  for (const std::string& line : recorder_.lines) all += (all.empty() ? "" : "\n") + line;
  recorder_.lines.clear();
  return all;
}

}  // namespace wstrace::test
