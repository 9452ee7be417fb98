// UTF-8, checked as it comes (RFC 3629): a text message's characters may be split between frames.
#pragma once

#include "core/bytes.h"

namespace wstrace::websocket {

class Utf8Validator {
 public:
  /// False from the first byte on that cannot stand where it stands.
  bool feed(Bytes bytes);
  /// True when no character is left half.
  bool complete() const { return missing_ == 0; }
  bool good() const { return good_; }

 private:
  bool lead(std::uint8_t byte);

  unsigned missing_ = 0;     // continuation bytes that the present character still needs
  std::uint8_t low_ = 0x80;  // what the next one may be: its first one rules out overlong forms, surrogates, > U+10FFFF
  std::uint8_t high_ = 0xbf;
  bool good_ = true;
};

bool is_utf8(Bytes bytes);

/// The longest front of valid UTF-8 that ends with a whole character.
Bytes whole_characters(Bytes bytes);

}  // namespace wstrace::websocket
