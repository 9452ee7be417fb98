// The Autobahn testsuite's cases, group by group, as an observer sees them: what breaks a rule has its code, what does not
// has none. (Cases 3 to 5 and 7 are in websocket_violations_test.cpp, too.)
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dissectors/websocket/close_code.h"
#include "dissectors/websocket/extensions.h"
#include "dissectors/websocket/utf8.h"
#include "unit/websocket_frames.h"

namespace wstrace::test::websocket_conformance_test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

std::string heard_from_client(std::string_view bytes, bool dribbled = false) {
  Socket talk;
  if (dribbled) {
    talk.dribble(Direction::c2s, bytes);
  } else {
    talk.client(bytes);
  }
  return talk.heard();
}

/// The same however it is cut.
void expect_heard(std::string_view bytes, const ::testing::Matcher<std::string>& what) {
  EXPECT_THAT(heard_from_client(bytes), what);
  EXPECT_THAT(heard_from_client(bytes, true), what);
}

TEST(Autobahn1, LengthsOfEveryForm) {
  for (const std::size_t n : {0, 1, 125, 126, 127, 128, 65535, 65536, 65537})
    EXPECT_THAT(heard_from_client(from_client(0x82, std::string(n, '*'))), Not(HasSubstr("!")));
}

TEST(Autobahn2, PingsAndPongs) {
  std::string many;
  for (int i = 0; i < 10; ++i) many += from_client(0x89, "payload-" + std::to_string(i));
  expect_heard(
      from_client(0x89, "") + from_client(0x89, std::string(125, 'p')) + from_client(0x8a, "unsolicited") + many,
      Not(HasSubstr("!")));
  expect_heard(from_client(0x89, std::string(126, 'p')), EndsWith("!ws.long-control-frame"));
}

TEST(Autobahn4, EveryReservedOpcode) {
  for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
    expect_heard(from_client(static_cast<std::uint8_t>(0x80 | opcode), "x"), EndsWith("!ws.reserved-opcode"));
}

TEST(Autobahn5, FragmentsWithControlFramesBetweenThem) {
  expect_heard(from_client(0x01, "a") + from_client(0x89, "p") + from_client(0x00, "") + from_client(0x80, "b"),
               ::testing::AllOf(Not(HasSubstr("!")), EndsWith("payload=ab")));
}

struct Utf8Case {
  const char* number;
  const char* hex;
  int wrong_at;  // -1: it is valid
  const char* wrong = "";
};

constexpr Utf8Case kUtf8Cases[] = {
    {"6.5.1", "cebae1bdb9cf83cebcceb5", -1},
    {"6.3.1", "cebae1bdb9cf83cebcceb5eda080656469746564", 12, "half of a surrogate pair"},
    {"6.4.1", "cebae1bdb9cf83cebcceb5f4908080656469746564", 12, "a character beyond U+10FFFF"},
    {"6.6.1", "ce", 1, "a truncated character"},
    {"6.6.3", "cebae1", 3, "a truncated character"},
    {"6.6.5", "cebae1bdb9", -1},
    {"6.7.1", "00", -1},
    {"6.7.2", "c280", -1},
    {"6.7.3", "e0a080", -1},
    {"6.7.4", "f0908080", -1},
    {"6.8.1", "f888808080", 0, "a byte that UTF-8 never uses"},
    {"6.8.2", "fc8480808080", 0, "a byte that UTF-8 never uses"},
    {"6.9.1", "7f", -1},
    {"6.9.2", "dfbf", -1},
    {"6.9.3", "efbfbf", -1},
    {"6.9.4", "f48fbfbf", -1},
    {"6.10.1", "f7bfbfbf", 0, "a character beyond U+10FFFF"},
    {"6.10.2", "fbbfbfbfbf", 0, "a byte that UTF-8 never uses"},
    {"6.10.3", "fdbfbfbfbfbf", 0, "a byte that UTF-8 never uses"},
    {"6.11.1", "ed9fbf", -1},
    {"6.11.2", "ee8080", -1},
    {"6.11.3", "efbfbd", -1},
    {"6.11.4", "f48fbfbf", -1},
    {"6.11.5", "f4908080", 1, "a character beyond U+10FFFF"},
    {"6.12.1", "80", 0, "a continuation byte where a character should begin"},
    {"6.12.2", "bf", 0, "a continuation byte where a character should begin"},
    {"6.13.1", "c020c120", 0, "an overlong form"},
    {"6.13.2", "e020", 1, "a truncated character"},
    {"6.13.5", "fe20", 0, "a byte that UTF-8 never uses"},
    {"6.14.1", "c2", 1, "a truncated character"},
    {"6.14.6", "dfe080", 1, "a truncated character"},
    {"6.15.1", "c3e0a0", 1, "a truncated character"},
    {"6.16.1", "fe", 0, "a byte that UTF-8 never uses"},
    {"6.16.2", "ff", 0, "a byte that UTF-8 never uses"},
    {"6.17.1", "c0af", 0, "an overlong form"},
    {"6.17.2", "e080af", 1, "an overlong form"},
    {"6.17.3", "f08080af", 1, "an overlong form"},
    {"6.18.2", "e09fbf", 1, "an overlong form"},
    {"6.18.3", "f08fbfbf", 1, "an overlong form"},
    {"6.19.1", "c080", 0, "an overlong form"},
    {"6.20.1", "eda080", 1, "half of a surrogate pair"},
    {"6.20.7", "edbfbf", 1, "half of a surrogate pair"},
    {"6.21.1", "eda080edb080", 1, "half of a surrogate pair"},
    {"6.22.1", "efbfbe", -1},
    {"6.22.2", "efbfbf", -1},
    {"6.22.3", "f09fbfbe", -1},
    {"6.23.1", "efbfbd", -1},
};

TEST(Autobahn6, Texts) {
  for (const Utf8Case& one : kUtf8Cases) {
    SCOPED_TRACE(one.number);
    const std::string text = from_hex(one.hex);
    websocket::Utf8Validator validator;
    for (const char c : text) validator.feed(as_bytes({&c, 1}));
    const bool valid = validator.good() && validator.complete();
    EXPECT_EQ(valid, one.wrong_at < 0);
    if (!valid) {
      EXPECT_EQ(validator.wrong_at(), static_cast<std::uint64_t>(one.wrong_at));
      EXPECT_EQ(validator.wrong(), one.wrong);
    }
    using Heard = ::testing::Matcher<std::string>;
    const Heard expected = valid ? Heard(Not(HasSubstr("!"))) : Heard(EndsWith("!ws.invalid-utf8"));
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
      const std::string frames = from_client(0x01, text.substr(0, cut)) + from_client(0x80, text.substr(cut));
      EXPECT_THAT(heard_from_client(frames), expected) << cut;
    }
  }
}

TEST(Autobahn6, ThePlaceIsToldWithItsFrame) {
  Socket talk;
  talk.client(from_client(0x01, "caf") + from_client(0x00, "\xc3") + from_client(0x80, "!"));
  EXPECT_THAT(
      talk.recorder().notes,
      ::testing::ElementsAre(
          "ws.invalid-utf8: a text message is not valid UTF-8: a truncated character at offset 4, in its frame 3"));
}

TEST(Autobahn6, AStrictReceiverNeedNotWaitForTheEnd) {
  Socket talk;
  talk.client(from_client(0x01, "ok") + from_client(0x00, "\xff")).server(from_server(0x88, from_hex("03ef")));
  EXPECT_THAT(talk.heard(), HasSubstr("because=text that is not valid UTF-8 because_packet="));
  talk.close();
  EXPECT_THAT(talk.heard(), HasSubstr("unfinished bytes=3 !ws.invalid-utf8"));
}

TEST(Autobahn7, EveryCloseCode) {
  for (unsigned code = 0; code <= 5100; ++code) {
    const bool named = code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
    EXPECT_EQ(websocket::may_be_sent(code), named || (code >= 3000 && code <= 4999)) << code;
    EXPECT_FALSE(websocket::meaning_of_close(code).empty());
  }
  EXPECT_EQ(websocket::meaning_of_close(3000), "unauthorized");
  EXPECT_EQ(websocket::meaning_of_close(3003), "forbidden");
  EXPECT_EQ(websocket::meaning_of_close(3008), "timeout");
  // SockJS's, which means something else by it.
  EXPECT_EQ(websocket::with_meaning(3000, websocket::meaning_of_close(3000, true)), "3000 (a library's own code)");
}

TEST(Autobahn7, FramesAfterAClose) {
  const std::string close = from_client(0x88, from_hex("03e8"));
  expect_heard(close + close, EndsWith("!ws.second-close"));
  expect_heard(close + from_client(0x89, "?"), EndsWith("!ws.ping-after-close"));
  expect_heard(close + from_client(0x8a, "a pong may have been on its way"), Not(HasSubstr("!")));
}

TEST(Masking, KeysThatAnybodyCanPredict) {
  Socket zero;
  zero.client(frame({0x81, true, 0, {"\0\0\0\0", 4}}, "a") + frame({0x81, true, 0, {"\0\0\0\0", 4}}, "b"));
  EXPECT_THAT(zero.heard(), ::testing::AllOf(HasSubstr("payload=a !ws.zero-masking-key"), EndsWith("payload=b")));
  Socket same;
  for (int i = 0; i < 4; ++i) same.client(frame({0x81, true, 0, "wxyz"}, std::to_string(i)));
  EXPECT_THAT(same.heard(), ::testing::AllOf(HasSubstr("payload=2 !ws.masking-key-reused"),
                                             Not(HasSubstr("payload=1 !")), EndsWith("payload=3")));
}

TEST(Cause, IsWhatTheReceiverDidNotTolerate) {
  Socket talk;
  talk.client(frame({0x81, true, 126}, "tolerated")).server(from_server(0x81, "fine"));
  talk.client(from_client(0x83, "")).heard();
  talk.server(from_server(0x88, from_hex("03ea")));
  EXPECT_THAT(talk.heard(), HasSubstr("because=the frame with a reserved opcode because_packet=3 !ws.closed-because"));
  talk.close();
  EXPECT_THAT(talk.sessions()[0], HasSubstr("closed by server (close code 1002 (protocol error), because of the frame "
                                            "with a reserved opcode)"));
}

TEST(Cause, OfALimitIsTheMessage) {
  Socket talk;
  talk.client(from_client(0x82, std::string(5000, 'x'))).server(from_server(0x88, from_hex("03f1"))).heard();
  EXPECT_THAT(
      talk.recorder().notes,
      ::testing::ElementsAre(
          "ws.message-too-big: the server closes with 1009: the message of 5000 bytes in packet 1 exceeds its limit"));
}

TEST(Cause, IsSearchedInVainOnlyWhereAllWasSeen) {
  Socket talk;
  talk.client(from_client(0x81, "fine")).server(from_server(0x88, from_hex("03ea")));
  EXPECT_THAT(talk.heard(), EndsWith("!ws.unexplained-close"));
  Socket lossy;
  lossy.client(from_client(0x81, "fine")).gap(Direction::c2s, 10).server(from_server(0x88, from_hex("03ea")));
  EXPECT_THAT(lossy.heard(), Not(HasSubstr("!ws.unexplained-close")));
}

std::string phrase(const SessionFacts& facts) {
  return std::string(facts.outcome.state) + " by " + std::string(facts.outcome.by) + ", client " +
         facts.outcome.client_word + ", server " + facts.outcome.server_word;
}

TEST(Ending, OfEveryKind) {
  const std::string by_client = from_client(0x88, from_hex("03e8"));
  const std::string by_server = from_server(0x88, from_hex("03e8"));
  {
    Socket talk;
    talk.client(by_client).server(by_server).end(Direction::s2c).end(Direction::c2s).finish();
    EXPECT_EQ(phrase(talk.recorder().facts.at(0)),
              "closed by client, client 1000 (normal closure), server 1000 (normal closure)");
  }
  {
    Socket talk;
    talk.client(by_client).end(Direction::s2c).end(Direction::c2s);
    EXPECT_THAT(talk.heard(), EndsWith("!ws.close-not-answered"));
    talk.finish();
    EXPECT_EQ(phrase(talk.recorder().facts.at(0)),
              "closed by client, client 1006 (abnormal closure), server 1000 (normal closure)");
  }
  {
    Socket talk;
    talk.client(by_client).wait(2 * kSecond).end(Direction::c2s).end(Direction::s2c);
    EXPECT_THAT(talk.heard(), EndsWith("!ws.close-not-answered"));
    talk.finish();
    EXPECT_EQ(phrase(talk.recorder().facts.at(0)),
              "abandoned by client, client 1006 (abnormal closure), server 1000 (normal closure)");
  }
  {
    Socket talk;
    talk.client(by_client).end(Direction::c2s).end(Direction::s2c);
    EXPECT_THAT(talk.heard(), EndsWith("!ws.close-not-awaited"));
  }
  {
    Socket talk;
    talk.end(Direction::s2c).end(Direction::c2s);
    EXPECT_THAT(talk.heard(), EndsWith("!ws.no-close-frame"));
    talk.finish();
    EXPECT_EQ(phrase(talk.recorder().facts.at(0)), "closed by server, client 1006 (abnormal closure), server ");
  }
  {
    Socket talk;
    talk.client(by_client).server(by_server).wait(3 * kSecond).end(Direction::c2s).end(Direction::s2c);
    EXPECT_THAT(talk.heard(), EndsWith("!ws.tcp-left-open"));
  }
  {
    Socket talk;
    talk.client(by_client).server(from_server(0x88, from_hex("03e9")));
    EXPECT_THAT(talk.heard(), EndsWith("!ws.close-codes-differ"));
  }
}

TEST(Ending, IsNotGuessedAfterALoss) {
  Socket talk;
  talk.gap(Direction::s2c, 4).end(Direction::s2c).end(Direction::c2s).finish();
  EXPECT_THAT(talk.heard(), Not(HasSubstr("!ws.no-close-frame")));
}

TEST(Negotiation, OfPermessageDeflate) {
  const auto judged = [](std::string_view offer, std::string_view answer) {
    const websocket::Negotiation n = websocket::judge_negotiation(offer, answer);
    return n.bad_offer + "|" + n.bad_answer + "|" + n.misfit;
  };
  const std::string d = "permessage-deflate";
  const char* const fine[][2] = {{"", ""},
                                 {"; client_max_window_bits", "; client_max_window_bits=8"},
                                 {"; client_max_window_bits=10", ""},
                                 {"; server_max_window_bits=10", "; server_max_window_bits=9"},
                                 {"", "; server_no_context_takeover; client_no_context_takeover"},
                                 {"", "; server_max_window_bits=15"}};
  for (const auto& [offer, answer] : fine) EXPECT_EQ(judged(d + offer, d + answer), "||") << offer << answer;
  EXPECT_EQ(judged(d + "; server_max_window_bits=10, " + d, d), "||");
  for (const char* bad :
       {"server_max_window_bits", "client_max_window_bits=16", "client_max_window_bits=08", "client_max_window_bits",
        "what", "server_no_context_takeover=1", "server_no_context_takeover; server_no_context_takeover"})
    EXPECT_THAT(judged(d + "; client_max_window_bits", d + "; " + bad), Not(HasSubstr("||"))) << bad;
  EXPECT_THAT(judged(d + "; server_max_window_bits=7", ""), ::testing::StartsWith("server_max_window_bits=7: "));
  EXPECT_EQ(judged(d, d + "; client_max_window_bits=9"),
            "||client_max_window_bits=9: the client did not offer to limit its window");
  EXPECT_EQ(judged(d + "; server_max_window_bits=10", d + "; server_max_window_bits=12"),
            "||server_max_window_bits=12: the client asked for 10 at most");
  EXPECT_EQ(judged(d + "; server_no_context_takeover", d),
            "||server_no_context_takeover is missing, and the client asked for it");
}

}  // namespace
}  // namespace wstrace::test::websocket_conformance_test
