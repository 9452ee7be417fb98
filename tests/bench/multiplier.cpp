// The original is looked through once: where the headers are, which endpoints are clients, where session ids stand.
// A copy is then a memcpy and a few stores per packet, and its checksums.
#include "multiplier.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "support/frame_builder.h"

namespace wstrace::bench {
namespace {

constexpr std::size_t kSidLength = 20;  // Engine.IO's ids: 15 bytes in base64url
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t kSidDigits = 6;  // of an id that tell the copies apart: 36 bits
constexpr std::uint8_t kProtocolTcp = 6;
constexpr std::size_t kTcpHeaderSize = 20;
constexpr std::size_t kTcpChecksumAt = 16;
constexpr std::size_t kTcpFlagsAt = 13;
constexpr std::size_t kIpv6HeaderSize = 40;
constexpr std::uint32_t kFirstPort = 20000;
constexpr std::uint32_t kPorts = 40000;
constexpr std::uint32_t kPrivateNetwork = 10U << 24;  // 10.0.0.0/8

Bytes view(const std::string& text) { return as_bytes(text); }

void set16(std::string& out, std::size_t at, std::uint32_t value) {
  out[at] = static_cast<char>(value >> 8 & 0xff);
  out[at + 1] = static_cast<char>(value & 0xff);
}

void set32(std::string& out, std::size_t at, std::uint32_t value) {
  set16(out, at, value >> 16);
  set16(out, at + 2, value & 0xffff);
}

// Where the IP header of a frame is; nothing for link types and Ethernet types that carry none.
std::optional<std::size_t> ip_offset(LinkType link, Bytes frame) {
  constexpr std::uint16_t kIpv4 = 0x0800;
  constexpr std::uint16_t kIpv6 = 0x86dd;
  constexpr std::uint16_t kVlan = 0x8100;
  const auto if_ip = [&](std::size_t type_at, std::size_t ip_at) -> std::optional<std::size_t> {
    if (frame.size() <= ip_at) return std::nullopt;
    const std::uint16_t type = load_be16(frame, type_at);
    return type == kIpv4 || type == kIpv6 ? std::optional(ip_at) : std::nullopt;
  };
  switch (link) {
    case LinkType::ethernet: {
      const bool tagged = frame.size() > 14 && load_be16(frame, 12) == kVlan;
      return tagged ? if_ip(16, 18) : if_ip(12, 14);
    }
    case LinkType::linux_sll: return if_ip(14, 16);
    case LinkType::linux_sll2: return if_ip(0, 20);
    case LinkType::null:
    case LinkType::loop: return 4;
    default: return 0;
  }
}

bool is_sid_character(char c) { return kBase64Url.find(c) != std::string_view::npos; }

// Calls `found` with each session id that stands behind one of its usual names.
template <typename Found>
void for_each_sid(std::string_view payload, Found found) {
  for (const std::string_view name : {std::string_view("\"sid\":\""), std::string_view("sid=")}) {
    for (std::size_t at = payload.find(name); at != std::string_view::npos; at = payload.find(name, at + 1)) {
      const std::string_view sid = payload.substr(at + name.size(), kSidLength);
      if (sid.size() == kSidLength && std::all_of(sid.begin(), sid.end(), is_sid_character)) found(sid);
    }
  }
}

}  // namespace

Multiplier::Multiplier(std::vector<test::PacketRecord> packets) {
  const Time start = packets.empty() ? 0 : packets.front().time;
  for (test::PacketRecord& record : packets) {
    Template packet;
    packet.time = std::max<Duration>(record.time - start, 0);
    if (!templates_.empty()) packet.time = std::max(packet.time, templates_.back().time);
    packet.record = std::move(record);
    locate_headers(packet);
    learn_endpoints(packet);
    learn_sids(packet);
    templates_.push_back(std::move(packet));
  }
  for (Template& packet : templates_) locate_sids(packet);
}

void Multiplier::locate_headers(Template& packet) const {
  const Bytes frame = view(packet.record.bytes);
  const std::optional<std::size_t> ip_at = ip_offset(packet.record.link, frame);
  if (!ip_at || frame.size() < *ip_at + kTcpHeaderSize) return;
  const Bytes ip = frame.subspan(*ip_at);
  packet.ip_at = *ip_at;
  packet.v6 = ip[0] >> 4 == 6;
  packet.is_ip = packet.v6 ? ip.size() >= kIpv6HeaderSize : ip[0] >> 4 == 4;
  if (!packet.is_ip) return;
  const std::size_t header = packet.v6 ? kIpv6HeaderSize : std::size_t{4} * (ip[0] & 0xfU);
  const std::size_t length = packet.v6 ? kIpv6HeaderSize + load_be16(ip, 4) : load_be16(ip, 2);
  const std::uint8_t protocol = packet.v6 ? ip[6] : ip[9];
  const bool fragment = !packet.v6 && (load_be16(ip, 6) & 0x3fffU) != 0;
  packet.end = packet.ip_at + length;
  const bool whole = packet.end <= frame.size() && header + kTcpHeaderSize <= length;
  if (protocol == kProtocolTcp && whole && !fragment) packet.tcp_at = packet.ip_at + header;
}

// A client is who sends a SYN, or who has the higher port when the connection's beginning is missing.
void Multiplier::learn_endpoints(const Template& packet) {
  if (!packet.is_ip) return;
  const std::string& bytes = packet.record.bytes;
  const std::size_t size = packet.v6 ? 16 : 4;
  const std::size_t source_at = packet.ip_at + (packet.v6 ? 8 : 12);
  const std::string source = bytes.substr(source_at, size);
  const std::string target = bytes.substr(source_at + size, size);
  for (const std::string& address : {source, target}) {
    addresses_.emplace(address, static_cast<std::uint32_t>(addresses_.size()));
  }
  if (packet.tcp_at == 0) return;
  const std::string from = source + bytes.substr(packet.tcp_at, 2);
  const std::string to = target + bytes.substr(packet.tcp_at + 2, 2);
  const unsigned syn_flags = static_cast<unsigned>(bytes[packet.tcp_at + kTcpFlagsAt]) & 0x12U;
  if (client_ports_.contains(from) || client_ports_.contains(to)) return;
  const bool from_client = syn_flags == 0
                               ? load_be16(view(bytes), packet.tcp_at) > load_be16(view(bytes), packet.tcp_at + 2)
                               : syn_flags == 0x02;
  client_ports_.emplace(from_client ? from : to, static_cast<std::uint32_t>(client_ports_.size()));
}

void Multiplier::learn_sids(const Template& packet) {
  if (packet.tcp_at == 0) return;
  for_each_sid(std::string_view(packet.record.bytes).substr(packet.tcp_at), [this](std::string_view sid) {
    if (std::find(sids_.begin(), sids_.end(), sid) == sids_.end()) sids_.emplace_back(sid);
  });
}

void Multiplier::locate_sids(Template& packet) const {
  if (packet.tcp_at == 0) return;
  for (std::size_t sid = 0; sid < sids_.size(); ++sid) {
    const std::string& bytes = packet.record.bytes;
    std::size_t at = bytes.find(sids_[sid], packet.tcp_at);
    for (; at != std::string::npos; at = bytes.find(sids_[sid], at + 1)) packet.sids.push_back({at, sid});
  }
}

// The number of the copy and of the id replace the first characters, so that no two ids are ever the same.
std::string Multiplier::sid_of_copy(std::size_t sid, std::uint32_t copy) const {
  std::string out = sids_[sid];
  std::uint64_t number = std::uint64_t{copy} * sids_.size() + sid;
  for (std::size_t digit = 0; digit < kSidDigits; ++digit) {
    out[digit] = kBase64Url[number % kBase64Url.size()];
    number /= kBase64Url.size();
  }
  return out;
}

const test::PacketRecord& Multiplier::make(std::size_t packet, std::uint32_t copy) {
  const Template& original = templates_[packet];
  scratch_ = original.record;
  for (const Template::Place& place : original.sids) {
    scratch_.bytes.replace(place.at, kSidLength, sid_of_copy(place.sid, copy));
  }
  if (!original.is_ip) return scratch_;
  const std::size_t size = original.v6 ? 16 : 4;
  const std::size_t source_at = original.ip_at + (original.v6 ? 8 : 12);
  if (original.tcp_at != 0) {
    write_port(source_at, original.tcp_at, original, copy);
    write_port(source_at + size, original.tcp_at + 2, original, copy);
  }
  write_address(source_at, original, copy);
  write_address(source_at + size, original, copy);
  write_checksums(original);
  return scratch_;
}

// IPv4: all copies share 10.0.0.0/8. IPv6: the last four bytes change.
void Multiplier::write_address(std::size_t at, const Template& packet, std::uint32_t copy) {
  const std::size_t size = packet.v6 ? 16 : 4;
  const std::uint32_t index = addresses_.at(packet.record.bytes.substr(at, size));
  const std::uint32_t number = copy * static_cast<std::uint32_t>(addresses_.size()) + index + 1;
  set32(scratch_.bytes, at + size - 4, packet.v6 ? number : kPrivateNetwork | (number & 0xffffff));
}

void Multiplier::write_port(std::size_t address_at, std::size_t port_at, const Template& packet, std::uint32_t copy) {
  const std::string& bytes = packet.record.bytes;
  const auto found = client_ports_.find(bytes.substr(address_at, packet.v6 ? 16 : 4) + bytes.substr(port_at, 2));
  if (found == client_ports_.end()) return;
  const std::uint64_t number = std::uint64_t{copy} * client_ports_.size() + found->second;
  set16(scratch_.bytes, port_at, kFirstPort + static_cast<std::uint32_t>(number % kPorts));
}

void Multiplier::write_checksums(const Template& packet) {
  std::string& bytes = scratch_.bytes;
  const std::string_view all = bytes;
  if (!packet.v6) {
    const std::size_t header = std::size_t{4} * (static_cast<unsigned>(bytes[packet.ip_at]) & 0xfU);
    set16(bytes, packet.ip_at + 10, 0);
    set16(bytes, packet.ip_at + 10, test::internet_checksum(all.substr(packet.ip_at, header)));
  }
  if (packet.tcp_at == 0) return;
  const std::size_t size = packet.v6 ? 16 : 4;
  const Bytes ip = view(bytes).subspan(packet.ip_at + (packet.v6 ? 8 : 12));
  const auto address_at = [&](std::size_t at) {
    return packet.v6 ? IpAddress::from_v6(ip.subspan(at, size)) : IpAddress::from_v4(ip.subspan(at, size));
  };
  const std::size_t length = packet.end - packet.tcp_at;
  const std::uint32_t sum = test::pseudo_header_sum(address_at(0), address_at(size), length);
  set16(bytes, packet.tcp_at + kTcpChecksumAt, 0);
  set16(bytes, packet.tcp_at + kTcpChecksumAt, test::internet_checksum(all.substr(packet.tcp_at, length), sum));
}

}  // namespace wstrace::bench
