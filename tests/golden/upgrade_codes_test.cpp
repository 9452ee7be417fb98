// WebSocket upgrades that go wrong: each request of the cases is told to have exactly the trouble that it shows, and every
// code is shown by real software.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "dissectors/http/definitions.h"
#include "golden/truth_of_cases.h"

namespace wstrace::test::upgrade_codes_test {
namespace {

using Codes = std::set<std::string>;
/// By the request's target: the codes of the notes on its events and its answer's.
using ByTarget = std::map<std::string, Codes>;

/// What is about messages in general, or about captures, and is shown by unit tests.
const Codes& others() {
  static const Codes codes = {
      "http.not-http",   "http.head-too-long", "http.cut-head",   "http.cut-short",         "http.unfinished",
      "http.no-answer",  "http.lost-bytes",    "http.bad-header", "http.bad-header-name",   "http.folded-header",
      "http.bad-target", "http.both-lengths",  "http.bad-length", "http.differing-lengths", "http.bad-chunk",
      "http.long-body",  "http.no-pairing",    "http.not-paired", "http.request-not-seen",  "http.mid-message",
      "http.https-port",
  };
  return codes;
}

const std::map<std::string, ByTarget>& shown_by() {
  static const std::map<std::string, ByTarget> cases = {
      {"http/upgrade-request-faults",
       {
           {"/post", {"http.upgrade-not-get", "http.upgrade-method-not-allowed"}},
           {"/body", {"http.upgrade-with-body"}},
           {"/no-connection", {"http.upgrade-without-connection", "http.upgrade-required"}},
           {"/no-key", {"http.missing-key", "http.upgrade-bad-request"}},
           {"/short-key", {"http.bad-key", "http.upgrade-bad-request"}},
           {"/two-keys", {"http.repeated-websocket-header", "http.upgrade-bad-request"}},
           {"/no-version", {"http.missing-websocket-version", "http.upgrade-version"}},
           {"/version-8", {"http.bad-websocket-version"}},
           {"/version-7", {"http.bad-websocket-version", "http.upgrade-version"}},
           {"/draft-76", {"http.draft-76", "http.upgrade-bad-request"}},
           {"/stripped", {"http.upgrade-stripped", "http.upgrade-required"}},
           {"/http10", {"http.upgrade-http10"}},
           {"/null-origin", {"http.null-origin"}},
       }},
      {"http/upgrade-proxy-http10",
       {
           // Both sides of the proxy.
           {"/plain", {"http.upgrade-stripped", "http.upgrade-required"}},
           {"/http11", {"http.upgrade-stripped", "http.upgrade-required"}},
           {"/without-connection", {"http.upgrade-without-connection", "http.upgrade-required"}},
       }},
      {"http/upgrade-refusals",
       {
           {"/200", {"http.upgrade-ignored"}},
           {"/204", {"http.upgrade-ignored"}},
           {"/206", {"http.upgrade-ignored"}},
           {"/304", {"http.upgrade-refused"}},
           {"/400", {"http.upgrade-bad-request"}},
           {"/401", {"http.upgrade-unauthorized"}},
           {"/403", {"http.upgrade-forbidden"}},
           {"/405", {"http.upgrade-method-not-allowed"}},
           {"/407", {"http.upgrade-proxy-authentication"}},
           {"/408", {"http.upgrade-timeout"}},
           {"/410", {"http.upgrade-not-found"}},
           {"/411", {"http.upgrade-length-required"}},
           {"/418", {"http.upgrade-refused"}},
           {"/426", {"http.upgrade-version"}},
           {"/429", {"http.upgrade-rate-limited"}},
           {"/431", {"http.upgrade-too-large"}},
           {"/500", {"http.upgrade-server-error"}},
           {"/501", {"http.upgrade-not-implemented"}},
           {"/503", {"http.upgrade-unavailable"}},
           {"/522", {"http.upgrade-server-error"}},
           {"/599", {"http.upgrade-server-error"}},
       }},
      {"http/upgrade-refusals-nginx",
       {
           {"/page", {"http.upgrade-ignored"}},
           {"/secure", {"http.upgrade-redirected"}},
           {"/user", {"http.upgrade-unauthorized"}},
           {"/denied", {"http.upgrade-forbidden"}},
           {"/nowhere", {"http.upgrade-not-found"}},
           {"/upload", {"http.upgrade-with-body", "http.upgrade-too-large"}},
           {"/limited", {"http.upgrade-not-found", "http.upgrade-rate-limited"}},
           {"/down", {"http.upgrade-bad-gateway"}},
           {"/silent", {"http.upgrade-gateway-timeout"}},
       }},
      {"http/upgrade-refused",
       {
           {"/secret", {"http.upgrade-unauthorized"}},
           {"/nowhere", {"http.upgrade-not-found"}},
           {"/old", {"http.bad-websocket-version", "http.upgrade-version"}},
           {"/elsewhere", {"http.upgrade-redirected"}},
       }},
      {"http/upgrade-redirect",
       {
           {"/301", {"http.upgrade-redirected"}},
           {"/302", {"http.upgrade-redirected"}},
           {"/307", {"http.upgrade-redirected"}},
           {"/308", {"http.upgrade-redirected"}},
       }},
      {"http/upgrade-unanswered",
       {
           {"/silent", {"http.upgrade-unanswered"}},
           {"/closes", {"http.unanswered"}},
           {"/resets", {"http.unanswered"}},
       }},
      {"http/upgrade-kept-alive",
       {
           {"/refused", {"http.upgrade-unavailable"}},
           {"/stored", {"http.wrong-accept"}},
       }},
      {"http/polling-begins-inside",
       {{"/socket.io/?EIO=4&transport=polling&t=vh4htcoi&sid=Z_YP880C5FRhepIpAAAA", {"http.resumed"}}}},
      {"websocket/wrong-accept", {{"/", {"http.wrong-accept"}}}},
      {"http/upgrade-answer-lost", {{"/", {"http.lost-place", "http.answer-lost"}}}},
      {"http/answer-head-lost", {{"/chunked", {"http.lost-place"}}, {"/plain", {"http.resumed"}}}},
  };
  return cases;
}

/// What the two clients are shown, whatever they make of it.
const ByTarget& answer_faults() {
  static const ByTarget codes = {
      {"/no-upgrade", {"http.missing-upgrade"}},
      {"/h2c", {"http.wrong-upgrade"}},
      {"/no-connection", {"http.missing-connection"}},
      {"/connection-close", {"http.missing-connection"}},
      {"/no-accept", {"http.missing-accept"}},
      {"/accept-of-nothing", {"http.wrong-accept"}},
      {"/accept-of-the-example", {"http.wrong-accept"}},
      {"/accept-with-white-space", {"http.wrong-accept"}},
      {"/two-accepts", {"http.several-accepts"}},
      {"/http10", {"http.upgrade-answer-http10"}},
      {"/subprotocol", {"http.subprotocol-not-offered"}},
      {"/subprotocol-case", {"http.subprotocol-not-offered"}},
      {"/subprotocol-none", {"http.subprotocol-missing"}},
      {"/subprotocols", {"http.several-subprotocols"}},
      {"/extension", {"http.extension-not-offered"}},
      {"/body", {"http.upgrade-answer-with-body"}},
      {"/unasked", {"http.upgrade-unasked"}},
  };
  return codes;
}

ByTarget expected_of(const std::string& name) {
  const auto known = shown_by().find(name);
  if (known != shown_by().end()) return known->second;
  ByTarget expected;
  if (!name.starts_with("http/upgrade-answer-faults")) return expected;
  expected = answer_faults();
  if (name.ends_with("chromium")) expected.erase("/unasked");
  return expected;
}

/// The codes of the notes of each exchange, by connection: an event's notes belong to the request before it.
ByTarget found_in(const std::vector<Line>& trace) {
  std::map<std::uint64_t, std::string> asked;
  ByTarget found;
  for (const Line& line : trace) {
    if (!is_event(line.json, "http")) continue;
    std::string& target = asked[number_at(line.json, {"connection"})];
    if (text_at(line.json, {"event"}) == "request") target = text_at(line.json, {"fields", "target"});
    const Json* notes = find(line.json, {"notes"});
    if (notes == nullptr) continue;
    for (const Json& note : notes->GetArray()) found[target].emplace(text_at(note, {"code"}));
  }
  return found;
}

std::string words(const ByTarget& codes) {
  std::string all;
  for (const auto& [target, of] : codes) all += fmt::format("{}: {}\n", target, fmt::join(of, " "));
  return all;
}

/// The cases of other protocols have tables of their own (diagnosis_test.cpp).
bool is_about_upgrades(const Case& one) { return one.family == "http" || shown_by().count(one.name) != 0; }

class UpgradeCodes : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(, UpgradeCodes, testing::ValuesIn(cases_where(is_about_upgrades)), CaseName());

TEST_P(UpgradeCodes, AreThoseThatTheCaseShows) {
  EXPECT_EQ(words(found_in(trace_of(GetParam()))), words(expected_of(GetParam().name)));
}

TEST(UpgradeCodesTable, HasEveryCode) {
  Codes shown = others();
  const auto add = [&shown](const ByTarget& codes) {
    for (const auto& [target, of] : codes) shown.insert(of.begin(), of.end());
  };
  for (const auto& [name, codes] : shown_by()) add(codes);
  add(answer_faults());
  Codes all;
  for (const NoteDef* note : http::protocol.notes) all.emplace(note->code);
  EXPECT_EQ(shown, all);
}

TEST(UpgradeCodesTable, IsAboutCasesThatExist) {
  for (const auto& [name, codes] : shown_by()) EXPECT_NO_THROW(case_named(name)) << name;
}

}  // namespace
}  // namespace wstrace::test::upgrade_codes_test
