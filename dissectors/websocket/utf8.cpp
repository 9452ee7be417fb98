// UTF-8 validation, byte by byte.
#include "dissectors/websocket/utf8.h"

#include <cstring>

namespace wstrace::websocket {
namespace {

constexpr std::uint64_t kTopBits = 0x8080808080808080;
constexpr std::uint8_t kContinuationLow = 0x80;
constexpr std::uint8_t kContinuationHigh = 0xbf;

/// How many bytes at the front are ASCII, counted by eights.
std::size_t ascii_run(Bytes bytes, std::size_t at) {
  const std::size_t start = at;
  for (std::uint64_t word = 0; at + sizeof word <= bytes.size(); at += sizeof word) {
    std::memcpy(&word, bytes.data() + at, sizeof word);
    if ((word & kTopBits) != 0) break;
  }
  return at - start;
}

bool is_continuation(std::uint8_t byte) { return byte >= kContinuationLow && byte <= kContinuationHigh; }

}  // namespace

bool Utf8Validator::feed(Bytes bytes) {
  std::size_t at = 0;
  while (at < bytes.size() && good_) {
    if (capture_gaps_ > 0) {
      good_ = next(bytes[at]);
    } else {
      at += ascii_run(bytes, at);
      // Up to the next word boundary, or the end, byte by byte.
      while (at < bytes.size() && bytes[at] < 0x80) ++at;
      if (at == bytes.size()) break;
      good_ = lead(bytes[at]);
    }
    at += good_ ? 1 : 0;
  }
  fed_ += at;
  return good_;
}

/// RFC 3629 4, UTF8-octets by their first byte.
bool Utf8Validator::lead(std::uint8_t byte) {
  if (is_continuation(byte)) return fail("a continuation byte where a character should begin");
  if (byte < 0xc2) return fail("an overlong form");
  if (byte > 0xf4) return fail(byte < 0xf8 ? "a character beyond U+10FFFF" : "a byte that UTF-8 never uses");
  capture_gaps_ = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  if (byte == 0xe0) low_ = 0xa0;
  if (byte == 0xed) high_ = 0x9f;
  if (byte == 0xf0) low_ = 0x90;
  if (byte == 0xf4) high_ = 0x8f;
  return true;
}

/// What follows the first byte. That rules out overlong forms, surrogates and what lies beyond U+10FFFF.
bool Utf8Validator::next(std::uint8_t byte) {
  if (!is_continuation(byte)) return fail("a truncated character");
  if (byte < low_) return fail("an overlong form");
  if (byte > high_) return fail(high_ == 0x9f ? "half of a surrogate pair" : "a character beyond U+10FFFF");
  low_ = kContinuationLow;
  high_ = kContinuationHigh;
  --capture_gaps_;
  return true;
}

bool Utf8Validator::fail(std::string_view why) {
  wrong_ = why;
  return false;
}

bool is_utf8(Bytes bytes) {
  Utf8Validator validator;
  return validator.feed(bytes) && validator.complete();
}

Bytes whole_characters(Bytes bytes) {
  // A character is 4 bytes at most, so its first byte is among the last 4.
  std::size_t lead = bytes.size();
  for (int back = 0; back < 4 && lead > 0; ++back) {
    --lead;
    if (!is_continuation(bytes[lead])) break;
  }
  return is_utf8(bytes.subspan(lead)) ? bytes : bytes.first(lead);
}

}  // namespace wstrace::websocket
