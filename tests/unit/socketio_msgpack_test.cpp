// Packets of socket.io-msgpack-parser. The bytes are those of version 3.0.2 unless said.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "support/message_dialogue.h"

namespace wstrace::test::socketio_msgpack_test {
namespace {

using namespace std::string_literals;

Offer target(char version) {
  Offer made;
  made.target = "/socket.io/?transport=websocket&EIO=" + std::string(1, version);
  return made;
}

// {type:0, data:undefined, nsp:"/"} and {type:0, data:{sid:"abc",pid:"p1"}, nsp:"/"}
constexpr std::string_view kConnect = "83a47479706500a464617461d40000a36e7370a12f";
constexpr std::string_view kReply = "83a47479706500a46461746182a3736964a3616263a3706964a27031a36e7370a12f";

class Talk : public MessageDialogue {
 public:
  explicit Talk(const Limits& limits = {}) : MessageDialogue(target('4'), limits) { server(R"(0{"sid":"eio"})"); }

  Talk& from_client(std::string_view hex) { return client_binary(from_hex(hex)), *this; }
  Talk& from_server(std::string_view hex) { return server_binary(from_hex(hex)), *this; }
  std::string heard() { return heard_of("socketio"); }
};

/// A session whose "/" is joined.
class Joined : public Talk {
 public:
  explicit Joined(const Limits& limits = {}) : Talk(limits) { from_client(kConnect).from_server(kReply).heard(); }
};

/// {type:2, data:["a", …], nsp:"/"}, with one argument.
std::string event_with(std::string_view argument) {
  return from_hex("83a47479706502a46461746192a161") + std::string(argument) + from_hex("a36e7370a12f");
}

/// What the argument becomes.
std::string shown(std::string_view hex) {
  Joined talk;
  talk.client_binary(event_with(from_hex(hex)));
  const std::string line = talk.heard();
  const std::string head = "c2s socketio event version=5 nsp=/ name=a args=";
  return line.starts_with(head) ? line.substr(head.size()) : line;
}

TEST(SocketIoMsgpack, Connect) {
  Talk talk;
  talk.from_client(kConnect).from_server(kReply);
  talk.from_client("83a47479706500a46461746181a5746f6b656ea3313233a36e7370a62f61646d696e");
  talk.from_server("83a47479706500a46461746181a3736964a3646566a36e7370a62f61646d696e");
  EXPECT_EQ(talk.heard(),
            "c2s socketio connect version=5 nsp=/ parser=msgpack\n"
            "s2c socketio connect version=5 nsp=/ parser=msgpack sid=abc pid=p1\n"
            "c2s socketio connect version=5 nsp=/admin parser=msgpack auth={\"token\":\"123\"}\n"
            "s2c socketio connect version=5 nsp=/admin parser=msgpack sid=def");
  EXPECT_EQ(talk.facts().handshakes[0].label, "Socket.IO \"/\"");
}

TEST(SocketIoMsgpack, EventsAndAcknowledgements) {
  Joined talk;
  talk.from_client(
      "84a47479706502a46461746193a568656c6c6f0181a16190a76f7074696f6e7381a8636f6d7072657373c3a36e7370a12f");
  EXPECT_EQ(talk.connection().traffic.payload, 6U);  // the array's head, 1 and {a:[]}
  talk.from_client(
      "85a47479706502a46461746191a361736ba76f7074696f6e7381a8636f6d7072657373c3a2696407a36e7370a62f61646d696e");
  talk.from_server("84a2696407a47479706503a4646174619181a26f6bc3a36e7370a62f61646d696e");
  EXPECT_EQ(talk.connection().traffic.payload, 6U + 1U + 6U);
  EXPECT_EQ(talk.heard(),
            "c2s socketio event version=5 nsp=/ name=hello args=[1,{\"a\":[]}]\n"
            "c2s socketio event version=5 nsp=/admin id=7 name=ask args=[]\n"
            "s2c socketio ack nsp=/admin id=7 name=ask args=[{\"ok\":true}] rtt_us=1000");
  EXPECT_EQ(talk.facts().events[1].acked, 1U);
}

TEST(SocketIoMsgpack, DisconnectAndRefusal) {
  Joined talk;
  talk.from_server("83a47479706504a46461746181a76d657373616765ae6e6f7420617574686f72697a6564a36e7370a62f7661756c74");
  EXPECT_THAT(talk.heard(), testing::HasSubstr("connect-error nsp=/vault error={\"message\":\"not authorized\"} "
                                               "message=not authorized"));
  talk.from_client("82a47479706501a36e7370a12f");
  EXPECT_EQ(talk.heard(), "c2s socketio disconnect nsp=/");
  EXPECT_EQ(talk.facts().outcome.by, "client");
}

TEST(SocketIoMsgpack, EveryValueThatJavaScriptSends) {
  Joined talk;
  talk.from_client(
      "83a47479706502a464617461dc0019a176007fcc80ce00010000cf0000000100000000cf001fffffffffffffffe0d0dfd1ff7fd2ffff63c0"
      "d3ffffffff7fffffffcb3ff8000000000000cbbfb999999999999acf35c9adc5dea00000cb7ff8000000000000c0c3d40000ab71225c0a01"
      "c3a9f09f8e89d7000000018f34069e7bc403010203c70100ff82a16ed40000a26b2202a36e7370a12f");
  // What does not fit 64 bits (1e21) is what the encoder makes of it, and what the receiver reads.
  EXPECT_EQ(talk.heard(),
            R"(c2s socketio event version=5 nsp=/ name=v args=[0,127,128,65536,4294967296,9007199254740991,-1,-32,-33,)"
            R"(-129,-40000,-2147483649,1.5,-0.1,3875820019684212736,null,null,true,null,"q\"\\\u000a\u0001é🎉",)"
            R"({"$date":"2024-05-01T12:00:00.123Z"},{"$binary":"AQID"},{"$binary":"/w=="},{"n":null,"k\"":2}])");
}

TEST(SocketIoMsgpack, Numbers) {
  EXPECT_EQ(shown("cfffffffffffffffff"), "[18446744073709551615]");
  EXPECT_EQ(shown("d38000000000000000"), "[-9223372036854775808]");
  EXPECT_EQ(shown("d17fff"), "[32767]");
  EXPECT_EQ(shown("ca3dcccccd"), "[0.1]");
  EXPECT_EQ(shown("ca7f800000"), "[null]");
  EXPECT_EQ(shown("cb7fefffffffffffff"), "[1.7976931348623157e+308]");
}

TEST(SocketIoMsgpack, DatesAndExtensions) {
  EXPECT_EQ(shown("d700ffffffffffffffff"), R"([{"$date":"1969-12-31T23:59:59.999Z"}])");
  EXPECT_EQ(shown("d700000129c58a4e6400"), R"([{"$date":"+012345-01-01T00:00:00.000Z"}])");
  EXPECT_EQ(shown("d700ffe14df73d240000"), R"([{"$date":"-271821-04-20T00:00:00.000Z"}])");
  EXPECT_EQ(shown("d700001eb208c2dc0000"), R"([{"$date":"+275760-09-13T00:00:00.000Z"}])");
  EXPECT_EQ(shown("d700fffffff27b4e8000"), R"([{"$date":"1968-02-29T00:00:00.000Z"}])");
  EXPECT_EQ(shown("d700001eb208c2dc0001"), "[null]");
  EXPECT_EQ(shown("d7007fffffffffffffff"), "[null]");
  EXPECT_EQ(shown("d6ff66322ec0"), R"([{"$date":"2024-05-01T12:00:00.000Z"}])");
  EXPECT_EQ(shown("d7ff1d53530066322ec0"), R"([{"$date":"2024-05-01T12:00:00.123Z"}])");
  EXPECT_EQ(shown("c70cff0754d4c0ffffffffffffffff"), R"([{"$date":"1969-12-31T23:59:59.123Z"}])");
  // An ArrayBuffer of 8 bytes, or of one, is no Date and not undefined.
  EXPECT_EQ(shown("c708000000000000000000"), "[{\"$binary\":\"AAAAAAAAAAA=\"}]");
  EXPECT_EQ(shown("c7010000"), "[{\"$binary\":\"AA==\"}]");
  EXPECT_EQ(shown("d402ff"), R"([{"$ext":2,"$binary":"/w=="}])");
  EXPECT_EQ(shown("c70080"), R"([{"$ext":-128,"$binary":""}])");
}

TEST(SocketIoMsgpack, KeysAreTexts) {
  EXPECT_EQ(shown("8101c0"), R"([{"1":null}])");
  EXPECT_EQ(shown("82c0c0cb3ff8000000000000c3"), R"([{"null":null,"1.5":true}])");
  EXPECT_EQ(shown("818101a1789190"), R"([{"[object Object]":[[]]}])");
  EXPECT_EQ(shown("81c401ff01"), R"([{"/w==":1}])");
  EXPECT_EQ(shown("81d700000000000000000001"), R"([{"1970-01-01T00:00:00.000Z":1}])");
}

TEST(SocketIoMsgpack, TextThatIsNotUtf8) {
  EXPECT_EQ(shown("a2ff41"), R"([{"$binary":"/0E="}] !sio.text-not-utf8)");
  EXPECT_EQ(shown("81a2ff41a0"), "[{\"\uFFFDA\":\"\"}] !sio.text-not-utf8");
}

TEST(SocketIoMsgpack, ReservedAndMissingNamesPass) {
  Joined talk;
  talk.client_binary(
      "\x83\xa4type\x02\xa4"
      "data\x91\xaa"
      "disconnect\xa3nsp\xa1/"s);
  talk.client_binary(
      "\x83\xa4type\x02\xa4"
      "data\x90\xa3nsp\xa1/"s);
  EXPECT_EQ(talk.heard(),
            "c2s socketio event version=5 nsp=/ name=disconnect args=[]\n"
            "c2s socketio event version=5 nsp=/ name= args=[]");
}

TEST(SocketIoMsgpack, Version3Frames) {
  MessageDialogue talk(target('3'));
  talk.server(R"(0{"sid":"eio"})").server_binary("\x04" + from_hex("82a47479706500a36e7370a12f"));
  EXPECT_EQ(talk.heard_of("socketio"), "s2c socketio connect version=4 nsp=/ parser=msgpack");
}

TEST(SocketIoMsgpack, WhatIsNoPacket) {
  Joined talk;
  for (const std::string_view hex : {"80",                                      // nothing in it
                                     "82a47479706505a36e7370a12f",              // no such type
                                     "81a47479706501",                          // no namespace
                                     "82a47479706501a36e737001",                // no text for one
                                     "82a47479706501a36e7370a12f00",            // bytes behind it
                                     "83a47479706501a46461746190a36e7370a12f",  // DISCONNECT with data
                                     "83a47479706502a46461746180a36e7370a12f",  // an event's data is an array
                                     "83a47479706501a26964a0a36e7370a12f",      // an id is a number
                                     "90", "c1", "dd"}) {
    talk.from_client(hex);
    EXPECT_THAT(talk.heard(), testing::EndsWith("!sio.bad-packet")) << hex;
  }
  talk.client_binary(event_with("\x05"));
  EXPECT_THAT(talk.heard(), testing::EndsWith("name=a args=[5]"));
}

TEST(SocketIoMsgpack, BeforeTheFirstPacketBinaryIsJustUnexpected) {
  Talk talk;
  talk.from_client("80");
  EXPECT_EQ(talk.heard(), "c2s socketio error bytes=80 !sio.unexpected-binary");
}

TEST(SocketIoMsgpack, CutAtEveryByte) {
  const std::string whole = event_with(from_hex("93a3616263cb3ff800000000000082a16bc4020102a16cd700000000000000000a"));
  for (std::size_t n = 0; n < whole.size(); ++n) {
    Joined talk;
    talk.client_binary(whole.substr(0, n));
    EXPECT_THAT(talk.heard(), testing::EndsWith("!sio.bad-packet")) << n;
  }
}

TEST(SocketIoMsgpack, RandomBytes) {
  std::mt19937 random(5);
  Joined talk;
  const std::string sample = event_with(from_hex("93a3616263cb3ff800000000000082a16bc4020102a16cd700000000000000000a"));
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = sample;
    for (auto changes = random() % 5; changes > 0; --changes)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    talk.say(random() % 2 == 0 ? Direction::c2s : Direction::s2c, bytes, true);
  }
  EXPECT_GE(talk.recorder().lines.size(), 20'000U);
}

TEST(SocketIoMsgpack, DeepNesting) {
  Joined talk;
  talk.client_binary(event_with(std::string(1'000'000, '\x91')));
  EXPECT_THAT(talk.heard(), testing::EndsWith("!sio.deep-json"));
  talk.client_binary(std::string(1'000'000, '\x81'));
  EXPECT_THAT(talk.heard(), testing::EndsWith("!sio.deep-json"));
  talk.client_binary(event_with(std::string(511, '\x91') + "\x01"));
  EXPECT_THAT(talk.heard(), testing::HasSubstr("name=a args=[[["));
}

TEST(SocketIoMsgpack, LengthsThatPromiseMore) {
  Joined talk;
  for (const std::string_view hex :
       {"dfffffffff", "ddffffffff", "dbffffffff", "c6ffffffff", "c9ffffffff00", "c9fffffffe00"}) {
    talk.from_client(hex).heard();
    talk.client_binary(event_with(from_hex(hex)));
    EXPECT_THAT(talk.heard(), testing::EndsWith("!sio.bad-packet")) << hex;
  }
}

TEST(SocketIoMsgpack, JsonThatGrowsTooLarge) {
  Limits limits;
  limits.message = 1000;
  Joined talk(limits);
  // Empty byte strings: two bytes each, and fifteen in JSON.
  talk.client_binary(event_with(from_hex("dc0190") + [] {
    std::string all;
    for (int i = 0; i < 400; ++i) all += "\xc4\0"s;
    return all;
  }()));
  EXPECT_THAT(talk.heard(), testing::EndsWith("!sio.large-json"));
  talk.client_binary(event_with(from_hex("da0320") + std::string(800, '\x01')));
  EXPECT_THAT(talk.heard(), testing::EndsWith("!sio.large-json"));
}

TEST(SocketIoMsgpack, CutOffAtALimit) {
  Talk talk;
  talk.say(Direction::c2s, from_hex(kConnect), true, true);
  EXPECT_THAT(talk.heard(), testing::EndsWith("!sio.truncated"));
}

}  // namespace
}  // namespace wstrace::test::socketio_msgpack_test
