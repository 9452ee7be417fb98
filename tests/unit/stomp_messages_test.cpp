// STOMP over WebSocket, as a conversation.
#include <gtest/gtest.h>

#include <string>

#include "support/message_dialogue.h"

namespace wstrace::test::stomp_messages_test {
namespace {

using namespace std::string_literals;

Offer negotiated(const char* subprotocol = "v12.stomp") {
  Offer offer;
  offer.kind = Offer::Kind::messages;
  offer.subprotocol = subprotocol;
  return offer;
}

std::string frame(std::string_view text) { return std::string(text) + '\0'; }

/// A session that is connected.
struct Talk : MessageDialogue {
  explicit Talk(const char* version = "1.2", const char* beats = "0,0", const Limits& limits = {})
      : MessageDialogue(negotiated(), limits) {
    client(frame("CONNECT\naccept-version:1.0,1.1,1.2\nhost:/\nheart-beat:"s + beats + "\n\n"));
    server(frame("CONNECTED\nversion:"s + version + "\nheart-beat:" + beats + "\n\n"));
    heard();
  }
};

TEST(StompMessages, ConnectIsAHandshakeAndHidesThePasscode) {
  MessageDialogue talk(negotiated());
  talk.recorder().show_headers = true;
  talk.client(frame("CONNECT\naccept-version:1.2\nhost:/\nlogin:guest\npasscode:secret\n\n"));
  talk.server(frame("CONNECTED\nversion:1.2\nserver:x/1\n\n"));
  const std::string heard = talk.heard();
  EXPECT_EQ(heard.find("secret"), std::string::npos) << heard;
  EXPECT_NE(heard.find("login=guest passcode=true"), std::string::npos) << heard;
  EXPECT_NE(heard.find("s2c stomp connected version=1.2 server=x/1 rtt_us=1000"), std::string::npos) << heard;
  ASSERT_EQ(talk.facts().handshakes.size(), 1u);
  EXPECT_EQ(talk.facts().handshakes[0].label, "STOMP");
}

TEST(StompMessages, EveryClientFrame) {
  Talk talk;
  talk.client(frame("SUBSCRIBE\nid:0\ndestination:/q\nack:client\n\n"));
  talk.client(frame("BEGIN\ntransaction:t\n\n"));
  talk.client(frame("SEND\ndestination:/q\ntransaction:t\n\nhi"));
  talk.client(frame("COMMIT\ntransaction:t\n\n"));
  talk.client(frame("ABORT\ntransaction:t\n\n"));
  talk.client(frame("UNSUBSCRIBE\nid:0\n\n"));
  talk.client(frame("DISCONNECT\n\n"));
  EXPECT_EQ(talk.heard(),
            "c2s stomp subscribe destination=/q id=0 ack=client\n"
            "c2s stomp begin transaction=t\n"
            "c2s stomp send destination=/q transaction=t body_length=2 body=hi\n"
            "c2s stomp commit transaction=t\n"
            "c2s stomp abort transaction=t\n"
            "c2s stomp unsubscribe id=0\n"
            "c2s stomp disconnect");
}

TEST(StompMessages, AReceiptNamesWhatItConfirms) {
  Talk talk;
  talk.client(frame("SEND\ndestination:/q\nreceipt:r\n\nhi")).server(frame("RECEIPT\nreceipt-id:r\n\n"));
  EXPECT_EQ(talk.heard(),
            "c2s stomp send destination=/q receipt=r body_length=2 body=hi\n"
            "s2c stomp receipt receipt_id=r of=SEND /q rtt_us=1000");
  ASSERT_EQ(talk.facts().events.size(), 1u);
  EXPECT_EQ(talk.facts().events[0].asked, 1u);
  EXPECT_EQ(talk.facts().events[0].acked, 1u);
}

TEST(StompMessages, AcknowledgementsCountForAllBeforeInModeClient) {
  Talk talk;
  talk.client(frame("SUBSCRIBE\nid:0\ndestination:/q\nack:client\n\n"));
  for (const char* id : {"1", "2", "3"})
    talk.server(frame("MESSAGE\nsubscription:0\ndestination:/q\nmessage-id:m"s + id + "\nack:a" + id + "\n\nx"));
  talk.heard();
  talk.client(frame("ACK\nid:a2\n\n"));
  EXPECT_EQ(talk.heard(), "c2s stomp ack id=a2 of=MESSAGE /q after_us=2000 others=1");
  EXPECT_EQ(talk.facts().events[0].asked, 3u);
  EXPECT_EQ(talk.facts().events[0].acked, 2u);
  talk.close();
  EXPECT_EQ(talk.heard(), "s2c stomp unacknowledged count=1 destination=/q subscription=0 !stomp.not-acked");
}

TEST(StompMessages, EarlierVersionsAcknowledgeByMessageId) {
  for (const char* version : {"1.0", "1.1"}) {
    Talk talk(version);
    talk.client(frame("SUBSCRIBE\nid:0\ndestination:/q\nack:client-individual\n\n"));
    talk.server(frame("MESSAGE\nsubscription:0\ndestination:/q\nmessage-id:m\n\nx")).heard();
    talk.client(frame("NACK\nmessage-id:m\nsubscription:0\n\n"));
    EXPECT_EQ(talk.heard(), "c2s stomp nack message_id=m subscription=0 of=MESSAGE /q after_us=1000");
    EXPECT_EQ(talk.facts().events[0].acked, 0u);
  }
}

TEST(StompMessages, EscapesAsTheVersionSays) {
  const std::string sent = frame("SEND\ndestination:/a\\cb\\nc\\\\\n\n");
  EXPECT_EQ(Talk("1.2").client(sent).heard(), "c2s stomp send destination=/a:b\\nc\\ body_length=0");
  EXPECT_EQ(Talk("1.0").client(sent).heard(), "c2s stomp send destination=/a\\cb\\nc\\\\ body_length=0");
  EXPECT_EQ(Talk("1.2").client(frame("SEND\ndestination:/a\\tb\n\n")).heard(),
            "c2s stomp invalid text=SEND\\ndestination:/a\\tb\\n\\n\\x00 !stomp.invalid-frame");
}

TEST(StompMessages, HeartBeatsAreNotWhatEndsAFrame) {
  Talk talk;
  talk.server("\n");
  talk.server(frame("MESSAGE\ndestination:/q\nmessage-id:1\nsubscription:/temp-queue/x\n\n") + "\n");
  talk.server("\r\n");
  EXPECT_EQ(talk.heard(),
            "s2c stomp heart-beat\n"
            "s2c stomp message destination=/q subscription=/temp-queue/x message_id=1 body_length=0\n"
            "s2c stomp heart-beat");
}

TEST(StompMessages, AFrameMaySpanMessagesAndAMessageHoldSeveral) {
  Talk talk;
  talk.client("SEND\ndestina").client_binary("tion:/q\n\nhe").client(frame("llo"));
  talk.client(frame("BEGIN\ntransaction:t\n\n") + frame("COMMIT\ntransaction:t\n\n"));
  EXPECT_EQ(talk.heard(),
            "c2s stomp send destination=/q body_length=5 body=hello\n"
            "c2s stomp begin transaction=t\n"
            "c2s stomp commit transaction=t");
}

TEST(StompMessages, ContentLengthThatIsWrong) {
  Talk talk;
  talk.client(frame("SEND\ndestination:/q\ncontent-length:9\n\nhello")).client(frame("DISCONNECT\n\n"));
  EXPECT_EQ(talk.heard(),
            "c2s stomp send destination=/q body_length=5 body=hello !stomp.content-length-wrong\n"
            "c2s stomp disconnect");
  talk.client(frame("SEND\ndestination:/q\ncontent-length:4\n\nhello"));
  EXPECT_EQ(talk.heard(), "c2s stomp send destination=/q body_length=4 body=hell !stomp.content-length-wrong");
}

TEST(StompMessages, InvalidFrames) {
  Talk talk;
  talk.client("{\"type\":\"hello\"}");
  talk.client(frame("HELLO\n\n"));
  talk.client(frame("MESSAGE\n\n"));
  talk.client(frame("SEND\nno colon\npasscode:secret\n\n"));
  const std::string heard = talk.heard();
  EXPECT_EQ(heard,
            "c2s stomp invalid text={\"type\":\"hello\"} !stomp.invalid-frame\n"
            "c2s stomp invalid command=HELLO text=HELLO\\n\\n\\x00 !stomp.invalid-frame\n"
            "c2s stomp invalid text=MESSAGE\\n\\n\\x00 !stomp.invalid-frame\n"
            "c2s stomp invalid text=SEND\\nno colon\\npasscode:(hidden)\\n\\n\\x00 !stomp.invalid-frame");
}

TEST(StompMessages, ErrorsSayWhatTheyAnswer) {
  MessageDialogue login(negotiated());
  login.client(frame("CONNECT\naccept-version:1.2\n\n")).heard();
  login.server(frame("ERROR\nmessage:Bad CONNECT\n\nAccess refused"));
  EXPECT_TRUE(login.heard().ends_with("!stomp.bad-login"));
  MessageDialogue version(negotiated());
  version.client(frame("CONNECT\naccept-version:2.0\n\n")).heard();
  version.server(frame("ERROR\nmessage:no\nversion:1.1,1.2\n\n"));
  EXPECT_TRUE(version.heard().ends_with("!stomp.version"));
  Talk talk;
  talk.client(frame("SEND\ndestination:/q\nreceipt:r\n\n")).server(frame("ERROR\nmessage:full\nreceipt-id:r\n\n"));
  talk.heard();
  EXPECT_EQ(talk.recorder().notes.back(), "stomp.error: the server sent ERROR in reply to SEND /q: full");
}

TEST(StompMessages, MissingHeadersAndUnknownSubscriptions) {
  Talk talk;
  talk.client(frame("SEND\n\nx"));
  EXPECT_EQ(talk.heard(), "c2s stomp send body_length=1 body=x !stomp.missing-header");
  talk.client(frame("SUBSCRIBE\ndestination:/q\n\n"));
  EXPECT_EQ(talk.heard(), "c2s stomp subscribe destination=/q !stomp.missing-header");
  talk.server(frame("MESSAGE\ndestination:/q\nmessage-id:1\nsubscription:9\n\n"));
  EXPECT_TRUE(talk.heard().ends_with("!stomp.unknown-subscription"));
  talk.client(frame("CONNECT\naccept-version:1.2\n\n"));
  EXPECT_TRUE(talk.heard().ends_with("!stomp.repeated-connect"));
}

TEST(StompMessages, AMissingReceiptIsReportedAtTheEnd) {
  Talk talk;
  talk.client(frame("SEND\ndestination:/q\nreceipt:r\n\n")).wait(kSecond).heard();
  talk.close();
  EXPECT_EQ(talk.heard(), "c2s stomp unconfirmed receipt=r of=SEND /q waited_us=1001000 !stomp.receipt-missing");
  Talk stopped;
  stopped.client(frame("SEND\ndestination:/q\nreceipt:r\n\n")).wait(kSecond).heard();
  stopped.close(Direction::c2s, End::capture_end);
  EXPECT_EQ(stopped.heard(), "");
}

TEST(StompMessages, NobodyIsAccusedWhereMessagesAreMissing) {
  Talk talk;
  talk.client(frame("SEND\ndestination:/q\nreceipt:r\n\n"))
      .gap(Direction::s2c)
      .gap(Direction::c2s)
      .wait(kSecond)
      .heard();
  talk.client(frame("{\"type\"}")).server(frame("MESSAGE\ndestination:/q\nmessage-id:1\nsubscription:9\n\n"));
  EXPECT_EQ(talk.heard(), "s2c stomp message destination=/q subscription=9 message_id=1 body_length=0");
  talk.close();
  EXPECT_EQ(talk.heard(), "");
}

TEST(StompMessages, ClaimsByTheFirstMessageWhereNothingWasNegotiated) {
  Offer offer;
  offer.kind = Offer::Kind::messages;
  const auto claims = [&](std::string_view first) {
    MessageDialogue talk(offer);
    talk.client(first);
    return !talk.heard_of("stomp").empty();
  };
  EXPECT_TRUE(claims(frame("CONNECT\naccept-version:1.2\n\n")));
  EXPECT_TRUE(claims(frame("STOMP\nhost:/\n\n")));
  EXPECT_FALSE(claims("CONNECT\naccept-version:1.2\n\n"));  // no NUL
  EXPECT_FALSE(claims(frame("CONNECT\nno header\n\n")));
  EXPECT_FALSE(claims(frame("SEND\ndestination:/q\n\n")));
  EXPECT_FALSE(claims("hello"));
  offer.subprotocol = "graphql-ws";
  EXPECT_FALSE(claims(frame("CONNECT\naccept-version:1.2\n\n")));
  offer.subprotocol.clear();
  offer.inferred = true;
  EXPECT_TRUE(claims(frame("SEND\ndestination:/q\n\n")));
}

TEST(StompMessages, TablesAreBounded) {
  Limits limits;
  limits.pending_acks = 4;
  Talk talk("1.2", "0,0", limits);
  talk.client(frame("SUBSCRIBE\nid:0\ndestination:/q\nack:client\n\n"));
  for (int i = 0; i < 100; ++i) {
    const std::string n = std::to_string(i);
    talk.client(frame("SEND\ndestination:/q\nreceipt:r" + n + "\n\n"));
    talk.server(frame("MESSAGE\nsubscription:0\ndestination:/q\nmessage-id:" + n + "\nack:" + n + "\n\n"));
    talk.client(frame("SUBSCRIBE\nid:s" + n + "\ndestination:/q\n\n"));
  }
  talk.wait(kSecond).heard();
  talk.close();
  EXPECT_TRUE(talk.heard().ends_with("unacknowledged count=4 destination=/q subscription=0 !stomp.not-acked"));
}

}  // namespace
}  // namespace wstrace::test::stomp_messages_test
