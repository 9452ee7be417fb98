// Headers by RFC 791, RFC 8200 and RFC 9293; everything is in network byte order.
#include "support/frame_builder.h"

#include <arpa/inet.h>

#include <algorithm>

namespace wstrace::test {
namespace {

constexpr std::uint16_t kEthertypeIpv4 = 0x0800;
constexpr std::uint16_t kEthertypeIpv6 = 0x86dd;
constexpr std::uint8_t kProtocolTcp = 6;
constexpr std::uint8_t kHopLimit = 64;
constexpr std::size_t kTcpHeaderSize = 20;
constexpr std::size_t kIpv4HeaderSize = 20;
constexpr std::size_t kTcpChecksumAt = 16;
constexpr std::size_t kIpv4ChecksumAt = 10;
constexpr Duration kBetweenPackets = kMillisecond;

void put8(std::string& out, unsigned value) { out.push_back(static_cast<char>(value)); }

void put16(std::string& out, unsigned value) {
  put8(out, value >> 8 & 0xff);
  put8(out, value & 0xff);
}

void put32(std::string& out, std::uint32_t value) {
  put16(out, value >> 16);
  put16(out, value & 0xffff);
}

void put_address(std::string& out, const IpAddress& ip) {
  out.append(reinterpret_cast<const char*>(ip.bytes.data()), ip.v6 ? 16 : 4);
}

void set16(std::string& out, std::size_t at, std::uint16_t value) {
  out[at] = static_cast<char>(value >> 8);
  out[at + 1] = static_cast<char>(value & 0xff);
}

std::uint32_t sum_of(std::string_view bytes) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<std::uint8_t>(bytes[i]);
    sum += i % 2 == 0 ? std::uint32_t{byte} << 8 : byte;
  }
  return sum;
}

std::string ipv4_packet(const IpAddress& from, const IpAddress& to, std::string_view content) {
  std::string out;
  put8(out, 0x45);  // version 4, five words of header
  put8(out, 0);
  put16(out, static_cast<unsigned>(kIpv4HeaderSize + content.size()));
  put32(out, 0x00004000);  // identification 0, "do not fragment"
  put8(out, kHopLimit);
  put8(out, kProtocolTcp);
  put16(out, 0);
  put_address(out, from);
  put_address(out, to);
  set16(out, kIpv4ChecksumAt, internet_checksum(out));
  return out.append(content);
}

std::string ipv6_packet(const IpAddress& from, const IpAddress& to, std::string_view content) {
  std::string out;
  put32(out, 0x60000000);
  put16(out, static_cast<unsigned>(content.size()));
  put8(out, kProtocolTcp);
  put8(out, kHopLimit);
  put_address(out, from);
  put_address(out, to);
  return out.append(content);
}

}  // namespace

IpAddress address(const std::string& text) {
  std::uint8_t bytes[16] = {};
  if (inet_pton(AF_INET, text.c_str(), bytes) == 1) return IpAddress::from_v4({bytes, 4});
  inet_pton(AF_INET6, text.c_str(), bytes);
  return IpAddress::from_v6({bytes, 16});
}

Endpoint endpoint(const std::string& address_text, std::uint16_t port) { return {address(address_text), port}; }

std::uint16_t internet_checksum(std::string_view bytes, std::uint32_t sum) {
  sum += sum_of(bytes);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

std::uint32_t pseudo_header_sum(const IpAddress& from, const IpAddress& to, std::size_t length) {
  std::string addresses;
  put_address(addresses, from);
  put_address(addresses, to);
  return sum_of(addresses) + kProtocolTcp + static_cast<std::uint32_t>(length);
}

std::string tcp_option::mss(std::uint16_t bytes) {
  std::string out("\x02\x04", 2);
  put16(out, bytes);
  return out;
}

std::string tcp_option::window_scale(std::uint8_t shift) {
  std::string out("\x03\x03", 2);
  put8(out, shift);
  return out;
}

std::string tcp_option::sack_permitted() { return {"\x04\x02", 2}; }

std::string tcp_option::timestamps(std::uint32_t value, std::uint32_t echo) {
  std::string out("\x08\x0a", 2);
  put32(out, value);
  put32(out, echo);
  return out;
}

std::string tcp_segment(const TcpSegment& segment) {
  std::string options = segment.options;
  while (options.size() % 4 != 0) put8(options, 1);  // no-operation
  std::string out;
  put16(out, segment.from.port);
  put16(out, segment.to.port);
  put32(out, segment.seq);
  put32(out, segment.ack);
  put8(out, static_cast<unsigned>((kTcpHeaderSize + options.size()) / 4 << 4));
  put8(out, segment.flags);
  put16(out, segment.window);
  put32(out, 0);  // checksum and urgent pointer
  out += options;
  out += segment.payload;
  const std::uint32_t sum = pseudo_header_sum(segment.from.address, segment.to.address, out.size());
  set16(out, kTcpChecksumAt, internet_checksum(out, sum));
  return out;
}

std::string ip_packet(const TcpSegment& segment) {
  const std::string content = tcp_segment(segment);
  const auto packet = segment.from.address.v6 ? ipv6_packet : ipv4_packet;
  return packet(segment.from.address, segment.to.address, content);
}

std::string ethernet_frame(const TcpSegment& segment) { return ethernet_frame(ip_packet(segment)); }

std::string ethernet_frame(std::string_view ip_packet) {
  std::string out("\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01", 12);
  const bool v6 = !ip_packet.empty() && (ip_packet[0] >> 4 & 0xf) == 6;
  put16(out, v6 ? kEthertypeIpv6 : kEthertypeIpv4);
  return out.append(ip_packet);
}

TcpTalk::TcpTalk(Endpoint client, Endpoint server, Time start)
    : client_{client, 1000}, server_{server, 5000}, time_(start) {}

void TcpTalk::send(Side& from, Side& to, std::uint8_t flags, std::string_view payload, std::string options) {
  const std::uint32_t acknowledged = (flags & tcp_flag::ack) != 0 ? to.next_seq : 0;
  const TcpSegment segment{.from = from.endpoint,
                           .to = to.endpoint,
                           .flags = flags,
                           .seq = from.next_seq,
                           .ack = acknowledged,
                           .options = std::move(options),
                           .payload = std::string(payload)};
  records_.push_back({.time = time_, .bytes = ethernet_frame(segment)});
  time_ += kBetweenPackets;
  from.next_seq += static_cast<std::uint32_t>(payload.size());
  if ((flags & (tcp_flag::syn | tcp_flag::fin)) != 0) ++from.next_seq;
}

TcpTalk& TcpTalk::handshake() {
  const std::string options = tcp_option::mss(1460) + tcp_option::sack_permitted() + tcp_option::window_scale(7);
  send(client_, server_, tcp_flag::syn, {}, options);
  send(server_, client_, tcp_flag::syn | tcp_flag::ack, {}, options);
  send(client_, server_, tcp_flag::ack);
  return *this;
}

TcpTalk& TcpTalk::say(Side& from, Side& to, std::string_view payload, std::size_t segment_size) {
  while (!payload.empty()) {
    send(from, to, tcp_flag::psh | tcp_flag::ack, payload.substr(0, segment_size));
    send(to, from, tcp_flag::ack);
    payload.remove_prefix(std::min(segment_size, payload.size()));
  }
  return *this;
}

TcpTalk& TcpTalk::client(std::string_view payload, std::size_t segment_size) {
  return say(client_, server_, payload, segment_size);
}

TcpTalk& TcpTalk::server(std::string_view payload, std::size_t segment_size) {
  return say(server_, client_, payload, segment_size);
}

TcpTalk& TcpTalk::close() {
  send(client_, server_, tcp_flag::fin | tcp_flag::ack);
  send(server_, client_, tcp_flag::fin | tcp_flag::ack);
  send(client_, server_, tcp_flag::ack);
  return *this;
}

TcpTalk& TcpTalk::server_resets() {
  send(server_, client_, tcp_flag::rst | tcp_flag::ack);
  return *this;
}

TcpTalk& TcpTalk::client_loses(std::size_t size) {
  client_.next_seq += static_cast<std::uint32_t>(size);
  return *this;
}

TcpTalk& TcpTalk::server_loses(std::size_t size) {
  server_.next_seq += static_cast<std::uint32_t>(size);
  return *this;
}

TcpTalk& TcpTalk::wait(Duration duration) {
  time_ += duration;
  return *this;
}

}  // namespace wstrace::test
