// Keys that come while the packets do: a key log that is written a little later than the packets are read, or much later.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/capture_writer.h"
#include "support/cases.h"
#include "support/expectations.h"
#include "support/recut.h"

namespace wstrace::test::tls_late_keys_test {
namespace {

using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::Not;

using Lines = std::vector<std::string>;

std::string keys_of(const Case& one) { return read_file(one.file("keys.log")); }

/// Sessions are numbered as they are found, which waiting changes: "1/2 c2s http …" and "session 2 …" without that number.
std::string unnumbered(const std::string& line) {
  constexpr std::string_view kSession = "session ";
  if (line.starts_with(kSession)) return line.substr(line.find(' ', kSession.size()));
  return line.substr(0, line.find('/')) + line.substr(line.find(' '));
}

/// Each connection's lines in their order. Sessions in any: which of them is over first may depend on who had to wait.
Lines by_connection(Lines lines) {
  for (std::string& line : lines) line = unnumbered(line);
  std::stable_sort(lines.begin(), lines.end(), [](const std::string& a, const std::string& b) {
    if (a.starts_with(' ') && b.starts_with(' ')) return a < b;
    return a.substr(0, a.find(' ')) < b.substr(0, b.find(' '));
  });
  return lines;
}

/// What the applications said on all connections, in its order.
Lines said(const Lines& lines) {
  Lines out;
  for (const std::string& line : lines)
    if (line.find(" tls ") == std::string::npos && !line.starts_with("session")) out.push_back(unnumbered(line));
  return out;
}

/// Of the two sides of a proxy that ends TLS, one needs no keys.
bool is_all_tls(const Case& one) { return !expectations_of(one).plain_side; }

class LateKeysOf : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(, LateKeysOf, testing::ValuesIn(cases_where([](const Case& one) { return one.has_keys(); })),
                         CaseName());

/// Whenever they come, what was said is told as with keys from the beginning, in the same order.
TEST_P(LateKeysOf, NothingIsLost) {
  const std::vector<PacketRecord> capture = read_records(GetParam().input_path());
  const Lines expected = application_events(capture, keys_of(GetParam()));
  const std::size_t step = std::max<std::size_t>(1, capture.size() / 40);
  bool in_order = true;
  for (std::size_t behind = 0; behind <= capture.size(); behind += behind < 12 ? 1 : step) {
    const Lines late = application_events(capture, LateKeys{keys_of(GetParam()), behind});
    ASSERT_THAT(by_connection(late), ElementsAreArray(by_connection(expected))) << "keys behind packet " << behind;
    in_order = in_order && said(late) == said(expected);
    if (!is_all_tls(GetParam())) continue;
    ASSERT_THAT(said(late), ElementsAreArray(said(expected))) << "keys behind packet " << behind;
  }
  EXPECT_EQ(in_order, is_all_tls(GetParam())) << "all of it waited for its keys";
}

TEST(LateKeysOfCases, HaveAPlainSideWhereThereAreKeys) {
  for (const Case& one : all_cases()) EXPECT_TRUE(is_all_tls(one) || one.has_keys()) << one.name;
}

/// What never gets its keys is told as without any.
TEST_P(LateKeysOf, WhatDoesNotComeIsWaitedForInVain) {
  const std::vector<PacketRecord> capture = read_records(GetParam().input_path());
  const Lines expected = application_events(capture, std::string());
  const LateKeys never{keys_of(GetParam()), capture.size() + 1};
  EXPECT_THAT(by_connection(application_events(capture, never)), ElementsAreArray(by_connection(expected)));
}

/// A conversation on six connections; its keys come when the third of them has been open for a while.
std::string reported_late(const Limits& limits) {
  const Case& one = case_named("tls/socketio");
  std::string all;
  for (const std::string& line : application_events(read_records(one.input_path()), LateKeys{keys_of(one), 70}, limits))
    all += line + "\n";
  return all;
}

/// No more than a bounded part is kept. What comes behind the keys is read all the same: records by their number, frames
/// from the middle of the WebSocket on.
TEST(LateKeys, ALimitIsSaidAndTheRestIsRead) {
  Limits limits;
  limits.keys_bytes = 1500;
  const std::string all = reported_late(limits);
  EXPECT_THAT(all, HasSubstr("3/0 c2s stream limit !stream.keys-limit"));
  EXPECT_THAT(all, HasSubstr("3/0 c2s tls keys records=2 !tls.keys-late"));
  EXPECT_THAT(all, HasSubstr("c2s socketio event version=5 nsp=/ id=0 name=hello"));
  EXPECT_THAT(all, HasSubstr("s2c socketio ack nsp=/ id=0 name=hello"));
  EXPECT_THAT(all, Not(HasSubstr("not-opened")));
}

TEST(LateKeys, AllConnectionsTogetherHaveALimit) {
  Limits limits;
  limits.keys_bytes_of_all = 3000;
  const std::string all = reported_late(limits);
  EXPECT_THAT(all, HasSubstr("1/0 c2s stream limit !stream.keys-limit"));  // the one that has waited for longest
  EXPECT_THAT(all, HasSubstr("c2s socketio event version=5 nsp=/ id=0 name=hello"));
}

/// Nor is waiting without an end: then its events come, keys or no.
TEST(LateKeys, NobodyWaitsForEver) {
  Limits limits;
  limits.keys_wait = kMillisecond;
  const std::string all = reported_late(limits);
  EXPECT_THAT(all, HasSubstr("1/0 c2s tls undecrypted c2s_bytes=255 s2c_bytes=1549"));
  EXPECT_THAT(all, HasSubstr("!tls.keys-late"));
  EXPECT_THAT(all, HasSubstr("c2s socketio event version=5 nsp=/ id=0 name=hello"));
}

/// Keys of other connections are no reason to go on, and none to stop waiting.
TEST(LateKeys, OnlyThoseWhoseKeysCameGoOn) {
  const Case& one = case_named("tls/ciphers-12");
  const std::string keys = keys_of(one);
  const std::string first = keys.substr(0, keys.find('\n') + 1);
  const std::vector<PacketRecord> capture = read_records(one.input_path());
  const Lines expected = application_events(capture, first);
  EXPECT_THAT(by_connection(application_events(capture, LateKeys{first, capture.size() / 2})),
              ElementsAreArray(by_connection(expected)));
}

}  // namespace
}  // namespace wstrace::test::tls_late_keys_test
