// Builds frames for tests: Ethernet, IPv4 or IPv6, and TCP, with right lengths and checksums; and whole TCP
// connections, which keep their own sequence numbers.
//
//   TcpTalk talk(endpoint("10.0.0.1", 40000), endpoint("10.0.0.2", 80));
//   talk.handshake().client("GET / HTTP/1.1\r\n\r\n").server("HTTP/1.1 200 OK\r\n\r\n").close();
//   write_pcapng(talk.records());
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/endpoint.h"
#include "support/capture_writer.h"

namespace wstrace::test {

/// From an address as people write it, of either version.
IpAddress address(const std::string& text);
Endpoint endpoint(const std::string& address_text, std::uint16_t port);

namespace tcp_flag {
inline constexpr std::uint8_t fin = 0x01;
inline constexpr std::uint8_t syn = 0x02;
inline constexpr std::uint8_t rst = 0x04;
inline constexpr std::uint8_t psh = 0x08;
inline constexpr std::uint8_t ack = 0x10;
inline constexpr std::uint8_t urg = 0x20;
}  // namespace tcp_flag

namespace tcp_option {
std::string mss(std::uint16_t bytes);
std::string window_scale(std::uint8_t shift);
std::string sack_permitted();
std::string timestamps(std::uint32_t value, std::uint32_t echo);
}  // namespace tcp_option

struct TcpSegment {
  Endpoint from;
  Endpoint to;
  std::uint8_t flags = tcp_flag::ack;
  std::uint32_t seq = 0;
  std::uint32_t ack = 0;
  std::uint16_t window = 65535;
  std::string options = {};  ///< several are put in a row; padded to a multiple of four here
  std::string payload = {};
};

/// TCP header and payload.
std::string tcp_segment(const TcpSegment& segment);
/// The same in an IPv4 or IPv6 packet, as the addresses are.
std::string ip_packet(const TcpSegment& segment);
/// The same in an Ethernet frame.
std::string ethernet_frame(const TcpSegment& segment);
/// Any IP packet in an Ethernet frame.
std::string ethernet_frame(std::string_view ip_packet);

/// The Internet checksum (RFC 1071) over the bytes, as it is written into a header. `sum` continues an earlier one.
std::uint16_t internet_checksum(std::string_view bytes, std::uint32_t sum = 0);
/// The sum of the pseudo-header that TCP's checksum covers (RFC 9293 3.1): the addresses, the protocol and the length.
std::uint32_t pseudo_header_sum(const IpAddress& from, const IpAddress& to, std::size_t length);

/// A TCP connection, packet by packet. Every call adds packets, one millisecond apart.
class TcpTalk {
 public:
  TcpTalk(Endpoint client, Endpoint server, Time start = Time{1'700'000'000} * kSecond);

  TcpTalk& handshake();
  /// Sends bytes, in segments of at most `segment_size`; the other side acknowledges each.
  TcpTalk& client(std::string_view payload, std::size_t segment_size = 1448);
  TcpTalk& server(std::string_view payload, std::size_t segment_size = 1448);
  /// The client closes, then the server.
  TcpTalk& close();
  TcpTalk& server_resets();
  /// Bytes that are sent but missing from the capture.
  TcpTalk& client_loses(std::size_t size);
  TcpTalk& server_loses(std::size_t size);
  TcpTalk& wait(Duration duration);

  const std::vector<PacketRecord>& records() const { return records_; }

 private:
  struct Side {
    Endpoint endpoint;
    std::uint32_t next_seq;
  };

  void send(Side& from, Side& to, std::uint8_t flags, std::string_view payload = {}, std::string options = {});
  TcpTalk& say(Side& from, Side& to, std::string_view payload, std::size_t segment_size);

  Side client_;
  Side server_;
  Time time_;
  std::vector<PacketRecord> records_;
};

}  // namespace wstrace::test
