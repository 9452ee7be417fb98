// What HTTP/2's heads may say (RFC 9113 8.2, 8.3; RFC 8441 4), rule by rule.
#include <gtest/gtest.h>

#include <initializer_list>
#include <string_view>
#include <utility>

#include "dissectors/http2/head_checks.h"
#include "http2_frames.h"

namespace wstrace::test::http2_head_checks_test {
namespace {

using http2::HeaderList;
using http2::status_of;
using http2::wrong_head;

HeaderList head(Fields fields) {
  HeaderList list;
  for (const auto& [name, value] : fields) list.add(name, value, 1000);
  return list;
}

std::string_view of_request(Fields fields) { return wrong_head(head(fields), Direction::c2s); }
std::string_view of_answer(Fields fields) { return wrong_head(head(fields), Direction::s2c); }

TEST(Http2HeadChecks, NothingIsWrong) {
  EXPECT_EQ(of_request({{":method", "GET"}, {":scheme", "https"}, {":path", "/"}, {"te", "trailers"}}), "");
  EXPECT_EQ(of_request({{":method", "CONNECT"}, {":authority", "x:443"}}), "");
  EXPECT_EQ(of_request({{":method", "CONNECT"}, {":protocol", "websocket"}, {":scheme", "https"}, {":path", "/"}}), "");
  EXPECT_EQ(of_answer({{":status", "200"}, {"a", "b"}}), "");
}

TEST(Http2HeadChecks, WhatIsMissing) {
  EXPECT_EQ(of_request({{":scheme", "https"}, {":path", "/"}}), ":method is missing");
  EXPECT_EQ(of_request({{":method", "GET"}, {":path", "/"}}), ":scheme or :path is missing");
  EXPECT_EQ(of_request({{":method", "CONNECT"}, {":protocol", "websocket"}}), ":scheme or :path is missing");
  EXPECT_EQ(of_answer({{"a", "b"}}), ":status is missing");
}

TEST(Http2HeadChecks, FieldsThatHttp2DoesNotHave) {
  const std::string_view of_connection = "a field is specific to an HTTP/1.1 connection (Connection, Upgrade …)";
  EXPECT_EQ(of_answer({{":status", "200"}, {"Server", "x"}}), "a field name has upper-case letters");
  EXPECT_EQ(of_answer({{":status", "200"}, {"connection", "close"}}), of_connection);
  EXPECT_EQ(of_answer({{":status", "200"}, {"te", "gzip"}}), of_connection);
  EXPECT_EQ(of_answer({{"a", "b"}, {":status", "200"}}), "a pseudo-header field comes after other fields");
}

TEST(Http2HeadChecks, WhereFieldsAreNotKnownNoneIsMissed) {
  HeaderList unknown = head({{"a", "b"}});
  unknown.add_unknown();
  EXPECT_EQ(wrong_head(unknown, Direction::c2s), "");
  HeaderList cut = head({{"a", "b"}});
  cut.add(":status", "200", 0);
  EXPECT_EQ(wrong_head(cut, Direction::s2c), "");
}

TEST(Http2HeadChecks, TheStatusAsANumber) {
  EXPECT_EQ(status_of(head({{":status", "200"}})), 200U);
  EXPECT_EQ(status_of(head({{":status", "0"}})), 0U);
  EXPECT_EQ(status_of(head({{":status", "9999"}})), 9999U);
  EXPECT_EQ(status_of(head({{":status", "12345"}})), 0U);
  EXPECT_EQ(status_of(head({{":status", "2o0"}})), 0U);
  EXPECT_EQ(status_of(head({{":status", ""}})), 0U);
  EXPECT_EQ(status_of(head({{"status", "200"}})), 0U);
}

}  // namespace
}  // namespace wstrace::test::http2_head_checks_test
