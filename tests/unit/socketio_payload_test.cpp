// The parts of Socket.IO by themselves: head, payload, arguments and tables.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dissectors/socketio/acks.h"
#include "dissectors/socketio/namespaces.h"
#include "dissectors/socketio/payload.h"
#include "dissectors/socketio/repair.h"
#include "dissectors/socketio/wire.h"

namespace wstrace::socketio {
namespace {

TEST(SocketIoHead, EveryPart) {
  const auto head = parse_head(R"(512-/admin,34["x"])");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->type, PacketType::binary_event);
  EXPECT_EQ(head->attachments, 12U);
  EXPECT_EQ(head->nsp, "/admin");
  EXPECT_EQ(head->id, 34U);
  EXPECT_EQ(head->payload, R"(["x"])");
}

TEST(SocketIoHead, PartsThatMayBeAbsent) {
  EXPECT_EQ(parse_head("0")->nsp, "/");
  EXPECT_EQ(parse_head("1/admin")->nsp, "/admin");
  EXPECT_EQ(parse_head("1/admin,")->nsp, "/admin");
  EXPECT_EQ(parse_head("1/admin,")->payload, "");
  EXPECT_FALSE(parse_head("2[1]")->id);
  EXPECT_EQ(parse_head("20[1]")->id, 0U);
  EXPECT_FALSE(parse_head(""));
  EXPECT_FALSE(parse_head("7"));
  EXPECT_FALSE(parse_head("5[1]"));
}

TEST(SocketIoHead, Claims) {
  for (const std::string_view yes : {"0", "0{}", R"(0{"a":1})", "0/nsp", "0/nsp,{}"})
    EXPECT_TRUE(looks_like_connect(yes));
  for (const std::string_view no : {"", "00", "0x", "0{", "hello", "2[\"a\"]"}) EXPECT_FALSE(looks_like_connect(no));
}

std::string_view elements(PayloadReader& reader, std::string_view json) {
  EXPECT_EQ(reader.read(json, false), ReadResult::ok) << json;
  return reader.payload().elements_source(reader.payload().named);
}

TEST(SocketIoPayload, ElementsAreSlicesOfTheSource) {
  PayloadReader reader;
  EXPECT_EQ(elements(reader, R"(["a"])"), "");
  EXPECT_EQ(elements(reader, R"( [ "a" , {"b" : [1,2]} , "],[" ] )"), R"({"b" : [1,2]} , "],[" )");
  EXPECT_EQ(elements(reader, R"(["\"],",2])"), "2");
  EXPECT_EQ(elements(reader, "[]"), "");
  EXPECT_EQ(elements(reader, "[[1],2]"), "[1],2");
}

TEST(SocketIoPayload, NumbersThatNoDoubleHolds) {
  PayloadReader reader;
  const std::string digits(400, '9');
  for (const std::string& number :
       std::vector<std::string>{"1e400", "-1.5E+99999999999999999999", digits, "-" + digits + ".25e7", digits + "e5",
                                "0." + digits, "1e-400"}) {
    EXPECT_EQ(elements(reader, "[\"1e999 \\\" 2\"," + number + "]"), number);
    EXPECT_EQ(elements(reader, "[" + number + ",true]"), "true");
    EXPECT_EQ(reader.payload().name, number);
  }
  for (const std::string& bad :
       std::vector<std::string>{"0" + digits, digits + ".", digits + ".e1", digits + "e", "1e400e1", digits + "..1"}) {
    EXPECT_EQ(reader.read("[1e400," + bad + "]", false), ReadResult::invalid) << bad;
  }
}

TEST(SocketIoPayload, MembersOfARootObject) {
  PayloadReader reader;
  ASSERT_EQ(reader.read(R"({"x":{"sid":"inner"},"sid":"a\u0062","pid":7,"message":"m","list":["sid"]})", false),
            ReadResult::ok);
  EXPECT_EQ(reader.payload().sid, "ab");
  EXPECT_EQ(reader.payload().pid, "");
  EXPECT_EQ(reader.payload().text, "m");
  ASSERT_EQ(reader.read("{}", false), ReadResult::ok);
  EXPECT_EQ(reader.payload().sid, "");
}

TEST(SocketIoPayload, Surrogates) {
  std::string to;
  EXPECT_FALSE(repair_surrogates(R"("\ud83c\udf89 \\ud83c \u00e9 \n")", to));
  EXPECT_TRUE(repair_surrogates(R"("\ud83c\ud83c\udf89\udf89\uD83C")", to));
  EXPECT_EQ(to, R"("\ufffd\ud83c\udf89\ufffd\ufffd")");
  for (const std::string_view cut : {R"(\)", R"(\u)", R"(\ud83)", R"(\ud8 0)"})
    EXPECT_FALSE(repair_surrogates(cut, to));
}

AckKey key(std::uint64_t id, std::uint32_t nsp = 0, Direction dir = Direction::c2s) { return {nsp, dir, id}; }

TEST(SocketIoAcks, EachIsTakenOnce) {
  PendingAcks acks(8);
  acks.add(key(1), {10, {}, 5, "a"});
  acks.add(key(1, 1), {20, {}, kUncounted, "b"});
  acks.add(key(1, 0, Direction::s2c), {30, {}, 6, ""});
  EXPECT_EQ(acks.take(key(1, 1))->name, "b");
  EXPECT_EQ(acks.take(key(1, 1)), nullptr);
  EXPECT_EQ(acks.take(key(1))->since, 10);
  EXPECT_EQ(acks.take(key(1, 0, Direction::s2c))->counted, 6U);
  EXPECT_EQ(acks.size(), 0U);
  EXPECT_FALSE(acks.forgot_some());
}

TEST(SocketIoAcks, AnIdThatIsUsedAgainBeginsAnew) {
  PendingAcks acks(2);
  acks.add(key(1), {1, {}, 0, "old"});
  acks.add(key(2), {2, {}, 0, "two"});
  acks.add(key(1), {3, {}, 0, "new"});
  acks.add(key(3), {4, {}, 0, "three"});  // 2 is the oldest now
  EXPECT_TRUE(acks.forgot_some());
  EXPECT_EQ(acks.take(key(2)), nullptr);
  EXPECT_EQ(acks.take(key(1))->name, "new");
}

TEST(SocketIoAcks, TheLimitHoldsOverALongTime) {
  PendingAcks acks(100);
  for (std::uint64_t id = 0; id < 100'000; ++id) {
    acks.add(key(id), {static_cast<Time>(id), {}, 0, "e"});
    if (id % 3 == 0) {
      EXPECT_NE(acks.take(key(id)), nullptr);
    }
    EXPECT_LE(acks.size(), 100U);
  }
  EXPECT_EQ(acks.take(key(99'998))->since, 99'998);
  EXPECT_EQ(acks.take(key(10)), nullptr);
  PendingAcks none(0);
  none.add(key(1), {1, {}, 0, "a"});
  EXPECT_EQ(none.take(key(1)), nullptr);
}

TEST(SocketIoCounts, RowsAreFoundByDirectionNamespaceAndName) {
  SessionFacts facts;
  EventCounts counts(1000);
  for (int round = 0; round < 2; ++round) {
    for (std::uint32_t i = 0; i < 250; ++i) {
      const std::string name = "name" + std::to_string(i);
      EXPECT_EQ(counts.count(facts, Direction::c2s, "/", name), i * 4);
      EXPECT_EQ(counts.count(facts, Direction::s2c, "/", name), i * 4 + 1);
      EXPECT_EQ(counts.count(facts, Direction::c2s, "/a", name), i * 4 + 2);
      EXPECT_EQ(counts.count(facts, Direction::s2c, "/a", name), i * 4 + 3);
    }
  }
  EXPECT_EQ(facts.events.size(), 1000U);
  EXPECT_EQ(counts.count(facts, Direction::c2s, "/", "one more"), kUncounted);
  EXPECT_EQ(facts.events_uncounted, 1U);
  EXPECT_EQ(facts.events[7].count, 2U);
}

TEST(SocketIoNamespaces, AreNumbered) {
  Namespaces namespaces(2);
  EXPECT_EQ(namespaces.number("/"), 0U);
  EXPECT_EQ(namespaces.number("/a"), 1U);
  EXPECT_EQ(namespaces.number("/"), 0U);
  EXPECT_EQ(namespaces.number("/b"), kUncounted);
}

}  // namespace
}  // namespace wstrace::socketio
