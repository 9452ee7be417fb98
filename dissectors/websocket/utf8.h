// UTF-8, checked as it comes (RFC 3629): a text message's characters may be split between frames.
#pragma once

#include <string_view>

#include "core/bytes.h"

namespace wstrace::websocket {

class Utf8Validator {
 public:
  /// False from the first byte on that cannot stand where it stands.
  bool feed(Bytes bytes);
  /// True when no character is left half.
  bool complete() const { return capture_gaps_ == 0; }
  bool good() const { return good_; }
  /// Of what is not good or not complete: where the first wrong byte stands, or was missing, and in a few words what is
  /// wrong with it. Static text.
  std::uint64_t wrong_at() const { return fed_; }
  std::string_view wrong() const { return good_ ? "a truncated character" : wrong_; }

 private:
  bool lead(std::uint8_t byte);
  bool next(std::uint8_t byte);
  bool fail(std::string_view why);

  std::uint64_t fed_ = 0;  // bytes so far; of a text that is not good, those before the first wrong one
  std::string_view wrong_;
  unsigned capture_gaps_ = 0;  // continuation bytes that the present character still needs
  std::uint8_t low_ = 0x80;  // what the next one may be: its first one rules out overlong forms, surrogates, > U+10FFFF
  std::uint8_t high_ = 0xbf;
  bool good_ = true;
};

bool is_utf8(Bytes bytes);

/// The longest front of valid UTF-8 that ends with a whole character.
Bytes whole_characters(Bytes bytes);

}  // namespace wstrace::websocket
