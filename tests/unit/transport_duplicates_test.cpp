// Copies of packets against segments that were sent again: in doubt nothing is a copy.
#include "transport/duplicates.h"

#include <gtest/gtest.h>

namespace wstrace::test::transport_duplicates_test {
namespace {

using namespace tcp;

constexpr std::uint64_t kHere = 1;
constexpr std::uint64_t kThere = 2;
constexpr std::uint32_t kNone = 0;  // no identification: IPv6, or IPv4 that must not be fragmented

Sighting segment(std::uint8_t flags, std::uint32_t identification, std::string_view data = {}) {
  Sighting s;
  s.connection = 1;
  s.tcp.flags = flags;
  s.tcp.sequence = 1000;
  s.tcp.acknowledgement = 2000;
  s.tcp.window = 500;
  s.checksum = 0xabcd;
  s.payload = as_bytes(data);
  s.length = data.size();
  s.identification = identification;
  s.place = kHere;
  s.time = kSecond;
  s.packet = 1;
  return s;
}

/// The same segment, captured a little later.
Sighting again(Sighting s, Duration later = 5 * kMicrosecond, std::uint64_t place = kHere) {
  s.time += later;
  s.place = place;
  ++s.packet;
  return s;
}

class Duplicates : public ::testing::Test {
 protected:
  /// Of which packet is the second sighting a copy?
  std::uint64_t copy(const Sighting& one, const Sighting& other) {
    EXPECT_FALSE(finder_.find(one));
    return finder_.find(other).packet;
  }
  DuplicateFinder finder_;
};

const Sighting kNumbered = segment(kAck | kPsh, 77, "hello");
const Sighting kUnnumbered = segment(kAck | kPsh, kNone, "hello");

TEST_F(Duplicates, TheSameNumberIsTheSamePacket) {
  EXPECT_EQ(copy(kNumbered, again(kNumbered)), 1U);
  EXPECT_TRUE(finder_.find(again(kNumbered, kMillisecond)).same_place);
  EXPECT_FALSE(finder_.find(again(kNumbered, kMillisecond, kThere)).same_place);
}

TEST_F(Duplicates, ASegmentThatIsSentAgainHasAnotherNumber) {
  Sighting next = again(kNumbered);
  ++next.identification;
  EXPECT_EQ(copy(kNumbered, next), 0U);
}

TEST_F(Duplicates, AcksAreTheirSendersWordEachTime) {
  const Sighting ack = segment(kAck, 77);
  Sighting next = again(ack);
  ++next.identification;
  EXPECT_EQ(copy(ack, next), 0U);
  EXPECT_EQ(finder_.find(again(next)).packet, 2U);
}

TEST_F(Duplicates, AnyDifferenceInTheHeaderCounts) {
  const auto differs = [this](auto change) {
    Sighting other = again(kNumbered, kMicrosecond, kThere);
    change(other);
    finder_ = {};
    return copy(kNumbered, other) == 0;
  };
  EXPECT_TRUE(differs([](Sighting& s) { ++s.tcp.sequence; }));
  EXPECT_TRUE(differs([](Sighting& s) { ++s.tcp.acknowledgement; }));
  EXPECT_TRUE(differs([](Sighting& s) { ++s.tcp.window; }));
  EXPECT_TRUE(differs([](Sighting& s) { s.tcp.flags |= kFin; }));
  EXPECT_TRUE(differs([](Sighting& s) { s.length = 4; }));
  EXPECT_TRUE(differs([](Sighting& s) { s.payload = as_bytes("hallo"); }));
  EXPECT_TRUE(differs([](Sighting& s) { s.checksum = 1; }));
  EXPECT_TRUE(differs([](Sighting& s) { s.connection = 2; }));
  EXPECT_TRUE(differs([](Sighting& s) { s.dir = Direction::s2c; }));
  static const std::string clock("\x08\x0a\0\0\0\1\0\0\0\0", 10);
  EXPECT_TRUE(differs([](Sighting& s) { s.tcp.options = as_bytes(clock); }));
}

TEST_F(Duplicates, ANumberIsUsedAgainAfterAWhile) {
  EXPECT_EQ(copy(kNumbered, again(kNumbered, 149 * kMillisecond)), 1U);
  EXPECT_EQ(copy(again(kNumbered, 10 * kSecond), again(kNumbered, 10 * kSecond + 200 * kMillisecond)), 0U);
  EXPECT_EQ(copy(again(kNumbered, 20 * kSecond), again(kNumbered, 20 * kSecond + 900 * kMillisecond, kThere)), 2U);
}

TEST_F(Duplicates, WithoutANumberTheTimeMustBeShort) {
  EXPECT_EQ(copy(kUnnumbered, again(kUnnumbered)), 1U);
  EXPECT_EQ(copy(again(kUnnumbered, kSecond), again(kUnnumbered, kSecond + 5 * kMillisecond)), 0U);
  EXPECT_EQ(copy(again(kUnnumbered, 2 * kSecond), again(kUnnumbered, 2 * kSecond + 40 * kMillisecond, kThere)), 2U);
  EXPECT_EQ(copy(again(kUnnumbered, 3 * kSecond), again(kUnnumbered, 3 * kSecond + 60 * kMillisecond, kThere)), 0U);
}

TEST_F(Duplicates, AFastRetransmissionAnswersTheOtherSide) {
  Sighting resent = again(kUnnumbered, 300 * kMicrosecond);
  resent.answers += 3;  // duplicate ACKs
  EXPECT_EQ(copy(kUnnumbered, resent), 0U);
}

TEST_F(Duplicates, ASynAckThatIsSentAgainComesMuchLater) {
  const Sighting syn_ack = segment(kSyn | kAck, kNone);
  EXPECT_EQ(copy(syn_ack, again(syn_ack, kSecond)), 0U);
  EXPECT_EQ(copy(again(syn_ack, 9 * kSecond), again(syn_ack, 9 * kSecond + kMicrosecond)), 2U);
}

TEST_F(Duplicates, BareAcksAndResetsWithoutANumberMayBeSentTwice) {
  for (const std::uint8_t flags : {std::uint8_t{kAck}, std::uint8_t{kRst}}) {
    const Sighting bare = segment(flags, kNone);
    EXPECT_EQ(copy(bare, again(bare)), 0U);
    EXPECT_EQ(finder_.find(again(bare, 10 * kMicrosecond, kThere)).packet, 2U);
  }
}

TEST_F(Duplicates, OfAConnectionThatComesTwiceEachAckHasOneCopy) {
  Sighting ack = segment(kAck, kNone);
  ack.doubled = true;
  EXPECT_EQ(copy(ack, again(ack)), 1U);
  // The next one is a duplicate ACK of the receiver, and has its own copy.
  const Sighting next = again(again(ack, 50 * kMicrosecond));
  EXPECT_EQ(copy(next, again(next)), 3U);
}

TEST_F(Duplicates, ACopyMayHaveTheChecksumThatTheNetworkCardFilledIn) {
  Sighting outgoing = kNumbered;
  outgoing.checksum_partial = true;
  Sighting on_the_wire = again(kNumbered, 20 * kMicrosecond, kThere);
  on_the_wire.checksum = 0x1234;
  EXPECT_EQ(copy(outgoing, on_the_wire), 1U);
  // At the same place both would be partial.
  Sighting damaged = again(again(outgoing, kSecond * 5));
  Sighting other = again(damaged);
  other.checksum = 0x9999;
  EXPECT_EQ(copy(damaged, other), 0U);
}

TEST_F(Duplicates, ACopyThatHoldsMoreThanTheFirstIsWelcome) {
  Sighting cut = segment(kAck | kPsh, 77, "0123456789abcdefghij");
  const Sighting whole = again(cut);
  cut.payload = first(cut.payload, 18);
  EXPECT_EQ(copy(cut, whole), 0U);
}

TEST_F(Duplicates, ThreePlacesGiveTwoCopies) {
  EXPECT_EQ(copy(kUnnumbered, again(kUnnumbered, kMicrosecond, kThere)), 1U);
  EXPECT_EQ(finder_.find(again(kUnnumbered, 2 * kMicrosecond, 3)).packet, 1U);
}

TEST_F(Duplicates, ManyConnectionsDoNotPushOneAnotherOutSoon) {
  EXPECT_FALSE(finder_.find(kNumbered));
  Sighting other = kNumbered;
  for (std::uint32_t n = 2; n < 500; ++n) {
    other.connection = n;
    ++other.packet;
    EXPECT_FALSE(finder_.find(other));
  }
  Sighting late = again(kNumbered);
  late.packet = other.packet + 1;
  EXPECT_EQ(finder_.find(late).packet, 1U);
}

}  // namespace
}  // namespace wstrace::test::transport_duplicates_test
