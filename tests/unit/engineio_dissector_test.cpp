// Engine.IO over WebSocket: messages in, events out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "dissectors/engineio/dissector.h"
#include "support/message_dialogue.h"

namespace wstrace::test::engineio_dissector_test {
namespace {

using namespace std::string_literals;

constexpr std::string_view kOpen =
    R"(0{"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000})";

Offer offer(std::string target, Time asked = 0) {
  Offer made;
  made.kind = Offer::Kind::messages;
  made.target = std::move(target);
  made.asked = asked;
  return made;
}

/// A path of the application's own: nothing above Engine.IO is looked for by name.
Offer version4() { return offer("/engine.io/?EIO=4&transport=websocket"); }
Offer version3() { return offer("/engine.io/?EIO=3&transport=websocket"); }

Claim claim(const Offer& made, std::string_view c2s = {}, std::string_view s2c = {}) {
  return engineio::dissector.claim(made, {as_bytes(c2s), as_bytes(s2c)});
}

TEST(EngineIoClaim, ByTarget) {
  EXPECT_EQ(claim(offer("/x/?EIO=4")), Claim::yes);
  EXPECT_EQ(claim(offer("/x/?a=1&transport=websocket")), Claim::yes);
  EXPECT_EQ(claim(offer("/engine.io/")), Claim::yes);
  EXPECT_EQ(claim(offer("/app/socket.io?foo")), Claim::yes);
  EXPECT_EQ(claim(offer("http://host/socket.io/")), Claim::yes);
  EXPECT_EQ(claim(offer("/x/?xEIO=4"), "2"), Claim::no);
  EXPECT_EQ(claim(offer("/x/?transport=polling"), "2"), Claim::no);
  EXPECT_EQ(claim(offer("/my-socket.io-page"), "2"), Claim::no);
}

TEST(EngineIoClaim, ByTheOpenPacket) {
  EXPECT_EQ(claim(offer("/chat")), Claim::need_more);
  EXPECT_EQ(claim(offer("/chat"), "", kOpen), Claim::yes);
  EXPECT_EQ(claim(offer("/chat"), kOpen, ""), Claim::no);
  EXPECT_EQ(claim(offer("/chat"), "", "0{}"), Claim::no);
  EXPECT_EQ(claim(offer("/chat"), "hello", ""), Claim::no);
}

TEST(EngineIoClaim, OnlyMessages) {
  Offer packets = version4();
  packets.kind = Offer::Kind::packets;
  EXPECT_EQ(claim(packets), Claim::no);
}

TEST(EngineIo, Version4Session) {
  MessageDialogue talk(version4());
  talk.server(kOpen).server("2").client("3").client("4hello").server("4wörld").server("1");
  EXPECT_EQ(talk.heard(),
            "s2c engineio open version=4 transport=websocket sid=lv_VI97HAXpY6yYWAAAC upgrades=[] "
            "ping_interval_us=25000000 ping_timeout_us=20000000 max_payload=1000000\n"
            "s2c engineio ping\n"
            "c2s engineio pong rtt_us=1000\n"
            "c2s engineio message text=hello\n"
            "s2c engineio message text=wörld\n"
            "s2c engineio close");
  EXPECT_EQ(talk.connection().traffic.payload, 11U);
  EXPECT_EQ(talk.facts().path, "/engine.io/");
  EXPECT_EQ(talk.facts().transports, std::vector<std::string_view>{"websocket"});
  talk.close();
  EXPECT_EQ(talk.sessions(), std::vector<std::string>{"1 engineio sid=lv_VI97HAXpY6yYWAAAC engineio:4 closed by server "
                                                      "(the server closed the session (Engine.IO close "
                                                      "packet))"});
}

TEST(EngineIo, Version3Session) {
  MessageDialogue talk(version3());
  talk.server(R"(0{"sid":"abc","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":5000})");
  talk.client("2").wait(2 * kMillisecond).server("3").client("1");
  EXPECT_EQ(
      talk.heard(),
      "s2c engineio open version=3 transport=websocket sid=abc upgrades=[\"websocket\"] ping_interval_us=25000000 "
      "ping_timeout_us=5000000\n"
      "c2s engineio ping\n"
      "s2c engineio pong rtt_us=3000\n"
      "c2s engineio close");
  talk.close();
  EXPECT_EQ(talk.sessions(),
            std::vector<std::string>{
                "1 engineio sid=abc engineio:3 closed by client (the client closed the session (Engine.IO close "
                "packet))"});
}

TEST(EngineIo, OtherVersionsAreTheOlderFamily) {
  for (const std::string query : {"?EIO=2&transport=websocket", "?transport=websocket", "", "?EIO="}) {
    MessageDialogue talk(offer("/engine.io/" + query));
    talk.server(R"(0{"sid":"a"})");
    EXPECT_EQ(talk.heard(), "s2c engineio open version=3 transport=websocket sid=a") << query;
  }
}

TEST(EngineIo, VersionOfAnUnknownTarget) {
  MessageDialogue by_default(offer("/chat"));
  by_default.server(R"(0{"sid":"a"})");
  EXPECT_EQ(by_default.heard(), "s2c engineio open version=4 transport=websocket sid=a");

  MessageDialogue by_ping(offer("/chat"));
  by_ping.server(R"(0{"sid":"a"})").client("2").client_binary("\x04hi");
  EXPECT_EQ(by_ping.heard(),
            "s2c engineio open version=4 transport=websocket sid=a\n"
            "c2s engineio ping\n"
            "c2s engineio message data=6869");
  by_ping.close();
  EXPECT_EQ(by_ping.sessions()[0],
            "1 engineio sid=a engineio:3 closed by client (the client closed the connection without a close frame)");

  MessageDialogue by_payload(offer("/chat"));
  by_payload.server(kOpen).client("2");
  EXPECT_THAT(by_payload.heard(), testing::HasSubstr("c2s engineio ping !eio.heartbeat-direction"));
}

TEST(EngineIo, OpenPacketsThatOpenNothing) {
  MessageDialogue talk(version4());
  talk.server("0").server("0{").server(R"(0{"sid":""})").server("0[1]").server("0{}\0x"s).client(kOpen);
  EXPECT_EQ(talk.heard(),
            "s2c engineio open !eio.bad-open\n"
            "s2c engineio open text={ !eio.bad-open\n"
            "s2c engineio open text={\"sid\":\"\"} !eio.bad-open\n"
            "s2c engineio open text=[1] !eio.bad-open\n"
            "s2c engineio open text={}\\x00x !eio.bad-open\n"
            "c2s engineio open version=4 transport=websocket sid=lv_VI97HAXpY6yYWAAAC upgrades=[] "
            "ping_interval_us=25000000 ping_timeout_us=20000000 max_payload=1000000 !eio.second-open");
  EXPECT_EQ(talk.facts().sid, "");
}

TEST(EngineIo, OpenValuesOfOtherTypes) {
  MessageDialogue talk(version4());
  talk.server(
      R"(0{"x":{"sid":"inner","upgrades":[1]},"pingTimeout":"no","pingInterval":-1,"upgrades":[ ["a"] ],"sid":"\u00e9","maxPayload":1e3})");
  EXPECT_EQ(talk.heard(), R"(s2c engineio open version=4 transport=websocket sid=é upgrades=[ ["a"] ])");
}

TEST(EngineIo, SecondOpenDoesNotMoveTheSession) {
  MessageDialogue talk(version4());
  talk.server(R"(0{"sid":"a"})").server(R"(0{"sid":"b"})");
  EXPECT_THAT(talk.heard(), testing::EndsWith("sid=b !eio.second-open"));
  EXPECT_EQ(talk.facts().sid, "a");
}

TEST(EngineIo, HandshakeIsCountedFromTheRequest) {
  MessageDialogue talk(offer("/engine.io/?EIO=4&transport=websocket", kSecond - 2 * kMillisecond));
  talk.server(kOpen);
  ASSERT_EQ(talk.facts().handshakes.size(), 1U);
  EXPECT_EQ(talk.facts().handshakes[0].label, "Engine.IO");
  EXPECT_EQ(talk.facts().handshakes[0].took, 3 * kMillisecond);
}

TEST(EngineIo, UpgradeOfASessionThatBeganElsewhere) {
  MessageDialogue talk(offer("/engine.io/?EIO=4&transport=websocket&sid=a%2Fb", kSecond));
  talk.client("2probe").server("3probe").server("6").client("5").client("4x");
  EXPECT_EQ(talk.heard(),
            "c2s engineio ping text=probe\n"
            "s2c engineio pong text=probe rtt_us=1000\n"
            "s2c engineio noop\n"
            "c2s engineio upgrade transport=websocket took_us=3000 paused_us=2000\n"
            "c2s engineio message text=x");
  EXPECT_EQ(talk.facts().sid, "a/b");
  ASSERT_EQ(talk.facts().handshakes.size(), 1U);
  EXPECT_EQ(talk.facts().handshakes[0].label, "transport upgrade");
  EXPECT_EQ(talk.facts().handshakes[0].took, 3 * kMillisecond);
}

TEST(EngineIo, ConnectionsOfOneSessionShareItsState) {
  MessageDialogue talk(version4());
  talk.server(R"(0{"sid":"abc"})").server("2");
  talk.connect(offer("/engine.io/?EIO=4&transport=websocket&sid=abc")).client("3");
  EXPECT_THAT(talk.heard(), testing::EndsWith("c2s engineio pong rtt_us=1000"));
  EXPECT_EQ(talk.facts().connections.size(), 2U);
  talk.close();
  EXPECT_EQ(talk.sessions().size(), 1U);
}

TEST(EngineIo, ProbesAreNoHeartbeats) {
  MessageDialogue talk(version4());
  talk.server(kOpen).heard();
  talk.client("2probe").server("2").client("3").server("3probe").client("3again");
  EXPECT_EQ(talk.heard(),
            "c2s engineio ping text=probe\n"
            "s2c engineio ping\n"
            "c2s engineio pong rtt_us=1000\n"
            "s2c engineio pong text=probe rtt_us=3000\n"
            "c2s engineio pong text=again !eio.unexpected-pong");
}

TEST(EngineIo, UnexpectedPongIsNotBlamedOnALossyTrace) {
  MessageDialogue talk(version4());
  talk.server(kOpen).server("2").gap(Direction::s2c).heard();
  talk.client("3");
  EXPECT_EQ(talk.heard(), "c2s engineio pong");
}

TEST(EngineIo, HeartbeatFromTheWrongSide) {
  MessageDialogue newer(version4());
  newer.client("2");
  EXPECT_EQ(newer.heard(), "c2s engineio ping !eio.heartbeat-direction");
  MessageDialogue older(version3());
  older.server("2");
  EXPECT_EQ(older.heard(), "s2c engineio ping !eio.heartbeat-direction");
}

TEST(EngineIo, BinaryVersion4) {
  MessageDialogue talk(version4());
  talk.client_binary("\x04\x01"s).server_binary("").client("bAQID").server("b").client("bAQ==").client("b_-8=");
  EXPECT_EQ(talk.heard(),
            "c2s engineio message data=0401\n"
            "s2c engineio message data=\n"
            "c2s engineio message data=010203\n"
            "s2c engineio message data=\n"
            "c2s engineio message data=01\n"
            "c2s engineio message data=ffef");
}

TEST(EngineIo, BinaryVersion3) {
  MessageDialogue talk(version3());
  talk.client_binary("\x04\x00\x05"s).client_binary("\x04"s).server("b4AQID").server_binary("\x02\xff"s);
  talk.client_binary("").client_binary("4x").client("b").client("bAQID");
  EXPECT_EQ(talk.heard(),
            "c2s engineio message data=0005\n"
            "c2s engineio message data=\n"
            "s2c engineio message data=010203\n"
            "s2c engineio ping data=ff !eio.heartbeat-direction\n"
            "c2s engineio error data= !eio.bad-packet\n"
            "c2s engineio error data=3478 !eio.bad-packet\n"
            "c2s engineio error text=b !eio.bad-packet\n"
            "c2s engineio error text=bAQID !eio.bad-packet");
}

TEST(EngineIo, WhatIsNoPacket) {
  MessageDialogue talk(version4());
  talk.client("").client("7").client("hello").client("\x04x").server("bA").server("bAQ ID").server("4ok");
  EXPECT_EQ(talk.heard(),
            "c2s engineio error text= !eio.bad-packet\n"
            "c2s engineio error text=7 !eio.bad-packet\n"
            "c2s engineio error text=hello !eio.bad-packet\n"
            "c2s engineio error text=\\x04x !eio.bad-packet\n"
            "s2c engineio error text=bA !eio.bad-packet\n"
            "s2c engineio error text=bAQ ID !eio.bad-packet\n"
            "s2c engineio message text=ok");
}

TEST(EngineIo, NotClaimedMessagesAreLeftAlone) {
  MessageDialogue talk(offer("/chat"));
  talk.client("hello").server(kOpen);
  EXPECT_EQ(talk.heard(), "");
}

TEST(EngineIoHostile, TruncationsAndRandomBytesNeverCrash) {
  std::mt19937 random(20260101);
  const std::string samples[] = {std::string(kOpen), "2probe", "3probe", "b4AQIDBA==", "4hello", "5", "6", "1"};
  for (const Offer& made : {version3(), version4(), offer("/engine.io/?EIO=4&sid=%")}) {
    MessageDialogue talk(made);
    for (const std::string& sample : samples)
      for (std::size_t n = 0; n <= sample.size(); ++n) talk.client(sample.substr(0, n)).server(sample.substr(0, n));
    for (int i = 0; i < 3000; ++i) {
      std::string bytes(random() % 24, '\0');
      for (char& c : bytes) c = static_cast<char>(random());
      if (!bytes.empty() && i % 2 == 0) bytes[0] = "0123456b"[random() % 8];
      talk.say(i % 3 == 0 ? Direction::c2s : Direction::s2c, bytes, random() % 4 == 0);
    }
    EXPECT_GT(talk.recorder().lines.size(), 3000U);
    talk.close();
  }
}

TEST(EngineIoHostile, DeepOpenPacket) {
  MessageDialogue talk(version4());
  talk.server("0{\"sid\":" + std::string(1'000'000, '['));
  EXPECT_THAT(talk.heard(), testing::EndsWith("!eio.bad-open"));
}

}  // namespace
}  // namespace wstrace::test::engineio_dissector_test
