// The foot of a session: how it ended and in whose words, its events, what its bytes were spent on, and what to do.
#include "output/session_foot.h"

#include <gtest/gtest.h>

#include <sstream>

#include "output_sample.h"

namespace wstrace::test::output_foot_test {
namespace {

using namespace sample;

std::string foot(const SessionFacts& facts, std::size_t width = 100, int verbosity = 0) {
  MemoryOutput output;
  TextWriter writer(output, {width, false});
  print_session_foot(writer, facts, verbosity);
  return output.text();
}

/// An event that was sent so often, of so many bytes, and answered after each of these times.
NamedCount named(std::string name, std::uint64_t count, std::uint64_t bytes,
                 std::initializer_list<std::uint64_t> rtts_us = {}) {
  NamedCount event;
  event.nsp = "/";
  event.name = std::move(name);
  event.count = count;
  event.bytes = bytes;
  event.acked = rtts_us.size();
  for (const std::uint64_t rtt : rtts_us) event.rtt_us.add(rtt);
  return event;
}

NamedCount pushed(std::string name, std::uint64_t count, std::uint64_t bytes, std::uint64_t broadcast) {
  NamedCount event = named(std::move(name), count, bytes);
  event.dir = Direction::s2c;
  event.broadcast = broadcast;
  return event;
}

TEST(Foot, WhatEachSidesHandlerGetsStandsUnderTheReason) {
  SessionFacts facts = session(1, {1}, session_types::socketio);
  facts.outcome.reason = "the client left its last namespace";
  facts.outcome.client_word = "io client disconnect";
  facts.outcome.server_word = "client namespace disconnect";
  EXPECT_EQ(foot(facts),
            "  ended        the client left its last namespace\n"
            "               client \"disconnect\" reason: \"io client disconnect\"; server: \"client namespace\n"
            "               disconnect\"\n");
  facts.outcome.client_word = "";
  EXPECT_EQ(foot(facts, 160),
            "  ended        the client left its last namespace\n"
            "               server \"disconnect\" reason: \"client namespace disconnect\"\n");
  facts.outcome.reason = "";
  facts.outcome.server_word = facts.outcome.client_word = "transport close";
  EXPECT_EQ(foot(facts), "  ended        \"disconnect\" reason on both sides: \"transport close\"\n");
}

TEST(Foot, AWebSocketsSidesSeeCloseCodes) {
  SessionFacts facts = session(1, {1}, session_types::websocket);
  facts.outcome.client_word = "1006 (abnormal closure)";
  EXPECT_EQ(foot(facts), "  ended        client sees close code 1006 (abnormal closure)\n");
  facts.outcome.server_word = "1001 (going away)";
  EXPECT_EQ(foot(facts),
            "  ended        client sees close code 1006 (abnormal closure); server sees close code 1001 (going\n"
            "               away)\n");
  facts.outcome.client_word = "";
  EXPECT_EQ(foot(facts), "  ended        server sees close code 1001 (going away)\n");
  facts.outcome.client_word = facts.outcome.server_word;
  EXPECT_EQ(foot(facts), "  ended        both sides see close code 1001 (going away)\n");
}

TEST(Foot, WordsThatTheReasonQuotesAreNotSaidTwice) {
  SessionFacts facts = session(1, {1}, session_types::socketio);
  facts.outcome.reason = "the server fell silent (\"ping timeout\")";
  facts.outcome.client_word = "ping timeout";
  EXPECT_EQ(foot(facts), "  ended        the server fell silent (\"ping timeout\")\n");
}

TEST(Foot, OneEventIsALine) {
  SessionFacts facts = session(1, {1});
  facts.events = {named("work", 2, 24, {886, 939})};
  facts.events[0].broadcast = 1;
  EXPECT_EQ(foot(facts),
            "  events       ──▶ \"work\" 2×, 24 bytes, 2 acknowledged in 886–939 µs, 1 to several sessions\n");
}

TEST(Foot, AnAcknowledgementThatNeverCameIsNoneThatWasNotAskedFor) {
  SessionFacts facts = session(1, {1});
  facts.events = {named("forget", 1, 0)};
  facts.events[0].asked = 1;
  EXPECT_EQ(foot(facts), "  events       ──▶ \"forget\" 1×, 1 acknowledgement asked for, none came\n");
  facts.events = {named("forget", 3, 0), named("work", 3, 0, {886, 939}), named("bye", 1, 0)};
  facts.events[0].asked = 2;
  facts.events[1].asked = 3;
  EXPECT_EQ(foot(facts),
            "  events                     count   acked     p50     p99\n"
            "               ──▶ \"forget\"      3  0 of 2\n"
            "               ──▶ \"work\"        3  2 of 3  886 µs  939 µs\n"
            "               ──▶ \"bye\"         1\n");
}

TEST(Foot, NotesThatDifferAreListedAndTheirAdviceIsGivenOnce) {
  SessionFacts facts = session(1, {1});
  for (const std::string_view text : {"the answer took 1 s", "the answer took 2 s", "the answer took 1 s"})
    facts.add_note({&kLate, std::string(text), kStart, 1, 1});
  EXPECT_EQ(foot(facts),
            "  ! 2 warnings  the answer took 1 s [chat.late, Chat 1.2]\n"
            "  ! 1 warning  the answer took 2 s [chat.late, Chat 1.2]\n"
            "               → Look at the server's load.\n");
  for (const std::string_view text : {"3 s", "4 s", "5 s", "6 s"})
    facts.add_note({&kLate, std::string(text), kStart, 1, 1});
  EXPECT_NE(foot(facts).find("4 s [chat.late, Chat 1.2]\n               and 2 more of this kind\n"), std::string::npos)
      << foot(facts);
}

TEST(Foot, SeveralEventsAreATable) {
  SessionFacts facts = session(1, {1});
  facts.events = {named("chat", 120, 24'400, {300, 1'200}), pushed("news", 7, 9'999, 5)};
  facts.events[1].nsp = "/admin";
  EXPECT_EQ(foot(facts),
            "  events                          count    bytes  acked     p50     p99  broadcast\n"
            "               ──▶ \"chat\"           120  24.4 kB      2  300 µs  1.2 ms\n"
            "               ◀── /admin \"news\"      7     9999                                 5\n");
}

TEST(Foot, ColumnsWithoutAValueAreLeftOut) {
  SessionFacts facts = session(1, {1});
  facts.events = {named("a", 1, 0), named("b", 2, 0)};
  EXPECT_EQ(foot(facts),
            "  events                count\n"
            "               ──▶ \"a\"      1\n"
            "               ──▶ \"b\"      2\n");
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(Foot, TheTableFitsEveryWidthAndKeepsItsNamesAndCounts) {
  SessionFacts facts = session(1, {1});
  facts.events = {named("a name much longer than any terminal would want to show in a table, and then some more", 1,
                        123'456, {1'234'567}),
                  pushed("\x1b[31mred", 1, 1, 1)};
  for (const std::size_t width : {60, 80, 100, 160}) {
    const std::vector<std::string> lines = lines_of(foot(facts, width));
    ASSERT_EQ(lines.size(), 3U);
    for (const std::string& line : lines) EXPECT_LE(columns_of(line), width) << line;
    EXPECT_NE(lines[0].find("count"), std::string::npos) << lines[0];
    EXPECT_NE(lines[1].find("\"a name m"), std::string::npos) << lines[1];
    EXPECT_NE(lines[2].find("\\x1b[31m"), std::string::npos) << lines[2];
    EXPECT_EQ(lines[0].find("p99") != std::string::npos, width > 60) << lines[0];
    EXPECT_EQ(lines[1].find("…") != std::string::npos, width < 160) << lines[1];
  }
}

TEST(Foot, ManyNamesAreCountedUnlessAllAreAskedFor) {
  SessionFacts facts = session(1, {1});
  for (int i = 0; i < 30; ++i) facts.events.push_back(named("name" + std::to_string(i), 1, 1));
  facts.events_uncounted = 3;
  const std::string some = foot(facts);
  EXPECT_EQ(lines_of(some).size(), 14U);
  EXPECT_TRUE(some.ends_with("               … 18 more names; -v shows them   3 events with other names\n")) << some;
  EXPECT_EQ(lines_of(foot(facts, 100, 1)).size(), 32U);
}

TEST(Foot, Heartbeats) {
  SessionFacts facts = session(1, {1});
  facts.heartbeats.pings = 4;
  EXPECT_EQ(foot(facts), "  heartbeats   4 pings, none answered\n");
  facts.heartbeats.pongs = 4;
  for (const std::uint64_t rtt : {200, 900, 500, 300}) facts.heartbeats.rtt_us.add(rtt);
  EXPECT_EQ(foot(facts), "  heartbeats   4 pings, RTT 200–900 µs\n");
  facts.heartbeats.pings = 5;
  EXPECT_EQ(foot(facts), "  heartbeats   5 pings, 4 answered, RTT 200–900 µs\n");
  facts.heartbeats = {};
  facts.heartbeats.pongs = 1;
  EXPECT_EQ(foot(facts), "  heartbeats   1 pong\n");
}

SessionFacts with_traffic(std::uint64_t wire) {
  SessionFacts facts = session(1, {1});
  facts.traffic.packets = {10, 0};
  facts.traffic.bytes = {wire, 0};
  facts.traffic.layers = {0, 0, 280, 400, 320, 0, 0, 0};
  return facts;
}

TEST(Foot, WhatEachLayerTookOfTheWire) {
  SessionFacts facts = with_traffic(20'000);
  facts.traffic.add_framing(tls::protocol, 4'000);
  facts.traffic.add_framing(kWire, 8'000);
  facts.traffic.add_framing(kChat, 100);
  facts.traffic.payload = 6'500;
  facts.events = {named("x", 9, 0)};
  facts.events_uncounted = 1;
  EXPECT_EQ(foot(facts),
            "  events       ──▶ \"x\" 9×   1 event with other names\n"
            "  traffic      ──▶ 10 packets, 20.0 kB   ◀── 0 packets, 0 bytes\n"
            "  bytes        20.0 kB = TCP/IP 1000 bytes (5 %), TLS 4000 bytes (20 %), Wire 8000 bytes (40 %),\n"
            "               Chat 100 bytes, payload 6500 bytes (33 %), other 400 bytes;\n"
            "               ≈ 2000 bytes on the wire per event\n");
}

TEST(Foot, CopiesAreToldBesideTheTraffic) {
  SessionFacts facts = with_traffic(20'000);
  facts.traffic.duplicates = {12, 24'000};
  EXPECT_NE(foot(facts).find("──▶ 10 packets, 20.0 kB   ◀── 0 packets, 0 bytes   ignored: 12 copies, 24.0 kB\n"),
            std::string::npos)
      << foot(facts);
  facts.traffic.duplicates.packets = 1;
  EXPECT_NE(foot(facts).find("ignored: 1 copy, "), std::string::npos);
}

TEST(Foot, ASessionWithoutLayersHasNoCost) {
  SessionFacts facts = session(1, {1});
  facts.traffic.packets = {1, 1};
  facts.traffic.bytes = {100, 100};
  EXPECT_EQ(foot(facts).find("  bytes  "), std::string::npos);
}

std::string cost(const SessionFacts& facts) {
  const std::string text = foot(facts, Terminal::kUnlimited);
  const std::size_t at = text.find("  bytes        ");
  return at == std::string::npos ? "" : text.substr(at + 15);
}

TEST(Foot, WhatNobodyCountedIsOtherUnlessItIsNextToNothing) {
  SessionFacts facts = with_traffic(2'000);
  facts.traffic.add_framing(kChat, 980);
  EXPECT_EQ(cost(facts), "2000 bytes = TCP/IP 1000 bytes (50 %), Chat 980 bytes (49 %)\n");
  facts.traffic.bytes = {2'100, 0};
  EXPECT_EQ(cost(facts), "2100 bytes = TCP/IP 1000 bytes (48 %), Chat 980 bytes (47 %), other 120 bytes (6 %)\n");
}

TEST(Foot, WhatIsAboveTcpOnABareConnectionHasAName) {
  SessionFacts facts = with_traffic(3'000);
  facts.type = &session_types::tls;
  EXPECT_EQ(cost(facts), "3000 bytes = TCP/IP 1000 bytes (33 %), encrypted 2000 bytes (67 %)\n");
  facts.type = &session_types::tcp;
  EXPECT_EQ(cost(facts), "3000 bytes = TCP/IP 1000 bytes (33 %), data 2000 bytes (67 %)\n");
}

TEST(Foot, CompressionIsTakenOffTheUppermostFirst) {
  SessionFacts facts = with_traffic(2'000);
  facts.traffic.add_framing(kWire, 900);
  facts.traffic.add_framing(kChat, 200);
  facts.traffic.payload = 5'000;
  facts.traffic.saved = 4'900;
  EXPECT_EQ(cost(facts),
            "2000 bytes = TCP/IP 1000 bytes (50 %), Wire 900 bytes (45 %), Chat 200 bytes (10 %), payload 100 bytes "
            "(5 %); compression saved 4900 bytes\n");
  facts.traffic.saved = 5'100;
  EXPECT_EQ(
      cost(facts),
      "2000 bytes = TCP/IP 1000 bytes (50 %), Wire 900 bytes (45 %), Chat 100 bytes (5 %); compression saved 5100 "
      "bytes\n");
}

TEST(Foot, TheWirePerEventComparesTransports) {
  SessionFacts facts = with_traffic(2'000);
  facts.traffic.add_framing(kChat, 1'000);
  facts.events = {named("x", 2, 10), named("y", 2, 10)};
  facts.events_uncounted = 1;
  EXPECT_TRUE(cost(facts).ends_with("; ≈ 400 bytes on the wire per event\n")) << cost(facts);
}

TEST(Foot, PollsAndTheOtherSideOfAProxy) {
  SessionFacts facts = session(1, {1});
  facts.polls = 17;
  facts.other_sides = {2};
  EXPECT_EQ(foot(facts),
            "  polls        17 HTTP requests\n"
            "  other side   session 2 is the same session on the other side of a proxy\n");
  facts.other_sides = {2, 3, 4};
  EXPECT_NE(foot(facts).find("sessions 2–4 are the same session on the other side of a proxy"), std::string::npos);
}

TEST(Foot, AWarningSaysWhatToDo) {
  static constexpr NoteDef kRemark{"chat.remark", Severity::note, "", "", "Nothing to be done."};
  static constexpr NoteDef kLong{"chat.long", Severity::error, "", "Chat 2",
                                 "make the first of the two smaller, or the second larger, whichever is less work, "
                                 "and then look at the trace again"};
  SessionFacts facts = session(1, {1});
  facts.notes = {{&kRemark, "a remark", kStart, 1, 1},
                 {&kLate, "the answer took 2 s", kStart, 1, 3},
                 {&kLong, "too large", kStart, 1, 1}};
  EXPECT_EQ(foot(facts),
            "  ! 1 error    too large [chat.long, Chat 2]\n"
            "               → make the first of the two smaller, or the second larger, whichever is less work,\n"
            "                 and then look at the trace again\n"
            "  ! 3 warnings  the answer took 2 s [chat.late, Chat 1.2]\n"
            "                → Look at the server's load.\n"
            "  · 1 note     a remark [chat.remark]\n");
}

}  // namespace
}  // namespace wstrace::test::output_foot_test
