// QUIC connections as they are told: names, answers, refusals, and what never comes back.
#include <gtest/gtest.h>

#include "quic_packets.h"
#include "support/datagram_dialogue.h"

namespace wstrace::test::quic_connection_test {
namespace {

using namespace quic;

const std::string kIds = " dcid=8394c8f03e515708 scid=c0ffee";
const std::string kEnds = " client=192.0.2.1:50000 server=198.51.100.2:443";
const std::string kTold =
    "c2s quic initial" + kEnds + " version=1 sni=lab.example alpn=h3" + kIds + " !quic.not-decoded";

std::string server_initial(const std::string& payload, const Version& version = kVersion1,
                           const std::string& keys_id = kDestination) {
  return initial(
      payload,
      {.version = version, .destination = kSource, .source = kServerId, .keys_id = keys_id, .by_client = false});
}

TEST(QuicConnection, TellsItsNameOnce) {
  DatagramDialogue talk;
  talk.client(padded_initial(crypto(0, hello("lab.example"))));
  EXPECT_EQ(talk.heard(), kTold);
  talk.server(server_initial(ack(0) + crypto(0, "a ServerHello")) + handshake(kSource, kServerId));
  EXPECT_EQ(talk.heard(), "s2c quic answer" + kEnds + " version=1 rtt_us=1000");
  talk.client(initial(ack(0), {.destination = kServerId, .number = 1}) + handshake(kServerId, kSource));
  for (int i = 0; i < 5; ++i) talk.client(short_packet(kServerId)).server(short_packet(kSource));
  talk.finish();
  EXPECT_EQ(talk.heard(), "");
  ASSERT_EQ(talk.end().undecoded.size(), 1U);
  const UndecodedFacts& facts = talk.end().undecoded.front();
  EXPECT_EQ(facts.protocol->title, "QUIC");
  EXPECT_EQ(facts.connections, 1U);
  EXPECT_EQ(facts.unanswered, 0U);
  EXPECT_EQ(facts.packets[0], 7U);
  EXPECT_EQ(facts.packets[1], 6U);
  EXPECT_EQ(talk.end().not_tcp, 0U);
}

TEST(QuicConnection, TheHelloComesInPiecesAndShuffled) {
  const std::string whole = hello("lab.example");
  const std::string second = ping() + crypto(10, whole.substr(10, 20)) + padding(7) + crypto(60, whole.substr(60));
  const std::string first = crypto(30, whole.substr(30, 30)) + ping() + padding(2) + crypto(0, whole.substr(0, 10));
  DatagramDialogue talk;
  talk.recorder().show_packets = true;
  talk.client(padded_initial(first));
  EXPECT_EQ(talk.heard(), "");
  talk.client(padded_initial(second, {.number = 1}));
  EXPECT_EQ(talk.heard(),
            "c2s quic initial" + kEnds + " version=1 sni=lab.example alpn=h3" + kIds + " @1-2 !quic.not-decoded");
  // In one datagram, and in the other order.
  DatagramDialogue other;
  other.client(initial(second, {.number = 1}) + padded_initial(first));
  EXPECT_EQ(other.heard(), kTold);
}

TEST(QuicConnection, EveryVersionIsRead) {
  for (const Version& version : {kVersion1, kVersion2, kDraft29}) {
    DatagramDialogue talk;
    talk.client(padded_initial(crypto(0, hello("lab.example")), {.version = version}));
    const std::string name = version.number == 1 ? "1" : version.number == kVersion2.number ? "2" : "draft-29";
    EXPECT_EQ(talk.heard(), "c2s quic initial" + kEnds + " version=" + name + " sni=lab.example alpn=h3" + kIds +
                                " !quic.not-decoded");
  }
}

TEST(QuicConnection, TheServerMayAnswerInAnotherVersion) {
  DatagramDialogue talk;
  talk.client(padded_initial(crypto(0, hello("lab.example")))).heard();
  talk.server(server_initial(ack(0) + connection_close(2), kVersion2));
  EXPECT_EQ(talk.heard(), "s2c quic answer" + kEnds + " version=2 rtt_us=1000\ns2c quic close" + kEnds +
                              " sni=lab.example code=2 meaning=CONNECTION_REFUSED !quic.refused");
}

TEST(QuicConnection, ARetryChangesTheKeys) {
  const std::string token = "token";
  // RFC 9001 A.4's is for this destination, and a client without an id of its own.
  const std::string retry = from_hex("ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba");
  const std::string new_id = from_hex("f067a5502a4262b5");
  DatagramDialogue talk;
  talk.client(padded_initial(crypto(0, hello("lab.example")), {.source = ""})).heard();
  talk.server(retry);
  EXPECT_EQ(talk.heard(), "s2c quic retry" + kEnds);
  talk.server(retry);
  EXPECT_EQ(talk.heard(), "") << "a second one is ignored (RFC 9000 17.2.5.2)";
  talk.client(padded_initial(crypto(0, hello("lab.example")),
                             {.destination = new_id, .source = "", .token = token, .keys_id = new_id, .number = 1}));
  EXPECT_EQ(talk.heard(), "");
  const Header answer = {.destination = "", .source = kServerId, .keys_id = new_id, .by_client = false};
  talk.server(initial(ack(1) + connection_close(0x128, "no"), answer));
  EXPECT_EQ(talk.heard(),
            "s2c quic answer" + kEnds + " version=1 rtt_us=4000\ns2c quic close" + kEnds +
                " sni=lab.example code=296 meaning=TLS alert handshake_failure reason=no !tls.handshake-failure");
  talk.finish();
  EXPECT_EQ(talk.end().undecoded.front().connections, 1U);
}

TEST(QuicConnection, AForgedRetryIsNone) {
  DatagramDialogue talk;
  talk.client(padded_initial(crypto(0, hello("lab.example")))).heard();
  talk.server(long_head(1, kVersion1.retry, kSource, kServerId) + "token" + std::string(16, 'x'));
  EXPECT_EQ(talk.heard(), "");
}

TEST(QuicConnection, ARetryThatIsNotCapturedMakesNoSecondConnection) {
  const std::string new_id = from_hex("f067a5502a4262b5");
  DatagramDialogue talk;
  talk.client(padded_initial(crypto(0, hello("lab.example")))).heard();
  talk.client(padded_initial(crypto(0, hello("lab.example")),
                             {.destination = new_id, .token = "token", .keys_id = new_id, .number = 1}));
  talk.finish();
  EXPECT_EQ(talk.end().undecoded.front().connections, 1U);
}

TEST(QuicConnection, VersionNegotiation) {
  const std::string reserved = long_head(0x1a2a3a4a, 0, kDestination, kSource) + std::string(1200, 'x');
  DatagramDialogue talk;
  talk.client(reserved);
  EXPECT_EQ(talk.heard(), "c2s quic initial" + kEnds + " version=0x1a2a3a4a" + kIds + " !quic.not-decoded");
  talk.server(negotiation(kSource, kDestination, {0x0a0a0a0a, 1, 0x6b3343cf, 0xff000020, 0xabcd0001}));
  EXPECT_EQ(talk.heard(), "s2c quic version-negotiation" + kEnds + " versions=1, 2, draft-32, 0xabcd0001");
  const std::string next = from_hex("0102030405060708");
  talk.client(padded_initial(crypto(0, hello("lab.example")), {.destination = next, .keys_id = next}));
  EXPECT_EQ(talk.heard(),
            "c2s quic initial" + kEnds + " version=1 sni=lab.example alpn=h3 dcid=0102030405060708 scid=c0ffee");
  talk.finish();
  EXPECT_EQ(talk.heard(), "");
  EXPECT_EQ(talk.end().undecoded.front().connections, 1U);
}

TEST(QuicConnection, AVersionNegotiationThatAnswersNothingIsIgnored) {
  DatagramDialogue talk;
  talk.client(padded_initial(crypto(0, hello("lab.example")))).heard();
  talk.server(negotiation(kSource, kServerId, {1}));
  talk.server(negotiation(kServerId, kDestination, {1}));
  talk.server(negotiation(kSource, kDestination, {}));
  talk.server(negotiation(kSource, kDestination, {1}) + "x");
  EXPECT_EQ(talk.heard(), "");
}

TEST(QuicConnection, OfWhichOnlyTheVersionNegotiationIsCaptured) {
  DatagramDialogue talk;
  talk.server(negotiation(kSource, kDestination, {1, 0x6b3343cf}));
  EXPECT_EQ(talk.heard(), "s2c quic version-negotiation" + kEnds + " versions=1, 2");
  talk.client(padded_initial(crypto(0, hello("lab.example"))));
  EXPECT_EQ(talk.heard(), kTold);
}

TEST(QuicConnection, NobodyAnswers) {
  DatagramDialogue talk;
  const std::string payload = crypto(0, hello("lab.example"));
  talk.client(padded_initial(payload)).heard();
  for (std::uint64_t n = 1; n < 4; ++n) talk.wait(kSecond << n).client(padded_initial(payload, {.number = n}));
  EXPECT_EQ(talk.heard(), "");
  talk.wait(14 * kSecond);
  EXPECT_EQ(talk.heard(), "");
  talk.wait(2 * kSecond);
  EXPECT_EQ(talk.heard(),
            "c2s quic unanswered" + kEnds + " sni=lab.example tries=4 waited_us=14003000 !quic.no-answer");
  talk.finish();
  EXPECT_EQ(talk.heard(), "");
  EXPECT_EQ(talk.end().undecoded.front().unanswered, 1U);
}

TEST(QuicConnection, AtTheCapturesEndOnlyWhoTriedAgainHasWaited) {
  const std::string payload = crypto(0, hello("lab.example"));
  DatagramDialogue once;
  once.client(padded_initial(payload)).client(padded_initial(payload, {.number = 1})).heard();
  EXPECT_EQ(once.finish().heard(), "");
  DatagramDialogue again;
  again.client(padded_initial(payload)).wait(kSecond).client(padded_initial(payload, {.number = 1})).heard();
  EXPECT_EQ(again.finish().heard(),
            "c2s quic unanswered" + kEnds + " sni=lab.example tries=2 waited_us=1001000 !quic.no-answer");
}

TEST(QuicConnection, AClientMayCloseWhatNobodyAnswers) {
  const std::string payload = crypto(0, hello("lab.example"));
  DatagramDialogue talk;
  talk.client(padded_initial(payload)).wait(kSecond).client(padded_initial(payload, {.number = 1})).heard();
  talk.wait(kSecond).client(padded_initial(connection_close(1, "net error"), {.number = 2}));
  EXPECT_EQ(talk.heard(), "c2s quic unanswered" + kEnds +
                              " sni=lab.example tries=2 waited_us=1001000 !quic.no-answer\n" + "c2s quic close" +
                              kEnds + " sni=lab.example code=1 meaning=INTERNAL_ERROR reason=net error");
  EXPECT_EQ(talk.finish().heard(), "");
}

TEST(QuicConnection, AClientDoesNotAcceptTheCertificate) {
  DatagramDialogue talk;
  talk.client(padded_initial(crypto(0, hello("lab.example"))));
  talk.server(server_initial(ack(0)) + handshake(kSource, kServerId)).heard();
  talk.client(padded_initial(connection_close(0x100 + 46, "46:unknown"), {.destination = kServerId, .number = 1}));
  EXPECT_EQ(talk.heard(), "c2s quic close" + kEnds +
                              " sni=lab.example code=302 meaning=TLS alert certificate_unknown reason=46:unknown "
                              "!quic.certificate");
}

TEST(QuicConnection, ACopyIsNoSecondTry) {
  const std::string packet = padded_initial(crypto(0, hello("lab.example")));
  DatagramDialogue talk;
  talk.client(packet).wait(kSecond).client(packet).heard();
  EXPECT_EQ(talk.finish().heard(), "");
}

TEST(QuicConnection, AClientThatGoesOnWasAnswered) {
  DatagramDialogue talk;
  talk.client(padded_initial(crypto(0, hello("lab.example")))).heard();
  talk.wait(kSecond);
  talk.client(padded_initial(ping(), {.destination = kServerId, .number = 1}) + handshake(kServerId, kSource));
  EXPECT_EQ(talk.finish().heard(), "") << "the answer is not in the capture";
}

TEST(QuicConnection, NobodyListens) {
  DatagramDialogue talk;
  talk.client(padded_initial(crypto(0, hello("lab.example")))).heard();
  talk.unreachable(3);
  EXPECT_EQ(talk.heard(),
            "s2c icmp unreachable type=3 code=3 meaning=port unreachable from=198.51.100.2 about=192.0.2.1:50000 → "
            "198.51.100.2:443 !quic.undelivered");
  talk.wait(kSecond).client(padded_initial(crypto(0, hello("lab.example")), {.number = 1})).unreachable(3);
  EXPECT_EQ(talk.heard(), "");
  EXPECT_EQ(talk.finish().heard(), "") << "why there is no answer was told";
  EXPECT_NE(talk.recorder().notes.back().find("198.51.100.2:443, but 198.51.100.2 reports: port unreachable"),
            std::string::npos);
}

TEST(QuicConnection, AnErrorAboutAPacketThatWasTooLargeEndsNothing) {
  DatagramDialogue talk;
  talk.client(padded_initial(crypto(0, hello("lab.example")))).heard();
  talk.unreachable(4);
  EXPECT_EQ(talk.heard().find('!'), std::string::npos);
}

TEST(QuicConnection, PortsAreUsedAgain) {
  const std::string other = from_hex("0102030405060708");
  DatagramDialogue talk;
  talk.client(padded_initial(crypto(0, hello("lab.example"))));
  talk.server(server_initial(ack(0)) + handshake(kSource, kServerId)).heard();
  talk.client(padded_initial(crypto(0, hello("other.example")), {.destination = other, .keys_id = other}));
  EXPECT_EQ(talk.heard(),
            "c2s quic initial" + kEnds + " version=1 sni=other.example alpn=h3 dcid=0102030405060708 scid=c0ffee");
  talk.finish();
  EXPECT_EQ(talk.end().undecoded.front().connections, 2U);
  EXPECT_EQ(talk.end().undecoded.front().unanswered, 1U);
}

TEST(QuicConnection, AHelloThatIsNotWholeIsToldWhenTheClientGoesOn) {
  const std::string whole = hello("lab.example");
  DatagramDialogue talk;
  talk.client(padded_initial(crypto(30, whole.substr(30))));
  talk.server(server_initial(ack(0)) + handshake(kSource, kServerId)).heard();
  talk.client(handshake(kServerId, kSource));
  EXPECT_EQ(talk.heard(), "c2s quic initial" + kEnds + " version=1" + kIds + " !quic.not-decoded !quic.no-hello");
}

TEST(QuicConnection, WhatASnapLengthCutIsNamedAllTheSame) {
  const std::string packet = padded_initial(crypto(0, hello("lab.example")));
  constexpr std::size_t kHeader = 1 + 4 + 1 + 8 + 1 + 3 + 1 + 2;  // up to the packet number
  for (std::size_t kept = 0; kept < packet.size(); ++kept) {
    DatagramDialogue talk;
    talk.client_cut(packet, kept);
    const std::string reported = talk.heard();
    EXPECT_EQ(reported, kept < kHeader
                            ? ""
                            : "c2s quic initial" + kEnds + " version=1" + kIds + " !quic.not-decoded !quic.no-hello")
        << kept;
  }
}

TEST(QuicConnection, OnlyTheFirstSaysThatNothingIsDecoded) {
  DatagramDialogue talk;
  const std::string packet = padded_initial(crypto(0, hello("lab.example")));
  for (std::uint16_t port = 1; port <= 20; ++port) talk.from_port(port).client(packet);
  const std::string reported = talk.heard();
  EXPECT_NE(reported.find("!quic.not-decoded"), std::string::npos);
  EXPECT_EQ(reported.find("!quic.not-decoded"), reported.rfind("!quic.not-decoded"));
}

}  // namespace
}  // namespace wstrace::test::quic_connection_test
