// How TLS connections end that nobody has keys of, and what is no TLS after all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/dialogue.h"
#include "unit/tls_records.h"

namespace wstrace::test::tls_ending_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string kHello = tls::handshake(tls::client_hello(tls::sni("lab.example") + tls::versions()));
const std::string kServer13 = tls::handshake(tls::server_hello13()) + tls::encrypted(500);
constexpr std::size_t kFinished = 53;
constexpr std::size_t kAlert = 19;

Dialogue& greet(Dialogue& talk) {
  talk.client(kHello).server(kServer13).heard();
  return talk;
}

TEST(TlsEnding, WhatWasEncryptedIsCountedByDirection) {
  Dialogue talk;
  greet(talk).client(tls::encrypted(kFinished) + tls::encrypted(100)).server(tls::encrypted(70)).wait(kSecond).heard();
  talk.hang_up(Direction::c2s);
  EXPECT_EQ(talk.heard(), "c2s tls undecrypted c2s_bytes=153 s2c_bytes=570 c2s_records=2 s2c_records=2 !tls.no-keys");
  EXPECT_THAT(talk.sessions(), ElementsAre("1 tls closed by client (the client closed the TCP connection)"));
}

/// Once it is known that there are no keys.
TEST(TlsEnding, LongRecordsNeedNoRoom) {
  Limits limits;
  limits.unit = 1000;
  Dialogue talk({}, limits);
  greet(talk).client(tls::encrypted(kFinished)).heard();
  for (int i = 0; i < 20; ++i) talk.client(tls::encrypted(100));
  const std::string record = tls::encrypted(16000);
  for (std::size_t at = 0; at < record.size(); at += 500) talk.client(record.substr(at, 500));
  talk.client(tls::encrypted(20)).wait(kSecond).hang_up(Direction::c2s);
  EXPECT_THAT(talk.heard(), HasSubstr("c2s_bytes=18073 s2c_bytes=500 c2s_records=23"));
}

TEST(TlsEnding, AClientThatLeavesWithAnEncryptedAlert) {
  Dialogue talk;
  greet(talk).client(tls::encrypted(kAlert)).hang_up(Direction::c2s);
  EXPECT_THAT(talk.heard(), HasSubstr("c2s tls failed waited_us=3000 !tls.client-refuses"));
  EXPECT_THAT(talk.sessions()[0], HasSubstr("tls refused by client"));
}

TEST(TlsEnding, AServerThatAnswersFinishedWithAnEncryptedAlert) {
  Dialogue talk;
  greet(talk).client(tls::encrypted(kFinished)).server(tls::encrypted(kAlert)).hang_up(Direction::s2c);
  EXPECT_THAT(talk.heard(), HasSubstr("!tls.server-refuses"));
}

TEST(TlsEnding, AServerThatSaysMoreRefusesNobody) {
  Dialogue talk;
  greet(talk).client(tls::encrypted(kFinished)).server(tls::encrypted(200) + tls::encrypted(kAlert));
  talk.hang_up(Direction::s2c);
  EXPECT_THAT(talk.heard(), Not(HasSubstr("failed")));
}

TEST(TlsEnding, AClientThatLeavesAtOnceAfterTheHandshake) {
  Dialogue talk;
  greet(talk).client(tls::encrypted(kFinished)).hang_up(Direction::c2s);
  EXPECT_THAT(talk.heard(), HasSubstr("!tls.unused"));
  EXPECT_THAT(talk.sessions()[0], HasSubstr("tls refused by client"));
}

/// Browsers open spare connections.
TEST(TlsEnding, AClientThatLeavesLaterDoesNot) {
  Dialogue talk;
  greet(talk).client(tls::encrypted(kFinished)).wait(kSecond).hang_up(Direction::c2s);
  EXPECT_THAT(talk.heard(), Not(HasSubstr("tls.unused")));
  EXPECT_THAT(talk.sessions()[0], HasSubstr("tls closed by client"));
}

TEST(TlsEnding, TheServerClosesAtTheHello) {
  Dialogue talk;
  talk.client(kHello).hang_up(Direction::s2c);
  EXPECT_THAT(talk.heard(), HasSubstr("s2c tls failed waited_us=1000 !tls.closed-at-hello"));
}

TEST(TlsEnding, TheServerResetsAtTheHello) {
  Dialogue talk;
  talk.client(kHello).reset(Direction::s2c);
  EXPECT_THAT(talk.heard(), HasSubstr("!tls.reset-at-hello"));
}

TEST(TlsEnding, TheServerNeverAnswers) {
  Dialogue talk;
  talk.client(kHello).wait(5 * kSecond).hang_up(Direction::c2s);
  EXPECT_THAT(talk.heard(), HasSubstr("c2s tls failed waited_us=5001000 !tls.no-answer"));
  EXPECT_THAT(talk.sessions()[0], HasSubstr("tls abandoned by client"));
}

TEST(TlsEnding, AnEndOfTheCaptureExplainsNothing) {
  Dialogue talk;
  talk.client(kHello).heard();
  talk.finish();
  EXPECT_EQ(talk.heard(), "");
}

/// What did not come may have been lost.
TEST(TlsEnding, NothingIsJudgedBehindALoss) {
  Dialogue talk;
  talk.client(kHello).heard();
  talk.gap(Direction::s2c, 100).hang_up(Direction::c2s);
  EXPECT_THAT(talk.heard(), Not(HasSubstr("failed")));
}

TEST(TlsEnding, HttpAnswersTls) {
  Dialogue talk;
  talk.client(kHello).heard();
  talk.server("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n").hang_up(Direction::s2c);
  EXPECT_EQ(talk.heard(), "s2c tls not-tls head=HTTP/1.1 400 Bad Request !tls.http-answer");
  EXPECT_THAT(talk.sessions()[0], HasSubstr("tls refused by server"));
}

TEST(TlsEnding, HttpAnswersTlsByteByByte) {
  Dialogue talk;
  talk.client(kHello).heard();
  talk.dribble(Direction::s2c, "HTTP/1.1 400 Bad Request\r\n\r\n");
  EXPECT_EQ(talk.heard(), "s2c tls not-tls head=HTTP/1.1 400 Bad Request !tls.http-answer");
}

TEST(TlsEnding, ALineThatNeverEndsIsToldAtTheEnd) {
  Dialogue talk;
  talk.client(kHello).server("220 mail").heard();
  talk.hang_up(Direction::s2c);
  EXPECT_EQ(talk.heard(), "s2c tls not-tls head=220 mail !tls.not-tls");
}

TEST(TlsEnding, BytesAnswerTls) {
  Dialogue talk;
  talk.client(kHello).heard();
  talk.server(std::string("\x00\x01\x02", 3));
  EXPECT_EQ(talk.heard(), "s2c tls not-tls !tls.not-tls");
}

/// A side that has closed misses nothing when all that still comes is close_notify: TCP tells it apart by this.
TEST(TlsEnding, AGoodbyeBehindTheOtherSidesEndIsKnown) {
  Dialogue talk;
  greet(talk).client(tls::encrypted(kFinished)).server(tls::encrypted(70)).end(Direction::c2s);
  const std::uint64_t said = kServer13.size() + tls::encrypted(70).size();
  EXPECT_EQ(talk.connection().close_notifies[index(Direction::s2c)].end, 0U);
  talk.server(tls::encrypted(100));
  EXPECT_EQ(talk.connection().close_notifies[index(Direction::s2c)].end, 0U) << "data are no goodbye";
  talk.server(tls::encrypted(kAlert));
  EXPECT_EQ(talk.connection().close_notifies[index(Direction::s2c)].begin, said + tls::encrypted(100).size());
  EXPECT_EQ(talk.connection().close_notifies[index(Direction::s2c)].end,
            said + tls::encrypted(100).size() + tls::encrypted(kAlert).size());
}

TEST(TlsEnding, WhatLooksLikeAGoodbyeBeforeTheOtherSidesEndIsNone) {
  Dialogue talk;
  greet(talk).client(tls::encrypted(kFinished)).server(tls::encrypted(kAlert));
  EXPECT_EQ(talk.connection().close_notifies[index(Direction::s2c)].end, 0U);
}

/// Without the ClientHello nobody knows what the server had to answer, nor which of the two was not content.
TEST(TlsEnding, NobodyIsBlamedWhenTheClientHelloIsMissing) {
  for (const Direction by : {Direction::c2s, Direction::s2c}) {
    Offer middle;
    middle.mid_stream = true;
    Dialogue talk(std::move(middle));
    talk.server(kServer13).hang_up(by);
    EXPECT_THAT(talk.heard(), Not(HasSubstr("failed")));
    EXPECT_THAT(talk.sessions()[0], HasSubstr("tls closed by")) << "as TCP says it";
  }
}

}  // namespace
}  // namespace wstrace::test::tls_ending_test
