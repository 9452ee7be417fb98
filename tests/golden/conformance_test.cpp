// WebSocket conformance: each violation of RFC 6455 and 7692 is told of the cases that show it, and of no other; what the
// real libraries complained of, and the codes that their applications were told, are what wstrace says.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "dissectors/websocket/definitions.h"
#include "golden/truth_of_cases.h"
#include "support/expectations.h"

namespace wstrace::test::conformance_test {
namespace {

using std::string_view;
using Codes = std::set<std::string>;

/// Codes about the capture or about wstrace itself, not about what the two sides did.
const std::map<string_view, const char*>& other_codes() {
  static const std::map<string_view, const char*> codes = {
      {"ws.history-missing", "the capture's loss"}, {"ws.lost-bytes", "the capture's loss"},
      {"ws.lost-place", "the capture's loss"},      {"ws.resumed", "the capture's loss"},
      {"ws.inferred", "the capture's beginning"},   {"ws.begins-inside", "the capture's beginning"},
      {"ws.capture-ends", "the capture's end"},     {"ws.extension-not-decoded", "of wstrace itself"},
      {"ws.mistaken", "the capture's beginning"},   {"ws.inferred-violation", "the capture's beginning"},
      {"ws.message-limit", "a limit of wstrace"},   {"ws.inflate-ratio", "a limit of wstrace"},
  };
  return codes;
}

Codes promised() {
  Codes codes;
  for (const NoteDef* note : websocket::protocol.notes())
    if (other_codes().count(note->code) == 0) codes.emplace(note->code);
  return codes;
}

Codes expected_of(const Case& one) {
  Codes codes;
  for (const auto& [code, on] : expectations_of(one).shows)
    if (on.empty() && code.starts_with("ws.")) codes.insert(code);
  return codes;
}

Codes codes_in(const std::vector<Line>& trace, string_view record) {
  Codes codes;
  for (const Line& line : trace) {
    const Json* notes = is_record(line.json, record) ? find(line.json, {"notes"}) : nullptr;
    if (notes == nullptr) continue;
    for (const Json& note : notes->GetArray()) codes.emplace(text_at(note, {"code"}));
  }
  std::erase_if(codes,
                [](const std::string& code) { return !code.starts_with("ws.") || other_codes().count(code) != 0; });
  return codes;
}

/// What healthy sessions may show is healthy_test.cpp's.
bool is_about_trouble(const Case& one) { return one.family != "healthy"; }

class Conformance : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(, Conformance, testing::ValuesIn(cases_where(is_about_trouble)), CaseName());

TEST_P(Conformance, IsWhatTheCaseShows) {
  const Codes expected = expected_of(GetParam());
  const std::vector<Line> trace = trace_of(GetParam());
  EXPECT_EQ(codes_in(trace, "event"), expected) << "on the events";
  EXPECT_EQ(codes_in(trace, "session"), expected) << "in the session records";
}

TEST(ConformanceOfCases, HaveEveryCode) {
  Codes shown;
  for (const Case& one : all_cases()) shown.merge(expected_of(one));
  EXPECT_EQ(shown, promised());
}

// ---- what the libraries said

std::vector<const Json*> records_of(const std::vector<Line>& trace) {
  std::vector<const Json*> out;
  for (const Line& line : trace)
    if (is_record(line.json, "session") && text_at(line.json, {"kind"}) == "websocket") out.push_back(&line.json);
  std::sort(out.begin(), out.end(),
            [](const Json* a, const Json* b) { return number_at(*a, {"session"}) < number_at(*b, {"session"}); });
  return out;
}

/// In the words of the package ws.
const std::map<string_view, Codes>& complaints() {
  static const std::map<string_view, Codes> codes = {
      {"WS_ERR_EXPECTED_FIN", {"ws.fragmented-control-frame"}},
      {"WS_ERR_EXPECTED_MASK", {"ws.unmasked-client-frame"}},
      {"WS_ERR_UNEXPECTED_MASK", {"ws.masked-server-frame"}},
      {"WS_ERR_UNEXPECTED_RSV_1",
       {"ws.reserved-bits", "ws.compressed-control-frame", "ws.rsv1-on-continuation", "ws.two-handlers",
        "ws.http-request"}},
      {"WS_ERR_UNEXPECTED_RSV_2_3", {"ws.reserved-bits"}},
      {"WS_ERR_INVALID_OPCODE", {"ws.reserved-opcode", "ws.stray-continuation", "ws.interleaved-message"}},
      {"WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH", {"ws.long-control-frame", "ws.one-byte-close"}},
      {"WS_ERR_INVALID_CLOSE_CODE", {"ws.invalid-close-code"}},
      {"WS_ERR_INVALID_UTF8", {"ws.invalid-utf8", "ws.close-reason-not-utf8"}},
      {"WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH", {"ws.length-top-bit"}},
      // A message over a limit breaks no rule.
      {"WS_ERR_UNSUPPORTED_MESSAGE_LENGTH", {"ws.message-too-big"}},
      {"Z_DATA_ERROR", {"ws.bad-deflate", "ws.window-exceeded", "ws.context-takeover", "ws.deflate-tail"}},
      {"Invalid Sec-WebSocket-Extensions header", {"ws.bad-extension-parameter", "ws.extension-not-as-offered"}},
  };
  return codes;
}

bool has_one_of(const Json& session, const Codes& codes) {
  const auto notes = find(session, {"notes"})->GetArray();
  return std::any_of(notes.Begin(), notes.End(),
                     [&](const Json& note) { return codes.count(std::string(text_at(note, {"code"}))) != 0; });
}

/// The connections of these cases follow each other, so the n-th close in a side's log is the n-th session's.
TEST_P(Conformance, NamesWhatTheLibraryComplainedOf) {
  const std::vector<Line> trace = trace_of(GetParam());
  const std::vector<const Json*> sessions = records_of(trace);
  std::map<string_view, std::size_t> closed;
  for (const Line& line : truth_of(GetParam())) {
    const string_view side = text_at(line.json, {"side"});
    const string_view kind = text_at(line.json, {"kind"});
    const auto complaint = complaints().find(text_at(line.json, {"message"}));
    if (kind == "close" && find(line.json, {"code"}) != nullptr) ++closed[side];
    if (kind != "error" || complaint == complaints().end()) continue;
    ASSERT_LT(closed[side], sessions.size());
    EXPECT_TRUE(has_one_of(*sessions[closed[side]], complaint->second))
        << complaint->first << " of the " << side << " in session " << number_at(*sessions[closed[side]], {"session"});
  }
}

/// Who hears its own code, and whoever was told differently by another library, is not told of.
TEST_P(Conformance, TellsTheCodesThatApplicationsWereTold) {
  const std::vector<Line> trace = trace_of(GetParam());
  const std::vector<const Json*> sessions = records_of(trace);
  for (const char* side : {"client", "server"}) {
    std::vector<std::uint64_t> logged;
    for (const Line& line : truth_of(GetParam())) {
      const string_view kind = text_at(line.json, {"kind"});
      const bool end = kind == "failed" || (kind == "close" && find(line.json, {"code"}) != nullptr);
      if (end && text_at(line.json, {"side"}) == side) logged.push_back(number_at(line.json, {"code"}));
    }
    if (logged.size() != sessions.size()) continue;
    for (std::size_t i = 0; i < sessions.size(); ++i) {
      const string_view word = text_at(*sessions[i], {"outcome", "words", side});
      if (word.empty()) continue;
      EXPECT_TRUE(word.starts_with(fmt::format("{} (", logged[i])))
          << "the " << side << " of session " << number_at(*sessions[i], {"session"}) << " was told " << logged[i]
          << ", not " << word;
    }
  }
}

TEST(ConformanceTruth, HasManyComplaintsAndCodes) {
  std::size_t complained = 0;
  std::size_t text = 0;
  for (const Case& one : cases_of({"websocket"})) {
    for (const Line& line : truth_of(one)) complained += complaints().count(text_at(line.json, {"message"}));
    const std::vector<Line> trace = trace_of(one);
    for (const Json* session : records_of(trace))
      for (const char* side : {"client", "server"})
        text += text_at(*session, {"outcome", "words", side}).empty() ? 0 : 1;
  }
  EXPECT_GE(complained, 60U);
  EXPECT_GE(text, 150U);
}

}  // namespace
}  // namespace wstrace::test::conformance_test
