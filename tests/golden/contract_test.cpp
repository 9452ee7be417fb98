// Is what wstrace prints as NDJSON what the manual promises to scripts? For every case, at every verbosity; and would
// this test notice if it were not?
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "golden/contract.h"
#include "golden/schema.h"
#include "host/dissector_table.h"
#include "support/cases.h"

namespace wstrace::test::contract_test {
namespace {

using testing::HasSubstr;

constexpr std::size_t kShown = 10;

std::string beginning_of(const std::vector<std::string>& all) {
  const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), kShown));
  return fmt::format("{}{}", fmt::join(all.begin(), end, "\n"), end == all.end() ? "" : "\n…");
}

class Contract : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(, Contract, testing::ValuesIn(all_cases()), CaseName());

TEST_P(Contract, IsKept) {
  std::vector<std::string> options;
  for (int verbosity = 0; verbosity <= 2; ++verbosity) {
    SCOPED_TRACE(fmt::format("{}", fmt::join(options, " ")));
    std::string error;
    const std::vector<Line> lines = parse_ndjson(ndjson_of(GetParam(), options), error);
    EXPECT_EQ(error, "") << "not one JSON value in UTF-8 per line";
    const std::vector<std::string> violations = contract_violations(lines);
    EXPECT_TRUE(violations.empty()) << violations.size() << " violations\n" << beginning_of(violations);
    options.emplace_back("-v");
  }
}

/// Without what an upper layer's event says, too.
std::string without_payloads(const Json& record) {
  rapidjson::Document copy;
  copy.CopyFrom(record, copy.GetAllocator());
  if (find(copy, {"explained_by"}) == nullptr || !copy.HasMember("fields")) return canonical(copy);
  for (const char* payload : {"payload", "payload_base64", "text", "text_base64", "data_base64", "body", "body_base64"})
    copy["fields"].RemoveMember(payload);
  if (copy["fields"].ObjectEmpty()) copy.RemoveMember("fields");
  return canonical(copy);
}

TEST_P(Contract, MoreVerbosityAddsLinesAndChangesNone) {
  const std::vector<Line> some = parse_ndjson(ndjson_of(GetParam()));
  const std::vector<Line> all = parse_ndjson(ndjson_of(GetParam(), {"-vv"}));
  std::size_t at = 0;
  for (const Line& line : some) {
    const std::string wanted = without_payloads(line.json);
    while (at < all.size() && without_payloads(all[at].json) != wanted) ++at;
    ASSERT_LT(at, all.size()) << "-vv has no such line, or has it elsewhere:\n" << line.text.substr(0, 400);
    ++at;
  }
}

TEST_P(Contract, WhatIsExplainedComesOnlyWhenAskedForOrWithANote) {
  for (const Line& line : parse_ndjson(ndjson_of(GetParam()))) {
    EXPECT_FALSE(is_event(line.json, "websocket", "frame")) << line.text;
    const bool explained = find(line.json, {"explained_by"}) != nullptr;
    EXPECT_TRUE(!explained || find(line.json, {"notes"}) != nullptr) << line.text;
  }
}

/// Below -vv, what the application said stands in one event: that of the uppermost layer that decodes it.
TEST_P(Contract, APayloadIsSaidOnce) {
  for (const Line& line : parse_ndjson(ndjson_of(GetParam(), {"-v"})))
    if (find(line.json, {"explained_by"}) != nullptr) {
      EXPECT_EQ(without_payloads(line.json), canonical(line.json));
    }
}

/// Every packet of the cases is TCP, QUIC or an ICMP error about them. One of TCP belongs to a session or to a bare connection
/// (a page that came over a connection which served a session later is told as one): so the records share all packets out.
TEST_P(Contract, SessionsAccountForEveryPacket) {
  std::uint64_t packets = 0;
  std::uint64_t bytes = 0;
  const std::vector<Line> lines = parse_ndjson(ndjson_of(GetParam()));
  std::uint64_t errors = 0;
  for (const Line& line : lines) {
    if (is_record(line.json, "event") && text_at(line.json, {"proto"}) == "icmp") ++errors;
    if (!is_record(line.json, "session")) continue;
    packets += number_at(line.json, {"duplicates", "packets"});
    bytes += number_at(line.json, {"duplicates", "bytes"});
    for (const char* dir : {"c2s", "s2c"}) {
      packets += number_at(line.json, {"packets", dir});
      bytes += number_at(line.json, {"bytes", dir});
    }
  }
  errors += number_at(last_of(lines), {"icmp_untold"});
  for (const char* dir : {"c2s", "s2c"}) {
    packets += number_at(last_of(lines), {"undecoded", "quic", "packets", dir});
    bytes += number_at(last_of(lines), {"undecoded", "quic", "bytes", dir});
  }
  const std::uint64_t all_packets = number_at(last_of(lines), {"packets"});
  const std::uint64_t all_bytes = number_at(last_of(lines), {"bytes"});
  EXPECT_EQ(packets + errors, all_packets);
  EXPECT_TRUE(errors != 0 || bytes == all_bytes) << bytes << " of " << all_bytes;
}

// ---- the checker itself

constexpr const char* kCapture =
    R"({"record":"capture","schema":"wstrace/2","version":"0.2.0","files":["a"],"interfaces":[]})";
constexpr const char* kEvent =
    R"({"record":"event","time":"2026-11-22T10:05:00.000000001Z","connection":1,"session":1,"dir":"c2s","layer":4,)"
    R"("proto":"tcp","event":"syn","packet_range":[1,1],"fields":{"seq":1}})";
constexpr const char* kConnection =
    R"({"record":"connection","connection":1,"sessions":[1],"client":"a:1","server":"b:2","community_id":"1:x",)"
    R"("start":"2026-11-22T10:05:00.000000001Z","duration_us":500,"handshakes":[],"packets":{"c2s":1,"s2c":0},)"
    R"("bytes":{"c2s":9,"s2c":0,"layers":{"2":1,"3":1,"4":1,"5":0,"6":0,"7":0},"application":0},)"
    R"("outcome":{"state":"open","by":"unknown"}})";
constexpr const char* kSession =
    R"({"record":"session","session":1,"name":"HTTP upgrade","kind":"http-upgrade","stack":[{"proto":"tcp"}],)"
    R"("client":"a:1","server":"b:2","connections":[1],"transports":[],"start":"2026-11-22T10:05:00.000000001Z",)"
    R"("duration_us":500,"handshakes":[],"packets":{"c2s":1,"s2c":0},"bytes":{"c2s":9,"s2c":0,)"
    R"("layers":{"2":1,"3":1,"4":1,"5":0,"6":0,"7":0},"application":0},"events":[],)"
    R"("outcome":{"state":"open","by":"unknown"},"notes":[]})";
constexpr const char* kEnd = R"({"record":"end","packets":1,"bytes":9,"sessions":1,"connections":1,"truncated":false})";

/// The violations of a right output in which `what` was replaced.
std::vector<std::string> after_replacing(const std::string& what, const std::string& with) {
  std::string text = fmt::format("{}\n{}\n{}\n{}\n{}\n", kCapture, kEvent, kConnection, kSession, kEnd);
  const std::size_t at = text.find(what);
  if (at == std::string::npos) throw std::runtime_error("nothing to replace: " + what);
  return contract_violations(parse_ndjson(text.replace(at, what.size(), with)));
}

TEST(ContractChecker, AcceptsARightOutput) { EXPECT_THAT(after_replacing("seq", "seq"), testing::IsEmpty()); }

struct Wrong {
  const char* what;
  const char* with;
  const char* said;
};

constexpr Wrong kWrong[] = {
    {R"("dir":"c2s")", R"("dir":"up")", R"(#/dir breaks "enum")"},
    {R"("seq":1)", R"("seq":"1")", R"(#/seq breaks "type" of #/definitions/count in tcp_fields)"},
    {R"("seq":1)", R"("seg":1)", R"(#/seg breaks "additionalProperties" of # in tcp_fields)"},
    {R"("seq":1)", R"("seq":1,"seq":1)", "is twice"},
    {R"("dir":"c2s")", R"("direction":"c2s")", R"(breaks "additionalProperties")"},
    {R"("event":"syn")", R"("event":"sync")", R"(breaks "oneOf")"},
    {R"("layer":4)", R"("layer":7)", R"(breaks "oneOf")"},
    {R"([1,1])", R"([2,1])", "no ordered pair"},
    {R"([1,1])", R"([1,2])", "beyond the capture"},
    {R"([1,1])", R"([0,1])", R"(#/packet_range/0 breaks "minimum")"},
    {R"("session":1,"dir")", R"("session":2,"dir")", "has no session record"},
    {R"("connections":[1])", R"("connections":[2])", "does not count"},
    {R"("sessions":[1])", R"("sessions":[2])", "does not name it"},
    {R"("record":"connection","connection":1)", R"("record":"connection","connection":2)", "has not one record"},
    {R"("fields")", R"("notes":[],"fields")", R"(#/notes breaks "minItems")"},
    {R"(.000000001Z","conn)", R"(Z","conn)", R"(#/time breaks "allOf")"},
    {R"("kind":"http-upgrade")", R"("kind":"ftp")", R"(#/kind breaks "enum")"},
    {R"("application":0)", R"("application":-1)", R"(#/bytes/application breaks "allOf")"},
    {R"("duration_us":500)", R"("duration_us":0.5)", R"(#/duration_us breaks "type")"},
    {R"(,"truncated":false)", "", R"(breaks "required")"},
    {R"("sessions":1)", R"("sessions":2)", "counts other sessions"},
    {"wstrace/2", "wstrace/1", R"(#/schema breaks "enum")"},
    {R"("record":"end")", R"("record":"stop")", "unknown record"},
};

TEST(ContractChecker, NoticesWhatIsWrong) {
  for (const Wrong& wrong : kWrong) {
    EXPECT_THAT(after_replacing(wrong.what, wrong.with), testing::Contains(HasSubstr(wrong.said))) << wrong.with;
  }
}

// ---- the schema itself

std::set<std::string> said_by_the_schema() {
  std::set<std::string> said;
  for (const Json& one : find(contract_schema().document(), {"definitions", "event", "oneOf"})->GetArray()) {
    const Json& events = *find(one, {"properties", "event", "enum"});
    for (const Json& event : events.GetArray())
      said.insert(
          fmt::format("{} {}", (*find(one, {"properties", "proto", "enum"}))[0].GetString(), event.GetString()));
  }
  return said;
}

TEST(Schema, KnowsEveryEventAndNoOther) {
  std::set<std::string> defined;
  for (const ProtocolDef* protocol : all_protocols())
    for (const EventDef* event : protocol->events()) defined.insert(fmt::format("{} {}", protocol->name, event->name));
  EXPECT_EQ(said_by_the_schema(), defined);
}

}  // namespace
}  // namespace wstrace::test::contract_test
