// The engine: which connection a packet belongs to, when connections and sessions end, what is not followed.
#include <gtest/gtest.h>

#include "engine/engine.h"
#include "support/dialogue.h"
#include "support/frame_builder.h"
#include "unit/http_handshake.h"
#include "unit/websocket_frames.h"

namespace wstrace::test::engine_test {
namespace {

const Endpoint kClient = endpoint("10.0.0.1", 40000);
const Endpoint kServer = endpoint("10.0.0.2", 3000);
constexpr Time kStart = Time{1'700'000'000} * kSecond;

/// Events as lines, sessions as lines, and what the end said.
class Listener : public Recorder {
 public:
  void on_end(const EndFacts& about) override { end = about; }
  void on_connection_gone(std::uint32_t number) override { gone.push_back(number); }
  EndFacts end;
  std::vector<std::uint32_t> gone;
};

class EngineTest : public ::testing::Test {
 protected:
  explicit EngineTest(const Limits& limits = {}) : engine_(limits, 0) { engine_.add_sink(heard_); }

  void feed(const std::vector<PacketRecord>& records) {
    for (const PacketRecord& record : records) engine_.on_packet(to_packet(record, ++number_));
  }
  void feed_frame(const std::string& frame) { feed({{kStart, frame, 0, 0, LinkType::ethernet}}); }

  Listener heard_;
  Engine engine_;
  std::uint64_t number_ = 0;
};

TEST_F(EngineTest, AConnectionThatServesNoSessionIsReportedAsItself) {
  feed(TcpTalk(kClient, kServer, kStart).handshake().client("what is this?").close().records());
  engine_.finish({});
  EXPECT_EQ(heard_.sessions, std::vector<std::string>{"1 tcp closed by client (the client closed the TCP connection)"});
  EXPECT_EQ(heard_.gone, std::vector<std::uint32_t>{1});
  EXPECT_EQ(heard_.end.connections, 1U);
  EXPECT_EQ(heard_.end.packets, number_);
}

TEST_F(EngineTest, BytesThatNobodyClaimsAreToldOnce) {
  feed(TcpTalk(kClient, kServer, kStart).handshake().client("\x01\x02").client("\x03").records());
  std::size_t reported = 0;
  for (const std::string& line : heard_.lines) reported += line == "c2s stream unrecognised length=2 head=0102" ? 1 : 0;
  EXPECT_EQ(reported, 1U);
}

TEST_F(EngineTest, APortPairUsedAgainIsASecondConnection) {
  feed(TcpTalk(kClient, kServer, kStart).handshake().close().records());
  // The builder counts from the same numbers each time; a later connection would not.
  TcpTalk again(kClient, kServer, kStart + kSecond / 2);
  again.client("skips").handshake();
  const auto& records = again.records();
  feed({records.begin() + 2, records.end()});
  engine_.finish({});
  EXPECT_EQ(heard_.end.connections, 2U);
}

TEST_F(EngineTest, AClosedConnectionLingersForLateSegmentsAndThenIsGone) {
  TcpTalk talk(kClient, kServer, kStart);
  talk.handshake().close();
  feed(talk.records());
  feed({talk.records().back()});
  EXPECT_TRUE(heard_.gone.empty());
  engine_.on_idle(talk.records().back().time + 2 * kSecond);
  EXPECT_EQ(heard_.gone, std::vector<std::uint32_t>{1});
}

TEST_F(EngineTest, LateSegmentsKeepAClosedConnection) {
  TcpTalk talk(kClient, kServer, kStart);
  talk.handshake().close();
  feed(talk.records());
  PacketRecord late = talk.records().back();
  for (int i = 0; i < 4; ++i) {
    late.time += 800 * kMillisecond;
    feed({late});
  }
  engine_.finish({});
  EXPECT_EQ(heard_.end.connections, 1U);
}

TEST_F(EngineTest, AnIdleConnectionIsGivenUp) {
  feed(TcpTalk(kClient, kServer, kStart).handshake().records());
  engine_.on_idle(kStart + Limits{}.idle + 10 * kSecond);
  EXPECT_EQ(heard_.gone, std::vector<std::uint32_t>{1});
  EXPECT_EQ(heard_.sessions, std::vector<std::string>{"1 tcp open by unknown ()"});
}

class FewConnections : public EngineTest {
 protected:
  static Limits few() {
    Limits limits;
    limits.connections = 2;
    return limits;
  }
  FewConnections() : EngineTest(few()) {}
};

TEST_F(FewConnections, TheLongestUnusedOneGivesWay) {
  for (std::uint16_t port = 1; port <= 3; ++port) {
    feed(TcpTalk(endpoint("10.0.0.1", port), kServer, kStart + port * kMillisecond).handshake().records());
  }
  EXPECT_EQ(heard_.gone, std::vector<std::uint32_t>{1});
}

TEST_F(EngineTest, WhatIsNotFollowedIsToldOnceAndCounted) {
  std::string encrypted = ip_packet({kClient, kServer, tcp_flag::ack, 1, 1, 1000, {}, "data"});
  encrypted[9] = 50;  // ESP
  feed_frame(ethernet_frame(encrypted));
  feed_frame(ethernet_frame(encrypted));
  feed_frame("too short");
  engine_.finish({});
  EXPECT_EQ(heard_.lines, (std::vector<std::string>{"ip not-followed what=IPsec (ESP) !ip.encrypted",
                                                    "ip unreadable what=link header !ip.unreadable"}));
  EXPECT_EQ(heard_.end.not_followed.at("IPsec (ESP)"), 2U);
  EXPECT_EQ(heard_.end.not_followed.at("link header"), 1U);
}

/// The server's close frame is on its way while the client closes: its TCP throws the frame away, and answers with a reset.
TEST_F(EngineTest, WhatATcpNeverAcknowledgedItsProgramWasNotTold) {
  for (const bool read : {true, false}) {
    Listener heard;
    Engine engine({}, 0);
    engine.add_sink(heard);
    Time time = kStart;
    std::uint64_t number = 0;
    const auto say = [&](bool client, unsigned flags, std::uint32_t seq, std::uint32_t ack, std::string payload = "") {
      const TcpSegment segment{
          client ? kClient : kServer, client ? kServer : kClient, static_cast<std::uint8_t>(flags), seq, ack, 65535, {},
          std::move(payload)};
      engine.on_packet(to_packet({time += kMillisecond, ethernet_frame(segment), 0, 0, LinkType::ethernet}, ++number));
    };
    const auto asked = static_cast<std::uint32_t>(1001 + asking().size());
    const auto accepted = static_cast<std::uint32_t>(5001 + accepting().size());
    say(true, tcp_flag::syn, 1000, 0);
    say(false, tcp_flag::syn | tcp_flag::ack, 5000, 1001);
    say(true, tcp_flag::ack, 1001, 5001, asking());
    say(false, tcp_flag::ack, 5001, asked, accepting());
    say(true, tcp_flag::ack, asked, accepted);
    say(false, tcp_flag::ack, accepted, asked, std::string("\x88\x02\x03\xe8", 4));
    say(true, tcp_flag::fin | tcp_flag::ack, asked, read ? accepted + 4 : accepted);
    say(true, tcp_flag::rst, asked + 1, 0);
    engine.finish({});
    ASSERT_EQ(heard.facts.size(), 1U);
    EXPECT_EQ(heard.facts[0].outcome.client_word, read ? "1000 (normal closure)" : "") << read;
    EXPECT_EQ(heard.facts[0].outcome.reason.find("too late to be read") == std::string::npos, read)
        << heard.facts[0].outcome.reason;
  }
}

TEST_F(EngineTest, AnUnknownLinkTypeIsNamedWithItsNumber) {
  feed({{kStart, "whatever", 0, 0, static_cast<LinkType>(247)}});
  feed({{kStart, "whatever", 0, 0, static_cast<LinkType>(60000)}});
  engine_.finish({});
  EXPECT_EQ(heard_.lines,
            (std::vector<std::string>{"ip not-followed what=link type INFINIBAND (247) !link.unknown-type",
                                      "ip not-followed what=link type 60000 !link.unknown-type"}));
}

TEST_F(EngineTest, Ipv6AndIpv4WithTheSamePortsAreTwoConnections) {
  feed(TcpTalk(kClient, kServer, kStart).handshake().records());
  feed(TcpTalk(endpoint("::1", 40000), endpoint("::1", 3000), kStart).handshake().records());
  engine_.finish({});
  EXPECT_EQ(heard_.end.connections, 2U);
}

TEST_F(EngineTest, BothDirectionsOfTwoClientsAreToldApart) {
  const std::string request = "GET / HTTP/1.1\r\n\r\n";
  TcpTalk one(endpoint("10.0.0.1", 1), kServer, kStart);
  TcpTalk two(kServer, endpoint("10.0.0.1", 2), kStart);  // the same hosts, the other way round
  feed(one.handshake().client(request).records());
  feed(two.handshake().client(request).records());
  std::size_t requests = 0;
  for (const std::string& line : heard_.lines) requests += line.starts_with("c2s http request method=GET") ? 1 : 0;
  EXPECT_EQ(requests, 2U);
}

// ---- who is the client, in a capture that begins inside the connection

const Endpoint kLow = endpoint("10.0.0.1", 34808);
const Endpoint kHigh = endpoint("10.0.0.2", 35025);

/// The first packet of a capture, from the end with the lower port: by the ports alone, from the server.
std::string first_says(const Endpoint& from, const Endpoint& to, std::string_view bytes) {
  TcpTalk talk(from, to, kStart);
  talk.client(bytes);
  Listener heard;
  Engine engine({}, 0);
  engine.add_sink(heard);
  std::uint64_t number = 0;
  for (const PacketRecord& record : talk.records()) engine.on_packet(to_packet(record, ++number));
  engine.finish({});
  return heard.lines.empty() ? "" : heard.lines[0].substr(0, 3);
}

TEST(WhoIsTheClient, WhoMasksItsFrames) {
  EXPECT_EQ(first_says(kLow, kHigh, from_client(0x81, "42[\"hello\"]")), "c2s");
  EXPECT_EQ(first_says(kHigh, kLow, from_server(0x81, "42[\"hello\"]")), "s2c");
}

TEST(WhoIsTheClient, WhoAsks) {
  EXPECT_EQ(first_says(kLow, kHigh, "GET /socket.io/?EIO=4 HTTP/1.1\r\nHost: x\r\n\r\n"), "c2s");
  EXPECT_EQ(first_says(kHigh, kLow, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), "s2c");
}

TEST(WhoIsTheClient, ElseThePortsSay) {
  EXPECT_EQ(first_says(kLow, kHigh, "neither frame nor request"), "s2c");
  EXPECT_EQ(first_says(kHigh, kLow, "neither frame nor request"), "c2s");
  EXPECT_EQ(first_says(endpoint("10.0.0.1", 80), kHigh, from_client(0x81, "masked")), "s2c") << "a well-known port";
}

}  // namespace
}  // namespace wstrace::test::engine_test
