// The timeline: what is shown, what folds, in which order, and how wide.
#include "output/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "output/escape.h"
#include "output/session_header.h"
#include "output/session_text.h"
#include "output_sample.h"

namespace wstrace::test::output_text_test {
namespace {

using namespace sample;
using std::string_view;

Terminal wide(std::size_t columns) { return {columns, false}; }

template <class Tell>
std::string reported(Tell report, const TextOptions& options = {}, const Terminal& terminal = {}, bool live = false) {
  MemoryOutput output;
  TextSink sink(output, terminal, options);
  sink.on_capture(capture(live));
  report(sink);
  return output.text();
}

/// The whole life of a connection with one session, and nothing else.
template <class Tell>
std::string session_reported(Tell report, const TextOptions& options = {}, const Terminal& terminal = {}) {
  return reported(
      [&](Sink& sink) {
        report(sink);
        sink.on_session(session(1, {1}));
        sink.on_connection_gone(1);
        sink.on_end({});
      },
      options, terminal);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The rows between the heading and the next empty line.
std::string rows_of(const std::string& text) {
  std::string rows;
  bool inside = false;
  for (const std::string& line : lines_of(text)) {
    if (inside && line.empty()) break;
    if (inside) rows += line + "\n";
    inside = inside || line.find("protocol") != std::string::npos;
  }
  return rows;
}

Happening message(Duration at, string_view name, string_view args, std::uint32_t connection = 1) {
  return Happening(kMessage, at, connection, 1, {make_field(kName, name), make_field(kArgs, args)});
}

TEST(Text, ASessionIsTold) {
  const std::string text = reported([](Sink& sink) {
    Happening(kSyn, 0, 1, 0, {make_field(kSeq, 12345)}).packet(1).to(sink);
    Happening(kSyn, 3 * kMillisecond, 2, 0).packet(2).to(sink);
    message(9 * kMillisecond, "hello", "[1]").packet(3).to(sink);
    message(9 * kMillisecond, "again", "[2]").packet(3).from_server().to(sink);
    SessionFacts facts = session(1, {1, 2}, session_types::socketio);
    facts.sid = "d295Zj1CICcaQZntAAAA";
    facts.path = "/chat/";
    facts.stack.add({&kWire, "4"});
    facts.stack.add({&kChat, "5"});
    facts.add_transport("polling");
    facts.add_transport("websocket");
    facts.add_handshake({nullptr, "TCP", 43 * kMicrosecond});
    facts.add_handshake({nullptr, "upgrade", 22 * kMillisecond});
    facts.outcome.reason = "namespace left";
    facts.traffic.packets = {42, 1};
    facts.traffic.bytes = {4200, 60};
    facts.notes.push_back({&kLate, "the answer took 2 s", kStart, 2, 3});
    sink.on_session(facts);
    sink.on_end({});
  });
  EXPECT_EQ(text,
            "Session 1 · Chat 5 on Wire 4 · polling → websocket · 1.18 s · closed by the client\n"
            "  client 10.0.0.1   server 10.0.0.2:3000  /chat/   sid d295Zj1CICcaQZntAAAA\n"
            "  connections  A :40001   B :40002\n"
            "  handshakes   TCP 43 µs   upgrade 22 ms\n"
            "\n"
            "   time s        Δ     OSI  protocol\n"
            " 0.000000           A  L4   Wire       ──▶ SYN          seq 12345\n"
            " 0.003000   3.0 ms  B  L4   Wire       ──▶ SYN\n"
            " 0.009000   6.0 ms  A  L7   Chat       ──▶ EVENT \"hello\"   1\n"
            "                    A  L7   Chat       ◀── EVENT \"again\"   2\n"
            "\n"
            "  ended        namespace left\n"
            "  traffic      ──▶ 42 packets, 4200 bytes   ◀── 1 packet, 60 bytes\n"
            "  ! 3 warnings  B: the answer took 2 s [chat.late, Chat 1.2]\n"
            "                → Look at the server's load.\n"
            "\n");
}

TEST(Text, ASessionThatFollowsAnotherOneSaysHowThatEnded) {
  const auto head = [](const SessionFacts& facts) {
    MemoryOutput output;
    TextWriter writer(output, {100, false});
    print_session_header(writer, facts, 0);
    return output.text();
  };
  SessionFacts facts = session(5, {1});
  facts.previous = {4, 3, 1'200 * kMillisecond, "the server \x1b[1m left", false};
  EXPECT_NE(head(facts).find("\n  attempt 3    1.20 s after session 4, which ended: the server \\x1b[1m left\n"),
            std::string::npos)
      << head(facts);
  facts.previous.in_order = true;
  EXPECT_EQ(head(facts).find("attempt"), std::string::npos) << "who left by itself comes when it likes";
}

TEST(Text, RoutineAndExplainedEventsFold) {
  const auto report = [](Sink& sink) {
    Happening(kAck, 0, 1, 1).to(sink);
    message(1, "told above", "").explained().to(sink);
    message(2, "shown", "").to(sink);
  };
  EXPECT_EQ(lines_of(rows_of(session_reported(report))).size(), 1U);
  TextOptions more;
  more.verbosity = 1;
  EXPECT_EQ(lines_of(rows_of(session_reported(report, more))).size(), 2U);
  more.verbosity = 2;
  EXPECT_EQ(lines_of(rows_of(session_reported(report, more))).size(), 3U);
}

TEST(Text, WhatCarriesANoteNeverFolds) {
  const std::string text = rows_of(session_reported([](Sink& sink) {
    Happening late(kAck, 0, 1, 1, {make_field(kRtt, 2'000'000)});
    late.explained().note(kLate).to(sink);
    late.event.time += kSecond;
    late.to(sink);
  }));
  EXPECT_EQ(text,
            " 0.000000           L4   Wire       ──▶ ACK\n"
            "                    ! warning  The answer took 2 s [chat.late]\n"
            " 1.000000      1 s  L4   Wire       ──▶ ACK\n"
            "                    ! warning  The answer took 2 s [chat.late]\n");
}

void emit_heartbeats(Sink& sink, int n) {
  for (int i = 0; i < n; ++i) {
    Happening(kPing, i * kSecond, 1, 1).from_server().to(sink);
    Happening(kPong, i * kSecond + 200, 1, 1, {make_field(kRtt, 200U + 100U * i)}).to(sink);
  }
}

TEST(Text, HeartbeatsAreCountedUntilTheNextRow) {
  const std::string text = rows_of(session_reported([](Sink& sink) {
    emit_heartbeats(sink, 4);
    message(9 * kSecond, "x", "").to(sink);
    Happening(kPing, 10 * kSecond, 1, 1).from_server().to(sink);
  }));
  EXPECT_EQ(text,
            "          ⋮   4 heartbeats, RTT 200–500 µs\n"
            " 9.000000           L7   Chat       ──▶ EVENT \"x\"\n"
            "          ⋮   1 heartbeat\n");
  TextOptions more;
  more.verbosity = 1;
  EXPECT_EQ(lines_of(rows_of(session_reported([](Sink& sink) { emit_heartbeats(sink, 4); }, more))).size(), 8U);
}

TEST(Text, NothingFromTheNetworkReachesTheTerminalRaw) {
  const std::string text = reported([](Sink& sink) {
    static constexpr NoteDef kQuote{"x.quote", Severity::warning, "said {name}"};
    Happening evil(
        kMessage, 0, 1, 1,
        {make_field(kName, string_view("\x1b]0;owned\a")), make_field(kArgs, string_view("\u202e\xff\x9b"))});
    evil.note(kQuote).to(sink);
    SessionFacts facts = session(1, {1}, session_types::socketio);
    facts.sid = "\x1b[1m";
    facts.path = "/\x1b[2m";
    facts.add_handshake({nullptr, "\x1b[3m", 1});
    facts.outcome.reason = "\x1b[4m";
    facts.notes.push_back({&kQuote, "\x1b[5m", kStart, 1, 1});
    facts.events.push_back({"\x1b[6m", "\x1b[7m", Direction::c2s, 1, 0, {}});
    sink.on_session(facts);
    EndFacts end;
    end.damage = "\x1b[8m";
    end.not_followed = {{"\x1b[9m", 1}};
    sink.on_end(end);
  });
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\a'), std::string::npos);
  EXPECT_EQ(text.find("\u202e"), std::string::npos);
  EXPECT_EQ(text.find('\xff'), std::string::npos);
  for (const char digit : {'1', '2', '3', '4', '5', '6', '7', '8', '9'})
    EXPECT_NE(text.find(std::string("\\x1b[") + digit), std::string::npos) << digit;
}

void emit_long(Sink& sink) {
  const std::string args =
      R"({"wide":"日本語日本語日本語日本語日本語日本語","n":[1,2,3,4,5,6,7,8,9,10]})" + std::string(300, 'x');
  message(0, "a rather long name of an event that leaves the summary little room", args).to(sink);
  Happening late(kMessage, 1, 1, 1, {make_field(kName, string_view(args)), make_field(kArgs, string_view("[]"))});
  late.event.raw = as_bytes("some bytes on the wire, more than one line of them");
  static constexpr NoteDef kLong{"x.long", Severity::warning,
                                 "a long story about {name} that goes on and on and on, much longer than any terminal",
                                 "Reference 1.2.3", "And then advice, which is not short either, but useful to read."};
  late.note(kLong).to(sink);
  SessionFacts facts = session(1, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, session_types::socketio);
  facts.sid = "d295Zj1CICcaQZntAAAA";
  facts.path = "/" + std::string(200, 'p');
  for (const char* label :
       {"TCP", "HTTP upgrade", "Engine.IO", "transport upgrade", "Socket.IO \"/a\"", "Socket.IO \"/b\""})
    facts.add_handshake({nullptr, label, 22 * kMillisecond});
  facts.outcome.reason = std::string(150, 'r');
  facts.notes.push_back({&kLong, std::string(150, 'n'), kStart, 2, 123});
  for (int i = 0; i < 30; ++i) facts.events.push_back({"/nsp", "name" + std::to_string(i), Direction::c2s, 1, 0, {}});
  facts.traffic.packets = {1, 1};
  sink.on_session(facts);
  EndFacts end;
  end.damage = std::string(150, 'd');
  end.not_followed = {{std::string(150, 'f'), 1}};
  end.kernel_drops = 1;
  sink.on_end(end);
}

TEST(Text, NoLineIsWiderThanTheTerminal) {
  for (const std::size_t width : {60, 80, 100, 160})
    for (const int verbosity : {0, 1, 2}) {
      TextOptions options;
      options.verbosity = verbosity;
      options.hex = true;
      std::size_t widest = 0;
      for (const std::string& line : lines_of(reported(emit_long, options, wide(width)))) {
        EXPECT_LE(columns_of(line), width) << line;
        EXPECT_FALSE(line.ends_with(' ')) << line;
        widest = std::max(widest, columns_of(line));
      }
      EXPECT_GE(widest, width - 1) << "the width is made use of";
    }
}

TEST(Text, RowsAreCutToOneLineWrappedOnceVerboseAndWholeAtVv) {
  const std::string args(2000, 'x');
  const auto report = [&](Sink& sink) { message(0, "n", args).to(sink); };
  const auto shown = [&](int verbosity) {
    TextOptions options;
    options.verbosity = verbosity;
    const std::string rows = rows_of(session_reported(report, options));
    return std::pair(lines_of(rows).size(), std::count(rows.begin(), rows.end(), 'x'));
  };
  EXPECT_EQ(shown(0).first, 1U);
  EXPECT_GT(shown(1).first, 8U);
  EXPECT_LT(shown(1).second, 2000);
  EXPECT_EQ(shown(2).second, 2000);
}

TEST(Text, ALongValueIsCutBeforeTheWordsThatFollowIt) {
  const std::string args = "[\"" + std::string(300, 'x') + "\"]";
  const std::string rows = rows_of(session_reported([&](Sink& sink) {
    Happening(kMessage, 0, 1, 1,
              {make_field(kName, string_view("n")), make_field(kArgs, string_view(args)), make_field(kRtt, 19'700)})
        .to(sink);
  }));
  EXPECT_EQ(rows,
            " 0.000000           L7   Chat       ──▶ EVENT \"n\"    \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…, RTT 20 ms\n");
}

TEST(Text, SummariesStandUnderEachOtherButForThoseBehindALongerTitle) {
  const std::string rows = rows_of(session_reported([&](Sink& sink) {
    message(0, "a", std::string(500, 'x')).to(sink);
    message(0, "a", "short").to(sink);
    message(0, "a longer name", "pushed right").to(sink);
  }));
  const std::vector<std::string> lines = lines_of(rows);
  EXPECT_EQ(columns_of(lines[0].substr(0, lines[0].find("xx"))), 53U);
  EXPECT_EQ(columns_of(lines[1].substr(0, lines[1].find("short"))), 53U);
  EXPECT_EQ(columns_of(lines[2].substr(0, lines[2].find("pushed"))), 64U);
}

TEST(Text, WithoutALimitNothingIsCut) {
  const std::string args(5000, 'x');
  const std::string rows =
      rows_of(session_reported([&](Sink& sink) { message(0, "n", args).to(sink); }, {}, wide(Terminal::kUnlimited)));
  EXPECT_NE(rows.find(args), std::string::npos);
  EXPECT_EQ(lines_of(rows).size(), 1U);
}

TEST(Text, SessionsStandInOrderOfTheirNumbersWhicheverEndsFirst) {
  const std::string text = reported([](Sink& sink) {
    Happening(kMessage, 0, 1, 1, {make_field(kName, string_view("of one"))}).to(sink);
    Happening(kMessage, 1, 2, 2, {make_field(kName, string_view("of two"))}).to(sink);
    sink.on_session(session(2, {2}));
    sink.on_connection_gone(2);
    sink.on_session(session(3, {3}, session_types::tcp));
    sink.on_connection_gone(3);
    sink.on_session(session(1, {1}));
    sink.on_connection_gone(1);
    sink.on_end({});
  });
  const std::size_t first = text.find("Session 1");
  const std::size_t second = text.find("Session 2");
  EXPECT_LT(first, text.find("of one"));
  EXPECT_LT(text.find("of one"), second);
  EXPECT_LT(second, text.find("of two"));
  EXPECT_EQ(text.find("Session 3"), std::string::npos);
  EXPECT_NE(text.find("Not shown: 1 other TCP connection; --all shows them."), std::string::npos);
}

TEST(Text, ASessionIsOutAsSoonAsItsTurnHasCome) {
  MemoryOutput output;
  TextSink sink(output, {}, {});
  sink.on_capture(capture());
  sink.on_session(session(2, {2}));
  EXPECT_EQ(output.text(), "");
  sink.on_session(session(1, {1}));
  EXPECT_NE(output.text().find("Session 2"), std::string::npos);
}

TEST(Text, AConnectionThatIsGoneKeepsItsEventsForASessionThatWaits) {
  const std::string text = reported([](Sink& sink) {
    Happening(kSyn, 0, 2, 0, {make_field(kSeq, 77)}).to(sink);
    sink.on_session(session(2, {2}));
    sink.on_connection_gone(2);
    sink.on_session(session(1, {1}));
    sink.on_end({});
  });
  EXPECT_NE(text.find("seq 77"), std::string::npos);
}

TEST(Text, WhatIsPrintedOrNobodysIsForgotten) {
  MemoryOutput output;
  SessionText sink(output, {}, {});
  Happening(kSyn, 0, 1, 0).to(sink);
  Happening(kSyn, 0, 2, 0).to(sink);
  Happening(kMessage, 0, 1, 1).to(sink);
  EXPECT_NE(sink.log().in_memory(), 0U);
  sink.on_session(session(1, {1}));
  sink.on_connection_gone(1);
  sink.on_session(session(2, {2}, session_types::tcp));
  sink.on_connection_gone(2);
  EXPECT_EQ(sink.log().in_memory(), 0U);
}

TEST(Text, TheTimeIsLeftOutOnlyWhileOnePacketSaysMore) {
  const std::string rows = rows_of(session_reported([](Sink& sink) {
    message(0, "a", "").packet(1).to(sink);
    message(0, "b", "").packet(1).to(sink);
    message(0, "c", "").packet(2).to(sink);
  }));
  EXPECT_EQ(rows,
            " 0.000000           L7   Chat       ──▶ EVENT \"a\"\n"
            "                    L7   Chat       ──▶ EVENT \"b\"\n"
            " 0.000000     0 µs  L7   Chat       ──▶ EVENT \"c\"\n");
}

void emit_interleaved(Sink& sink) {
  for (int i = 0; i < 3000; ++i) {
    const auto number = static_cast<std::uint32_t>(i % 3 + 1);
    Happening each(kMessage, i * kMillisecond, number, i % 7 == 0 ? 0 : number,
                   {make_field(kName, string_view("n")), make_field(kArgs, string_view("[\"some text\"]")),
                    make_field(kRtt, static_cast<std::uint64_t>(i))});
    if (i % 10 == 0) each.note(kLate);
    each.packet(static_cast<std::uint64_t>(i) + 1).to(sink);
  }
  for (const std::uint32_t number : {3U, 2U, 1U}) {
    sink.on_session(session(number, {number}));
    sink.on_connection_gone(number);
  }
  sink.on_end({});
}

TEST(Text, ATinyBudgetGivesTheSameText) {
  const std::string in_memory = reported(emit_interleaved);
  for (const std::size_t budget : {std::size_t{0}, std::size_t{1000}, std::size_t{100'000}}) {
    TextOptions tiny;
    tiny.log.budget = budget;
    EXPECT_EQ(reported(emit_interleaved, tiny), in_memory) << budget;
  }
}

TEST(Text, BareConnectionsAreToldWithAll) {
  TextOptions all;
  all.all = true;
  const auto report = [](Sink& sink) {
    sink.on_session(session(1, {1}, session_types::http));
    sink.on_session(session(2, {2}, session_types::tls));
    sink.on_end({});
  };
  EXPECT_NE(reported(report, all).find("Session 2 · TLS"), std::string::npos);
  EXPECT_EQ(reported(report, all).find("Not shown"), std::string::npos);
  EXPECT_NE(reported(report).find("Not shown: 1 plain HTTP connection, 1 TLS connection, no keys; --all shows them."),
            std::string::npos);
}

TEST(Text, ACaptureWithoutASessionSaysSo) {
  const std::string empty = reported([](Sink& sink) { sink.on_end({}); });
  EXPECT_EQ(empty,
            "No WebSocket, Engine.IO or Socket.IO session in 0 packets. Check that this is the right interface or\n"
            "file, and that the filter matches the traffic.\n");
}

TEST(Text, OneSessionWhenAskedFor) {
  TextOptions one;
  one.sessions = SessionNumbers::of(2);
  const auto report = [](Sink& sink) {
    sink.on_session(session(1, {1}));
    sink.on_session(session(2, {2}));
    EndFacts end;
    end.sessions = 2;
    sink.on_end(end);
  };
  EXPECT_EQ(reported(report, one).find("Session 1"), std::string::npos);
  EXPECT_EQ(reported(report, one).find("Session 2"), 0U);
  one.sessions = SessionNumbers::of(9);
  EXPECT_EQ(reported(report, one), "There is no session 9 in this capture; --list shows all sessions.\n");
}

TEST(Text, OnlyTheRowsThatWereAskedFor) {
  const auto report = [](Sink& sink) {
    Happening(kSyn, 0, 1, 1, {make_field(kSeq, 7)}).explained().to(sink);
    message(0, "hello", "").to(sink);
  };
  TextOptions options;
  options.events.add(kWire);
  const std::string below = session_reported(report, options);
  EXPECT_EQ(below.find("Session 1"), 0U);
  EXPECT_NE(below.find("seq 7"), std::string::npos) << below;
  EXPECT_EQ(below.find("hello"), std::string::npos) << below;
  options.events.add(kChat);
  const std::string both = session_reported(report, options);
  EXPECT_EQ(both.find("seq 7"), std::string::npos) << both;
  EXPECT_NE(both.find("hello"), std::string::npos) << both;
}

TEST(Text, QuietLeavesTheRowsOut) {
  TextOptions quiet;
  quiet.quiet = true;
  const std::string text = session_reported([](Sink& sink) { message(0, "hello", "").to(sink); }, quiet);
  EXPECT_EQ(text.find("hello"), std::string::npos);
  EXPECT_EQ(text.find("Session 1"), 0U);
}

TEST(Text, AHexdumpStandsUnderItsRow) {
  TextOptions hex;
  hex.hex = true;
  const std::string rows = rows_of(session_reported(
      [](Sink& sink) {
        Happening each = message(0, "x", "");
        each.event.raw = as_bytes("\x81\x05hello, world and");
        each.to(sink);
      },
      hex));
  EXPECT_EQ(rows,
            " 0.000000           L7   Chat       ──▶ EVENT \"x\"\n"
            "    0000  81 05 68 65 6c 6c 6f 2c 20 77 6f 72 6c 64 20 61  ..hello, world a\n"
            "    0010  6e 64                                            nd\n");
}

TEST(Text, AHexdumpIsShortUnlessEverythingIsAskedFor) {
  const std::string bytes(1500, 'a');
  const auto shown = [&](int verbosity) {
    TextOptions hex;
    hex.hex = true;
    hex.verbosity = verbosity;
    return rows_of(session_reported(
        [&](Sink& sink) {
          Happening each = message(0, "x", "");
          each.event.raw = as_bytes(bytes);
          each.to(sink);
        },
        hex));
  };
  EXPECT_NE(shown(1).find("    … 476 bytes more; -vv shows them\n"), std::string::npos);
  EXPECT_EQ(shown(2).find("more"), std::string::npos);
  EXPECT_NE(shown(2).find("    05d0  "), std::string::npos);
}

TEST(Text, ColourChangesNothingButColour) {
  const auto report = [](Sink& sink) { message(0, "hello", "[1]").to(sink); };
  std::string coloured = session_reported(report, {}, {100, true});
  EXPECT_NE(coloured.find("\x1b[32mChat\x1b[0m"), std::string::npos);
  for (std::size_t at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b'))
    coloured.erase(at, coloured.find('m', at) - at + 1);
  EXPECT_EQ(coloured, session_reported(report));
}

/// A note that comes with each of many packets.
constexpr NoteDef kCut{.code = "wire.cut",
                       .severity = Severity::warning,
                       .text = "only the beginning was recorded",
                       .advice = "record whole packets",
                       .once = true};

TEST(Text, ANoteOfManyPacketsIsShownOnceForEachConnection) {
  const auto report = [](Sink& sink) {
    for (std::uint64_t n = 1; n < 9; ++n)
      Happening(kSyn, static_cast<Duration>(n) * kMillisecond, 1, 1, {make_field(kSeq, n)}).note(kCut).to(sink);
    Happening(kSyn, 20 * kMillisecond, 1, 1, {make_field(kSeq, 99)}).to(sink);
  };
  const auto rows = [&](int verbosity) {
    TextOptions options;
    options.verbosity = verbosity;
    const std::string reported = rows_of(session_reported(report, options));
    return std::count(reported.begin(), reported.end(), 'S');
  };
  EXPECT_EQ(rows(0), 2) << "the first, and the one without the note";
  EXPECT_EQ(rows(1), 9);
}

}  // namespace
}  // namespace wstrace::test::output_text_test
