// TCP against nonsense: whatever the segments say, nothing breaks, and every direction ends once.
#include <gtest/gtest.h>

#include <random>

#include "support/tcp_wire.h"

namespace wstrace::test::tcp_hostile_test {
namespace {

constexpr Direction kClient = Direction::c2s;
constexpr Direction kServer = Direction::s2c;

class Nonsense {
 public:
  explicit Nonsense(unsigned seed) : random_(seed) {}

  tcp::Segment segment() {
    tcp::Segment s;
    s.dir = pick(2) == 0 ? kClient : kServer;
    s.header.flags = static_cast<std::uint8_t>(pick(3) == 0 ? pick(256) : std::uint32_t{tcp::kAck});
    s.header.sequence = number();
    s.header.acknowledgement = number();
    s.header.window = static_cast<std::uint16_t>(pick(3) == 0 ? 0 : pick(2000));
    s.header.urgent_pointer = static_cast<std::uint16_t>(pick(65536));
    options_.assign(pick(5) == 0 ? pick(41) : 0, '\0');
    for (char& c : options_) c = static_cast<char>(pick(3) == 0 ? 5 : pick(40));
    s.header.options = as_bytes(options_);
    s.payload = as_bytes(bytes_).first(pick(bytes_.size()));
    s.length = s.payload.size() + (pick(10) == 0 ? pick(1500) : 0);
    return s;
  }

  Duration pause() { return pick(4) == 0 ? static_cast<Duration>(pick(1000)) * kMillisecond : 0; }

 private:
  std::uint32_t pick(std::size_t below) { return static_cast<std::uint32_t>(random_() % below); }
  /// Mostly near each other, around the place where numbers wrap.
  std::uint32_t number() { return pick(8) == 0 ? static_cast<std::uint32_t>(random_()) : 0xffffff00U + pick(512); }

  std::mt19937 random_;
  std::string options_;
  const std::string bytes_ = std::string(100, 'n');
};

std::size_t occurrences(const std::string& text, std::string_view of) {
  std::size_t n = 0;
  for (std::size_t at = text.find(of); at != std::string::npos; at = text.find(of, at + 1)) ++n;
  return n;
}

TEST(TcpHostile, EveryDirectionEndsOnceWhateverComes) {
  for (unsigned seed = 0; seed < 400; ++seed) {
    Nonsense nonsense(seed);
    Limits limits;
    limits.gap_patience = 1 + seed % 20;
    limits.out_of_order_segments = 8;
    TcpWire wire(limits);
    if (seed % 2 == 0) wire.client(tcp::kSyn, 0xffffff00U).server(tcp::kSyn | tcp::kAck, 0xffffff10U, 0xffffff01U);
    for (int i = 0; i < 300; ++i) wire.wait(nonsense.pause()).send(nonsense.segment());
    wire.finish();
    for (const Direction dir : {kClient, kServer}) {
      const std::string& got = wire.stream(dir);
      const std::size_t ends =
          occurrences(got, "<fin>") + occurrences(got, "<rst>") + occurrences(got, "<capture end>");
      EXPECT_EQ(ends, 1U) << "seed " << seed;
      EXPECT_TRUE(got.ends_with("<fin>") || got.ends_with("<rst>") || got.ends_with("<capture end>"))
          << "bytes behind the end, seed " << seed;
    }
  }
}

/// Endless claims, holes and retransmissions leave nothing behind that grows: what is remembered is in rings.
TEST(TcpHostile, WhatIsHeldAheadOfAHoleIsBounded) {
  Limits limits;
  limits.out_of_order = 4096;
  limits.out_of_order_segments = 16;
  TcpWire wire(limits);
  wire.handshake();
  const std::string block(100, 'b');
  for (std::uint32_t i = 0; i < 2000; ++i) wire.client(tcp::kAck, 101 + 200 * i, 500, block);
  const std::size_t delivered = wire.stream(kClient).size();
  EXPECT_GT(delivered, 1900U * 100U) << "all but what may wait";
}

}  // namespace
}  // namespace wstrace::test::tcp_hostile_test
