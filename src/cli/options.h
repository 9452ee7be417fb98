// The command line, read into one plain struct. Nothing here prints or ends the program: the caller does, as told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/definitions.h"
#include "output/terminal.h"

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
  ColourWhen colour = ColourWhen::automatic;
  std::optional<std::size_t> width;  ///< 0 never cuts; none follows the terminal
  std::string output;                ///< a file; empty for standard output
  int verbosity = 0;
  bool quiet = false;
  bool hex = false;
  bool all = false;
  std::uint32_t session = 0;  ///< only this one; 0 for all
  std::size_t max_payload = std::size_t{1} << 20;

  // And then
  Severity fail_on = Severity::none;   ///< exit status 1 when a note of this severity or a graver one was made
  std::optional<std::string> explain;  ///< "", "PROTO" or "PROTO.EVENT"; reads no capture

  bool live() const { return !interface.empty(); }
};

/// The exit statuses that the manual documents.
inline constexpr int kExitDone = 0;
inline constexpr int kExitFindings = 1;
inline constexpr int kExitUsage = 2;

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
