// CRYPTO frames: in any order, again, overlapping, and more than any handshake needs.
#include "dissectors/quic/crypto_stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace wstrace::quic {
namespace {

constexpr std::size_t kLimit = 4096;

std::string text_of(const CryptoStream& stream) { return std::string(as_text(stream.contiguous())); }

TEST(QuicCryptoStream, PiecesComeInAnyOrder) {
  CryptoStream stream;
  EXPECT_TRUE(stream.add(3, as_bytes("def"), kLimit));
  EXPECT_EQ(text_of(stream), "");
  EXPECT_TRUE(stream.add(9, as_bytes("j"), kLimit));
  EXPECT_TRUE(stream.add(0, as_bytes("abc"), kLimit));
  EXPECT_EQ(text_of(stream), "abcdef");
  EXPECT_TRUE(stream.add(6, as_bytes("ghi"), kLimit));
  EXPECT_EQ(text_of(stream), "abcdefghij");
}

TEST(QuicCryptoStream, WhatCameFirstStands) {
  CryptoStream stream;
  stream.add(2, as_bytes("cd"), kLimit);
  stream.add(6, as_bytes("gh"), kLimit);
  stream.add(0, as_bytes("0123456789"), kLimit);
  EXPECT_EQ(text_of(stream), "01cd45gh89");
  stream.add(0, as_bytes("9876543210"), kLimit);
  stream.add(3, as_bytes(""), kLimit);
  EXPECT_EQ(text_of(stream), "01cd45gh89");
}

TEST(QuicCryptoStream, AnyCutGivesTheSame) {
  std::string whole;
  for (int i = 0; i < 600; ++i) whole += static_cast<char>('a' + i % 26);
  std::mt19937 random(1);
  for (int round = 0; round < 50; ++round) {
    std::vector<std::pair<std::size_t, std::size_t>> pieces;
    for (std::size_t at = 0; at < whole.size();) {
      const std::size_t size = std::min<std::size_t>(whole.size() - at, random() % 40 + 1);
      pieces.emplace_back(at - std::min<std::size_t>(at, random() % 5), size);  // some overlap the one before
      at = pieces.back().first + size;
    }
    std::shuffle(pieces.begin(), pieces.end(), random);
    CryptoStream stream;
    for (const auto& [at, size] : pieces) stream.add(at, as_bytes(whole).subspan(at, size), kLimit);
    ASSERT_EQ(text_of(stream), whole) << round;
  }
}

TEST(QuicCryptoStream, NothingGoesBeyondTheLimit) {
  CryptoStream stream;
  EXPECT_TRUE(stream.add(kLimit - 1, as_bytes("a"), kLimit));
  EXPECT_FALSE(stream.add(kLimit, as_bytes("a"), kLimit));
  EXPECT_FALSE(stream.add(kLimit - 1, as_bytes("ab"), kLimit));
  EXPECT_FALSE(stream.add((std::uint64_t{1} << 62) - 1, as_bytes("a"), kLimit));
  EXPECT_TRUE(stream.add(0, as_bytes("a"), kLimit));
  EXPECT_EQ(text_of(stream), "a");
}

TEST(QuicCryptoStream, CrumbsAreBounded) {
  CryptoStream stream;
  std::size_t taken = 0;
  for (std::size_t at = 0; at < kLimit; at += 2) taken += stream.add(at, as_bytes("a"), kLimit) ? 1 : 0;
  EXPECT_EQ(taken, 256U);
}

}  // namespace
}  // namespace wstrace::quic
