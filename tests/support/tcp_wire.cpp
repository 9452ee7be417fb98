#include "support/tcp_wire.h"

#include <fmt/format.h>

namespace wstrace::test {
namespace {

tcp::Segment make_segment(Direction dir, unsigned flags, std::uint32_t seq, std::uint32_t ack, std::string_view data,
                          std::uint16_t window) {
  tcp::Segment s;
  s.dir = dir;
  s.header.flags = static_cast<std::uint8_t>(flags);
  s.header.sequence = seq;
  s.header.acknowledgement = ack;
  s.header.window = window;
  s.header.length = tcp::kSmallest;
  s.payload = as_bytes(data);
  s.length = data.size();
  return s;
}

}  // namespace

TcpWire::TcpWire(const Limits& limits)
    : trace_(limits, 0), context_(trace_, connection_, connection_.scope), tracker_(trace_.limits(), context_, *this) {
  trace_.add_sink(recorder_);
  trace_.set_now(kSecond);
}

TcpWire& TcpWire::client(unsigned flags, std::uint32_t seq, std::uint32_t ack, std::string_view data,
                         std::uint16_t window) {
  return send(make_segment(Direction::c2s, flags, seq, ack, data, window));
}

TcpWire& TcpWire::server(unsigned flags, std::uint32_t seq, std::uint32_t ack, std::string_view data,
                         std::uint16_t window) {
  return send(make_segment(Direction::s2c, flags, seq, ack, data, window));
}

TcpWire& TcpWire::send(tcp::Segment segment) {
  segment.packet = ++packet_;
  if (!options_.empty()) segment.header.options = as_bytes(options_);
  trace_.arena().reset();
  trace_.set_now(trace_.now() + kMillisecond);
  tracker_.on_segment(segment);
  options_.clear();
  return *this;
}

TcpWire& TcpWire::with(std::string_view options) {
  options_ = from_hex(options);
  return *this;
}

TcpWire& TcpWire::handshake() {
  client(tcp::kSyn, 99).server(tcp::kSyn | tcp::kAck, 499, 100).client(tcp::kAck, 100, 500);
  recorder_.lines.clear();
  return *this;
}

TcpWire& TcpWire::wait(Duration d) {
  trace_.set_now(trace_.now() + d);
  return *this;
}

TcpWire& TcpWire::finish(End how) {
  tracker_.emit_refusal();
  tracker_.finish(how);
  return *this;
}

std::string TcpWire::heard() {
  std::string all;
  for (const std::string& line : recorder_.lines) all += (all.empty() ? "" : "\n") + line;
  recorder_.lines.clear();
  return all;
}

void TcpWire::on_data(Direction dir, Bytes bytes, PacketRange, Time) { streams_[index(dir)] += as_text(bytes); }

void TcpWire::on_gap(Direction dir, std::uint64_t n) { streams_[index(dir)] += fmt::format("<gap {}>", n); }

void TcpWire::on_end(Direction dir, End how, Time) {
  static constexpr const char* kNames[] = {"<fin>", "<rst>", "<idle>", "<capture end>"};
  streams_[index(dir)] += kNames[static_cast<std::size_t>(how)];
}

void TcpWire::on_outcome(const Outcome& how) {
  if (outcome_.empty()) outcome_ = fmt::format("{} by {}: {}", how.state, how.by, how.reason);
}

std::string sack_option(std::initializer_list<std::pair<std::uint32_t, std::uint32_t>> blocks) {
  std::string hex = fmt::format("0101 05{:02x}", 2 + 8 * blocks.size());
  for (const auto& [left, right] : blocks) hex += fmt::format("{:08x}{:08x}", left, right);
  return hex;
}

}  // namespace wstrace::test
