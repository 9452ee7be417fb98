// The command line, read into one plain struct. Nothing here prints or ends the program: the caller does, as it is told to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/definitions.h"
#include "model/limits.h"
#include "output/event_log.h"
#include "output/terminal.h"
#include "select/event_choice.h"
#include "select/session_numbers.h"

namespace wstrace {

enum class Format { text, json, list };

struct Options {
  // What to read
  std::vector<std::string> files;  ///< captures; "-" is standard input
  std::string interface;           ///< to trace live; empty for files
  std::string filter;              ///< a pcap filter; empty for all packets
  std::string save;                ///< a file for the packets that are traced; empty for none
  bool list_interfaces = false;
  std::uint64_t count = 0;  ///< stop after this many packets; 0 for no end
  std::uint32_t snaplen = 262'144;
  bool promiscuous = true;
  bool checksums = false;  ///< verify them
  std::string keylog;      ///< secrets of TLS; empty: what SSLKEYLOGFILE names

  // What to print
  Format format = Format::text;
  bool only_sessions = false;  ///< of the JSON records
  ColourWhen colour = ColourWhen::automatic;
  std::optional<std::size_t> width;  ///< 0 never cuts; none follows the terminal
  std::string output;                ///< a file; empty for standard output
  int verbosity = 0;
  bool quiet = false;
  bool hex = false;
  bool all = false;
  SessionNumbers sessions;  ///< only these
  EventChoice events;       ///< only these
  std::size_t max_payload = std::size_t{1} << 20;
  Duration slow = Limits{}.slow;  ///< answers that take longer are reported

  // And then
  Severity fail_on = Severity::none;   ///< exit status 1 when a note of this severity or a graver one was made
  std::optional<std::string> explain;  ///< "", "PROTO" or "PROTO.EVENT"; reads no capture

  LogRoom log = {};  ///< no option: for tests

  bool live() const { return !interface.empty(); }
};

/// The name of a file for output that means standard output.
inline bool is_standard_output(std::string_view path) { return path.empty() || path == "-" || path == "/dev/stdout"; }

/// The exit statuses that the manual documents. Where several apply, the greatest is it.
inline constexpr int kExitDone = 0;
inline constexpr int kExitFindings = 1;     ///< --fail-on was met
inline constexpr int kExitUsage = 2;        ///< or nothing could be read
inline constexpr int kExitDamaged = 3;      ///< the input; what stands before the damage is traced
inline constexpr int kExitStopped = 4;      ///< before the input's end: no memory, or no room on the disk
inline constexpr int kExitSignalled = 128;  ///< plus the signal's number: it ended the reading of a file

/// The program has nothing to do but say this and end.
struct Exit {
  int code = kExitDone;
  std::string out;  ///< for standard output
  std::string err;  ///< for standard error
};

std::variant<Options, Exit> parse(int argc, const char* const* argv);

/// Every option by its names ("-v", "--json"), so that a test can hold the help text and the manual to them.
std::vector<std::string> option_names();

}  // namespace wstrace
