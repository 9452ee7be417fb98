// The NDJSON contract, byte for byte.
#include "output/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/community_id.h"

#include "output_sample.h"

namespace wstrace::test::output_json_test {
namespace {

using namespace sample;
using std::string_view;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// What the sink writes for one thing told to it.
template <class Tell>
std::string written(Tell report, JsonOptions options = {}) {
  MemoryOutput output;
  JsonSink sink(output, options);
  report(sink);
  return output.text();
}

std::string event_line(Happening happening, JsonOptions options = {}) {
  return written([&](Sink& sink) { happening.to(sink); }, options);
}

/// Only what stands in "fields", with what follows it.
std::string fields_of(std::initializer_list<Field> fields, JsonOptions options = {}) {
  const std::string line = event_line(Happening(kMessage, 0, 1, 0, fields), options);
  return line.substr(line.find(R"("fields":)") + 9);
}

TEST(Json, CaptureNamesTheSchemaTheFilesAndTheInterfaces) {
  EXPECT_EQ(written([](Sink& sink) { sink.on_capture(capture()); }, {.version = "0.2.0"}),
            R"({"record":"capture","schema":"wstrace/2","version":"0.2.0","files":["a.pcapng"],)"
            R"("interfaces":[{"name":"lo","link":"EN10MB","link_type":1}]})"
            "\n");
}

TEST(Json, ALiveCaptureHasNoFiles) {
  EXPECT_EQ(
      written([](Sink& sink) {
        sink.on_capture({{"lo"}, {{"", LinkType::linux_sll2}}, true});
      }),
      R"({"record":"capture","schema":"wstrace/2","live":true,"interfaces":[{"link":"LINUX_SLL2","link_type":276}]})"
      "\n");
}

TEST(Json, AnEventHasItsKeysInTheContractsOrder) {
  Happening ack(kMessage, 123'456'789, 1, 4, {make_field(kName, string_view("hello")), make_field(kRtt, 19'700)});
  ack.from_server().packet(7);
  ack.event.packets = {7, 9};
  ack.event.stream = 3;
  ack.event.sid = "d295Zj1C";
  EXPECT_EQ(event_line(ack),
            R"({"record":"event","time":"2026-11-22T09:50:13.123456789Z","connection":1,"stream":3,"session":4,)"
            R"("sid":"d295Zj1C","dir":"s2c","layer":7,"proto":"chat","event":"message","packet_range":[7,9],)"
            R"("fields":{"name":"hello","rtt_us":19700}})"
            "\n");
}

TEST(Json, KeysThatDoNotApplyAreLeftOut) {
  Event bare;
  bare.def = &kSyn;
  EXPECT_EQ(written([&](Sink& sink) { sink.on_event(bare); }),
            R"({"record":"event","time":"1970-01-01T00:00:00.000000000Z","layer":4,"proto":"wire","event":"syn"})"
            "\n");
}

TEST(Json, TimesBefore1970AndAcrossSecondsAreRight) {
  MemoryOutput output;
  JsonSink sink(output, {});
  for (const Time t : {Time{-1}, Time{999'999'999}, kSecond}) {
    Event event;
    event.def = &kAck;
    event.time = t;
    sink.on_event(event);
  }
  EXPECT_NE(output.text().find(R"("1969-12-31T23:59:59.999999999Z")"), std::string::npos);
  EXPECT_NE(output.text().find(R"("1970-01-01T00:00:00.999999999Z")"), std::string::npos);
  EXPECT_NE(output.text().find(R"("1970-01-01T00:00:01.000000000Z")"), std::string::npos);
}

TEST(Json, EveryKindOfFieldHasItsForm) {
  const std::uint8_t bytes[] = {0xFF, 0x00, 0x10, 0x80};
  EXPECT_EQ(fields_of({make_field(kSeq, 18'446'744'073'709'551'615U), make_field(kLength, 6), make_field(kMasked, 1),
                       make_field(kRtt, 43), make_field(kName, string_view("s\"r\\v\n\x01ë😀")),
                       make_field(kSid, string_view("abc")), make_field(kArgs, string_view("[1,\n\t{\"a\":null}]")),
                       make_field(kPayload, Bytes(bytes))}),
            R"({"seq":18446744073709551615,"length":6,"masked":true,"rtt_us":43,"name":"s\"r\\v\n\u0001ë😀",)"
            R"("sid":"abc","args":[1,  {"a":null}],"payload_base64":"/wAQgA=="}})"
            "\n");
}

TEST(Json, DurationsAreMicroseconds) { EXPECT_EQ(fields_of({make_field(kRtt, 43)}), "{\"rtt_us\":43}}\n"); }

TEST(Json, EmptyValuesAreStillValues) {
  EXPECT_EQ(fields_of({make_field(kName, string_view()), make_field(kPayload, Bytes()), make_field(kMasked, 0)}),
            R"({"name":"","payload_base64":"","masked":false}})"
            "\n");
}

TEST(Json, TextThatIsNotUtf8GoesOutAsBase64WithANote) {
  for (const string_view bad :
       {"\xff", "\xc0\xaf", "\xe0\x80\xaf", "\xf0\x80\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"}) {
    const std::string line = fields_of({make_field(kName, bad)});
    EXPECT_EQ(line.rfind(R"({"name_base64":")", 0), 0U) << line;
  }
  EXPECT_EQ(fields_of({make_field(kName, string_view("a\xff"))}),
            R"({"name_base64":"Yf8="},"notes":[{"severity":"note","code":"text.not-utf8",)"
            R"("text":"'name' is not valid UTF-8; its bytes are given in base64","ref":"RFC 8259 8.1"}]})"
            "\n");
}

TEST(Json, ANoteOnOneEventsTextIsNotMadeOnTheNext) {
  const std::string text = written([](Sink& sink) {
    Happening(kMessage, 0, 1, 0, {make_field(kName, string_view("\xff"))}).to(sink);
    Happening(kMessage, 0, 1, 0, {make_field(kName, string_view("good"))}).to(sink);
  });
  EXPECT_TRUE(text.ends_with("\"fields\":{\"name\":\"good\"}}\n")) << text;
}

TEST(Json, NotesAreFilledAndKeepTheirReference) {
  Happening late(kMessage, 0, 1, 0, {make_field(kRtt, 1'234'567)});
  late.note(kLate);
  const std::string line = event_line(late);
  EXPECT_EQ(line.substr(line.find(R"("notes")")),
            R"("notes":[{"severity":"warning","code":"chat.late","text":"the answer took 1.23 s",)"
            R"("advice":"Look at the server's load.","ref":"Chat 1.2"}]})"
            "\n");
}

TEST(Json, ANotesWordsAreRepairedWhereTheyQuoteBytesThatAreNoText) {
  static constexpr NoteDef kQuotes{"x.quotes", Severity::error, "it said {name}"};
  Happening said(kMessage, 0, 1, 0, {make_field(kName, string_view("a\xff"))});
  said.note(kQuotes);
  EXPECT_NE(event_line(said).find(R"("text":"it said a�")"), std::string::npos);
}

TEST(Json, HeadersAreOneObjectWithLowerCaseNamesEachOnce) {
  const Pair pairs[] = {{"Accept", "a"}, {"Set-Cookie", "x=1, 2"}, {"ACCEPT", "b"}, {"set-cookie", "y=3"}, {"b", ""}};
  EXPECT_EQ(fields_of({make_field(kHeaders, std::span<const Pair>(pairs))}),
            R"({"headers":{"accept":"a, b","set-cookie":"x=1, 2\ny=3","b":""}}})"
            "\n");
}

TEST(Json, AHeaderThatIsNotUtf8GoesOutAsBase64) {
  const Pair pairs[] = {{"server", "\xe9"}, {"n\xe9", "v"}};
  const std::string line = fields_of({make_field(kHeaders, std::span<const Pair>(pairs))});
  EXPECT_EQ(line.rfind(R"({"headers":{"server_base64":"6Q==","n�_base64":"dg=="}},"notes":[{)", 0), 0U) << line;
}

TEST(Json, ThousandsOfHeadersTakeNoQuadraticTime) {
  std::vector<Pair> pairs(60'000, Pair{"a", ""});
  const std::string line = fields_of({make_field(kHeaders, std::span<const Pair>(pairs))});
  EXPECT_EQ(line.size(), std::string(R"({"headers":{"a":""}}})").size() + 1 + 2 * (pairs.size() - 1));
}

TEST(Json, LongValuesAreCutAndSaySo) {
  const std::uint8_t bytes[] = {1, 2, 3, 4, 5};
  EXPECT_EQ(fields_of({make_field(kName, string_view("abé")), make_field(kSeq, 123'456)}, {.max_payload = 3}),
            R"({"name":"ab","seq":123456,"truncated":true}})"
            "\n");
  EXPECT_EQ(fields_of({make_field(kPayload, Bytes(bytes))}, {.max_payload = 3}),
            R"({"payload_base64":"AQID","truncated":true}})"
            "\n");
  EXPECT_EQ(fields_of({make_field(kArgs, string_view(R"(["é"])"))}, {.max_payload = 3}),
            R"({"args_truncated":"[\"","truncated":true}})"
            "\n");
  EXPECT_EQ(fields_of({make_field(kName, string_view("abc"))}, {.max_payload = 3}), "{\"name\":\"abc\"}}\n");
}

TEST(Json, ASessionHasAllOfTheContractsKeys) {
  SessionFacts facts = session(1, {1, 2}, session_types::socketio);
  facts.sid = "d295";
  facts.add_transport("polling");
  facts.add_transport("websocket");
  facts.stack.add({&kWire});
  facts.stack.add({&kChat, "5"});
  facts.traffic.packets = {42, 39};
  facts.traffic.bytes = {4200, 5300};
  facts.traffic.layers = {0, 0, 2, 3, 4, 5, 6, 7};
  facts.traffic.payload = 512;
  NamedCount hello{.nsp = "/", .name = "hello", .count = 2, .asked = 2, .acked = 2, .bytes = 24};
  hello.rtt_us.add(100);
  hello.rtt_us.add(300);
  facts.events = {hello, {.nsp = "/", .name = "push", .dir = Direction::s2c, .count = 1, .bytes = 9, .broadcast = 1}};
  facts.path = "/chat";
  facts.stack.add({&tls::protocol, "1.3"});
  facts.stack.add({&websocket::protocol});
  facts.handshakes.push_back({.protocol = &kWire, .label = "TCP", .took = 43 * kMicrosecond});
  facts.outcome.reason = "close frame 1000";
  facts.outcome.code = kLate.code;
  facts.notes.push_back({&kLate, "the answer took 1.23 s", kStart, 2, 3});
  EXPECT_EQ(written([&](Sink& sink) { sink.on_session(facts); }),
            R"({"record":"session","session":1,"name":"Chat 5","kind":"socketio",)"
            R"("stack":[{"proto":"tcp"},{"proto":"tls","version":"1.3"},{"proto":"websocket"},{"proto":"wire"},)"
            R"({"proto":"chat","version":"5"}],"sid":"d295","client":"10.0.0.1:40001",)"
            R"("server":"10.0.0.2:3000","path":"/chat","connections":[1,2],"transports":["polling","websocket"],)"
            R"("start":"2026-11-22T09:50:13.000000000Z","duration_us":1184900,)"
            R"("handshakes":[{"proto":"wire","label":"TCP","time_us":43}],"packets":{"c2s":42,"s2c":39},)"
            R"("bytes":{"c2s":4200,"s2c":5300,"layers":{"2":2,"3":3,"4":4,"5":5,"6":6,"7":7},"application":512},)"
            R"("events":[{"nsp":"/","name":"hello","dir":"c2s","count":2,"asked":2,"acked":2,)"
            R"("rtt_us":{"p50":100,"p90":300,"p99":300,"max":300},"bytes":24},)"
            R"({"nsp":"/","name":"push","dir":"s2c","count":1,"asked":0,"acked":0,"bytes":9,"broadcast":1}],)"
            R"("outcome":{"state":"closed","by":"client","reason":"close frame 1000","code":"chat.late"},)"
            R"("notes":[{"severity":"warning","code":"chat.late","text":"the answer took 1.23 s",)"
            R"("advice":"Look at the server's load.","ref":"Chat 1.2","primary":true,"count":3}]})"
            "\n");
}

/// The part of a session's record from one key up to another.
std::string part_of(const SessionFacts& facts, string_view from, string_view to) {
  const std::string line = written([&](Sink& sink) { sink.on_session(facts); });
  const std::size_t begin = line.find(from);
  return begin == std::string::npos ? "" : line.substr(begin, line.find(to) - begin);
}

TEST(Json, ASessionSaysWhatItsProtocolsTook) {
  SessionFacts facts = session(1, {1});
  EXPECT_EQ(part_of(facts, R"("protocols")", R"("events")"), "");
  facts.traffic.add_framing(kWire, 300);
  facts.traffic.add_framing(kChat, 20);
  facts.traffic.saved = 77;
  EXPECT_EQ(part_of(facts, R"("protocols")", R"("events")"),
            R"("protocols":{"wire":300,"chat":20},"application":0,"saved":77},)");
}

TEST(Json, ASessionTellsItsHeartbeatsPollsAndOtherSides) {
  SessionFacts facts = session(1, {1});
  EXPECT_EQ(part_of(facts, R"("events")", R"("outcome")"), R"("events":[],)");
  facts.heartbeats.pings = 1;
  EXPECT_EQ(part_of(facts, R"("heartbeats")", R"("outcome")"), R"("heartbeats":{"pings":1,"pongs":0},)");
  facts.heartbeats.pongs = 1;
  facts.heartbeats.rtt_us.add(418);
  facts.polls = 17;
  facts.other_sides = {2, 5};
  EXPECT_EQ(
      part_of(facts, R"("heartbeats")", R"("outcome")"),
      R"("heartbeats":{"pings":1,"pongs":1,"rtt_us":{"p50":418,"p90":418,"p99":418,"max":418}},"polls":17,"other_sides":[2,5],)");
}

TEST(Json, AnOutcomeHasTheWordsThatEachSideIsTold) {
  SessionFacts facts = session(1, {1});
  facts.outcome.server_word = "ping timeout";
  EXPECT_EQ(part_of(facts, R"("outcome")", R"("notes")"),
            R"("outcome":{"state":"closed","by":"client","words":{"server":"ping timeout"}},)");
  facts.outcome.reason = "silence";
  facts.outcome.client_word = "transport close";
  EXPECT_EQ(part_of(facts, R"("reason")", R"("notes")"),
            R"("reason":"silence","words":{"client":"transport close","server":"ping timeout"}},)");
}

TEST(Json, AVerdictOfASessionAloneHasNoConnection) {
  const std::string line = written([](Sink& sink) {
    Happening verdict(kMessage, 0, 1, 4);
    verdict.event.def = &kMessage;
    sink.on_event(verdict.event);
  });
  EXPECT_EQ(line.find(R"("connection")"), std::string::npos) << line;
  EXPECT_NE(line.find(R"("session":4)"), std::string::npos) << line;
}

TEST(Json, ASessionSaysWhichOneItFollowedAndWhichNoteIsThePrimaryOne) {
  SessionFacts facts = session(3, {1});
  facts.previous = {2, 4, 1'500 * kMicrosecond, "the server left", false};
  facts.outcome = {"closed", "server", "late", kLate.code};
  facts.add_note({&kLate, "late by 1", kStart, 1, 1});
  facts.add_note({&kLate, "late by 2", kStart, 1, 2});
  const std::string line = written([&](Sink& sink) { sink.on_session(facts); });
  EXPECT_NE(line.find(R"("previous":2,"attempt":4,"pause_us":1500)"), std::string::npos) << line;
  EXPECT_NE(line.find(R"("text":"late by 1","advice":"Look at the server's load.","ref":"Chat 1.2","primary":true},)"),
            std::string::npos)
      << line;
  EXPECT_NE(line.find(R"("ref":"Chat 1.2","count":2}])"), std::string::npos) << line;
  for (const char* text : {"3", "4", "5", "6", "7"}) facts.add_note({&kLate, text, kStart, 1, 1});
  EXPECT_NE(written([&](Sink& sink) { sink.on_session(facts); }).find(R"("others":3}])"), std::string::npos);
}

TEST(Json, TheEndSaysWhatWentWrong) {
  EndFacts end;
  end.causes = {{"chat.late", Severity::error, "late", "hurry", {1, 2, 6}, 0},
                {"chat.odd", Severity::warning, "odd", "", {3}, 7}};
  const std::string line = written([&](Sink& sink) { sink.on_end(end); });
  EXPECT_NE(line.find(R"("causes":[{"severity":"error","code":"chat.late","text":"late","advice":"hurry",)"
                      R"("sessions":[1,2,6]},{"severity":"warning","code":"chat.odd","text":"odd","sessions":[3],)"
                      R"("sessions_unlisted":7}])"),
            std::string::npos)
      << line;
}

TEST(Json, TheEndTellsBroadcasts) {
  EndFacts end;
  end.broadcasts = {{"news", 2, 50, 25, 3'200 * kMicrosecond}, {"/admin \"x\xff\"", 1, 2, 2, 0}};
  const std::string line = written([&](Sink& sink) { sink.on_end(end); });
  EXPECT_EQ(line.substr(line.find(R"("broadcasts")")),
            R"("broadcasts":[{"label":"news","times":2,"receptions":50,"most":25,"spread_us":3200},)"
            R"({"label":"/admin \"x�\"","times":1,"receptions":2,"most":2,"spread_us":0}]})"
            "\n");
}

TEST(Json, DurationsAreRoundedToAMicrosecond) {
  SessionFacts facts = session(1, {1});
  facts.end = facts.start + 43'510;
  EXPECT_NE(written([&](Sink& sink) { sink.on_session(facts); }).find(R"("duration_us":44,)"), std::string::npos);
}

TEST(Json, TheEndSaysWhatWasLost) {
  EndFacts end;
  end.packets = 81;
  end.bytes = 9520;
  end.sessions = 1;
  end.connections = 3;
  EXPECT_EQ(
      written([&](Sink& sink) { sink.on_end(end); }),
      "{\"record\":\"end\",\"packets\":81,\"bytes\":9520,\"sessions\":1,\"connections\":3,\"truncated\":false}\n");
  end.truncated = true;
  end.damage = "packet 82 ends after 12 of 60 bytes";
  end.not_followed = {{"GRE", 2}, {"IPv4 fragments", 10}};
  end.kernel_drops = 4;
  EXPECT_EQ(written([&](Sink& sink) { sink.on_end(end); }),
            R"({"record":"end","packets":81,"bytes":9520,"sessions":1,"connections":3,"truncated":true,)"
            R"("damage":"packet 82 ends after 12 of 60 bytes","not_followed":{"GRE":2,"IPv4 fragments":10},)"
            R"("kernel_drops":4})"
            "\n");
}

/// A lower layer's event that carries a payload, and is explained by the one above it.
std::string explained(int verbosity, bool noted = false) {
  static constexpr FieldDef kText{"text", FieldKind::text, {}, FieldRole::payload};
  Happening below(kMessage, 0, 1, 1, {make_field(kSeq, 7), make_field(kText, string_view("hello"))});
  below.event.explained_by = &kWire;
  if (noted) below.note(kLate);
  const std::string line = event_line(below, {.verbosity = verbosity});
  return line.empty() ? line : line.substr(line.find(R"("event":"message")"));
}

TEST(Json, APayloadIsSaidOnce) {
  EXPECT_EQ(explained(0), "");
  EXPECT_EQ(explained(1), R"("event":"message","explained_by":"wire","fields":{"seq":7}})"
                          "\n");
  EXPECT_EQ(explained(2), R"("event":"message","explained_by":"wire","fields":{"seq":7,"text":"hello"}})"
                          "\n");
  EXPECT_EQ(explained(0, true), R"("event":"message","explained_by":"wire","fields":{"seq":7},"notes":[{)"
                                R"("severity":"warning","code":"chat.late","text":"the answer took {rtt_us}",)"
                                R"("advice":"Look at the server's load.","ref":"Chat 1.2"}]})"
                                "\n");
}

TEST(Json, AnEventHasTheSizesOfWhatCarriedIt) {
  Happening said(kMessage, 0, 1, 1, {make_field(kSeq, 7)});
  said.event.carried = {.length = 100, .wire_length = 40};
  EXPECT_TRUE(event_line(said).ends_with("\"fields\":{\"seq\":7,\"length\":100,\"wire_length\":40}}\n"));
  said.event.carried = {.length = 100};
  EXPECT_TRUE(event_line(said).ends_with("\"fields\":{\"seq\":7,\"length\":100}}\n")) << "not whole on the wire";
}

ConnectionFacts connection_facts() {
  ConnectionFacts facts;
  facts.number = 3;
  facts.client = connection(1).client;
  facts.server = connection(1).server;
  facts.sessions = {1};
  facts.start = kStart;
  facts.end = kStart + 250 * kMicrosecond;
  facts.traffic.packets = {2, 1};
  facts.traffic.bytes = {120, 60};
  facts.traffic.layers = {0, 0, 42, 60, 78, 0, 0, 0};
  facts.outcome = {"reset", "server", "the server reset the TCP connection", "tcp.reset"};
  return facts;
}

TEST(Json, AConnectionHasARecordOfItsOwn) {
  const ConnectionFacts facts = connection_facts();
  EXPECT_EQ(written([&](Sink& sink) { sink.on_connection(facts); }),
            R"({"record":"connection","connection":3,"sessions":[1],"client":"10.0.0.1:40001",)"
            R"("server":"10.0.0.2:3000","community_id":")" +
                community_id(facts.client, facts.server) +
                R"(","start":"2026-11-22T09:50:13.000000000Z","duration_us":250,"handshakes":[],)"
                R"("packets":{"c2s":2,"s2c":1},"bytes":{"c2s":120,"s2c":60,)"
                R"("layers":{"2":42,"3":60,"4":78,"5":0,"6":0,"7":0},"application":0},)"
                R"("outcome":{"state":"reset","by":"server","reason":"the server reset the TCP connection",)"
                R"("code":"tcp.reset"}})"
                "\n");
}

TEST(Json, AConnectionWithoutASessionIsToldOfOnDemand) {
  ConnectionFacts facts = connection_facts();
  const auto reported = [&facts](JsonOptions options) {
    return !written([&](Sink& sink) { sink.on_connection(facts); }, options).empty();
  };
  EXPECT_TRUE(reported({.sessions = SessionNumbers::of(1)}));
  EXPECT_FALSE(reported({.sessions = SessionNumbers::of(2)}));
  facts.bare = true;
  EXPECT_FALSE(reported({}));
  EXPECT_TRUE(reported({.all = true}));
  EXPECT_FALSE(reported({.sessions = SessionNumbers::of(2), .all = true}));
}

TEST(Json, OnlyOneSessionWhenAskedFor) {
  const std::string text = written(
      [](Sink& sink) {
        Happening(kSyn, 0, 1, 1).to(sink);
        Happening(kSyn, 0, 2, 2).to(sink);
        sink.on_session(session(1, {1}));
        sink.on_session(session(2, {2}));
      },
      {.sessions = SessionNumbers::of(2)});
  EXPECT_EQ(text.find(R"("session":1)"), std::string::npos);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
}

TEST(Json, OnlyTheLayersAndProtocolsThatWereAskedFor) {
  const auto report = [](Sink& sink) {
    Happening(kSyn, 0, 1, 1).to(sink);
    Happening(kPing, 0, 1, 1).to(sink);
    Happening(kMessage, 0, 1, 1).to(sink);
    sink.on_session(session(1, {1}));
  };
  JsonOptions options;
  options.events.add(Layer::transport);
  options.events.add(Layer::application);
  const std::string text = written(report, options);
  EXPECT_THAT(text, AllOf(HasSubstr("\"syn\""), HasSubstr("\"message\""), Not(HasSubstr("\"ping\""))));
  EXPECT_THAT(text, HasSubstr("\"record\":\"session\""));
  options.events.add(kChat);
  EXPECT_THAT(written(report, options), AllOf(Not(HasSubstr("\"syn\"")), HasSubstr("\"message\"")));
}

TEST(Json, WhatIsExplainedByALayerThatIsLeftOutIsGivenWithItsPayload) {
  constexpr FieldDef kText{"text", FieldKind::text, {}, FieldRole::payload};
  const auto report = [&kText](Sink& sink) {
    Happening(kSyn, 0, 1, 1, {make_field(kText, std::string_view("hello"))}).explained().to(sink);
  };
  EXPECT_EQ(written(report), "");
  JsonOptions options;
  options.events.add(kWire);
  EXPECT_THAT(written(report, options), AllOf(HasSubstr("\"explained_by\":\"chat\""), HasSubstr("\"text\":\"hello\"")));
  options.events.add(kChat);
  EXPECT_EQ(written(report, options), "");
}

}  // namespace
}  // namespace wstrace::test::output_json_test
