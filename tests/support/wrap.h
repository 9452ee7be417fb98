// The same packets by another way: puts Ethernet frames, or the IP packets in them, into tags, labels, sessions, tunnels,
// 802.11 frames or fragments. Headers are written by their specifications, without the project's readers.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/endpoint.h"
#include "support/capture_writer.h"

namespace wstrace::test {

/// One way to carry packets. What it cannot carry (a frame without IP, one that is too large) it passes on as it was.
struct Wrap {
  std::string name;
  std::function<std::vector<PacketRecord>(const PacketRecord&)> put;
};

/// All ways that wstrace reads, fragments included.
const std::vector<Wrap>& all_wraps();

std::vector<PacketRecord> wrapped(const std::vector<PacketRecord>& capture, const Wrap& wrap);

/// Single steps, to be put together in a test.
std::string ipv4_header(const IpAddress& from, const IpAddress& to, unsigned protocol, std::size_t content,
                        unsigned identification = 0, unsigned fragment = 0);
std::string ipv6_header(const IpAddress& from, const IpAddress& to, unsigned protocol, std::size_t content);
/// Outer IPv4, 198.51.100.1 → 198.51.100.2.
std::string over_ip(unsigned protocol, std::string_view content);
std::string over_udp(unsigned port, std::string_view content);

/// An IP packet in fragments of at most `size` bytes of content (a multiple of eight).
std::vector<std::string> fragments_of(std::string_view ip_packet, std::size_t size, unsigned identification);

std::string be16(unsigned value);
std::string be32(std::uint32_t value);

}  // namespace wstrace::test
