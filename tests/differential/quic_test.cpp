// What the client's first packets of a QUIC connection say, as wstrace and tshark open them: version, name and protocols; and
// which packets are QUIC at all.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "support/cases.h"
#include "support/ndjson.h"
#include "support/program.h"

namespace wstrace::test::quic_test {
namespace {

using Lines = std::vector<std::string>;
using Rows = std::vector<Lines>;

/// By tshark's columns. Packets that ICMP quotes are left out.
Rows ask_tshark(const Case& one, const std::string& filter, const Lines& columns) {
  Lines arguments = {"-r", one.input_path(), "-Y", filter + " && !icmp", "-T", "fields",
                     "-E", "separator=|",    "-E", "occurrence=a"};
  for (const std::string& column : columns) arguments.insert(arguments.end(), {"-e", column});
  const RunResult result = run({.arguments = std::move(arguments),
                                .environment = {{"WIRESHARK_CONFIG_DIR", "/nonexistent"}},
                                .program = "tshark"});
  EXPECT_EQ(result.status, 0) << result.describe();
  Rows rows;
  std::istringstream in(result.out);
  for (std::string line; std::getline(in, line);) {
    Lines& row = rows.emplace_back();
    std::istringstream cells(line + "|");
    for (std::string cell; std::getline(cells, cell, '|');) row.push_back(cell);
  }
  return rows;
}

std::vector<Line> trace_of(const Case& one) { return parse_ndjson(ndjson_of(one)); }

bool is_known_to_tshark(std::string_view version) { return version == "1"; }

/// "2: localhost h3", with the packet that completes the ClientHello.
Lines hellos(const std::vector<Line>& ours) {
  Lines lines;
  for (const Line& line : ours) {
    const auto field = [&line](std::string_view name) { return text_at(line.json, {"fields", name}); };
    if (!is_event(line.json, "quic", "initial") || !is_known_to_tshark(field("version")) || field("sni").empty())
      continue;
    const Json& packets = *find(line.json, {"packet_range"});
    lines.push_back(fmt::format("{}: {} {}", packets[1].GetUint64(), field("sni"), field("alpn")));
  }
  return lines;
}

/// A client says it again when it is not answered, or when it has to begin again. (tshark tries version 1's keys where the
/// version is reserved, and may be lucky.)
Lines hellos(const Rows& theirs) {
  Lines lines;
  std::set<std::string> seen;
  for (const Lines& row : theirs)
    if (row.at(4).starts_with("0x00000001") && seen.insert(row.at(1)).second)
      lines.push_back(fmt::format("{}: {} {}", row.at(0), row.at(2), row.at(3)));
  return lines;
}

class QuicTshark : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(, QuicTshark, testing::ValuesIn(cases_of({"quic"})), CaseName());

TEST_P(QuicTshark, ReadsTheSameHellos) {
  const Rows rows = ask_tshark(GetParam(), "quic && tls.handshake.type == 1",
                               {"frame.number", "udp.stream", "tls.handshake.extensions_server_name",
                                "tls.handshake.extensions_alpn_str", "quic.version"});
  EXPECT_EQ(hellos(trace_of(GetParam())), hellos(rows));
}

/// Every UDP packet of these cases is QUIC.
TEST_P(QuicTshark, CountsTheSamePackets) {
  const Rows rows = ask_tshark(GetParam(), "udp", {"udp.srcport", "udp.stream"});
  ASSERT_FALSE(rows.empty());
  std::map<std::string, std::string> client;  // the port that each stream's first packet comes from
  std::uint64_t by_client = 0;
  for (const Lines& row : rows) by_client += client.emplace(row.at(1), row.at(0)).first->second == row.at(0) ? 1 : 0;
  const std::vector<Line> ours = trace_of(GetParam());
  const Json& quic = *find(last_of(ours), {"undecoded", "quic"});
  EXPECT_EQ(number_at(quic, {"connections"}), client.size());
  EXPECT_EQ(number_at(quic, {"packets", "c2s"}), by_client);
  EXPECT_EQ(number_at(quic, {"packets", "s2c"}), rows.size() - by_client);
}

}  // namespace
}  // namespace wstrace::test::quic_test
