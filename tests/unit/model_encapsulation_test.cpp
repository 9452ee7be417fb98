// Tags, labels, sessions, tunnels and 802.11: the same TCP segment by every way, its numbers told, and headers that lie.
#include <gtest/gtest.h>

#include <random>

#include "engine/engine.h"
#include "packet/packet_path.h"
#include "support/dialogue.h"
#include "support/frame_builder.h"
#include "support/wrap.h"

namespace wstrace::test::model_encapsulation_test {
namespace {

using Kind = PacketView::Kind;

PacketRecord record(bool v6 = false) {
  const Endpoint client = v6 ? endpoint("2001:db8::1", 1024) : endpoint("10.0.0.1", 1024);
  const Endpoint server = v6 ? endpoint("2001:db8::2", 80) : endpoint("10.0.0.2", 80);
  return {.bytes = ethernet_frame(TcpSegment{.from = client, .to = server, .payload = "payload"})};
}

/// Reads packets that end exactly where their bytes end, so that the sanitizers see a read past that.
class Reader {
 public:
  explicit Reader(const Limits& limits = {}) : path_(limits) {}

  PacketView read(const PacketRecord& from) {
    exact_.assign(from.bytes.begin(), from.bytes.end());
    Packet packet;
    packet.number = ++number_;
    packet.link = from.link;
    packet.time = from.time;
    packet.bytes = exact_;
    packet.wire_length = from.wire_length != 0 ? from.wire_length : static_cast<std::uint32_t>(exact_.size());
    return path_.read(packet);
  }
  PacketPath& path() { return path_; }

 private:
  PacketPath path_;
  std::vector<std::uint8_t> exact_;
  std::uint64_t number_ = 0;
};

PacketView read_all(Reader& reader, const std::vector<PacketRecord>& records) {
  PacketView view;
  for (const PacketRecord& each : records) view = reader.read(each);
  return view;
}

const Wrap& wrap_named(std::string_view name) {
  for (const Wrap& wrap : all_wraps()) {
    if (wrap.name == name) return wrap;
  }
  throw std::runtime_error("no wrap " + std::string(name));
}

std::string text(std::string_view name, bool v6 = false) {
  Reader reader;
  return read_all(reader, wrap_named(name).put(record(v6))).encapsulations.text(false);
}

TEST(Encapsulation, EveryWayLeadsToTheSameSegment) {
  for (const Wrap& wrap : all_wraps()) {
    for (const bool v6 : {false, true}) {
      SCOPED_TRACE(wrap.name + (v6 ? " v6" : " v4"));
      Reader reader;
      const std::vector<PacketRecord> records = wrap.put(record(v6));
      const PacketView view = read_all(reader, records);
      ASSERT_EQ(view.kind, Kind::tcp) << view.what;
      EXPECT_EQ(as_text(view.payload), "payload");
      EXPECT_EQ(view.source.to_string(), v6 ? "[2001:db8::1]:1024" : "10.0.0.1:1024");
      EXPECT_EQ(view.packet_count, records.size());
      std::uint64_t bytes = 0;
      for (const PacketRecord& each : records) bytes += each.bytes.size();
      EXPECT_EQ(view.wire_bytes, bytes);
      EXPECT_EQ(view.link_bytes + view.network_bytes + 20 + 7, bytes);
      EXPECT_EQ(view.ip.content_wire, 27U);
    }
  }
}

TEST(Encapsulation, NumbersAndAddressesAreNamed) {
  const std::string outer = " (198.51.100.1 → 198.51.100.2)";
  EXPECT_EQ(text("VLAN"), "VLAN 7");
  EXPECT_EQ(text("QinQ"), "VLAN 100 · VLAN 7");
  EXPECT_EQ(text("SNAP"), "");
  EXPECT_EQ(text("MPLS"), "MPLS 16 · MPLS 17");
  EXPECT_EQ(text("MPLS pseudowire"), "MPLS 18 · pseudowire");
  EXPECT_EQ(text("MPLS pseudowire with control word"), "MPLS 18 · pseudowire");
  EXPECT_EQ(text("PPPoE"), "PPPoE 7");
  EXPECT_EQ(text("802.11"), "802.11 02:00:5e:00:53:01");
  EXPECT_EQ(text("802.11 QoS with radiotap"), "802.11 02:00:5e:00:53:02");
  EXPECT_EQ(text("802.11 between access points"), "802.11 WDS");
  EXPECT_EQ(text("IP-in-IP and 6in4"), "IP-in-IP" + outer);
  EXPECT_EQ(text("IP-in-IP and 6in4", true), "6in4" + outer);
  EXPECT_EQ(text("4in6 and 6in6"), "4in6 (2001:db8:1::1 → 2001:db8:2::1)");
  EXPECT_EQ(text("4in6 and 6in6", true), "6in6 (2001:db8:1::1 → 2001:db8:2::1)");
  EXPECT_EQ(text("GRE"), "GRE" + outer);
  EXPECT_EQ(text("GRE with everything"), "GRE 42" + outer);
  EXPECT_EQ(text("NVGRE"), "NVGRE 5000" + outer);
  EXPECT_EQ(text("PPTP"), "PPTP 9" + outer);
  EXPECT_EQ(text("ERSPAN I"), "ERSPAN" + outer);
  EXPECT_EQ(text("ERSPAN II"), "ERSPAN 100" + outer);
  EXPECT_EQ(text("ERSPAN III"), "ERSPAN 100" + outer);
  EXPECT_EQ(text("VXLAN"), "VXLAN 42" + outer);
  EXPECT_EQ(text("VXLAN-GPE"), "VXLAN 42" + outer);
  EXPECT_EQ(text("Geneve"), "Geneve 42" + outer);
  EXPECT_EQ(text("GTP-U"), "GTP-U 7" + outer);
  EXPECT_EQ(text("VXLAN in GRE in a VLAN"), "VLAN 7 · GRE" + outer + " · VXLAN 42" + outer);
}

TEST(Encapsulation, BothDirectionsOfATunnelAreOneWay) {
  const auto pushed = [](const char* from, const char* to, std::uint64_t vni) {
    static constexpr EncapsulationDef kDef{.name = "T", .number = "vni", .layer = Layer::network, .over_ip = true};
    Encapsulations all;
    all.push(kDef, vni, true, address(from), address(to));
    return all;
  };
  const Encapsulations there = pushed("192.0.2.1", "192.0.2.2", 1);
  const Encapsulations back = pushed("192.0.2.2", "192.0.2.1", 1);
  EXPECT_EQ(there.key(), back.key());
  EXPECT_EQ(there.text(false), back.text(true));
  EXPECT_EQ(back.json(true), R"([{"name":"T","vni":1,"source":"192.0.2.1","destination":"192.0.2.2"}])");
  EXPECT_NE(there.key(), pushed("192.0.2.1", "192.0.2.2", 2).key());
  EXPECT_NE(there.key(), pushed("192.0.2.1", "192.0.2.3", 1).key());
  EXPECT_EQ(Encapsulations().key(), 0U);
}

TEST(Encapsulation, APriorityTagIsNoVlan) {
  PacketRecord tagged = record();
  tagged.bytes.insert(12, from_hex("8100 e000"));
  Reader reader;
  const PacketView view = reader.read(tagged);
  EXPECT_EQ(view.kind, Kind::tcp);
  EXPECT_TRUE(view.encapsulations.empty());
}

TEST(Encapsulation, EveryTruncationAndAnyNoiseIsHarmless) {
  std::mt19937 random(1);
  for (const Wrap& wrap : all_wraps()) {
    SCOPED_TRACE(wrap.name);
    const PacketRecord whole = wrap.put(record()).front();
    Reader reader;
    for (std::size_t n = 0; n < whole.bytes.size(); ++n) {
      PacketRecord cut = whole;
      cut.wire_length = static_cast<std::uint32_t>(whole.bytes.size());
      cut.bytes.resize(n);
      const PacketView view = reader.read(cut);
      EXPECT_LE(view.payload.size(), view.payload_wire) << n;
      for (int i = 0; i < 40; ++i) {
        PacketRecord noisy = cut;
        for (int k = 0; k < 3 && n > 0; ++k) noisy.bytes[random() % n] = static_cast<char>(random());
        PacketView next = reader.read(noisy);
        while (reader.path().next(next)) {
        }
      }
    }
  }
}

TEST(Encapsulation, HeadersWithinOneAnotherAreBounded) {
  std::string packet = record().bytes.substr(14);
  for (int i = 0; i < 40; ++i) packet = over_ip(4, packet);
  Reader reader;
  const PacketView view = reader.read({.bytes = packet, .link = LinkType::raw});
  EXPECT_EQ(view.kind, Kind::not_followed);
  EXPECT_EQ(view.note->code, "ip.nesting-limit");
  std::string labels;
  for (int i = 0; i < 100; ++i) labels += from_hex("00001040");
  EXPECT_EQ(reader.read({.bytes = std::string(12, '\0') + from_hex("8847") + labels}).note->code, "ip.nesting-limit");
  Limits few;
  few.packet_headers = 2;
  Reader strict(few);
  EXPECT_EQ(strict.read(record()).kind, Kind::tcp);
  EXPECT_EQ(strict.read(wrap_named("QinQ").put(record()).front()).note->code, "ip.nesting-limit");
}

/// UDP to a tunnel's port that is no tunnel.
TEST(Encapsulation, APortAloneIsNoTunnel) {
  const std::string frame = record().bytes;
  const auto kind = [](unsigned port, const std::string& content) {
    Reader reader;
    return reader.read({.bytes = over_udp(port, content), .link = LinkType::raw}).kind;
  };
  EXPECT_EQ(kind(4789, from_hex("00000000 00002a00") + frame), Kind::udp) << "the I flag is not set";
  EXPECT_EQ(kind(4789, from_hex("88000000 00002a00") + frame), Kind::tcp) << "group policy extension";
  EXPECT_EQ(kind(8472, from_hex("88000000 00002a00") + frame), Kind::udp);
  EXPECT_EQ(kind(8472, from_hex("08000000 00002a01") + frame), Kind::udp);
  EXPECT_EQ(kind(4790, from_hex("18000000 00002a00") + frame), Kind::udp) << "version 1";
  EXPECT_EQ(kind(4790, from_hex("0c000004 00002a00") + frame), Kind::not_followed) << "NSH";
  EXPECT_EQ(kind(6081, from_hex("40006558 00002a00") + frame), Kind::udp) << "version 1";
  EXPECT_EQ(kind(6081, from_hex("00806558 00002a00") + frame), Kind::udp) << "control message";
  EXPECT_EQ(kind(2152, from_hex("30010000 00000000")), Kind::udp) << "echo request";
  EXPECT_EQ(kind(2152, from_hex("34ff0000 00000007 0000 00 85 00 00 00 00") + frame.substr(14)), Kind::udp)
      << "an extension header of no length";
  EXPECT_EQ(kind(53, frame), Kind::udp);
}

TEST(Encapsulation, WhatATunnelCarriesBesideTcpIsOfItsOwnKind) {
  Reader reader;
  const std::string arp = std::string(12, '\0') + from_hex("0806") + std::string(28, '\0');
  const PacketView view =
      reader.read({.bytes = over_udp(4789, from_hex("08000000 00002a00") + arp), .link = LinkType::raw});
  EXPECT_EQ(view.kind, Kind::other);
  EXPECT_EQ(view.encapsulations.text(false), "VXLAN 42 (198.51.100.1 → 198.51.100.2)");
}

TEST(Encapsulation, WhatCannotBeReadIsNamed) {
  const auto note = [](const std::string& bytes, LinkType link = LinkType::raw) {
    Reader reader;
    const PacketView view = reader.read({.bytes = bytes, .link = link});
    return view.note != nullptr ? std::string(view.note->code) : "none";
  };
  EXPECT_EQ(note(over_ip(50, "encrypted")), "ip.encrypted");
  EXPECT_EQ(note(over_ip(47, from_hex("4000 0800 0000 0000") + "routes")), "ip.not-followed");
  EXPECT_EQ(note(over_ip(47, from_hex("1000 88be 00000001 3007 0064 00000005"))), "ip.not-followed") << "ERSPAN";
  EXPECT_EQ(note(over_ip(47, from_hex("3081880b 0004 0009 00000001 00000002 00fd 9001"))), "ip.encrypted") << "MPPE";
  EXPECT_EQ(note(from_hex("003d c000"), LinkType::ppp), "ip.not-followed") << "multilink";
  EXPECT_EQ(note(from_hex("c021 0100"), LinkType::ppp), "none") << "LCP";
  std::string wifi = wrap_named("802.11").put(record()).front().bytes;
  wifi[1] = '\x41';
  EXPECT_EQ(note(wifi, LinkType::ieee802_11), "link.encrypted");
  wifi[1] = '\x05';
  EXPECT_EQ(note(wifi, LinkType::ieee802_11), "ip.not-followed") << "a fragment";
  EXPECT_EQ(note(from_hex("48 01") + std::string(24, '\0'), LinkType::ieee802_11), "none") << "a null frame";
  EXPECT_EQ(note(from_hex("80 00") + std::string(40, '\0'), LinkType::ieee802_11), "none") << "a beacon";
  EXPECT_EQ(note(from_hex("0000 0900 02000000 40") + wifi, LinkType::ieee802_11_radiotap), "ip.unreadable")
      << "bad FCS";
}

TEST(Encapsulation, ExplicitNullLabelsAreNotToldAndChannelsAreOther) {
  Reader reader;
  const std::string packet = record().bytes.substr(14);
  const std::string macs(12, '\0');
  const PacketView view = reader.read({.bytes = macs + from_hex("8847 00000140") + packet});
  EXPECT_EQ(view.kind, Kind::tcp);
  EXPECT_TRUE(view.encapsulations.empty());
  EXPECT_EQ(reader.read({.bytes = macs + from_hex("8847 00012140 1000 0021 00")}).kind, Kind::other);
  // A pseudowire without control word to a station whose address begins with a 4.
  std::string frame = record().bytes;
  frame[0] = '\x45';
  frame[2] = frame[3] = '\0';
  EXPECT_EQ(reader.read({.bytes = macs + from_hex("8847 00012140") + frame}).encapsulations.text(false),
            "MPLS 18 · pseudowire");
}

TEST(Encapsulation, AnAggregateHoldsSeveralPackets) {
  const PacketRecord one = wrap_named("802.11 A-MSDU").put(record()).front();
  const PacketRecord two = wrap_named("802.11 A-MSDU").put(record(true)).front();
  constexpr std::size_t kHeader = 26;
  PacketRecord both = one;
  both.bytes.append((4 - (one.bytes.size() - kHeader) % 4) % 4, '\0');
  both.bytes += two.bytes.substr(kHeader);
  Reader reader;
  PacketView view = reader.read(both);
  EXPECT_EQ(view.kind, Kind::tcp);
  EXPECT_FALSE(view.source.address.v6);
  const std::uint64_t first_bytes = view.wire_bytes;
  ASSERT_TRUE(reader.path().next(view));
  EXPECT_EQ(view.kind, Kind::tcp);
  EXPECT_TRUE(view.source.address.v6);
  EXPECT_EQ(view.encapsulations.text(false), "802.11 02:00:5e:00:53:01");
  EXPECT_EQ(first_bytes + view.wire_bytes, both.bytes.size());
  EXPECT_FALSE(reader.path().next(view));
}

TEST(Encapsulation, UdpAndIcmpAreHandedOut) {
  Reader reader;
  const PacketView udp = reader.read({.bytes = over_udp(53, "question"), .link = LinkType::raw});
  EXPECT_EQ(udp.kind, Kind::udp);
  EXPECT_EQ(as_text(udp.payload), "question");
  EXPECT_EQ(udp.destination.to_string(), "198.51.100.2:53");
  const PacketView icmp = reader.read({.bytes = over_ip(1, "message"), .link = LinkType::raw});
  EXPECT_EQ(icmp.kind, Kind::icmp);
  EXPECT_EQ(as_text(icmp.ip.content), "message");
  EXPECT_EQ(icmp.ip.hop_limit, 64);
}

/// Feeds packet after packet of one connection, each by the next of these ways ("": as it is).
Recorder reported_by(const std::vector<std::string>& ways) {
  Recorder heard;
  Engine engine(Limits{}, 0);
  engine.add_sink(heard);
  TcpTalk talk = TcpTalk(endpoint("10.0.0.1", 1024), endpoint("10.0.0.2", 80)).handshake().client("x").close();
  std::uint64_t number = 0;
  for (const PacketRecord& each : talk.records()) {
    const std::string& way = ways[number % ways.size()];
    engine.on_packet(to_packet(way.empty() ? each : wrap_named(way).put(each).front(), ++number));
  }
  engine.finish({});
  return heard;
}

TEST(Encapsulation, EachWayOfAConnectionIsToldOnce) {
  const Recorder heard = reported_by({"VLAN", "", "VXLAN", "GRE"});
  ASSERT_EQ(heard.facts.size(), 1U) << "one connection, by whatever way";
  EXPECT_EQ(heard.facts[0].encapsulations, (std::vector<std::string>{"VLAN 7", "VXLAN 42 (198.51.100.1 → 198.51.100.2)",
                                                                     "GRE (198.51.100.1 → 198.51.100.2)"}));
  std::vector<std::string> reported;
  for (const std::string& line : heard.lines) {
    if (line.find(" encapsulation ") != std::string::npos) reported.push_back(line);
  }
  ASSERT_EQ(reported.size(), 3U);
  EXPECT_EQ(reported[0], R"(c2s link encapsulation path=VLAN 7 layers=[{"name":"VLAN","id":7}])");
  EXPECT_EQ(reported[1].substr(0, 20), "c2s ip encapsulation");
}

TEST(Encapsulation, AConnectionWithoutAnyTellsNothing) {
  const Recorder heard = reported_by({""});
  EXPECT_TRUE(heard.facts.at(0).encapsulations.empty());
  for (const std::string& line : heard.lines) EXPECT_EQ(line.find("encapsulation"), std::string::npos) << line;
}

}  // namespace
}  // namespace wstrace::test::model_encapsulation_test
