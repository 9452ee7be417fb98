#include "golden/truth_of_cases.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace wstrace::test {
namespace {

/// More than the largest message of the cases.
constexpr const char* kMaxPayload = "64M";

}  // namespace

const std::vector<Unlogged>& all_unlogged() {
  static const std::vector<Unlogged> all = {
      {"websocket/chromium", Direction::s2c, "ping ", "a browser does not show pings to its page"},
      {"websocket/conformance-deflate", Direction::c2s, "message text next",
       "the library's inflater trips over the end of the message before it"},
      {"websocket/conformance-faye", Direction::c2s, "message text long long", "it is over the library's limit"},
      {"socketio/v2-namespaces", Direction::s2c, "connect / ",
       "a 2.x server connects every client to \"/\" unasked; this client does not use it"},
      {"diagnosis/ack-missing", Direction::c2s, "event / \"nobody listens to this\" ",
       "the server has no such handler"},
      {"diagnosis/attachment-missing", Direction::c2s, "event / \"picture\" ", "the server waits for its attachment"},
      {"diagnosis/attachment-missing", Direction::c2s, "event / \"work\" [4]",
       "it came in place of the attachment, and the server's parser gave up"},
      {"diagnosis/payload-too-large", Direction::c2s, "event / \"document\" ", "the server does not take it"},
      {"diagnosis/payload-too-large-polling", Direction::c2s, "event / \"document\" ", "the server does not take it"},
      {"diagnosis/reset", Direction::c2s, "event / \"work\" [4]", "the server's process hangs"},
      {"diagnosis/reset", Direction::c2s, "event / \"work\" [5]", "the server's process hangs"},
      {"diagnosis/version-mismatch-new-client", Direction::s2c, "connect / ",
       "the client cannot read the payload that it is in"},
      {"diagnosis/version-mismatch-new-client-websocket", Direction::s2c, "connect / ",
       "a connect packet without a sid is an error to this client"},
      {"http2/session-lost", Direction::c2s, "event / \"letter\" ", "the server has forgotten the session"},
      {"network/snap-96", Direction::c2s, "ack / - ", "the event that it answers was cut, and with it its name"},
      {"socketio/begins-inside", Direction::s2c, "ack / - ", "the event that it answers was not captured"},
      {"tcp/data-after-reset", Direction::c2s, "message text 3", "the server had closed"},
      {"tcp/data-after-reset", Direction::c2s, "message text 4", "the server had closed"},
      {"tcp/data-after-close", Direction::c2s, "message text 3", "the server had closed"},
      {"tcp/data-after-close", Direction::c2s, "message text 4", "the server had closed"},
      {"tcp/data-after-close", Direction::c2s, "message text 5", "the server had closed"},
  };
  return all;
}

bool lacks_messages(const Case& one) { return one.name.starts_with("network/snap-"); }

std::vector<Line> trace_of(const Case& one) { return parse_ndjson(ndjson_of(one, {"--max-payload", kMaxPayload})); }

std::vector<Line> truth_of(const Case& one) { return parse_ndjson(read_file(one.file("truth.ndjson"))); }

std::vector<Said> take_out_unlogged(const Case& one, Account& trace) {
  std::vector<Said> out;
  for (const Unlogged& unlogged : all_unlogged()) {
    if (one.name != unlogged.in_case) continue;
    const auto kept = std::stable_partition(trace.said.begin(), trace.said.end(), [&unlogged](const Said& said) {
      return said.dir != unlogged.dir || !said.what.starts_with(unlogged.begins);
    });
    EXPECT_NE(kept, trace.said.end()) << "not in the trace any more, although " << unlogged.because;
    out.insert(out.end(), kept, trace.said.end());
    trace.said.erase(kept, trace.said.end());
  }
  return out;
}

}  // namespace wstrace::test
