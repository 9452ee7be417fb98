// What the tests know about one case: captures/<protocol>/<case>/expectations.txt, a line each. Many cases need none.
//
//   shows tcp.refused
//   may-show eio.polling-only  # the client does not use WebSocket
//   judged 12,17 wstrace '' tshark 'duplicate-ack 1'  # nothing outstanding
//
// captures/README.md has the keywords. A text with spaces is quoted, by ' or by ". What follows " # " is the reason, which
// every exception has.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/definitions.h"
#include "support/cases.h"

namespace wstrace::test {

/// A note that must be there: on the exchange with this request target, on QUIC's events, or anywhere.
struct ShownCode {
  std::string code;
  std::string on;  ///< "/chat", "quic", or empty
};

/// An exception: what it excuses, and why.
struct Excuse {
  std::string text;
  std::string because;
};

/// On the wire and in the trace, but in no application's log.
struct Unlogged {
  Direction dir = Direction::c2s;
  std::string begins;
  std::string because;
};

/// A packet that wstrace and tshark judge differently, on purpose.
struct Disagreement {
  std::uint64_t packet = 0;
  std::string wstrace;  ///< judgements, joined
  std::string tshark;
  std::string kind;  ///< a row of the table in dissectors/tcp/README.md
};

/// The last frame that tshark finds in one direction of a connection, and that is none.
struct FalseFrame {
  std::uint64_t connection = 0;
  std::string dir;
  std::string tshark;  ///< "close 84"
  std::string because;
};

struct Expectations {
  using Reason = std::optional<std::string>;

  std::vector<ShownCode> shows;
  std::vector<Excuse> may_show;
  Reason shows_nothing;

  std::vector<std::string> options;  ///< of wstrace, for the golden files
  Reason no_log;
  Reason nothing_to_compare;
  Reason lacks_messages;
  std::vector<Unlogged> not_logged;
  std::vector<std::string> transports;

  Reason no_data;
  Reason not_recut;
  Reason order_matters;
  std::vector<Excuse> damage_shows;
  std::vector<Excuse> damage_hides;
  Reason plain_side;

  std::vector<std::string> tshark_options;
  std::vector<Disagreement> judged;
  std::vector<FalseFrame> tshark_frames;
};

/// What a file says; `name` is the file's. Throws std::runtime_error that begins with "<name>:<line>: ".
Expectations parse_expectations(std::string_view text, const std::string& name);

/// The case's own; none when it has no such file. Throws as above.
const Expectations& expectations_of(const Case& one);

/// The file's name within a case's folder.
inline constexpr const char* kExpectationsFile = "expectations.txt";

}  // namespace wstrace::test
