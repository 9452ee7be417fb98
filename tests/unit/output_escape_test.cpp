// Nothing from the network reaches a terminal raw, and its columns are counted as the terminal counts them.
#include "output/escape.h"

#include <gtest/gtest.h>

#include "output/utf8.h"

namespace wstrace {
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

TEST(Utf8, PlainAsciiIsFoundAtEveryPlaceOfAWord) {
  for (std::size_t at = 0; at < 19; ++at) {
    for (const char c : {'"', '\\', '\n', '\x1f', '\x7f', '\x80', '\xff', '\0'}) {
      std::string text(19, 'a');
      text[at] = c;
      EXPECT_FALSE(is_plain_ascii(text)) << at << ' ' << static_cast<int>(c);
    }
    for (const char c : {' ', '!', '#', '[', ']', '~', '0'}) {
      std::string text(19, 'a');
      text[at] = c;
      EXPECT_TRUE(is_plain_ascii(text)) << at << ' ' << c;
    }
  }
}

}  // namespace
}  // namespace wstrace
