// tshark -T fields: one line a packet, columns by name; several values of a column are joined by commas.
#include "differential/tshark.h"

#include <fmt/format.h>

#include <sstream>

#include "support/expectations.h"
#include "support/program.h"

namespace wstrace::test {
namespace {

using Words = std::vector<std::string>;

constexpr char kColumnSeparator = '|';
constexpr char kValueSeparator = ',';
/// The cases' servers listen where no well-known port says what they speak.
const Words kOptions = {"-d", "tcp.port==1-65535,http", "-o", "tcp.reassemble_out_of_order:TRUE"};

constexpr int kNotFound = 127;
// RFC 6455 5.2: these stand in the 7-bit length in place of a longer one.
constexpr std::uint64_t kLength16 = 126;
constexpr std::uint64_t kLength64 = 127;

Words split(const std::string& text, char at) {
  Words phrase;
  std::istringstream in(text);
  for (std::string word; std::getline(in, word, at);) phrase.push_back(word);
  if (text.ends_with(at)) phrase.emplace_back();
  return phrase;
}

std::uint64_t number(const std::string& text) { return text.empty() ? 0 : std::stoull(text, nullptr, 0); }

/// One row for each packet that passes `filter`.
std::vector<Words> ask(const Case& one, const Words& options, const std::string& filter, const Words& columns,
                       std::string& error) {
  Words arguments = {"-r", one.input_path(), "-Y", filter,
                     "-T", "fields",         "-E", std::string("separator=") + kColumnSeparator,
                     "-E", "occurrence=a",   "-E", std::string("aggregator=") + kValueSeparator};
  arguments.insert(arguments.end(), options.begin(), options.end());
  for (const std::string& column : columns) arguments.insert(arguments.end(), {"-e", column});
  const RunResult result = run({.arguments = std::move(arguments),
                                .environment = {{"WIRESHARK_CONFIG_DIR", "/nonexistent"}},
                                .program = "tshark"});
  if (result.status == kNotFound) {
    error =
        "The differential tests compare wstrace with tshark, which is not installed. Install it: apt-get install "
        "tshark";
  } else if (result.status != 0) {
    error = "tshark failed. " + result.describe();
  }
  std::vector<Words> rows;
  for (const std::string& line : split(result.out, '\n')) {
    if (!line.empty()) rows.push_back(split(line, kColumnSeparator));
  }
  return rows;
}

/// A frame has a 7-bit length and, when that says so, the next of the longer ones.
std::vector<TsharkFrame::WebSocketFrame> websocket_frames(const Words& opcodes, const Words& lengths,
                                                          const Words& lengths16, const Words& lengths64) {
  std::vector<TsharkFrame::WebSocketFrame> frames;
  std::size_t next16 = 0;
  std::size_t next64 = 0;
  for (std::size_t i = 0; i < opcodes.size(); ++i) {
    std::uint64_t length = number(lengths.at(i));
    if (length == kLength16) {
      length = number(lengths16.at(next16++));
    } else if (length == kLength64) {
      length = number(lengths64.at(next64++));
    }
    frames.push_back({static_cast<unsigned>(number(opcodes[i])), length});
  }
  return frames;
}

/// A column of its expert analysis, and wstrace's word for it.
struct Judgement {
  const char* column;
  const char* name;
};

constexpr Judgement kJudgements[] = {
    {"retransmission", "retransmission"},
    {"fast_retransmission", "fast"},
    {"spurious_retransmission", "spurious"},
    {"out_of_order", "out-of-order"},
    {"lost_segment", "hole"},
    {"ack_lost_segment", "ack-unseen"},
    {"zero_window", "zero-window"},
    {"zero_window_probe", "zero-window-probe"},
    {"zero_window_probe_ack", "zero-window-probe-ack"},
    {"window_full", "window-full"},
    {"window_update", "window-update"},
    {"keep_alive", "keep-alive"},
    {"keep_alive_ack", "keep-alive-ack"},
    {"reused_ports", "reused-ports"},
};
constexpr std::size_t kOtherColumns = 9;

const Words& frame_columns() {
  static const Words columns = [] {
    Words all = {"frame.number",
                 "tcp.stream",
                 "tcp.srcport",
                 "tcp.flags",
                 "websocket.opcode",
                 "websocket.payload_length",
                 "websocket.payload_length_ext_16",
                 "websocket.payload_length_ext_64",
                 "tcp.analysis.duplicate_ack_num"};
    for (const Judgement& judgement : kJudgements) all.push_back(fmt::format("tcp.analysis.{}", judgement.column));
    return all;
  }();
  return columns;
}

std::set<std::string> judgements_of(const Words& row) {
  std::set<std::string> found;
  if (!row.at(kOtherColumns - 1).empty()) found.insert(fmt::format("duplicate-ack {}", row.at(kOtherColumns - 1)));
  for (std::size_t i = 0; i < std::size(kJudgements); ++i) {
    if (!row.at(kOtherColumns + i).empty()) found.insert(kJudgements[i].name);
  }
  return found;
}

TsharkFrame frame_of(const Words& row) {
  TsharkFrame frame;
  frame.number = number(row.at(0));
  frame.stream = number(row.at(1));
  frame.source_port = static_cast<std::uint16_t>(number(row.at(2)));
  frame.flags = static_cast<unsigned>(number(row.at(3)));
  frame.websocket = websocket_frames(split(row.at(4), kValueSeparator), split(row.at(5), kValueSeparator),
                                     split(row.at(6), kValueSeparator), split(row.at(7), kValueSeparator));
  frame.judgements = judgements_of(row);
  return frame;
}

}  // namespace

/// TLS on all ports, and HTTP in it where ALPN chooses nothing else. tshark finds out by itself that a port has no TLS.
std::vector<std::string> decryption_of(const Case& one) {
  return {
      "-d", "tcp.port==1-65535,tls", "-d", "tls.port==1-65535,http", "-o", "tls.keylog_file:" + one.file("keys.log")};
}

std::vector<TsharkFrame> tshark_frames(const Case& one, std::string& error, bool with_options_of_case) {
  Words options = kOptions;
  const auto add = [&options](const Words& more) { options.insert(options.end(), more.begin(), more.end()); };
  if (one.has_keys()) add(decryption_of(one));
  if (with_options_of_case) add(expectations_of(one).tshark_options);
  std::vector<TsharkFrame> frames;
  for (const Words& row : ask(one, options, "tcp && !icmp && !icmpv6", frame_columns(), error))
    frames.push_back(frame_of(row));
  return frames;
}

}  // namespace wstrace::test
