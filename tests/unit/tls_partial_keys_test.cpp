// Key logs that lack lines: whatever is missing, what is told was said, and nobody is accused of what could not be read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>
#include <sstream>

#include "support/capture_writer.h"
#include "support/cases.h"
#include "support/recut.h"

namespace wstrace::test::tls_partial_keys_test {
namespace {

using Lines = std::vector<std::string>;

/// A key log with the lines that are wanted, each given with its number.
std::string kept(const std::string& keys, const std::function<bool(std::size_t, const std::string&)>& wanted) {
  std::istringstream in(keys);
  std::string out;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);)
    if (wanted(number++, line)) out += line + "\n";
  return out;
}

std::set<std::string> labels_of(const std::string& keys) {
  std::istringstream in(keys);
  std::set<std::string> labels;
  for (std::string line; std::getline(in, line);) labels.insert(line.substr(0, line.find(' ')));
  return labels;
}

struct Variant {
  std::string name;
  std::string keys;
};

std::vector<Variant> variants_of(const std::string& keys) {
  std::vector<Variant> all;
  const auto add = [&](const std::string& name, const std::function<bool(std::size_t, const std::string&)>& wanted) {
    all.push_back({name, kept(keys, wanted)});
  };
  for (const std::string& label : labels_of(keys)) {
    const std::string head = label + " ";
    add("without " + label, [&](std::size_t, const std::string& line) { return !line.starts_with(head); });
    add("only " + label, [&](std::size_t, const std::string& line) { return line.starts_with(head); });
  }
  add("client's", [](std::size_t, const std::string& line) { return line.starts_with("CLIENT"); });
  add("server's", [](std::size_t, const std::string& line) { return line.starts_with("SERVER"); });
  add("even lines", [](std::size_t n, const std::string&) { return n % 2 == 0; });
  add("odd lines", [](std::size_t n, const std::string&) { return n % 2 == 1; });
  return all;
}

/// The arguments of a Socket.IO event; behind them may stand who else got it.
std::string arguments_in(const std::string& line) {
  const std::size_t at = line.find(" args=");
  return line.substr(at, line.rfind(']') - at);
}

/// What each side said by a WebSocket or in Socket.IO's events, by connection.
std::set<std::string> said(const Lines& lines) {
  std::set<std::string> all;
  for (const std::string& line : lines) {
    const std::size_t payload = line.find(" payload=");
    const std::string who = line.substr(0, line.find('/')) + line.substr(line.find(' '), 5);
    if (line.find(" websocket message ") != std::string::npos) all.insert(who + line.substr(payload));
    if (line.find(" socketio event ") != std::string::npos) all.insert(who + arguments_in(line));
  }
  return all;
}

/// Annotations that find fault, or find a loss in a capture that has none. Those of TLS do not.
std::set<std::string> violations(const Lines& lines) {
  std::set<std::string> all;
  for (const std::string& line : lines) {
    for (std::size_t at = line.find(" !"); at != std::string::npos; at = line.find(" !", at + 1)) {
      const std::string code = line.substr(at + 2, line.find(' ', at + 2) - at - 2);
      if (!code.starts_with("tls.") && code != "stream.not-decrypted") all.insert(code);
    }
  }
  return all;
}

/// Those that are not among all.
Lines beyond(const std::set<std::string>& all, const std::set<std::string>& some) {
  Lines out;
  std::set_difference(some.begin(), some.end(), all.begin(), all.end(), std::back_inserter(out));
  return out;
}

class PartialKeys : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(, PartialKeys, testing::ValuesIn(cases_where([](const Case& one) { return one.has_keys(); })),
                         CaseName());

TEST_P(PartialKeys, InventNothingAndAccuseNobody) {
  const std::vector<PacketRecord> capture = read_records(GetParam().input_path());
  const std::string keys = read_file(GetParam().file("keys.log"));
  const Lines whole = application_events(capture, keys);
  for (const Variant& variant : variants_of(keys)) {
    const Lines part = application_events(capture, variant.keys);
    EXPECT_THAT(beyond(said(whole), said(part)), testing::IsEmpty()) << variant.name;
    EXPECT_THAT(beyond(violations(whole), violations(part)), testing::IsEmpty()) << variant.name;
  }
}

/// What could not be read is counted, and what for.
TEST_P(PartialKeys, WhatIsMissingIsSaid) {
  const std::vector<PacketRecord> capture = read_records(GetParam().input_path());
  const std::string keys = read_file(GetParam().file("keys.log"));
  const std::set<std::string> whole = said(application_events(capture, keys));
  for (const Variant& variant : variants_of(keys)) {
    const Lines part = application_events(capture, variant.keys);
    if (said(part) == whole) continue;
    EXPECT_THAT(part, testing::Contains(testing::ContainsRegex("tls undecrypted .*!tls\\.(some|other|no)-keys")))
        << variant.name;
  }
}

}  // namespace
}  // namespace wstrace::test::tls_partial_keys_test
