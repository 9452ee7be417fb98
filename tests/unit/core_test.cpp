// The small things that everything rests on: words for durations and sizes, templates, quantiles, the arena, addresses.
#include <gtest/gtest.h>

#include "core/arena.h"
#include "core/endpoint.h"
#include "core/quantiles.h"
#include "host/packet_map.h"
#include "host/receive_buffer.h"
#include "model/describe.h"
#include "model/session.h"
#include "support/dialogue.h"
#include "support/session_types.h"

namespace wstrace::test::core_test {
namespace {

TEST(Describe, DurationsHaveTheUnitThatPeopleWouldUse) {
  EXPECT_EQ(human_duration(0), "0 µs");
  EXPECT_EQ(human_duration(400), "<1 µs");
  EXPECT_EQ(human_duration(43 * kMicrosecond), "43 µs");
  EXPECT_EQ(human_duration(3508 * kMicrosecond), "3.5 ms");
  EXPECT_EQ(human_duration(71 * kMillisecond + 156 * kMicrosecond), "71 ms");
  EXPECT_EQ(human_duration(1184 * kMillisecond), "1.18 s");
  EXPECT_EQ(human_duration(25 * kSecond), "25 s");
  EXPECT_EQ(human_duration(kMillisecond), "1.0 ms") << "as precise as 2.3 ms beside it";
  EXPECT_EQ(human_duration(2300 * kMicrosecond), "2.3 ms");
  EXPECT_EQ(human_duration(599 * kSecond), "599 s");
  EXPECT_EQ(human_duration(850 * kSecond), "14 min 10 s");
  EXPECT_EQ(human_duration(3600 * kSecond), "60 min");
  EXPECT_EQ(human_duration(7200 * kSecond), "2 h");
  EXPECT_EQ(human_duration(84'976 * kSecond), "23 h 36 min");
}

TEST(Describe, SizesAreExactWhileTheyAreShort) {
  EXPECT_EQ(human_size(1), "1 byte");
  EXPECT_EQ(human_size(118), "118 bytes");
  EXPECT_EQ(human_size(9999), "9999 bytes");
  EXPECT_EQ(human_size(12345), "12.3 kB");
  EXPECT_EQ(human_size(16 << 20), "16.8 MB");
}

TEST(Describe, WhatStandsInQuotationMarksIsEscaped) {
  static constexpr FieldDef kText{"text", FieldKind::text};
  const Field fields[] = {make_field(kText, std::string_view("a \"b\" c\\d"))};
  EXPECT_EQ(filled("{\"text\"}", fields), "\"a \\\"b\\\" c\\\\d\"");
  EXPECT_EQ(filled("{text}", fields), "a \"b\" c\\d");
}

TEST(Describe, TemplatesLeaveOutWhatIsNotThere) {
  static constexpr FieldDef mss{"mss", FieldKind::number};
  static constexpr FieldDef sack{"sack", FieldKind::boolean};
  static constexpr FieldDef name{"name", FieldKind::text};
  const std::string_view pattern = "[mss {mss}][, {?sack}SACK][, {!sack}no SACK][, \"{name}\"]";
  const Field all[] = {make_field(mss, 1460U), make_field(sack, 1U), make_field(name, "x")};
  EXPECT_EQ(filled(pattern, all), "mss 1460, SACK, \"x\"");
  const Field some[] = {make_field(sack, std::uint64_t{0}), make_field(name, "")};
  EXPECT_EQ(filled(pattern, some), "no SACK");
  EXPECT_EQ(filled("{unknown}", some), "{unknown}");
}

TEST(Describe, ATemplateChoosesATextByAFieldsValue) {
  static constexpr FieldDef kNamespace{"nsp", FieldKind::text};
  static constexpr FieldDef kSense{"sense", FieldKind::text, {}, FieldRole::wording};
  constexpr std::string_view kPattern = "EVENT[ in {nsp}{!nsp=/}][{?sense=again}, repeated][, first{!sense=again}]";
  const auto text = [&](std::string_view nsp, std::string_view sense) {
    const Field fields[] = {make_field(kNamespace, nsp), make_field(kSense, sense)};
    return filled(kPattern, std::span(fields).first(sense.empty() ? 1 : 2));
  };
  EXPECT_EQ(text("/", {}), "EVENT, first");
  EXPECT_EQ(text("/admin", {}), "EVENT in /admin, first");
  EXPECT_EQ(text("/admin", "again"), "EVENT in /admin, repeated");
  EXPECT_EQ(text("/", "other"), "EVENT, first");
  EXPECT_EQ(filled(kPattern, {}), "EVENT, first") << "an absent field has no value";
}

TEST(Quantiles, AreExactWhileTheyAreFew) {
  Quantiles q;
  EXPECT_EQ(q.at(0.5), 0U);
  for (std::uint64_t i = 1; i <= 100; ++i) q.add(i);
  EXPECT_EQ(q.at(0.5), 50U);
  EXPECT_EQ(q.at(0.99), 99U);
  EXPECT_EQ(q.at(1.0), 100U);
}

TEST(Quantiles, StayCloseWhenTheyAreMany) {
  Quantiles q;
  for (std::uint64_t i = 1; i <= 1'000'000; ++i) q.add(i);
  EXPECT_EQ(q.count(), 1'000'000U);
  EXPECT_NEAR(static_cast<double>(q.at(0.5)), 500'000, 5'000);
  EXPECT_NEAR(static_cast<double>(q.at(0.99)), 990'000, 5'000);
}

TEST(Arena, ValuesStandUntilTheReset) {
  Arena arena;
  const std::string_view small = arena.copy("small");
  const std::string large(Arena::kBlock * 3, 'x');
  const std::string_view copy = arena.copy(large);
  for (int i = 0; i < 10'000; ++i) arena.copy("filling several blocks, one after the other");
  EXPECT_EQ(small, "small");
  EXPECT_EQ(copy, large);
  const auto aligned = arena.allocate<std::uint64_t>(3);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(aligned.data()) % alignof(std::uint64_t), 0U);
  arena.reset();
  EXPECT_EQ(arena.copy("again"), "again");
}

TEST(Endpoint, IsWrittenAsPeopleWriteIt) {
  const std::string v4 = from_hex("7f000001");
  const std::string v6 = from_hex("20010db8000000000000000000000001");
  EXPECT_EQ((Endpoint{IpAddress::from_v4(as_bytes(v4)), 3000}).to_string(), "127.0.0.1:3000");
  EXPECT_EQ((Endpoint{IpAddress::from_v6(as_bytes(v6)), 443}).to_string(), "[2001:db8::1]:443");
}

TEST(PacketMap, AnswersWhichPacketsCarriedTheseBytes) {
  PacketMap map;
  map.add(10, {1, 1});
  map.add(20, {2, 2});
  map.add(30, {5, 5});
  const auto expect = [&](std::uint64_t begin, std::uint64_t end, std::uint64_t first, std::uint64_t last) {
    EXPECT_EQ(map.find(begin, end).first, first) << begin << "-" << end;
    EXPECT_EQ(map.find(begin, end).last, last) << begin << "-" << end;
  };
  expect(0, 10, 1, 1);
  expect(9, 11, 1, 2);
  expect(10, 30, 2, 5);
  map.consume(15);
  expect(15, 21, 2, 5);
  map.consume(30);
  EXPECT_EQ(map.find(30, 31).first, 0U);
}

TEST(ReceiveBuffer, ManySmallUnitsOutOfOneLargeBufferCostNoMove) {
  ReceiveBuffer carry;
  carry.append(as_bytes("abcdef"));
  carry.consume(2);
  EXPECT_EQ(as_text(carry.bytes()), "cdef");
  carry.append(as_bytes("gh"));
  EXPECT_EQ(as_text(carry.bytes()), "cdefgh");
  carry.consume(6);
  EXPECT_TRUE(carry.empty());
}

TEST(SessionFacts, TheFirstEndAndTheHighestKindStand) {
  SessionFacts facts;
  facts.rise_to(session_types::socketio);
  facts.rise_to(session_types::websocket);
  EXPECT_EQ(facts.type->name, "socketio");
  facts.ends({"closed", "client", "said goodbye"});
  facts.ends({"reset", "server", "too late"});
  EXPECT_EQ(facts.outcome.reason, "said goodbye");
}

}  // namespace
}  // namespace wstrace::test::core_test
