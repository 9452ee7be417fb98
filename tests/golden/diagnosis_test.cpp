// The diagnoses: each case that shows one of the troubles tells exactly that, on an event and in the session's record;
// and no healthy case is told to have any.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "golden/truth_of_cases.h"
#include "support/expectations.h"

namespace wstrace::test::diagnosis_test {
namespace {

using Codes = std::set<std::string>;

/// The troubles that wstrace promises to name. Notes with other codes are not looked at here.
const Codes& promised() {
  static const Codes codes = {
      "eio.session-unknown",
      "eio.upgrade-stripped",
      "eio.upgrade-failed",
      "eio.upgrade-stalled",
      "eio.polling-only",
      "eio.ping-timeout",
      "eio.idle-closed",
      "eio.payload-too-large",
      "eio.version-mismatch",
      "eio.forbidden",
      "eio.bad-request",
      "eio.no-websocket",
      "eio.overlap",
      "eio.not-answered",
      "eio.cookie-not-returned",
      "eio.cors",
      "eio.cors-preflight",
      "eio.headers-too-large",
      "eio.no-pong",
      "eio.not-reading",
      "eio.not-spoken",
      "eio.server-left",
      "eio.rate-limited",
      "eio.origin-refused",
      "eio.unavailable",
      "eio.redirected-post",
      "eio.slow-transfer",
      "eio.too-many-packets",
      "eio.unavailable",
      "graphql.bad-message",
      "graphql.bad-response",
      "graphql.client-error",
      "graphql.closed-at-once",
      "graphql.connection-error",
      "graphql.duplicate-id",
      "graphql.early-subscribe",
      "graphql.forbidden",
      "graphql.init-timeout",
      "graphql.internal-error",
      "graphql.invalid-message",
      "graphql.message-rejected",
      "graphql.no-pong",
      "graphql.not-acked",
      "graphql.not-initialised",
      "graphql.operation-failed",
      "graphql.result-errors",
      "graphql.subprotocol",
      "graphql.too-many-inits",
      "graphql.unanswered",
      "graphql.unauthorized",
      "graphql.unknown-id",
      "http.https-port",
      "http2.connect-not-200",
      "http2.cut-short",
      "http2.length-differs",
      "http2.window-shut",
      "http2.goaway",
      "http2.interim-before-accept",
      "http2.not-answered",
      "http2.not-processed",
      "http2.protocol-error",
      "http2.stream-reset",
      "http.not-socketio",
      "session.reconnect-loop",
      "session.server-silent",
      "sio.answer-repeated",
      "sio.connect-error",
      "sio.no-namespace",
      "sio.parser-mismatch",
      "sio.ack-missing",
      "sio.bad-packet",
      "sio.attachment-missing",
      "sio.no-sid",
      "sio.not-recovered",
      "stomp.bad-login",
      "stomp.closed-without-error",
      "stomp.content-length-wrong",
      "stomp.error",
      "stomp.frame-rejected",
      "stomp.heart-beat-timeout",
      "stomp.invalid-frame",
      "stomp.no-connected",
      "stomp.not-acked",
      "stomp.receipt-missing",
      "stomp.version",
      "tcp.refused",
      "tcp.reset",
      "tcp.no-answer",
      "tcp.data-after-close",
      "tcp.doubtful-reset",
      "tcp.old-connection",
      "tls.bad-certificate",
      "tls.certificate-expired",
      "tls.certificate-name",
      "tls.certificate-past",
      "tls.certificate-required",
      "tls.client-left",
      "tls.closed-at-hello",
      "tls.handshake-failure",
      "tls.http-answer",
      "tls.no-answer",
      "tls.no-application-protocol",
      "tls.not-tls",
      "tls.protocol-version",
      "tls.reset-at-hello",
      "tls.server-refuses",
      "tls.unknown-ca",
      "tls.unrecognized-name",
      "tls.unused",
  };
  return codes;
}

/// `may`: true of the case, too, but not what it is about.
struct Shown {
  Codes must;
  Codes may = {};
};

/// Codes of WebSocket are conformance_test.cpp's; what is shown on a request or on QUIC is upgrade_codes_test.cpp's and
/// quic_truth_test.cpp's.
Shown expected_of(const Case& one) {
  Shown expected;
  for (const auto& [code, on] : expectations_of(one).shows)
    if (on.empty() && !code.starts_with("ws.")) expected.must.insert(code);
  for (const Excuse& excuse : expectations_of(one).may_show) expected.may.insert(excuse.text);
  return expected;
}

/// The promised codes in the notes of records of this kind. (What is told of QUIC is of no session: quic_truth_test.cpp.)
Codes codes_in(const std::vector<Line>& trace, std::string_view record) {
  Codes codes;
  for (const Line& line : trace) {
    const Json* notes = is_record(line.json, record) ? find(line.json, {"notes"}) : nullptr;
    if (notes == nullptr || is_event(line.json, "quic")) continue;
    for (const Json& note : notes->GetArray()) {
      std::string code(text_at(note, {"code"}));
      if (promised().count(code) != 0) codes.insert(std::move(code));
    }
  }
  return codes;
}

/// What is wrong with the codes found; empty when nothing is.
std::string wrong_with(const Shown& expected, const Codes& found) {
  std::string wrong;
  for (const std::string& code : expected.must) {
    if (found.count(code) == 0) wrong += fmt::format("{} is missing\n", code);
  }
  for (const std::string& code : found) {
    if (expected.must.count(code) + expected.may.count(code) == 0) wrong += fmt::format("{} is not so\n", code);
  }
  return wrong;
}

/// What healthy sessions may show is healthy_test.cpp's.
bool is_about_trouble(const Case& one) { return one.family != "healthy"; }

class Diagnosis : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(, Diagnosis, testing::ValuesIn(cases_where(is_about_trouble)), CaseName());

TEST_P(Diagnosis, IsWhatTheCaseShows) {
  const std::vector<Line> trace = trace_of(GetParam());
  const Codes on_events = codes_in(trace, "event");
  const Codes in_records = codes_in(trace, "session");
  EXPECT_EQ(wrong_with(expected_of(GetParam()), on_events), "") << "on the events";
  EXPECT_EQ(wrong_with(expected_of(GetParam()), in_records), "") << "in the session records";
  for (const Excuse& excuse : expectations_of(GetParam()).may_show)
    EXPECT_NE(on_events.count(excuse.text) + in_records.count(excuse.text), 0U)
        << excuse.text << " is not shown any more, although " << excuse.because;
}

TEST(DiagnosisOfCases, HasEveryPromisedCode) {
  Codes shown;
  for (const Case& one : all_cases()) shown.merge(expected_of(one).must);
  EXPECT_EQ(shown, promised());
}

TEST(DiagnosisOfCases, MayShowOnlyWhatIsLookedAt) {
  for (const Case& one : all_cases()) {
    const Shown expected = expected_of(one);
    for (const std::string& code : expected.may) {
      EXPECT_EQ(promised().count(code), 1U) << one.name << ": no test looks for " << code;
      EXPECT_EQ(expected.must.count(code), 0U) << one.name << " must show " << code;
    }
    EXPECT_FALSE(expected.must.empty() && !expected.may.empty()) << one.name << " is about nothing";
  }
}

/// Some end by something that no code of the list is about: an application that closes, a process that dies.
TEST(DiagnosisOfCases, HasEveryCaseOfItsFolder) {
  for (const Case& one : all_cases()) {
    const bool shows_nothing = expectations_of(one).shows_nothing.has_value();
    if (one.family != "diagnosis") {
      EXPECT_FALSE(shows_nothing) << one.name << ": needed in diagnosis/ only";
    } else {
      EXPECT_EQ(expected_of(one).must.empty(), shows_nothing) << one.name;
    }
  }
}

/// Could the tests fail?
TEST(DiagnosisOfCases, NoticesWhatIsWrong) {
  const Shown shown = {{"a", "b"}, {"c"}};
  EXPECT_EQ(wrong_with(shown, {"a", "b"}), "");
  EXPECT_EQ(wrong_with(shown, {"a", "b", "c"}), "");
  EXPECT_EQ(wrong_with(shown, {"b"}), "a is missing\n");
  EXPECT_EQ(wrong_with(shown, {"a", "b", "d"}), "d is not so\n");
  EXPECT_EQ(wrong_with({}, {"d"}), "d is not so\n");
}

}  // namespace
}  // namespace wstrace::test::diagnosis_test
