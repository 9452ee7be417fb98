// The diagnoses: each case that shows one of the troubles tells exactly that, on an event and in the session's record;
// and no healthy case is told to have any.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "golden/truth_of_cases.h"

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
      "eio.overlap",
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
      "sio.connect-error",
      "sio.no-namespace",
      "sio.parser-mismatch",
      "sio.ack-missing",
      "sio.bad-packet",
      "sio.attachment-missing",
      "sio.no-sid",
      "sio.not-recovered",
      "tcp.refused",
      "tcp.reset",
      "tcp.no-answer",
      "tcp.window-shut",
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

/// What each case must show. `may`: true of it, too, but not what it is about.
struct Shown {
  Codes must;
  Codes may = {};
};

/// Clients that poll by choice while the server offers WebSocket.
const Codes kByChoice = {"eio.polling-only"};

/// What comes too late is what a server says unasked: TLS's session tickets, HTTP/2's SETTINGS or its GOAWAY.
const Codes kTooLate = {"tcp.data-after-close"};

const std::map<std::string, Shown>& shown_by() {
  static const std::map<std::string, Shown> cases = {
      {"diagnosis/ack-missing", {{"sio.ack-missing"}}},
      {"diagnosis/attachment-missing", {{"sio.attachment-missing"}}},
      {"diagnosis/bad-packet", {{"sio.bad-packet"}}},
      // A WebSocket that is asked for without an Upgrade header looks the same whoever left it out.
      {"diagnosis/bad-request", {{"eio.bad-request", "eio.upgrade-stripped"}}},
      {"diagnosis/connect-error", {{"sio.connect-error"}}},
      // By WebSocket the refusal's code is not on the wire, only the application's own words.
      {"diagnosis/forbidden", {{"eio.forbidden"}, {"eio.upgrade-failed"}}},
      {"diagnosis/idle-closed", {{"eio.idle-closed"}}},
      {"diagnosis/idle-closed-client", {{"eio.idle-closed"}}},
      // At the end the client says goodbye to a session that the server has given up.
      {"diagnosis/idle-closed-polling", {{"eio.idle-closed"}, {"eio.session-unknown", "eio.polling-only"}}},
      {"diagnosis/no-namespace", {{"sio.no-namespace"}}},
      {"diagnosis/not-recovered", {{"sio.not-recovered"}}},
      {"diagnosis/not-recovered-no-offset", {{"sio.not-recovered"}}},
      {"diagnosis/not-socketio", {{"http.not-socketio"}}},
      {"diagnosis/not-socketio-200", {{"http.not-socketio"}}},
      {"diagnosis/not-socketio-502", {{"http.not-socketio", "tcp.refused"}}},
      {"diagnosis/not-socketio-silent", {{"http.not-socketio"}}},
      {"diagnosis/overlap", {{"eio.overlap"}}},
      {"diagnosis/parser-mismatch", {{"sio.parser-mismatch"}}},
      {"diagnosis/parser-mismatch-server", {{"sio.parser-mismatch"}}},
      {"diagnosis/payload-too-large", {{"eio.payload-too-large"}}},
      {"diagnosis/payload-too-large-nginx", {{"eio.payload-too-large"}, kByChoice}},
      {"diagnosis/payload-too-large-polling", {{"eio.payload-too-large"}, kByChoice}},
      {"diagnosis/ping-timeout-client", {{"eio.ping-timeout"}}},
      // As above.
      {"diagnosis/ping-timeout-polling", {{"eio.ping-timeout"}, {"eio.session-unknown", "eio.polling-only"}}},
      {"diagnosis/ping-timeout-server", {{"eio.ping-timeout"}}},
      {"diagnosis/ping-timeout-v2", {{"eio.ping-timeout"}}},
      {"diagnosis/polling-only", {{"eio.polling-only"}}},
      {"diagnosis/refused", {{"tcp.refused"}}},
      // What was sent to the hanging server was not acknowledged.
      {"diagnosis/reset", {{"tcp.reset"}, {"sio.ack-missing"}}},
      // The waiting poll ends with FIN; then nobody listens.
      {"diagnosis/reset-polling", {{"tcp.refused"}, kByChoice}},
      {"diagnosis/server-restart", {{"eio.session-unknown"}, kByChoice}},
      {"diagnosis/session-unknown", {{"eio.session-unknown"}}},
      {"diagnosis/session-unknown-direct", {{"eio.session-unknown"}}},
      {"diagnosis/session-unknown-websocket", {{"eio.session-unknown"}, {"eio.upgrade-failed"}}},
      {"diagnosis/upgrade-closed", {{"eio.upgrade-failed"}, {"tcp.data-after-close"}}},
      {"diagnosis/upgrade-failed", {{"eio.upgrade-failed"}}},
      {"diagnosis/upgrade-stalled", {{"eio.upgrade-stalled"}}},
      {"diagnosis/upgrade-stripped", {{"eio.upgrade-stripped"}}},
      {"diagnosis/version-mismatch", {{"eio.version-mismatch"}}},
      {"diagnosis/version-mismatch-new-client", {{"eio.version-mismatch"}}},
      {"diagnosis/version-mismatch-websocket", {{"eio.version-mismatch"}, {"tcp.data-after-close"}}},
      {"http/upgrade-unanswered", {{"tcp.reset"}}},
      {"http2/answer-faults",
       {{"http2.connect-not-200", "http2.interim-before-accept", "http2.stream-reset"}, kTooLate}},
      {"http2/chromium-deflate", {kTooLate}},
      {"http2/chromium-polling", {kTooLate}},
      {"http2/chromium-upgrade", {kTooLate}},
      {"http2/frames", {kTooLate}},
      {"http2/goaway", {{"http2.goaway", "http2.not-processed", "http2.protocol-error"}}},
      // Two of its sessions poll by choice.
      {"http2/left", {{"eio.polling-only"}, kTooLate}},
      {"http2/nghttpx", {kTooLate}},
      {"http2/nginx", {kTooLate}},
      {"http2/not-enabled", {kTooLate}},
      {"http2/refused", {{"http2.connect-not-200", "http2.stream-reset"}, kTooLate}},
      {"http2/session-lost", {{"eio.session-unknown"}, kTooLate}},
      {"http2/trouble",
       {{"http2.cut-short", "http2.length-differs", "http2.not-answered", "http2.window-shut"}, kTooLate}},
      {"http2/websockets", {{"http2.stream-reset"}, kTooLate}},
      {"network/localhost-refused", {{"tcp.refused"}}},
      // What comes too late is the other side's goodbye (close_notify).
      {"socketio/v2-namespaces", {{"sio.connect-error"}}},
      // The first of its two sessions.
      {"socketio/v4-chromium-upgrade", {{"eio.polling-only"}}},
      {"socketio/v4-msgpack", {{"sio.connect-error"}}},
      {"socketio/v4-msgpack-polling", {{"sio.connect-error"}}},
      // An Engine.IO of today takes Socket.IO 2's open packet; what is missing is in Socket.IO's CONNECT.
      {"diagnosis/version-mismatch-new-client-websocket", {{"sio.no-sid"}}},
      {"socketio/v4-namespaces", {{"sio.connect-error"}}},
      {"socketio/v4-namespaces-denied", {{"sio.connect-error"}}},
      {"tcp/data-after-close", {{"tcp.data-after-close"}}},
      {"tcp/data-after-reset", {{"tcp.data-after-close"}}},
      {"tcp/forged-reset", {{"tcp.doubtful-reset"}}},
      {"tcp/no-answer", {{"tcp.no-answer"}}},
      // The client drops its first connection, and the network loses the reset.
      {"tcp/old-connection", {{"tcp.old-connection", "tcp.reset"}}},
      {"tcp/old-segment", {{"tcp.old-connection", "tcp.reset"}}},
      {"tcp/refused", {{"tcp.refused"}}},
      {"tcp/reset", {{"tcp.reset"}}},
      {"tcp/window-shut", {{"tcp.window-shut", "tcp.reset"}}},
      // Two of the clients are gone when the server's last records come.
      {"tls/certificate-refused",
       {{"tls.unknown-ca", "tls.unused", "tls.client-left", "tls.certificate-expired", "tls.certificate-past",
         "tls.bad-certificate", "tls.certificate-name"},
        {"tcp.data-after-close"}}},
      {"tls/client-certificate", {{"tls.certificate-required", "tls.server-refuses"}}},
      {"tls/client-certificate-keys", {{"tls.certificate-required"}}},
      {"tls/nothing-in-common",
       {{"tls.protocol-version", "tls.no-application-protocol", "tls.unrecognized-name", "tls.handshake-failure"}}},
      {"tls/wrong-port",
       {{"tls.http-answer", "tls.not-tls", "tls.closed-at-hello", "tls.reset-at-hello", "tls.no-answer", "tcp.reset",
         "http.https-port"}}},
      {"websocket/close-not-awaited", {{"tcp.reset"}}},
      {"websocket/close-reset", {{"tcp.reset"}}},
  };
  return cases;
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

Shown expected_of(const Case& one) {
  const auto known = shown_by().find(one.name);
  return known != shown_by().end() ? known->second : Shown{};
}

class Diagnosis : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(, Diagnosis, testing::ValuesIn(all_cases()), CaseName());

TEST_P(Diagnosis, IsWhatTheCaseShows) {
  const std::vector<Line> trace = trace_of(GetParam());
  EXPECT_EQ(wrong_with(expected_of(GetParam()), codes_in(trace, "event")), "") << "on the events";
  EXPECT_EQ(wrong_with(expected_of(GetParam()), codes_in(trace, "session")), "") << "in the session records";
}

TEST(DiagnosisTable, HasEveryPromisedCode) {
  Codes shown;
  for (const auto& [name, codes] : shown_by()) shown.insert(codes.must.begin(), codes.must.end());
  EXPECT_EQ(shown, promised());
}

TEST(DiagnosisTable, IsAboutCasesThatExist) {
  for (const auto& [name, codes] : shown_by()) {
    EXPECT_NO_THROW(case_named(name)) << name;
    EXPECT_FALSE(codes.must.empty()) << name;
  }
}

/// These end by something that no code of the table is about: an application that closes, a process that dies.
TEST(DiagnosisTable, HasEveryCaseOfItsFolder) {
  const std::set<std::string> without = {"diagnosis/server-disconnect", "diagnosis/server-killed",
                                         "diagnosis/transport-close", "diagnosis/upgrade-then-close"};
  for (const Case& one : cases_of({"diagnosis"})) {
    EXPECT_NE(shown_by().count(one.name), without.count(one.name)) << one.name;
  }
}

/// Could the tests fail?
TEST(DiagnosisTable, NoticesWhatIsWrong) {
  const Shown shown = {{"a", "b"}, {"c"}};
  EXPECT_EQ(wrong_with(shown, {"a", "b"}), "");
  EXPECT_EQ(wrong_with(shown, {"a", "b", "c"}), "");
  EXPECT_EQ(wrong_with(shown, {"b"}), "a is missing\n");
  EXPECT_EQ(wrong_with(shown, {"a", "b", "d"}), "d is not so\n");
  EXPECT_EQ(wrong_with({}, {"d"}), "d is not so\n");
}

}  // namespace
}  // namespace wstrace::test::diagnosis_test
