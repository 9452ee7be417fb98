// HandshakeJoiner alone: fragments of records in, messages of the handshake out.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "dissectors/tls/handshake_joiner.h"
#include "unit/tls_records.h"

namespace wstrace::test::tls_handshake_joiner_test {
namespace {

using wstrace::tls::HandshakeJoiner;

constexpr std::size_t kLongest = 1000;

const std::string kHello = tls::message(1, std::string(60, 'h'));
const std::string kDone = tls::message(14, "");

/// A fragment comes in a packet of its own. "1:60@2-3": a message's type, its body's length, and its packets.
std::string add(HandshakeJoiner& joiner, const std::string& fragment, std::uint64_t packet) {
  joiner.add(as_bytes(fragment), {packet, packet});
  std::string heard;
  while (const auto message = joiner.next(kLongest)) {
    EXPECT_EQ(message->too_long, message->raw.empty());
    if (!message->too_long) {
      EXPECT_EQ(message->body().size(), message->length);
    }
    const std::string type = message->too_long ? "long" : std::to_string(static_cast<int>(message->type()));
    heard += type + ":" + std::to_string(message->length) + "@" + std::to_string(message->packets.first) + "-" +
             std::to_string(message->packets.last) + " ";
  }
  EXPECT_FALSE(joiner.next(kLongest));
  return heard;
}

TEST(TlsHandshakeJoiner, ARecordHoldsAMessage) {
  HandshakeJoiner joiner;
  EXPECT_EQ(add(joiner, kHello, 1), "1:60@1-1 ");
  EXPECT_EQ(add(joiner, kDone, 2), "14:0@2-2 ");
}

TEST(TlsHandshakeJoiner, ARecordHoldsSeveral) {
  HandshakeJoiner joiner;
  EXPECT_EQ(add(joiner, kHello + kDone + kHello, 1), "1:60@1-1 14:0@1-1 1:60@1-1 ");
}

TEST(TlsHandshakeJoiner, AMessageIsCutAnywhere) {
  for (std::size_t n = 1; n < kHello.size(); ++n) {
    HandshakeJoiner joiner;
    EXPECT_EQ(add(joiner, kHello.substr(0, n), 1), "") << n;
    EXPECT_EQ(add(joiner, kHello.substr(n), 2), "1:60@1-2 ") << n;
    EXPECT_EQ(add(joiner, kDone, 3), "14:0@3-3 ") << n;
  }
}

TEST(TlsHandshakeJoiner, AMessageSpansManyRecords) {
  HandshakeJoiner joiner;
  std::string heard;
  for (std::size_t i = 0; i < kHello.size(); ++i) heard += add(joiner, kHello.substr(i, 1), i + 1);
  EXPECT_EQ(heard, "1:60@1-64 ");
}

TEST(TlsHandshakeJoiner, WhatIsLeftOverBelongsToTheLastRecord) {
  HandshakeJoiner joiner;
  EXPECT_EQ(add(joiner, kDone + kHello.substr(0, 9), 1), "14:0@1-1 ");
  EXPECT_EQ(add(joiner, kHello.substr(9) + kHello.substr(0, 5), 2), "1:60@1-2 ");
  EXPECT_EQ(add(joiner, kHello.substr(5), 3), "1:60@2-3 ");
}

TEST(TlsHandshakeJoiner, BehindALossOnlyWholeMessagesAreRead) {
  HandshakeJoiner joiner;
  EXPECT_EQ(add(joiner, kHello.substr(0, 9), 1), "");
  joiner.lose();
  EXPECT_EQ(add(joiner, kHello.substr(20), 2), "");
  EXPECT_EQ(add(joiner, kHello + kDone.substr(0, 2), 3), "");
  EXPECT_EQ(add(joiner, kHello + kDone, 4), "1:60@4-4 14:0@4-4 ");
  EXPECT_EQ(add(joiner, kHello.substr(0, 9), 5), "");
  EXPECT_EQ(add(joiner, kHello.substr(9), 6), "1:60@5-6 ");
}

TEST(TlsHandshakeJoiner, AMessageThatIsTooLongIsReportedOnce) {
  HandshakeJoiner joiner;
  const std::string message = tls::message(11, std::string(kLongest + 1, 'c'));
  EXPECT_EQ(add(joiner, kDone + message.substr(0, 500), 1), "14:0@1-1 long:1001@1-1 ");
  EXPECT_EQ(add(joiner, message.substr(500), 2), "");
  EXPECT_EQ(add(joiner, kDone, 3), "14:0@3-3 ");
}

TEST(TlsHandshakeJoiner, ALongMessageWhoseHeaderIsCut) {
  HandshakeJoiner joiner;
  const std::string message = tls::message(11, std::string(kLongest + 1, 'c'));
  EXPECT_EQ(add(joiner, message.substr(0, 3), 1), "");
  EXPECT_EQ(add(joiner, message.substr(3), 2), "long:1001@1-2 ");
  EXPECT_EQ(add(joiner, kDone, 3), "14:0@3-3 ");
}

}  // namespace
}  // namespace wstrace::test::tls_handshake_joiner_test
