#include "support/wrap.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "support/dialogue.h"
#include "support/frame_builder.h"

namespace wstrace::test {
namespace {

constexpr std::size_t kEthernetHeader = 14;
constexpr std::size_t kIpv4 = 20;
constexpr std::size_t kIpv6 = 40;
/// No tunnel has more headers than this; what would not fit into an IP packet with them is left as it is.
constexpr std::size_t kLargest = 65'000;
constexpr unsigned kIpv4Type = 0x0800;
constexpr unsigned kIpv6Type = 0x86dd;
const std::string kMacs = from_hex("02 00 5e 00 53 0b 02 00 5e 00 53 0a");

unsigned load16(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned>(static_cast<std::uint8_t>(bytes[at])) << 8 | static_cast<std::uint8_t>(bytes[at + 1]);
}

bool is_v6(std::string_view packet) { return static_cast<std::uint8_t>(packet[0]) >> 4 == 6; }
unsigned type_of(std::string_view packet) { return is_v6(packet) ? kIpv6Type : kIpv4Type; }

/// The IP packet of a frame without tags; empty when it is none.
std::string_view packet_of(const PacketRecord& record) {
  const std::string_view frame = record.bytes;
  if (record.link != LinkType::ethernet || frame.size() < kEthernetHeader + kIpv4 || frame.size() > kLargest) return {};
  if (record.wire_length != 0 && record.wire_length != frame.size()) return {};
  const unsigned type = load16(frame, 12);
  return type == kIpv4Type || type == kIpv6Type ? frame.substr(kEthernetHeader) : std::string_view{};
}

std::string ethernet(unsigned type, std::string_view content) { return kMacs + be16(type) + std::string(content); }

std::string over_ipv6(unsigned protocol, std::string_view content) {
  return ipv6_header(address("2001:db8:1::1"), address("2001:db8:2::1"), protocol, content.size()) +
         std::string(content);
}

PacketRecord with_bytes(const PacketRecord& record, std::string bytes, LinkType link = LinkType::ethernet) {
  PacketRecord out = record;
  out.bytes = std::move(bytes);
  out.link = link;
  out.wire_length = 0;
  return out;
}

/// A wrap of whole frames.
Wrap of_frames(const std::string& name, const std::function<std::string(std::string_view)>& put) {
  return {name, [put](const PacketRecord& record) {
            const bool fits = record.link == LinkType::ethernet && record.bytes.size() < kLargest;
            return std::vector{fits ? with_bytes(record, put(record.bytes)) : record};
          }};
}

/// A wrap of IP packets.
Wrap of_packets(const std::string& name, const std::function<std::string(std::string_view)>& put,
                LinkType link = LinkType::ethernet) {
  return {name, [put, link](const PacketRecord& record) {
            const std::string_view packet = packet_of(record);
            return std::vector{packet.empty() ? record : with_bytes(record, put(packet), link)};
          }};
}

bool is_fragment(std::string_view packet) {
  constexpr char kFragmentHeader = 44;
  return is_v6(packet) ? packet[6] == kFragmentHeader : (load16(packet, 6) & 0x3fff) != 0;
}

Wrap in_fragments(const std::string& name, std::size_t size, bool backwards) {
  auto next = std::make_shared<unsigned>(0);
  return {name, [=](const PacketRecord& record) {
            const std::string_view packet = packet_of(record);
            if (packet.empty() || is_fragment(packet)) return std::vector{record};
            std::vector<PacketRecord> out;
            for (const std::string& part : fragments_of(packet, size, ++*next)) {
              out.push_back(with_bytes(record, ethernet(type_of(packet), part)));
            }
            if (backwards) std::reverse(out.begin(), out.end());
            return out;
          }};
}

std::string tag(std::string_view frame, unsigned type, unsigned vlan) {
  return std::string(frame.substr(0, 12)) + be16(type) + be16(vlan) + std::string(frame.substr(12));
}

std::string snap(std::string_view packet) {
  return from_hex("aa aa 03 00 00 00") + be16(type_of(packet)) + std::string(packet);
}

std::string mpls_label(std::uint32_t label, bool bottom) { return be32(label << 12 | (bottom ? 0x100U : 0U) | 64U); }

std::string pppoe(std::string_view packet) {
  const unsigned protocol = is_v6(packet) ? 0x0057 : 0x0021;
  return ethernet(0x8864, from_hex("11 00 00 07") + be16(static_cast<unsigned>(packet.size()) + 2) + be16(protocol) +
                              std::string(packet));
}

std::string gre(std::string_view flags_and_type, std::string_view content) {
  return ethernet(kIpv4Type, over_ip(47, std::string(flags_and_type) + std::string(content)));
}

std::string wifi(std::string_view body, std::string_view control, std::string_view qos = {}) {
  return std::string(control) + from_hex("00 00  02 00 5e 00 53 01  02 00 5e 00 53 02  02 00 5e 00 53 03  10 00") +
         std::string(qos) + std::string(body);
}

std::string aggregate(std::string_view packet) {
  const std::string msdu = snap(packet);
  return kMacs + be16(static_cast<unsigned>(msdu.size())) + msdu;
}

std::vector<Wrap> link_wraps() {
  return {
      of_frames("VLAN", [](std::string_view f) { return tag(f, 0x8100, 7); }),
      of_frames("QinQ", [](std::string_view f) { return tag(tag(f, 0x8100, 7), 0x88a8, 100); }),
      of_packets("SNAP",
                 [](std::string_view p) {
                   const std::string body = snap(p);
                   return kMacs + be16(body.size() < 1500 ? static_cast<unsigned>(body.size()) : 1500) + body;
                 }),
      of_packets("MPLS",
                 [](std::string_view p) {
                   return ethernet(0x8847, mpls_label(16, false) + mpls_label(17, true) + std::string(p));
                 }),
      of_frames("MPLS pseudowire",
                [](std::string_view f) { return ethernet(0x8847, mpls_label(18, true) + std::string(f)); }),
      of_frames("MPLS pseudowire with control word",
                [](std::string_view f) { return ethernet(0x8847, mpls_label(18, true) + be32(5) + std::string(f)); }),
      of_packets("PPPoE", pppoe),
      of_packets(
          "PPP", [](std::string_view p) { return from_hex(is_v6(p) ? "ff 03 00 57" : "ff 03 00 21") + std::string(p); },
          LinkType::ppp),
      of_packets(
          "compressed PPP", [](std::string_view p) { return from_hex(is_v6(p) ? "57" : "21") + std::string(p); },
          LinkType::ppp_hdlc),
      of_packets(
          "Cisco HDLC", [](std::string_view p) { return from_hex("0f 00") + be16(type_of(p)) + std::string(p); },
          LinkType::cisco_hdlc),
      of_packets(
          "802.11", [](std::string_view p) { return wifi(snap(p), from_hex("08 01")); }, LinkType::ieee802_11),
      of_packets(
          "802.11 QoS with radiotap",
          [](std::string_view p) {
            const std::string frame = wifi(snap(p), from_hex("88 02"), from_hex("00 00 00 00"));
            return from_hex("00 00 18 00 03 00 00 00 00 00 00 00 00 00 00 00 30 00 00 00 00 00 00 00") + frame +
                   from_hex("de ad be ef");
          },
          LinkType::ieee802_11_radiotap),
      of_packets(
          "802.11 between access points",
          [](std::string_view p) {
            return wifi(snap(p), from_hex("88 83"), from_hex("02 00 5e 00 53 04  00 00  01 02 03 04"));
          },
          LinkType::ieee802_11),
      of_packets(
          "802.11 A-MSDU", [](std::string_view p) { return wifi(aggregate(p), from_hex("88 01"), from_hex("80 00")); },
          LinkType::ieee802_11),
      of_packets(
          "PPI",
          [](std::string_view p) {
            return from_hex("00 00 0c 00 69 00 00 00 99 99 99 99") + wifi(snap(p), from_hex("08 01"));
          },
          LinkType::ppi),
  };
}

std::vector<Wrap> tunnel_wraps() {
  return {
      of_packets("IP-in-IP and 6in4",
                 [](std::string_view p) { return ethernet(kIpv4Type, over_ip(is_v6(p) ? 41 : 4, p)); }),
      of_packets("4in6 and 6in6",
                 [](std::string_view p) { return ethernet(kIpv6Type, over_ipv6(is_v6(p) ? 41 : 4, p)); }),
      of_packets("GRE", [](std::string_view p) { return gre(be16(0) + be16(type_of(p)), p); }),
      of_packets("GRE with everything",
                 [](std::string_view p) {
                   return gre(be16(0xb000) + be16(type_of(p)) + from_hex("00 00 00 00  00 00 00 2a  00 00 00 01"), p);
                 }),
      of_frames("GRE bridged", [](std::string_view f) { return gre(from_hex("00 00 65 58"), f); }),
      of_frames("NVGRE", [](std::string_view f) { return gre(from_hex("20 00 65 58 00 13 88 05"), f); }),
      of_packets("PPTP",
                 [](std::string_view p) {
                   return gre(from_hex("30 81 88 0b") + be16(static_cast<unsigned>(p.size()) + 4) +
                                  from_hex("00 09  00 00 00 01  00 00 00 02") +
                                  from_hex(is_v6(p) ? "ff030057" : "ff030021"),
                              p);
                 }),
      of_frames("ERSPAN I", [](std::string_view f) { return gre(from_hex("00 00 88 be"), f); }),
      of_frames(
          "ERSPAN II",
          [](std::string_view f) { return gre(from_hex("10 00 88 be 00 00 00 01  10 07 00 64 00 00 00 05"), f); }),
      of_frames("ERSPAN III",
                [](std::string_view f) {
                  return gre(
                      from_hex("10 00 22 eb 00 00 00 01  20 07 00 64  00 00 00 00  00 00 00 01  1122334455667788"), f);
                }),
      of_frames("VXLAN",
                [](std::string_view f) {
                  return ethernet(kIpv4Type, over_udp(4789, from_hex("08000000 00002a00") + std::string(f)));
                }),
      of_frames("VXLAN on Linux's old port",
                [](std::string_view f) {
                  return ethernet(kIpv4Type, over_udp(8472, from_hex("08000000 00002a00") + std::string(f)));
                }),
      of_packets("VXLAN-GPE",
                 [](std::string_view p) {
                   const std::string header = from_hex(is_v6(p) ? "0c000002 00002a00" : "0c000001 00002a00");
                   return ethernet(kIpv4Type, over_udp(4790, header + std::string(p)));
                 }),
      of_frames("Geneve",
                [](std::string_view f) {
                  const std::string header = from_hex("02006558 00002a00  0102 80 01 01020304");
                  return ethernet(kIpv4Type, over_udp(6081, header + std::string(f)));
                }),
      of_packets("GTP-U",
                 [](std::string_view p) {
                   const std::string header = from_hex("34ff0000 00000007  0000 00 85  01 10 09 00");
                   return ethernet(kIpv4Type, over_udp(2152, header + std::string(p)));
                 }),
      of_frames("VXLAN in GRE in a VLAN",
                [](std::string_view f) {
                  return tag(gre(from_hex("00000800"), over_udp(4789, from_hex("08000000 00002a00") + std::string(f))),
                             0x8100, 7);
                }),
  };
}

std::vector<Wrap> fragment_wraps() {
  std::vector<Wrap> wraps = {in_fragments("small fragments", 24, false), in_fragments("fragments", 568, false),
                             in_fragments("fragments backwards", 120, true)};
  // A tunnel's packets in fragments.
  const Wrap cut = in_fragments("", 1000, true);
  wraps.push_back({"VXLAN in fragments", [cut](const PacketRecord& record) {
                     if (packet_of(record).empty()) return std::vector{record};
                     const std::string inner = from_hex("08000000 00002a00") + record.bytes;
                     return cut.put(with_bytes(record, ethernet(kIpv4Type, over_udp(4789, inner))));
                   }});
  // Fragments, each in a tunnel of its own.
  const Wrap parts = in_fragments("", 200, false);
  wraps.push_back({"fragments in GRE", [parts](const PacketRecord& record) {
                     std::vector<PacketRecord> out;
                     for (const PacketRecord& part : parts.put(record)) {
                       const std::string_view packet = packet_of(part);
                       out.push_back(packet.empty() ? part
                                                    : with_bytes(part, gre(be16(0) + be16(type_of(packet)), packet)));
                     }
                     return out;
                   }});
  return wraps;
}

}  // namespace

std::string be16(unsigned value) { return {static_cast<char>(value >> 8), static_cast<char>(value)}; }
std::string be32(std::uint32_t value) { return be16(value >> 16) + be16(value & 0xffff); }

std::string ipv4_header(const IpAddress& from, const IpAddress& to, unsigned protocol, std::size_t content,
                        unsigned identification, unsigned fragment) {
  std::string header = from_hex("45 00") + be16(static_cast<unsigned>(kIpv4 + content)) + be16(identification) +
                       be16(fragment) + std::string({'\x40', static_cast<char>(protocol)}) + be16(0);
  header.append(reinterpret_cast<const char*>(from.bytes.data()), 4);
  header.append(reinterpret_cast<const char*>(to.bytes.data()), 4);
  return header.replace(10, 2, be16(internet_checksum(header)));
}

std::string ipv6_header(const IpAddress& from, const IpAddress& to, unsigned protocol, std::size_t content) {
  std::string header =
      be32(0x60000000) + be16(static_cast<unsigned>(content)) + std::string({static_cast<char>(protocol), '\x40'});
  header.append(reinterpret_cast<const char*>(from.bytes.data()), 16);
  return header.append(reinterpret_cast<const char*>(to.bytes.data()), 16);
}

std::string over_ip(unsigned protocol, std::string_view content) {
  return ipv4_header(address("198.51.100.1"), address("198.51.100.2"), protocol, content.size()) + std::string(content);
}

std::string over_udp(unsigned port, std::string_view content) {
  const std::string header = be16(49152) + be16(port) + be16(static_cast<unsigned>(content.size()) + 8) + be16(0);
  return over_ip(17, header + std::string(content));
}

std::vector<std::string> fragments_of(std::string_view packet, std::size_t size, unsigned identification) {
  const bool v6 = is_v6(packet);
  const std::size_t header = v6 ? kIpv6 : kIpv4;
  const std::string_view content = packet.substr(header, v6 ? load16(packet, 4) : load16(packet, 2) - header);
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < content.size(); at += size) {
    const std::string_view part = content.substr(at, size);
    const bool more = at + size < content.size();
    std::string out(packet.substr(0, header));
    if (v6) {
      out.replace(4, 2, be16(static_cast<unsigned>(part.size()) + 8));
      out[6] = 44;
      out += std::string({packet[6], '\0'}) + be16(static_cast<unsigned>(at) | (more ? 1U : 0U)) + be32(identification);
    } else {
      out.replace(2, 2, be16(static_cast<unsigned>(header + part.size())));
      out.replace(4, 4, be16(identification) + be16(static_cast<unsigned>(at / 8) | (more ? 0x2000U : 0U)));
      out.replace(10, 2, be16(0));
      out.replace(10, 2, be16(internet_checksum(out)));
    }
    parts.push_back(out.append(part));
  }
  return parts;
}

const std::vector<Wrap>& all_wraps() {
  static const std::vector<Wrap> all = [] {
    std::vector<Wrap> wraps = link_wraps();
    for (auto more : {tunnel_wraps(), fragment_wraps()}) wraps.insert(wraps.end(), more.begin(), more.end());
    return wraps;
  }();
  return all;
}

std::vector<PacketRecord> wrapped(const std::vector<PacketRecord>& capture, const Wrap& wrap) {
  std::vector<PacketRecord> out;
  for (const PacketRecord& record : capture) {
    for (PacketRecord& each : wrap.put(record)) out.push_back(std::move(each));
  }
  return out;
}

}  // namespace wstrace::test
