// wstrace against tshark, where tshark can judge: connections, handshakes and ends of TCP, its expert analysis of every
// segment, and every WebSocket frame's opcode and length.
//
// Where the two judge TCP differently on purpose, the case's expectations say of which kind it is, packet by packet; one that
// is true no more fails the test as well.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "differential/judgements.h"
#include "differential/tshark.h"
#include "dissectors/tcp/wire.h"
#include "support/expectations.h"
#include "support/ndjson.h"

namespace wstrace::test::tshark_test {
namespace {

using Numbers = std::set<std::uint64_t>;

class Tshark : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    ours_ = parse_ndjson(ndjson_of(GetParam(), {"-v", "-v"}));
    std::string error;
    theirs_ = tshark_frames(GetParam(), error);
    ASSERT_EQ(error, "");
    ASSERT_EQ(theirs_.empty(), number_at(last_of(ours_), {"connections"}) == 0);
  }

  void sees_the_same_connections() const;
  void sees_the_same_handshakes() const;
  void sees_the_same_ends() const;
  void judges_alike() const;
  void sees_the_same_websocket_frames() const;

  /// Packets of our TCP events of this name.
  Numbers ours(std::string_view event) const {
    Numbers numbers;
    for (const Line& line : ours_) {
      if (!is_event(line.json, "tcp", event)) continue;
      EXPECT_TRUE(numbers.insert(packet_of(line)).second) << "twice: " << line.text;
    }
    return numbers;
  }

  template <class Condition>
  Numbers theirs(Condition condition) const {
    Numbers numbers;
    for (const TsharkFrame& frame : theirs_) {
      if (condition(frame)) numbers.insert(frame.number);
    }
    return numbers;
  }

  std::vector<Line> ours_;
  std::vector<TsharkFrame> theirs_;
};
INSTANTIATE_TEST_SUITE_P(, Tshark, testing::ValuesIn(all_cases()), CaseName());

void Tshark::sees_the_same_connections() const {
  Numbers streams;
  std::map<std::uint64_t, std::uint64_t> stream_of;
  for (const TsharkFrame& frame : theirs_) {
    streams.insert(frame.stream);
    stream_of[frame.number] = frame.stream;
  }
  EXPECT_EQ(number_at(last_of(ours_), {"connections"}), streams.size());
  for (const Line& line : ours_) {
    const std::uint64_t packet = is_event(line.json, "tcp") ? packet_of(line) : 0;
    if (packet == 0) continue;
    EXPECT_EQ(number_at(line.json, {"connection"}), stream_of[packet] + 1) << line.text;
  }
}

void Tshark::sees_the_same_handshakes() const {
  // The judgements, which are compared apart, say which of them are the first.
  const Numbers again = ours("retransmission");
  const auto first = [&again](const TsharkFrame& f) { return f.has(tcp::kSyn) && again.count(f.number) == 0; };
  EXPECT_EQ(ours("syn"), theirs([first](const TsharkFrame& f) { return first(f) && !f.has(tcp::kAck); }));
  EXPECT_EQ(ours("syn-ack"), theirs([first](const TsharkFrame& f) { return first(f) && f.has(tcp::kAck); }));
}

void Tshark::sees_the_same_ends() const {
  const Numbers fins = theirs([](const TsharkFrame& f) { return f.has(tcp::kFin); });
  Numbers reported = ours("fin");
  for (const std::uint64_t packet : ours("retransmission")) {
    if (fins.count(packet) != 0)
      reported.insert(packet);  // a FIN that is sent again is a retransmission, no second FIN
  }
  EXPECT_EQ(reported, fins);
  EXPECT_EQ(ours("rst"), theirs([](const TsharkFrame& f) { return f.has(tcp::kRst); }));
}

void Tshark::judges_alike() const {
  const Judgements mine = judgements_of(ours_);
  std::map<std::uint64_t, const Disagreement*> expected;
  for (const Disagreement& known : expectations_of(GetParam()).judged) expected[known.packet] = &known;
  for (const TsharkFrame& frame : theirs_) {
    const auto found = mine.find(frame.number);
    const std::string ours = found != mine.end() ? joined(found->second) : "";
    const std::string its = joined(in_our_way(frame.judgements));
    const auto known = expected.find(frame.number);
    if (known == expected.end()) {
      EXPECT_EQ(ours, its) << "packet " << frame.number << ": wstrace on the left, tshark on the right";
    } else {
      EXPECT_EQ(ours, known->second->wstrace) << "packet " << frame.number << ": " << known->second->kind;
      EXPECT_EQ(its, known->second->tshark) << "packet " << frame.number << ": " << known->second->kind;
      expected.erase(known);
    }
  }
  for (const auto& [packet, known] : expected) ADD_FAILURE() << "there is no packet " << packet << ": " << known->kind;
}

std::string opcode_name(unsigned opcode) {
  static const std::map<unsigned, std::string> names = {{0, "continuation"}, {1, "text"}, {2, "binary"},
                                                        {8, "close"},        {9, "ping"}, {10, "pong"}};
  const auto name = names.find(opcode);
  return name != names.end() ? name->second : "reserved";
}

/// By connection and direction, in order: "text 12".
using Frames = std::map<std::pair<std::uint64_t, std::string>, std::vector<std::string>>;

Frames frames_of(const std::vector<Line>& ours) {
  Frames frames;
  for (const Line& line : ours) {
    // Of WebSockets in streams of HTTP/2 tshark 4.0 shows nothing.
    if (!is_event(line.json, "websocket", "frame") || find(line.json, {"stream"}) != nullptr) continue;
    frames[{number_at(line.json, {"connection"}), std::string(text_at(line.json, {"dir"}))}].push_back(
        fmt::format("{} {}", text_at(line.json, {"fields", "opcode"}), number_at(line.json, {"fields", "length"})));
  }
  return frames;
}

Frames frames_of(const std::vector<TsharkFrame>& theirs) {
  Frames frames;
  std::map<std::uint64_t, std::uint16_t> client;  // the port that a stream's first packet comes from
  for (const TsharkFrame& frame : theirs) {
    const bool by_client = client.emplace(frame.stream, frame.source_port).first->second == frame.source_port;
    for (const auto& [opcode, length] : frame.websocket) {
      frames[{frame.stream + 1, by_client ? "c2s" : "s2c"}].push_back(
          fmt::format("{} {}", opcode_name(opcode), length));
    }
  }
  return frames;
}

/// tshark reads frames behind the upgrade only, and up to the first loss.
bool finds_frames_without_it(const std::vector<Line>& ours) {
  return std::any_of(ours.begin(), ours.end(), [](const Line& line) {
    return is_event(line.json, "websocket", "mid-stream") || is_event(line.json, "websocket", "gap");
  });
}

void expect_to_begin_with(const Frames& ours, const Frames& expected) {
  for (const auto& [lane, frames] : expected) {
    const auto found = ours.find(lane);
    ASSERT_NE(found, ours.end());
    ASSERT_GE(found->second.size(), frames.size());
    EXPECT_TRUE(std::equal(frames.begin(), frames.end(), found->second.begin())) << lane.first << " " << lane.second;
  }
}

void Tshark::sees_the_same_websocket_frames() const {
  Frames expected = frames_of(theirs_);
  for (const FalseFrame& known : expectations_of(GetParam()).tshark_frames) {
    const auto found = expected.find({known.connection, known.dir});
    ASSERT_TRUE(found != expected.end() && !found->second.empty()) << known.because;
    EXPECT_EQ(found->second.back(), known.tshark) << known.because;
    found->second.pop_back();
    if (found->second.empty()) expected.erase(found);
  }
  if (finds_frames_without_it(ours_)) return expect_to_begin_with(frames_of(ours_), expected);
  EXPECT_EQ(frames_of(ours_), expected);
}

/// tshark knows no copies: it takes each for a packet that was sent again. Where every packet has one, nothing is left to
/// compare but their number, and that tshark judges at all.
bool comes_twice(const std::vector<Line>& ours) {
  const Json& end = last_of(ours);
  return number_at(end, {"duplicates"}) * 2 == number_at(end, {"packets"});
}

/// One test for each case, since it is tshark's start that takes the time.
TEST_P(Tshark, Agrees) {
  if (comes_twice(ours_)) {
    EXPECT_EQ(theirs_.size(), number_at(last_of(ours_), {"packets"}));
    EXPECT_TRUE(
        std::any_of(theirs_.begin(), theirs_.end(), [](const TsharkFrame& f) { return !f.judgements.empty(); }));
    EXPECT_TRUE(expectations_of(GetParam()).judged.empty() && expectations_of(GetParam()).tshark_frames.empty());
    return;
  }
  sees_the_same_connections();
  sees_the_same_handshakes();
  sees_the_same_ends();
  judges_alike();
  // tshark does not find the next frame behind bytes that were not recorded.
  if (number_at(last_of(ours_), {"cut_packets"}) == 0) return sees_the_same_websocket_frames();
  EXPECT_TRUE(expectations_of(GetParam()).tshark_frames.empty());
}

/// tshark reads the case's packets otherwise without its options.
TEST(TsharkOptions, MakeADifference) {
  for (const Case& one : all_cases()) {
    if (expectations_of(one).tshark_options.empty()) continue;
    std::string error;
    const auto numbers = [](const std::vector<TsharkFrame>& frames) {
      Numbers all;
      for (const TsharkFrame& frame : frames) all.insert(frame.number);
      return all;
    };
    EXPECT_NE(numbers(tshark_frames(one, error)), numbers(tshark_frames(one, error, false))) << one.name;
    EXPECT_EQ(error, "");
  }
}

/// Each kind has a row in the table of dissectors/tcp/README.md, under the same name.
TEST(TsharkDisagreements, AreExplained) {
  const std::string readme = read_file(captures_folder() + "/../dissectors/tcp/README.md");
  ASSERT_FALSE(readme.empty());
  std::size_t compared = 0;
  for (const Case& one : all_cases()) {
    for (const Disagreement& known : expectations_of(one).judged) {
      EXPECT_NE(readme.find(fmt::format("| {} |", known.kind)), std::string::npos) << one.name << ": " << known.kind;
      ++compared;
    }
  }
  EXPECT_GE(compared, 50U);
}

}  // namespace
}  // namespace wstrace::test::tshark_test
