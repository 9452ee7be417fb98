// EarlyData alone: held until the server has decided on it.
#include <gtest/gtest.h>

#include <string>

#include "dissectors/tls/early_data.h"

namespace wstrace::test::tls_early_data_test {
namespace {

using wstrace::tls::EarlyData;

TEST(TlsEarlyData, IsHandedOnWhenTheServerAcceptsIt) {
  EarlyData early;
  EXPECT_FALSE(early.is_expected());
  early.announce(true);
  EXPECT_TRUE(early.is_expected());
  early.hold(as_bytes("GET "), {3, 3});
  early.hold(as_bytes("/early"), {4, 5});
  const EarlyData::Held held = early.decide(true);
  EXPECT_EQ(as_text(held.bytes), "GET /early");
  EXPECT_EQ(held.packets.first, 3U);
  EXPECT_EQ(held.packets.last, 5U);
  EXPECT_FALSE(early.is_expected());
  EXPECT_TRUE(early.decide(true).bytes.empty());
}

TEST(TlsEarlyData, IsDroppedWhenTheServerRejectsIt) {
  EarlyData early;
  early.announce(true);
  early.hold(as_bytes("GET /early"), {3, 3});
  EXPECT_TRUE(early.decide(false).bytes.empty());
  EXPECT_TRUE(early.decide(true).bytes.empty());
}

TEST(TlsEarlyData, ABoundedPartIsHeld) {
  EarlyData early;
  early.announce(true);
  const std::string record(16384, 'x');
  for (int i = 0; i < 4; ++i) early.hold(as_bytes(record), {1, 1});
  early.hold(as_bytes("more"), {2, 2});
  const EarlyData::Held held = early.decide(true);
  EXPECT_EQ(held.bytes.size(), 65536U);
  EXPECT_EQ(held.packets.last, 1U);
}

TEST(TlsEarlyData, RecordsThatCannotBeReadAreRemembered) {
  EarlyData early;
  EXPECT_FALSE(early.has_unread());
  early.pass_unread();
  early.decide(true);
  EXPECT_TRUE(early.has_unread());
}

}  // namespace
}  // namespace wstrace::test::tls_early_data_test
