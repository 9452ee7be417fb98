// Engine.IO over JSONP: wrapped bodies in, payloads out.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "dissectors/engineio/jsonp.h"

namespace wstrace::test::engineio_jsonp_test {
namespace {

using namespace std::string_literals;

std::string answer(std::string_view body) {
  Arena arena;
  const auto payload = engineio::jsonp_answer(as_bytes(body), arena);
  return payload ? std::string(as_text(*payload)) : "none";
}

std::string post(std::string_view body) {
  Arena arena;
  const auto payload = engineio::jsonp_post(as_bytes(body), arena);
  return payload ? std::string(as_text(*payload)) : "none";
}

// Answers by engine.io 6.6.12 (transports/polling-jsonp.js); engine.io 1.8.5 and 3.6.2 have the same code.
TEST(EngineIoJsonp, AnswersAreStringLiterals) {
  EXPECT_EQ(answer(R"(___eio[7]("96:0{\"sid\":\"a\"}");)"), R"(96:0{"sid":"a"})");
  EXPECT_EQ(
      answer("___eio[7](\"4hi\\u001e4\\\"q\\\\b/\\b\\f\\n\\r\\t\\u0001\\\"\\u2028\\u2029\xc3\xa9\xf0\x9f\x8e\x89\");"),
      "4hi\x1e"
      "4\"q\\b/\b\f\n\r\t\x01\"\u2028\u2029é🎉");
  EXPECT_EQ(answer(R"(___eio[7]("4\ud83dx");)"), "4\uFFFDx");
  EXPECT_EQ(answer(R"(___eio[7]("");)"), "");
}

TEST(EngineIoJsonp, AnswersOfOtherServers) {
  EXPECT_EQ(answer(R"(___eio[0]("4\ud83c\udf89\u00e9\u20AC");)"), "4🎉é€");
  EXPECT_EQ(answer(R"(___eio[0]("4\ude00\ud83c\n\ud83c\ud83c\udf89");)"), "4\uFFFD\uFFFD\n\uFFFD🎉");
  EXPECT_EQ(answer(R"(___eio[0]("4\x41\'\/\v\0\q"))"), "4A'/\v\0q"s);
  EXPECT_EQ(answer("___eio[](\"4\");\r\n"), "4");
}

TEST(EngineIoJsonp, WhatIsNoAnswer) {
  for (const auto body : {"", "ok", "___eio", "___eio[0]", "___eio[x](\"4\");", "___eio[0]('4');", "___eio[0](\"4\")+1",
                          "___eio[0](\"\\u12g4\");", "___eio[0](\"\\x-1\");", "alert(\"4\");"})
    EXPECT_EQ(answer(body), "none") << body;
}

TEST(EngineIoJsonp, CutAnswersGiveWhatTheyHold) {
  const std::string body = R"(___eio[12]("6:4he\"lo4:4\ud83c\udf89\n5:4\x41é\\\t1:6");)";
  const std::string whole = answer(body);
  EXPECT_EQ(whole, "6:4he\"lo4:4🎉\n5:4Aé\\\t1:6");
  for (std::size_t size = body.find('"') + 1; size < body.size(); ++size) {
    const std::string payload = answer(body.substr(0, size));
    EXPECT_TRUE(whole.starts_with(payload)) << size;
  }
}

// What clients write, undone by engine.io 6.6.12's onData; engine.io 1.8.5 and 3.6.2 have the same code.
TEST(EngineIoJsonp, PostsAreForms) {
  EXPECT_EQ(post("d=4hello"), "4hello");
  EXPECT_EQ(post("d=4a+b%2Bc%25%26%3D%C3%A9%F0%9F%8E%89"), "4a b+c%&=é🎉");
  EXPECT_EQ(post("d=4x%1E4y"),
            "4x\x1e"
            "4y");
  EXPECT_EQ(post("x=1&d=4a&y=2"), "4a");
  EXPECT_EQ(post("d=a=b"), "a=b");
  EXPECT_EQ(post("d=%zz4%4"), "%zz4%4");
  EXPECT_EQ(post("d="), "");
  EXPECT_EQ(post("d"), "");
}

TEST(EngineIoJsonp, PostsEscapeNewlinesOnceMore) {
  EXPECT_EQ(post("d=4a%5Cnb"), "4a\nb");
  EXPECT_EQ(post("d=4a%5C%5Cnb"), "4a\\nb");
  EXPECT_EQ(post("d=4a%5C%5C%5Cnb"), "4a\\\\nb");
  EXPECT_EQ(post("d=%5C%5C%5Cn%5C%5C%5C%5Cn%5Cn"), "\\\\n\\\\\\n\n");
  EXPECT_EQ(post("d=8%3A4a%5C%22%5C%5Cnb%22"), "8:4a\\\"\\nb\"");
  EXPECT_EQ(post("d=4%5C"), "4\\");
}

TEST(EngineIoJsonp, WhatIsNoPost) {
  for (const auto body : {"", "4hello", "e=4", "dd=4", "d=4a&d=4b"}) EXPECT_EQ(post(body), "none") << body;
}

TEST(EngineIoJsonp, HostileBodies) {
  std::mt19937 random(4711);
  constexpr std::string_view kAlphabet = "\\\\\\uxn\"0129dD8cCeEfF%%&=+4:\xc3\xa9";
  for (int i = 0; i < 20000; ++i) {
    std::string body(random() % 40, '\0');
    for (char& c : body) c = random() % 8 != 0 ? kAlphabet[random() % kAlphabet.size()] : static_cast<char>(random());
    EXPECT_TRUE(post("d=" + body).size() <= body.size() || post("d=" + body) == "none");
    answer("___eio[1](\"" + body);
    answer("___eio[1](\"" + body + "\");");
    answer(body);
    post(body);
  }
}

}  // namespace
}  // namespace wstrace::test::engineio_jsonp_test
