// How packets arrive at the engine: copies, ICMP errors, wrong checksums, snap lengths, clocks that go back.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/engine.h"
#include "support/dialogue.h"
#include "support/frame_builder.h"

namespace wstrace::test::engine_arrival_test {
namespace {

const Endpoint kClient = endpoint("10.0.0.1", 40000);
const Endpoint kServer = endpoint("10.0.0.2", 3000);
const Endpoint kClient6 = endpoint("2001:db8::1", 40000);
const Endpoint kServer6 = endpoint("2001:db8::2", 3000);
constexpr Time kStart = Time{1'700'000'000} * kSecond;
constexpr std::size_t kIpAt = 14;  // behind the Ethernet header

class Listener : public Recorder {
 public:
  void on_end(const EndFacts& about) override { end = about; }
  EndFacts end;
};

class Arriving : public ::testing::Test {
 protected:
  explicit Arriving(bool checksums = false, const Limits& limits = {}) : engine_(limits, 0, checksums) {
    engine_.add_sink(heard_);
  }

  void feed(const PacketRecord& record) { engine_.on_packet(to_packet(record, ++number_)); }
  void feed(const std::vector<PacketRecord>& records) {
    for (const PacketRecord& record : records) feed(record);
  }
  void finish() { engine_.finish({}); }
  std::size_t heard(std::string_view beginning) const {
    return static_cast<std::size_t>(
        std::count_if(heard_.lines.begin(), heard_.lines.end(),
                      [&](const std::string& line) { return line.starts_with(beginning); }));
  }
  const SessionFacts& session() const { return heard_.facts.front(); }

  Listener heard_;
  Engine engine_;
  std::uint64_t number_ = 0;
};

void set16(std::string& bytes, std::size_t at, unsigned value) {
  bytes[at] = static_cast<char>(value >> 8);
  bytes[at + 1] = static_cast<char>(value & 0xff);
}

/// Numbers IPv4 packets, as a sender does.
std::vector<PacketRecord> numbered(std::vector<PacketRecord> records) {
  unsigned identification = 100;
  for (PacketRecord& record : records) set16(record.bytes, kIpAt + 4, ++identification);
  return records;
}

/// As another interface sees it a little later, one router further.
PacketRecord elsewhere(PacketRecord record) {
  record.time += 20 * kMicrosecond;
  record.interface_id = 1;
  record.bytes[0] = '\x06';
  --record.bytes[kIpAt + 8];  // time to live
  return record;
}

std::vector<PacketRecord> doubled(const std::vector<PacketRecord>& records, PacketRecord (*copy)(PacketRecord)) {
  std::vector<PacketRecord> all;
  for (const PacketRecord& record : records) {
    all.push_back(record);
    all.push_back(copy(record));
  }
  return all;
}

PacketRecord here(PacketRecord record) {
  record.time += 5 * kMicrosecond;
  return record;
}

const std::string kRequest = "GET / HTTP/1.1\r\n\r\n";

std::vector<std::string> without_capture(std::vector<std::string> lines) {
  std::erase_if(lines, [](const std::string& line) { return line.find(" capture ") != std::string::npos; });
  return lines;
}

TEST_F(Arriving, CopiesFromAnotherPlaceChangeNothing) {
  const auto talk = numbered(TcpTalk(kClient, kServer, kStart).handshake().client(kRequest).close().records());
  feed(doubled(talk, elsewhere));
  finish();
  EXPECT_EQ(heard("c2s capture duplicate copy_of=1 elsewhere=true !capture.duplicate-packets"), 1U);
  EXPECT_EQ(heard("s2c capture"), 0U) << "told once for a connection";
  EXPECT_EQ(heard_.end.duplicates, talk.size());
  EXPECT_EQ(session().traffic.duplicates.packets, talk.size());
  EXPECT_EQ(session().traffic.packets[0] + session().traffic.packets[1], talk.size());

  Listener alone;
  Engine engine(Limits{}, 0);
  engine.add_sink(alone);
  std::uint64_t number = 0;
  for (const PacketRecord& record : talk) engine.on_packet(to_packet(record, ++number));
  engine.finish({});
  EXPECT_EQ(without_capture(heard_.lines), alone.lines);
}

TEST_F(Arriving, CopiesOfAMirrorPortWithoutNumbersAreFoundToo) {
  const auto talk = TcpTalk(kClient6, kServer6, kStart).handshake().client(kRequest).close().records();
  feed(doubled(talk, here));
  finish();
  EXPECT_EQ(heard("c2s tcp retransmission") + heard("s2c tcp retransmission"), 0U);
  EXPECT_EQ(heard("c2s capture duplicate copy_of=1 elsewhere=false !capture.repeated-packets"), 1U);
}

TEST_F(Arriving, WhatIsSentAgainIsARetransmission) {
  auto talk = numbered(TcpTalk(kClient, kServer, kStart).handshake().client(kRequest).records());
  PacketRecord again = talk[3];
  again.time += 30 * kMillisecond;
  set16(again.bytes, kIpAt + 4, 999);
  feed(talk);
  feed(again);
  EXPECT_EQ(heard("c2s tcp retransmission"), 1U);
  EXPECT_EQ(heard("c2s capture"), 0U);
}

// ---- ICMP

std::string icmp_error(const Endpoint& from, const Endpoint& to, int type, int code, std::string_view quoted,
                       unsigned mtu = 0) {
  std::string content(8, '\0');
  content[0] = static_cast<char>(type);
  content[1] = static_cast<char>(code);
  set16(content, 6, mtu);
  content += quoted;
  std::string packet = ip_packet({from, to, tcp_flag::ack, 1, 1, 1000, {}, {}});
  const std::size_t header = from.address.v6 ? 40 : 20;
  packet = packet.substr(0, header) + content;
  if (from.address.v6) {
    set16(packet, 4, static_cast<unsigned>(content.size()));
    packet[6] = 58;
  } else {
    set16(packet, 2, static_cast<unsigned>(packet.size()));
    packet[9] = 1;
  }
  return ethernet_frame(packet);
}

const Endpoint kRouter = endpoint("192.0.2.254", 0);

/// The router's answer to a recorded packet, a little later.
PacketRecord answer(const PacketRecord& to, int type, int code, unsigned mtu = 0, std::size_t quoted = 28) {
  const std::string packet = to.bytes.substr(kIpAt, quoted);
  return {.time = to.time + 100 * kMicrosecond, .bytes = icmp_error(kRouter, kClient, type, code, packet, mtu)};
}

TEST_F(Arriving, AnErrorAboutASegmentStandsInItsConnection) {
  const auto talk = TcpTalk(kClient, kServer, kStart).handshake().client(kRequest).records();
  feed(talk);
  feed(answer(talk[3], 3, 4, 1300));
  EXPECT_EQ(heard_.lines.back(),
            "s2c icmp fragmentation-needed type=3 code=4 meaning=fragmentation needed and forbidden mtu=1300 "
            "from=192.0.2.254 seq=1001 !icmp.fragmentation-needed");
  finish();
  EXPECT_EQ(session().outcome.state, "open");
}

TEST_F(Arriving, AnErrorToTheServerGoesTheOtherWay) {
  const auto talk = TcpTalk(kClient, kServer, kStart).handshake().server("hello").records();
  feed(talk);
  const std::string quoted = talk[3].bytes.substr(kIpAt, 24);
  feed({.time = talk.back().time, .bytes = icmp_error(kRouter, kServer, 11, 0, quoted)});
  EXPECT_EQ(
      heard_.lines.back(),
      "c2s icmp time-exceeded type=11 code=0 meaning=the hop limit was exceeded from=192.0.2.254 !icmp.time-exceeded");
}

TEST_F(Arriving, ASynThatARouterAnswersIsRefused) {
  const PacketRecord syn = TcpTalk(kClient, kServer, kStart).handshake().records().front();
  feed(syn);
  feed(answer(syn, 3, 1));
  finish();
  EXPECT_EQ(heard_.sessions, std::vector<std::string>{"1 tcp refused by unknown (a router on the path (192.0.2.254) "
                                                      "answered the connection request with ICMP: host unreachable)"});
  EXPECT_EQ(heard_.facts.front().notes.front().def->code, "icmp.unreachable");
}

TEST_F(Arriving, AClientThatTriesAgainIsRefusedAllTheSame) {
  PacketRecord syn = TcpTalk(kClient, kServer, kStart).handshake().records().front();
  feed({syn, answer(syn, 3, 1)});
  syn.time += kSecond;
  feed({syn, answer(syn, 3, 1)});
  finish();
  EXPECT_EQ(session().outcome.state, "refused") << "and did not time out";
}

TEST_F(Arriving, TheServersOwnFirewallIsTheServer) {
  const PacketRecord syn = TcpTalk(kClient, kServer, kStart).handshake().records().front();
  feed(syn);
  feed({.time = syn.time + kMillisecond, .bytes = icmp_error(kServer, kClient, 3, 3, syn.bytes.substr(kIpAt, 28))});
  finish();
  EXPECT_EQ(heard_.sessions.front(),
            "1 tcp refused by server (the server answered the connection request with ICMP: port unreachable)");
}

TEST_F(Arriving, AConnectionThatComesAboutAllTheSameWasNotRefused) {
  const auto talk = TcpTalk(kClient, kServer, kStart).handshake().close().records();
  feed(talk[0]);
  feed(answer(talk[0], 3, 1));
  feed({talk.begin() + 1, talk.end()});
  finish();
  EXPECT_EQ(session().outcome.state, "closed");
}

TEST_F(Arriving, ErrorsAboutOthersAreToldWithoutAConnection) {
  const PacketRecord stranger = TcpTalk(endpoint("10.9.9.9", 1), kServer, kStart).handshake().records().front();
  for (int i = 0; i < 100; ++i) {
    PacketRecord error = answer(stranger, 3, 13);
    error.time += i * kSecond;
    feed(error);
  }
  finish();
  EXPECT_EQ(heard("icmp unreachable"), Limits{}.max_individual_reports);
  EXPECT_TRUE(heard_.lines.front().ends_with("about=10.9.9.9:1 → 10.0.0.2:3000")) << heard_.lines.front();
  EXPECT_EQ(heard_.end.icmp_elsewhere, 100U);
  EXPECT_EQ(heard_.end.connections, 0U);
}

TEST_F(Arriving, AFloodOfErrorsDoesNotFloodTheTrace) {
  const PacketRecord syn = TcpTalk(kClient, kServer, kStart).handshake().records().front();
  feed(syn);
  for (int i = 1; i <= 50; ++i) {
    PacketRecord error = answer(syn, 4, 0);
    error.time += i * kSecond;
    feed(error);
  }
  finish();
  EXPECT_EQ(heard("s2c icmp source-quench"), Limits{}.max_individual_reports);
  EXPECT_EQ(heard_.end.icmp_untold, 50 - Limits{}.max_individual_reports);
}

TEST_F(Arriving, AnErrorThatIsCapturedTwiceIsOne) {
  const PacketRecord syn = TcpTalk(kClient, kServer, kStart).handshake().records().front();
  feed(syn);
  feed({answer(syn, 3, 1), elsewhere(answer(syn, 3, 1))});
  finish();
  EXPECT_EQ(heard("s2c icmp"), 1U);
  EXPECT_EQ(heard_.end.duplicates, 1U);
}

TEST_F(Arriving, ErrorsCutAnywhereAreHarmless) {
  const PacketRecord syn = TcpTalk(kClient, kServer, kStart).handshake().records().front();
  feed(syn);
  const PacketRecord whole = answer(syn, 3, 1);
  for (std::size_t n = 0; n < whole.bytes.size(); ++n) {
    PacketRecord cut = whole;
    cut.bytes.resize(n);
    cut.wire_length = static_cast<std::uint32_t>(whole.bytes.size());
    cut.time += static_cast<Time>(n) * kSecond;
    feed(cut);
  }
  EXPECT_LE(heard("s2c icmp unreachable"), 4U) << "only those that have both ports";
}

// ---- checksums

class Verifying : public Arriving {
 protected:
  Verifying() : Arriving(true) {}
};

constexpr std::size_t kTcpChecksumAt = kIpAt + 20 + 16;

TEST_F(Verifying, RightChecksumsPassInSilence) {
  feed(TcpTalk(kClient, kServer, kStart).handshake().client("odd").server("even").close().records());
  feed(TcpTalk(kClient6, kServer6, kStart + kSecond).handshake().client("odd").server("even").close().records());
  finish();
  EXPECT_EQ(heard_.end.damaged, 0U);
  for (const std::string& line : heard_.lines) EXPECT_EQ(line.find("checksum"), std::string::npos) << line;
}

TEST_F(Verifying, ADamagedSegmentIsNotTaken) {
  auto talk = TcpTalk(kClient, kServer, kStart).handshake().client(kRequest).records();
  PacketRecord damaged = talk[3];
  damaged.bytes.back() = '?';
  feed({talk.begin(), talk.begin() + 3});
  feed(damaged);
  EXPECT_EQ(heard_.lines.back().substr(0, 16), "c2s tcp bad-chec");
  EXPECT_EQ(heard("c2s http"), 0U);
  feed(talk[3]);
  EXPECT_EQ(heard("c2s http request"), 1U);
  EXPECT_EQ(heard("c2s tcp retransmission"), 0U) << "the receiver never had the first one";
}

TEST_F(Verifying, AnOffloadingSendersChecksumsAreTold) {
  auto talk = TcpTalk(kClient, kServer, kStart).handshake().client(kRequest).close().records();
  for (PacketRecord& record : talk) {
    const std::size_t length = record.bytes.size() - kIpAt - 20;
    const bool sent = record.bytes[kIpAt + 15] == 1;  // from 10.0.0.1
    const std::uint32_t sum = pseudo_header_sum(kClient.address, kServer.address, length);
    if (sent) set16(record.bytes, kTcpChecksumAt, sum % 0xffff);
  }
  feed(talk);
  EXPECT_EQ(heard("c2s tcp checksum-offload !tcp.checksum-offload"), 1U);
  EXPECT_EQ(heard("s2c tcp checksum-offload"), 0U);
  EXPECT_EQ(heard("c2s http request"), 1U);
}

TEST_F(Verifying, ADirectionThatNeverHadARightOneIsTraced) {
  auto talk = TcpTalk(kClient, kServer, kStart).handshake().client(kRequest).records();
  for (PacketRecord& record : talk) set16(record.bytes, kTcpChecksumAt, 0x1234);
  feed(talk);
  EXPECT_EQ(heard("c2s tcp checksum-offload !tcp.checksum-unproven"), 1U);
  EXPECT_EQ(heard("c2s http request"), 1U);
}

TEST_F(Verifying, ADamagedHeaderIsOfNoConnection) {
  auto talk = TcpTalk(kClient, kServer, kStart).handshake().records();
  talk[1].bytes[kIpAt + 16] = '\x0b';  // the destination
  feed(talk);
  finish();
  EXPECT_EQ(heard("ip bad-checksum from=10.0.0.2 !ip.bad-checksum"), 1U);
  EXPECT_EQ(heard_.end.connections, 1U);
  EXPECT_EQ(heard_.end.damaged, 1U);
}

TEST_F(Arriving, ChecksumsAreNotVerifiedUnlessAskedFor) {
  auto talk = TcpTalk(kClient, kServer, kStart).handshake().client(kRequest).records();
  for (PacketRecord& record : talk) set16(record.bytes, kTcpChecksumAt, 0x1234);
  feed(talk);
  EXPECT_EQ(heard("c2s tcp checksum-offload"), 0U);
  EXPECT_EQ(heard("c2s http request"), 1U);
}

// ---- segments beyond the MTU, snap lengths, clocks

TEST_F(Arriving, SegmentsOfMoreThan64KilobytesAreWhole) {
  const std::string body(150'000, 'x');
  const std::string request = "POST / HTTP/1.1\r\ncontent-length: 150000\r\n\r\n" + body;
  for (const auto& [client, server] : {std::pair(kClient, kServer), std::pair(kClient6, kServer6)}) {
    auto talk = TcpTalk(client, server, kStart).handshake().client(request, request.size()).records();
    std::string& large = talk[3].bytes;
    if (client.address.v6) {
      // RFC 2675: payload length 0, and a jumbo payload option in a hop-by-hop header.
      const std::uint32_t length = static_cast<std::uint32_t>(large.size() - kIpAt - 40 + 8);
      set16(large, kIpAt + 4, 0);
      large[kIpAt + 6] = 0;
      std::string option = from_hex("0600 c204 00000000");
      set16(option, 4, length >> 16);
      set16(option, 6, length & 0xffff);
      large.insert(kIpAt + 40, option);
    } else {
      set16(large, kIpAt + 2, 0);  // no room for the length
    }
    feed(talk);
  }
  EXPECT_EQ(heard("c2s http request method=POST"), 2U);
  EXPECT_EQ(heard("c2s tcp gap"), 0U);
}

TEST_F(Arriving, PacketsThatASnapLengthCutAreCounted) {
  auto talk = TcpTalk(kClient, kServer, kStart).handshake().client(std::string(200, 'x')).records();
  for (PacketRecord& record : talk) {
    record.wire_length = static_cast<std::uint32_t>(record.bytes.size());
    record.bytes.resize(std::min<std::size_t>(record.bytes.size(), 96));
  }
  feed(talk);
  finish();
  EXPECT_EQ(heard_.end.cut, 1U);
  EXPECT_EQ(heard_.end.cut_to, 96U);
  EXPECT_EQ(heard("c2s tcp gap"), 1U);
}

TEST_F(Arriving, AClockThatIsSetBackIsToldOnce) {
  auto talk = TcpTalk(kClient, kServer, kStart).handshake().client(kRequest).close().records();
  for (std::size_t i = 3; i < talk.size(); ++i) talk[i].time -= 5 * kSecond;
  for (std::size_t i = 6; i < talk.size(); ++i) talk[i].time -= 5 * kSecond;
  feed(talk);
  finish();
  EXPECT_EQ(heard("capture time-back"), 1U);
  EXPECT_EQ(heard_.notes.front().find("packet 4 is 5.00 s older") != std::string::npos, true) << heard_.notes.front();
  EXPECT_EQ(heard("c2s http request"), 1U);
  EXPECT_GE(session().end, session().start);
}

TEST_F(Arriving, AClockThatIsSetBackDoesNotKeepConnectionsAlive) {
  feed(TcpTalk(kClient, kServer, kStart).handshake().records());
  TcpTalk other(endpoint("10.0.0.3", 1), kServer, kStart - 100'000 * kSecond);
  other.handshake();
  for (int i = 0; i < 500; ++i) other.wait(9 * kSecond).client("x");
  feed(other.records());
  EXPECT_EQ(heard_.sessions.size(), 1U) << "idle for 4500 seconds";
}

TEST_F(Arriving, ClocksThatDisagreeDoNotAgeConnections) {
  const auto one = TcpTalk(kClient, kServer, kStart).handshake().client(std::string(2000, 'x'), 4).records();
  const auto other = TcpTalk(kClient6, kServer6, kStart - 3000 * kSecond).handshake().client(std::string(2000, 'x'), 4);
  for (std::size_t i = 0; i < one.size(); ++i) feed({one[i], other.records()[i]});
  EXPECT_TRUE(heard_.sessions.empty());
}

}  // namespace
}  // namespace wstrace::test::engine_arrival_test
