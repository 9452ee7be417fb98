// Nothing from the network reaches a terminal raw, and its columns are counted as the terminal counts them.
#include "output/escape.h"

#include <gtest/gtest.h>

#include "core/utf8.h"
#include "output/json_writer.h"

namespace wstrace::test::output_escape_test {
namespace {

TEST(Escape, PlainTextStandsAsItIs) { EXPECT_EQ(escaped("GET /ß?a=1 ✓ 日本 😀"), "GET /ß?a=1 ✓ 日本 😀"); }

TEST(Escape, ControlCharactersAreShownByNumber) {
  EXPECT_EQ(escaped(std::string_view("\0\x1b[2J\x7f\a", 7)), "\\x00\\x1b[2J\\x7f\\x07");
  EXPECT_EQ(escaped("a\tb\r\n"), "a\\tb\\r\\n");
  EXPECT_EQ(escaped("\xc2\x9b"
                    "31m"),
            "\\u009b31m");  // C1: one character that begins an escape sequence
}

TEST(Escape, DirectionMarksAndInvisibleCharactersAreShownByNumber) {
  EXPECT_EQ(escaped("\u202e\u2066\u200f\u061c"), "\\u202e\\u2066\\u200f\\u061c");
  EXPECT_EQ(escaped("\uffff\ufdd0"), "\\uffff\\ufdd0");  // noncharacters
  EXPECT_EQ(escaped("\u200b\ufeff\u2028\u00ad"), "\\u200b\\ufeff\\u2028\\u00ad");
  EXPECT_EQ(escaped("\U000E0041"), "\\u{e0041}");
}

TEST(Escape, WhatIsNotUtf8IsShownByteByByte) {
  EXPECT_EQ(escaped("a\xff\xc3"), "a\\xff\\xc3");
  EXPECT_EQ(escaped("\xc0\xaf"), "\\xc0\\xaf");           // overlong '/'
  EXPECT_EQ(escaped("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate
}

TEST(Escape, MarksThatPileUpOnOneLetterAreShownByNumber) {
  std::string pile = "e";
  for (int i = 0; i < 6; ++i) pile += "\u0301";
  EXPECT_EQ(escaped(pile), "e\u0301\u0301\u0301\u0301\\u0301\\u0301");
}

TEST(Escape, EscapingTwiceChangesNothing) {
  const std::string once = escaped("\x1b\u202e\xff e\u0301\u0301\u0301\u0301\u0301\u0301");
  EXPECT_EQ(escaped(once), once);
}

TEST(Columns, WideAndCombiningCharactersCount2And0) {
  EXPECT_EQ(columns_of("abc"), 3U);
  EXPECT_EQ(columns_of("日本"), 4U);
  EXPECT_EQ(columns_of("😀"), 2U);
  EXPECT_EQ(columns_of("한"), 2U);
  EXPECT_EQ(columns_of("e\u0301"), 1U);
  EXPECT_EQ(columns_of("──▶ é µ"), 7U);
}

TEST(Columns, TextIsCutWithAnEllipsisWhereItWouldNotFit) {
  EXPECT_EQ(escaped("abcdef", 6), "abcdef");
  EXPECT_EQ(escaped("abcdefg", 6), "abcde…");
  EXPECT_EQ(escaped("日本語", 5), "日本…");
  EXPECT_EQ(escaped("日本語", 4), "日…");  // half a character cannot be shown
  EXPECT_EQ(escaped("ab\x1b", 5), "ab…");  // nor half an escape
  EXPECT_EQ(escaped("abc", 0), "");
}

TEST(Columns, ARunOfPlainLettersIsCutAnywhere) {
  EXPECT_EQ(escaped("abcd", 4), "abcd");
  EXPECT_EQ(escaped("abcdef", 4), "abc…");
  EXPECT_EQ(escaped("abcdef", 1), "…");
  EXPECT_EQ(escaped("日本abcdef", 6), "日本a…");
  EXPECT_EQ(escaped("abcé", 3), "ab…");
  EXPECT_EQ(escaped("abc\nd", 4), "abc…") << "the escape needs two columns";
  EXPECT_EQ(escaped("abc\u0301", 3), "abc\u0301") << "a mark needs none";
  EXPECT_EQ(escaped("abc\u0301d", 3), "ab…");
  EXPECT_EQ(columns_of("abc日de\u0301f"), 8U);
}

TEST(Columns, CuttingReportsTheColumnsUsed) {
  for (std::size_t columns = 0; columns < 12; ++columns) {
    std::string out;
    const std::size_t used = append_escaped(out, "a日\x1b本e\u0301z", columns);
    EXPECT_LE(used, columns);
    EXPECT_EQ(used, columns_of(out));
  }
}

TEST(Utf8, CutsOnlyBetweenCharacters) {
  EXPECT_EQ(cut_utf8("aé", 2), "a");
  EXPECT_EQ(cut_utf8("aé", 3), "aé");
  EXPECT_EQ(cut_utf8("😀", 3), "");
  EXPECT_EQ(cut_utf8("\x80\x80\x80\x80\x80\x80", 5).size(), 5U);  // no UTF-8 anyway
}

/// As JsonWriter escapes it.
std::string json_of(std::string_view text) {
  JsonWriter json;
  json.begin();
  if (!json.text(text)) return "not UTF-8";
  std::string line(json.end());
  line.pop_back();
  return line;
}

TEST(JsonText, WhatNeedsAnEscapeIsFoundAtEveryPlaceOfAWord) {
  const std::pair<std::string, std::string> cases[] = {
      {"\"", "\\\""},   {"\\", "\\\\"}, {"\n", "\\n"}, {"\x1f", "\\u001f"}, {std::string(1, '\0'), "\\u0000"},
      {"\x7f", "\x7f"}, {"é", "é"},     {"€", "€"},    {"😀", "😀"},          {" ", " "},
  };
  for (std::size_t at = 0; at < 19; ++at) {
    for (const auto& [raw, escaped] : cases) {
      const std::string front(at, 'a');
      const std::string back(19 - at, 'z');
      EXPECT_EQ(json_of(front + raw + back), '"' + front + escaped + back + '"') << at;
      EXPECT_EQ(json_of(front + raw), '"' + front + escaped + '"') << at;
    }
    for (const char* wrong : {"\x80", "\xff", "\xc3", "\xe2\x82", "\xed\xa0\x80", "\xc0\xaf"}) {
      EXPECT_EQ(json_of(std::string(at, 'a') + wrong), "not UTF-8") << at;
      EXPECT_EQ(json_of(std::string(at, 'a') + wrong + "aaaaaaaa"), "not UTF-8") << at;
    }
  }
}

TEST(JsonText, LongTextIsEscapedInStrides) {
  for (std::size_t n = 1000; n < 1060; ++n) {
    const std::string controls(n, '\x01');
    EXPECT_EQ(json_of(controls).size(), 6 * n + 2);
    EXPECT_EQ(json_of(std::string(n, 'a') + "€").size(), n + 5);
  }
}

}  // namespace
}  // namespace wstrace::test::output_escape_test
