// The closing lines: broadcasts, and which numbers are missing above them.
#include "output/closing.h"

#include <gtest/gtest.h>

#include "output_sample.h"

namespace wstrace::test::output_closing_test {
namespace {

using namespace sample;

std::string closing(const Tally& tally, const EndFacts& end = {}, const TextOptions& options = {}) {
  MemoryOutput output;
  TextWriter writer(output, {100, false});
  print_closing(writer, end, tally, options);
  return output.text();
}

Tally tally_of(std::initializer_list<const SessionType*> types) {
  Tally tally;
  std::uint32_t number = 0;
  for (const SessionType* type : types) {
    ++number;
    tally.add(session(number, {number}, *type));
  }
  return tally;
}

TEST(Closing, NumbersThatAreMissingAboveAreExplained) {
  EXPECT_EQ(
      closing(tally_of({&session_types::socketio, &session_types::http, &session_types::websocket, &session_types::http,
                        &session_types::http, &session_types::tls, &session_types::tcp, &session_types::socketio})),
      "Not shown: 3 plain HTTP connections (sessions 2, 4, 5), 1 TLS connection (session 6), no keys, 1\n"
      "other TCP connection (session 7); --all shows them.\n");
}

TEST(Closing, NumbersBehindTheLastSessionAreMissedByNobody) {
  EXPECT_EQ(closing(tally_of({&session_types::socketio, &session_types::http, &session_types::http})),
            "Not shown: 2 plain HTTP connections; --all shows them.\n");
}

TEST(Closing, BroadcastsAreSummedUp) {
  EndFacts end;
  end.broadcasts = {{"news", 2, 50, 25, 3'200 * kMicrosecond}, {"/admin \x1b[1m", 3, 7, 4, kMillisecond}};
  EXPECT_EQ(closing(tally_of({&session_types::socketio}), end),
            "Broadcasts: \"news\" 2× to 25 sessions each, within 3.2 ms; \"/admin \\x1b[1m\" 3× to up to 4 sessions\n"
            "each, within 1.0 ms\n");
  end.broadcasts.assign(10, {"n", 1, 2, 2, 0});
  EXPECT_NE(closing(tally_of({&session_types::socketio}), end).find("and 2 more\n"), std::string::npos);
}

TEST(Closing, WhatWentWrongIsSaidOnceWithWhatToDo) {
  EndFacts end;
  end.causes = {{"chat.late", Severity::error, "the answer was late", "look at the server's load", {1, 2, 6}, 0},
                {"chat.odd", Severity::warning, "odd \x1b[1m", "", {3}, 0}};
  EXPECT_EQ(closing(tally_of({&session_types::socketio}), end),
            "What went wrong:\n"
            "  ! 3 sessions (1, 2, 6): the answer was late [chat.late]\n"
            "    → look at the server's load\n"
            "  ! session 3: odd \\x1b[1m [chat.odd]\n");
}

TEST(Closing, WhatWasLeftOutIsSaid) {
  EndFacts end;
  end.packets = 100;
  end.duplicates = 40;
  end.damaged = 1;
  end.icmp_elsewhere = 2;
  end.icmp_untold = 3;
  EXPECT_EQ(closing(tally_of({&session_types::socketio}), end),
            "40 packets were captured more than once; the copies are ignored.\n"
            "1 packet with a wrong checksum was ignored, as a receiver would.\n"
            "2 ICMP errors about TCP connections that are not in this capture.\n"
            "3 further ICMP errors are not shown.\n");
}

constexpr ProtocolDef kQuic{.name = "quic", .title = "QUIC", .events = no_events, .notes = no_notes};

UndecodedFacts undecoded(std::uint64_t connections, std::uint64_t unanswered) {
  return {&kQuic, "HTTP/3", "let the browser use TCP", connections, unanswered, {7, 5}, {5000, 1200}};
}

TEST(Closing, WhyTheInputWasNotReadToItsEnd) {
  EndFacts end;
  end.interrupted = "SIGTERM";
  const Tally tally = tally_of({&session_types::socketio});
  EXPECT_EQ(closing(tally, end), "! Interrupted by SIGTERM: the rest of the input was not read.\n");
  end.interrupted = {};
  end.stopped = "no room";
  EXPECT_EQ(closing(tally, end), "! The trace stopped early: no room\n");
}

TEST(Closing, WhatIsNotDecodedIsCounted) {
  EndFacts end;
  end.undecoded = {undecoded(3, 1)};
  const Tally tally = tally_of({&session_types::socketio});
  EXPECT_EQ(closing(tally, end),
            "3 QUIC connections (HTTP/3), not decoded: 12 packets, 6200 bytes; 1 never answered.\n");
  end.undecoded = {undecoded(1, 1)};
  EXPECT_EQ(closing(tally, end), "1 QUIC connection (HTTP/3), not decoded: 12 packets, 6200 bytes, never answered.\n");
  end.undecoded = {undecoded(1, 0)};
  EXPECT_EQ(closing(tally, end), "1 QUIC connection (HTTP/3), not decoded: 12 packets, 6200 bytes.\n");
}

TEST(Closing, WhereNothingElseIsItSaysHowToSeeIt) {
  EndFacts end;
  end.packets = 12;
  end.undecoded = {undecoded(2, 0)};
  EXPECT_EQ(closing({}, end),
            "No WebSocket, Engine.IO or Socket.IO session in 12 packets. The traffic is QUIC, which is not\n"
            "decoded: let the browser use TCP.\n"
            "2 QUIC connections (HTTP/3), not decoded: 12 packets, 6200 bytes.\n");
  end.connections = 1;
  EXPECT_NE(closing({}, end).find("The traffic may be using QUIC"), std::string::npos);
}

TEST(Closing, ASnapLengthIsWhyNothingWasFound) {
  EndFacts end;
  end.packets = 80;
  end.connections = 1;
  end.cut = 11;
  end.cut_to = 96;
  EXPECT_EQ(closing(tally_of({&session_types::tcp}), end).substr(0, 119),
            "No WebSocket, Engine.IO or Socket.IO session in 80 packets. The capture has only the first 96 bytes\n"
            "of each packet, too");
  end.cut = 10;  // too few to be the reason
  const std::string reported = closing(tally_of({&session_types::tcp}), end);
  EXPECT_EQ(reported.find("too few"), std::string::npos);
  EXPECT_NE(reported.find("! Only the first 96 bytes of 10 packets were recorded"), std::string::npos);
}

std::string text_of(std::initializer_list<std::uint32_t> numbers, std::size_t most = 6) {
  NumberRanges ranges;
  for (const std::uint32_t number : numbers) ranges.add(number);
  return ranges.text("session", most);
}

TEST(NumberRanges, CloseUpInWhicheverOrderTheNumbersCome) {
  EXPECT_EQ(text_of({7}), "session 7");
  EXPECT_EQ(text_of({3, 2}), "sessions 2, 3");
  EXPECT_EQ(text_of({4, 2, 3}), "sessions 2–4");
  EXPECT_EQ(text_of({9, 2, 4, 3, 11, 10}), "sessions 2–4, 9–11");
  EXPECT_EQ(text_of({9, 2, 5, 3, 7}, 2), "sessions 2, 3, 5 and 2 more");
}

TEST(NumberRanges, KeepTheLeastOnesOfVeryMany) {
  NumberRanges ranges;
  for (std::uint32_t n = 10'000; n > 0; --n) ranges.add(2 * n);
  EXPECT_EQ(ranges.least(), 2U);
  EXPECT_EQ(ranges.text("session", 3), "sessions 2, 4, 6 and 9997 more");
}

TextOptions choosing(std::initializer_list<std::pair<std::uint32_t, std::uint32_t>> ranges) {
  TextOptions options;
  for (const auto& [first, last] : ranges) options.sessions.add(first, last);
  return options;
}

TEST(Closing, OfChosenSessionsOnlyTheirOwnCausesAreNamed) {
  EndFacts end;
  end.sessions = 9;
  end.causes = {{"chat.late", Severity::error, "the answer was late", "", {1, 2, 6}, 4},
                {"chat.odd", Severity::warning, "odd", "", {3}, 0}};
  end.broadcasts = {{"news", 2, 50, 25, 3'200 * kMicrosecond}};
  const Tally tally = tally_of({&session_types::socketio, &session_types::http});
  EXPECT_EQ(closing(tally, end, choosing({{2, 2}, {5, 9}})),
            "What went wrong:\n"
            "  ! 2 sessions (2, 6): the answer was late [chat.late]\n");
  // A single one has said it in its footer.
  EXPECT_EQ(closing(tally, end, choosing({{2, 2}})), "");
}

TEST(Closing, NumbersThatNoSessionHasAreNamed) {
  EndFacts end;
  end.sessions = 4;
  EXPECT_EQ(closing({}, end, choosing({{5, 5}})),
            "There is no session 5 in this capture; --list shows all sessions.\n");
  EXPECT_EQ(closing({}, end, choosing({{1, 1}, {5, 5}, {7, 9}})),
            "There are no sessions 5, 7-9 in this capture; --list shows all sessions.\n");
  EXPECT_EQ(closing({}, end, choosing({{3, 900}})), "");
  end.interrupted = "SIGINT";
  EXPECT_EQ(closing({}, end, choosing({{1, 1}})), "! Interrupted by SIGINT: the rest of the input was not read.\n");
}

}  // namespace
}  // namespace wstrace::test::output_closing_test
