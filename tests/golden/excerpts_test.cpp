// What damage looks like: excerpts of stored captures, with packets left out, cut off or changed, or with keys that are
// not whole, and the timeline of each beside this file (excerpts/<name>.txt). Together with the cases they show every
// annotation of damage at least once.
//
// As for the cases: with WSTRACE_UPDATE_GOLDEN=1 in the environment the timelines are written anew; read the difference.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <ostream>
#include <set>
#include <sstream>
#include <vector>

#include "golden/line_diff.h"
#include "host/dissector_table.h"
#include "support/capture_writer.h"
#include "support/cases.h"
#include "support/ndjson.h"
#include "support/program.h"
#include "support/wrap.h"

namespace wstrace::test::excerpts_test {
namespace {

/// A byte of a packet (from 1) that is set, at an offset in its link-layer frame.
struct Edit {
  std::size_t packet;
  std::size_t offset;
  std::uint8_t value;
};

struct Excerpt {
  const char* name;
  const char* in_case;
  std::size_t first = 1;
  std::size_t last = 0;  ///< 0: to the end
  std::vector<std::size_t> without = {};
  std::vector<Edit> edits = {};
  std::size_t nested = 0;               ///< packet that is put into many IPv4 headers; 0: none
  std::size_t clock_set_back_at = 0;    ///< packet from which on times are an hour earlier; 0: none
  std::vector<const char*> codes = {};  ///< that it shows
  std::vector<std::string> options = {};
  std::string (*keys)(const std::string& log) = nullptr;  ///< makes a key log of the case's own
};

void PrintTo(const Excerpt& excerpt, std::ostream* out) { *out << excerpt.name; }

constexpr Duration kHour = 3600 * kSecond;

// Ethernet and IPv4 without options.
constexpr std::size_t kEthernetSize = 14;
constexpr unsigned kIpInIp = 4;
/// More headers than any network nests.
constexpr std::size_t kNested = 40;
constexpr std::size_t kTcpChecksum = 50;
constexpr std::size_t kVersionAndLength = 14;
constexpr std::size_t kProtocol = 23;
constexpr std::size_t kHeaderChecksum = 24;
constexpr std::size_t kIcmpType = 34;
constexpr std::size_t kIcmpCode = 35;
constexpr std::uint8_t kEsp = 50;
constexpr std::uint8_t kHostUnreachable = 1;
// 802.11 behind a radiotap header of 18 bytes.
constexpr std::size_t kWifiFlags = 19;
constexpr std::uint8_t kFromDs = 0x02;
constexpr std::uint8_t kMoreFragments = 0x04;
constexpr std::uint8_t kProtected = 0x40;
constexpr std::uint8_t kTimeExceeded = 11;
constexpr std::uint8_t kParameterProblem = 12;

std::string without_lines(const std::string& log, std::string_view label) {
  std::istringstream in(log);
  std::string kept;
  for (std::string line; std::getline(in, line);)
    if (!line.starts_with(label)) kept += line + "\n";
  return kept;
}

/// The same lines with other secrets.
std::string with_wrong_secrets(std::string log) {
  for (std::size_t end = log.find('\n'); end != std::string::npos; end = log.find('\n', end + 1))
    log[end - 1] = log[end - 1] == '0' ? '1' : '0';
  return log;
}

constexpr std::size_t kTcpPayload = 66;

const std::vector<Excerpt>& all_excerpts() {
  static const std::vector<Excerpt> all = {
      {.name = "answer-body-lost",
       .in_case = "socketio/v4-polling",
       .without = {47},
       .codes = {"http.lost-bytes", "eio.lost-body"}},
      {.name = "upgrade-request-lost",
       .in_case = "websocket/plain",
       .last = 13,
       .without = {4},
       .codes = {"http.request-not-seen", "tcp.capture-gap"}},
      {.name = "syn-lost", .in_case = "websocket/plain", .last = 10, .without = {1}, .codes = {"tcp.syn-missing"}},
      {.name = "announcement-lost", .in_case = "socketio/v4-binary", .without = {12}, .codes = {"sio.orphan-binary"}},
      {.name = "attachment-lost",
       .in_case = "socketio/v1-polling-binary",
       .without = {24},
       .codes = {"sio.attachment-not-captured", "http.not-paired"}},
      {.name = "ends-with-shut-window", .in_case = "tcp/window-shut", .last = 38, .codes = {"tcp.window-shut"}},
      {.name = "begins-before-acknowledgement",
       .in_case = "websocket/server-ended",
       .first = 9,
       .without = {10},
       .codes = {"tcp.sent-before-capture"},
       .options = {"--all"}},
      {.name = "ends-inside-frame", .in_case = "websocket/plain", .last = 15, .codes = {"ws.capture-ends"}},
      {.name = "begins-inside-frame",
       .in_case = "websocket/plain",
       .first = 16,
       .codes = {"ws.begins-inside", "ws.inferred"}},
      {.name = "ends-inside-answer",
       .in_case = "http/keepalive",
       .last = 22,
       .codes = {"http.unfinished"},
       .options = {"--all"}},
      {.name = "begins-inside-answer",
       .in_case = "http/keepalive",
       .first = 42,
       .codes = {"http.mid-message"},
       .options = {"--all"}},
      {.name = "ends-before-retransmission",
       .in_case = "tcp/fast-retransmit",
       .last = 36,
       .codes = {"tcp.unfilled-gap"}},
      {.name = "icmp-time-exceeded",
       .in_case = "network/unreachable",
       .last = 2,
       .edits = {{2, kIcmpType, kTimeExceeded}, {2, kIcmpCode, 0}},
       .codes = {"icmp.time-exceeded"},
       .options = {"--all"}},
      {.name = "icmp-parameter-problem",
       .in_case = "network/unreachable",
       .last = 2,
       .edits = {{2, kIcmpType, kParameterProblem}, {2, kIcmpCode, 0}},
       .codes = {"icmp.parameter-problem"},
       .options = {"--all"}},
      {.name = "ip-encrypted",
       .in_case = "websocket/plain",
       .last = 10,
       .edits = {{8, kProtocol, kEsp}},
       .codes = {"ip.encrypted"}},
      {.name = "wifi-encrypted",
       .in_case = "network/wifi",
       .last = 14,
       .edits = {{8, kWifiFlags, kFromDs | kProtected}},
       .codes = {"link.encrypted"}},
      {.name = "wifi-fragment",
       .in_case = "network/wifi",
       .last = 14,
       .edits = {{8, kWifiFlags, kFromDs | kMoreFragments}},
       .codes = {"ip.not-followed"}},
      {.name = "icmp-undelivered",
       .in_case = "network/path-mtu",
       .last = 24,
       .edits = {{22, kIcmpCode, kHostUnreachable}},
       .codes = {"icmp.undelivered"}},
      {.name = "ip-unreadable",
       .in_case = "websocket/plain",
       .last = 10,
       .edits = {{8, kVersionAndLength, 0x44}},
       .codes = {"ip.unreadable"}},
      {.name = "extension-unknown",
       .in_case = "http/upgrade-answer-faults",
       .first = 143,
       .last = 152,
       .without = {146},
       .codes = {"ws.extension-not-decoded"}},
      {.name = "nested-without-end",
       .in_case = "websocket/plain",
       .last = 10,
       .nested = 8,
       .codes = {"ip.nesting-limit"}},
      {.name = "clock-set-back",
       .in_case = "tcp/keep-alive",
       .clock_set_back_at = 16,
       .codes = {"capture.time-goes-back"}},
      {.name = "checksum-unproven",
       .in_case = "tcp/timeout",
       .last = 8,
       .edits = {{1, kTcpChecksum, 0x5a}},
       .codes = {"tcp.checksum-unproven"},
       .options = {"--checksums"}},
      {.name = "request-never-ends",
       .in_case = "websocket/conformance-framing",
       .first = 13,
       .last = 24,
       .without = {18},
       .codes = {"http.no-answer"},
       .options = {"--all"}},
      {.name = "ip-bad-checksum",
       .in_case = "tcp/timeout",
       .last = 10,
       .edits = {{4, kHeaderChecksum, 0x5a}},
       .codes = {"ip.bad-checksum"},
       .options = {"--checksums"}},
      {.name = "tls-wrong-keys",
       .in_case = "tls/key-update",
       .codes = {"tls.not-authentic", "tls.wrong-keys"},
       .options = {"--all"},
       .keys = [](const std::string& log) { return with_wrong_secrets(log); }},
      {.name = "tls-other-keys",
       .in_case = "tls/key-update",
       .codes = {"tls.other-keys"},
       .options = {"--all"},
       .keys = [](const std::string&) { return read_file(case_named("tls/nginx").file("keys.log")); }},
      {.name = "tls-damaged-keys",
       .in_case = "tls/nginx",
       .codes = {"tls.damaged-keys"},
       .options = {"--all"},
       .keys = [](const std::string& log) { return log.substr(0, log.size() - 8); }},
      {.name = "tls-no-server-secret",
       .in_case = "tls/ciphers-13",
       .last = 18,
       .codes = {"tls.some-keys"},
       .keys = [](const std::string& log) { return without_lines(log, "SERVER_TRAFFIC_SECRET_0"); }},
      {.name = "tls-no-client-secret",
       .in_case = "tls/ciphers-13",
       .last = 18,
       .codes = {"tls.some-keys"},
       .keys = [](const std::string& log) { return without_lines(log, "CLIENT_TRAFFIC_SECRET_0"); }},
      {.name = "tls-no-handshake-secrets",
       .in_case = "tls/ciphers-13",
       .last = 18,
       .codes = {"tls.some-keys"},
       .keys =
           [](const std::string& log) {
             return without_lines(without_lines(log, "SERVER_HANDSHAKE_TRAFFIC_SECRET"),
                                  "CLIENT_HANDSHAKE_TRAFFIC_SECRET");
           }},
      // A request's ":method: GET" becomes a second ":path: /", or an index that no entry has.
      {.name = "http2-malformed",
       .in_case = "http2/cleartext",
       .last = 15,
       .edits = {{14, kTcpPayload + 16, 0x84}},
       .codes = {"http2.malformed"},
       .options = {"--all"}},
      {.name = "http2-no-hpack",
       .in_case = "http2/cleartext",
       .last = 15,
       .edits = {{14, kTcpPayload + 16, 0xff}},
       .codes = {"http2.hpack-error"},
       .options = {"--all"}},
      // An empty SETTINGS frame becomes an empty PING.
      {.name = "http2-frame-size",
       .in_case = "http2/cleartext",
       .last = 12,
       .edits = {{8, kTcpPayload + 3, 6}},
       .codes = {"http2.frame-size"},
       .options = {"--all"}},
      {.name = "http2-ends-inside-answer",
       .in_case = "http2/cleartext",
       .last = 28,
       .codes = {"http2.unfinished"},
       .options = {"--all"}},
      {.name = "http2-bad-preface",
       .in_case = "http2/upgrade-h2c",
       .last = 10,
       .edits = {{8, kTcpPayload, 'Q'}},
       .codes = {"http2.bad-preface"},
       .options = {"--all"}},
      {.name = "http2-connect-not-enabled",
       .in_case = "http2/cleartext-websocket",
       .last = 12,
       .edits = {{4, kTcpPayload + 14, 0}},
       .codes = {"http2.connect-not-enabled"}},
      {.name = "tls-tampered-record",
       .in_case = "tls/key-update",
       .edits = {{14, kTcpPayload + 20, 0}},
       .codes = {"tls.not-authentic"},
       .options = {"--all"},
       .keys = [](const std::string& log) { return log; }},
  };
  return all;
}

std::string expected_path(const Excerpt& excerpt) {
  return captures_folder() + "/../tests/golden/excerpts/" + excerpt.name + ".txt";
}

void nest(PacketRecord& record) {
  std::string inner = record.bytes.substr(kEthernetSize);
  for (std::size_t i = 0; i < kNested; ++i) inner = over_ip(kIpInIp, inner);
  record.bytes = record.bytes.substr(0, kEthernetSize) + inner;
  record.wire_length = 0;
}

std::string capture_of(const Excerpt& excerpt) {
  const std::vector<PacketRecord> whole = read_records(case_named(excerpt.in_case).input_path());
  const std::size_t last = excerpt.last != 0 ? excerpt.last : whole.size();
  std::vector<PacketRecord> kept;
  for (std::size_t number = excerpt.first; number <= last && number <= whole.size(); ++number) {
    if (std::find(excerpt.without.begin(), excerpt.without.end(), number) != excerpt.without.end()) continue;
    PacketRecord record = whole[number - 1];
    for (const Edit& edit : excerpt.edits)
      if (edit.packet == number) record.bytes.at(edit.offset) = static_cast<char>(edit.value);
    if (number == excerpt.nested) nest(record);
    if (excerpt.clock_set_back_at != 0 && number >= excerpt.clock_set_back_at) record.time -= kHour;
    kept.push_back(std::move(record));
  }
  return write_pcap(kept, {.nanoseconds = true, .link = kept.empty() ? 1U : static_cast<std::uint32_t>(kept[0].link)});
}

std::string keys_of(const Excerpt& excerpt) {
  return excerpt.keys != nullptr ? excerpt.keys(read_file(case_named(excerpt.in_case).file("keys.log"))) : "";
}

struct ExcerptName {
  std::string operator()(const testing::TestParamInfo<Excerpt>& info) const {
    std::string name = info.param.name;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
  }
};

class Excerpts : public testing::TestWithParam<Excerpt> {
 protected:
  Excerpts() : file_(capture_of(GetParam())), keys_(keys_of(GetParam())) {}

  std::string print(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), GetParam().options.begin(), GetParam().options.end());
    if (GetParam().keys != nullptr) arguments.insert(arguments.end(), {"--keylog", keys_.path()});
    arguments.push_back(file_.path());
    const RunResult result = run_for_output(std::move(arguments), captures_folder());
    EXPECT_EQ(result.status, 0) << result.describe();
    return result.out;
  }

 private:
  TemporaryFile file_;
  TemporaryFile keys_;
};
INSTANTIATE_TEST_SUITE_P(, Excerpts, testing::ValuesIn(all_excerpts()), ExcerptName());

TEST_P(Excerpts, Timeline) {
  const std::string printed = print({"--width", "100", "--color", "never"});
  const std::string path = expected_path(GetParam());
  const char* const update = std::getenv("WSTRACE_UPDATE_GOLDEN");
  if (update != nullptr && std::string_view(update) == "1") {
    std::ofstream(path, std::ios::binary) << printed;
    return;
  }
  ASSERT_TRUE(file_exists(path)) << path;
  const std::string expected = read_file(path);
  EXPECT_EQ(printed, expected) << line_diff(expected, printed);
}

TEST_P(Excerpts, ShowsItsCodes) {
  std::set<std::string> found;
  for (const Line& line : parse_ndjson(print({"--json"}))) {
    const Json* const notes = find(line.json, {"notes"});
    if (notes == nullptr) continue;
    for (const Json& note : notes->GetArray()) found.emplace(text_at(note, {"code"}));
  }
  for (const char* code : GetParam().codes) EXPECT_EQ(found.count(code), 1U) << code;
}

/// Of what lies below the applications' protocols, and of WebSocket, every annotation stands in some golden file.
TEST(EveryAnnotation, HasAGolden) {
  // Limits that no recorded conversation meets; and a loss inside one frame, where segments hold whole ones.
  std::set<std::string> shown = {"ws.inflate-ratio", "ws.message-limit", "http2.head-too-long", "http2.long-body",
                                 "http2.too-many-streams", "http2.lost-bytes",
                                 // Claims that what follows refutes, and links that no interface of the lab has.
                                 "ws.mistaken", "ws.inferred-violation", "http2.mistaken", "link.unknown-type",
                                 // An answer that crosses the client's reset by a hair.
                                 "http2.late-response"};
  for (const Excerpt& excerpt : all_excerpts()) shown.insert(excerpt.codes.begin(), excerpt.codes.end());
  for (const Case& one : all_cases()) {
    for (const Line& line : parse_ndjson(read_file(one.file("expected.ndjson")))) {
      const Json* const notes = find(line.json, {"notes"});
      if (notes == nullptr || !notes->IsArray()) continue;
      for (const Json& note : notes->GetArray()) shown.emplace(text_at(note, {"code"}));
    }
  }
  constexpr std::string_view kFamilies[] = {"capture.", "link.", "ip.", "icmp.", "tcp.", "ws.", "http2."};
  for (const ProtocolDef* protocol : all_protocols()) {
    for (const NoteDef* note : protocol->notes()) {
      const auto is_mine = [note](std::string_view family) { return note->code.starts_with(family); };
      if (!std::any_of(std::begin(kFamilies), std::end(kFamilies), is_mine)) continue;
      EXPECT_EQ(shown.count(std::string(note->code)), 1U) << note->code;
    }
  }
}

}  // namespace
}  // namespace wstrace::test::excerpts_test
