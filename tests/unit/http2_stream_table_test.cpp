// HTTP/2's streams by their numbers (RFC 9113 5.1.1): which are open, which are new, and which the client has reset.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "dissectors/http2/stream_table.h"

namespace wstrace::test::http2_stream_table_test {
namespace {

using http2::Stream;
using http2::StreamTable;
using ::testing::ElementsAre;

std::vector<std::uint32_t> numbers(StreamTable& streams) {
  std::vector<std::uint32_t> all;
  for (const Stream* const stream : streams.in_order()) all.push_back(stream->id);
  return all;
}

TEST(Http2StreamTable, StreamsAreFoundUntilTheyAreClosed) {
  StreamTable streams;
  EXPECT_TRUE(streams.empty());
  EXPECT_EQ(streams.find(1), nullptr);
  Stream& stream = streams.add(1);
  EXPECT_EQ(stream.id, 1U);
  EXPECT_EQ(streams.find(1), &stream);
  EXPECT_EQ(streams.find(3), nullptr);
  streams.close(1);
  EXPECT_EQ(streams.find(1), nullptr);
  EXPECT_TRUE(streams.empty());
  streams.close(1);  // nothing happens
}

TEST(Http2StreamTable, StreamsStayWhereTheyAreWhileOthersCome) {
  StreamTable streams;
  Stream* const first = &streams.add(1);
  for (std::uint32_t id = 3; id < 1000; id += 2) streams.add(id);
  EXPECT_EQ(streams.find(1), first);
}

TEST(Http2StreamTable, InOrderOfTheirNumbers) {
  StreamTable streams;
  for (const std::uint32_t id : {7U, 2U, 1U, 101U, 5U}) streams.add(id);
  EXPECT_THAT(numbers(streams), ElementsAre(1, 2, 5, 7, 101));
  EXPECT_EQ(streams.oldest().id, 1U);
  streams.close(1);
  EXPECT_EQ(streams.oldest().id, 2U);
  EXPECT_EQ(streams.size(), 4U);
  streams.clear();
  EXPECT_THAT(numbers(streams), ElementsAre());
}

TEST(Http2StreamTable, AClientsNewStreamHasAHigherOddNumber) {
  StreamTable streams;
  EXPECT_TRUE(streams.is_new(1));
  EXPECT_FALSE(streams.is_new(2)) << "even numbers are the server's";
  streams.use(5);
  EXPECT_FALSE(streams.is_new(3)) << "numbers that were left out are closed";
  EXPECT_FALSE(streams.is_new(5));
  EXPECT_TRUE(streams.is_new(7));
  streams.use(100);
  EXPECT_TRUE(streams.is_new(7)) << "a promised stream's number is none of the client's";
  streams.use(1);
  EXPECT_FALSE(streams.is_new(5)) << "a lower number takes nothing back";
}

TEST(Http2StreamTable, AResetRequestIsTakenOnce) {
  StreamTable streams;
  streams.remember_reset(3, "GET");
  EXPECT_EQ(streams.take_reset(1), std::nullopt);
  EXPECT_EQ(streams.take_reset(3), "GET");
  EXPECT_EQ(streams.take_reset(3), std::nullopt);
}

TEST(Http2StreamTable, TheOldestResetRequestsAreForgotten) {
  StreamTable streams;
  for (std::uint32_t id = 1; id <= 65; id += 2) streams.remember_reset(id, "POST");  // 33 of them
  EXPECT_EQ(streams.take_reset(1), std::nullopt);
  EXPECT_EQ(streams.take_reset(3), "POST");
  EXPECT_EQ(streams.take_reset(65), "POST");
}

}  // namespace
}  // namespace wstrace::test::http2_stream_table_test
