#include "dissectors/engineio/jsonp.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <span>

namespace wstrace::engineio {
namespace {

constexpr char32_t kReplacement = 0xfffd;

constexpr bool is_high_surrogate(char32_t unit) { return unit >= 0xd800 && unit <= 0xdbff; }
constexpr bool is_low_surrogate(char32_t unit) { return unit >= 0xdc00 && unit <= 0xdfff; }

/// The number that the text is in hexadecimal; nothing when it is shorter than `digits` or has other characters.
std::optional<std::uint32_t> hex_number(std::string_view text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  std::uint32_t value = 0;
  const char* const end = text.data() + digits;
  const auto read = std::from_chars(text.data(), end, value, 16);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return value;
}

/// What a backslash and this character stand for. Any other character stands for itself (ECMA-262, "String Literals").
constexpr char unescaped(char c) {
  switch (c) {
    case '0': return '\0';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    default: return c;
  }
}

/// Decodes a JavaScript string literal from after its opening quote. No escape is shorter than what it stands for, so
/// that the literal's size is room enough.
class StringLiteral {
 public:
  StringLiteral(std::string_view text, Arena& arena) : text_(text), room_(arena.allocate<std::uint8_t>(text.size())) {}

  /// Up to the closing quote, or to the end of a text that has none. False when an escape is none.
  bool read();
  Bytes value() const { return room_.first(filled_); }
  std::string_view rest() const { return text_.substr(at_); }

 private:
  bool read_escape();
  bool read_hex(std::size_t digits);
  bool read_low_surrogate(char32_t high);
  bool cut();
  void put(char c) { room_[filled_++] = static_cast<std::uint8_t>(c); }
  void put_utf8(char32_t c);

  std::string_view text_;
  std::span<std::uint8_t> room_;
  std::size_t at_ = 0;
  std::size_t filled_ = 0;
};

bool StringLiteral::read() {
  while (at_ < text_.size()) {
    const char c = text_[at_++];
    if (c == '"') return true;
    if (c != '\\')
      put(c);
    else if (!read_escape())
      return false;
  }
  return true;
}

bool StringLiteral::read_escape() {
  if (at_ == text_.size()) return cut();
  const char c = text_[at_++];
  if (c == 'u') return read_hex(4);
  if (c == 'x') return read_hex(2);
  put(unescaped(c));
  return true;
}

bool StringLiteral::read_hex(std::size_t digits) {
  if (rest().size() < digits) return cut();
  const auto unit = hex_number(rest(), digits);
  if (!unit) return false;
  at_ += digits;
  if (is_high_surrogate(*unit)) return read_low_surrogate(*unit);
  put_utf8(is_low_surrogate(*unit) ? kReplacement : char32_t{*unit});
  return true;
}

/// Without its other half a surrogate becomes U+FFFD, as it does in an answer that is no JSONP. Both count as one
/// UTF-16 code unit, so that lengths stay right.
bool StringLiteral::read_low_surrogate(char32_t high) {
  constexpr std::string_view kEscape = "\\u";
  constexpr std::size_t kEscapeSize = 6;
  if (rest().size() < kEscapeSize && kEscape.starts_with(rest().substr(0, kEscape.size()))) return cut();
  const auto low = rest().starts_with(kEscape) ? hex_number(rest().substr(kEscape.size()), 4) : std::nullopt;
  if (!low || !is_low_surrogate(*low)) {
    put_utf8(kReplacement);
    return true;
  }
  at_ += kEscapeSize;
  put_utf8(0x10000 + ((high - 0xd800) << 10 | (*low - 0xdc00)));
  return true;
}

/// The text ends within an escape: there is no more.
bool StringLiteral::cut() {
  at_ = text_.size();
  return true;
}

void StringLiteral::put_utf8(char32_t c) {
  const auto tail = [&](unsigned shift) { put(static_cast<char>(0x80 | (c >> shift & 0x3f))); };
  if (c < 0x80) return put(static_cast<char>(c));
  if (c < 0x800) {
    put(static_cast<char>(0xc0 | c >> 6));
  } else if (c < 0x10000) {
    put(static_cast<char>(0xe0 | c >> 12));
    tail(6);
  } else {
    put(static_cast<char>(0xf0 | c >> 18));
    tail(12);
    tail(6);
  }
  tail(0);
}

/// What follows the opening quote; nothing when the text does not begin as an answer.
std::optional<std::string_view> after_head(std::string_view text) {
  if (!text.starts_with(kJsonpHead)) return std::nullopt;
  text.remove_prefix(kJsonpHead.size());
  text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
  if (!text.starts_with(kJsonpArgument)) return std::nullopt;
  return text.substr(kJsonpArgument.size());
}

std::string_view without_space_at_end(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

/// The value of the one field of this name; nothing when there is none, or more (the server's `qs` makes a list then,
/// and the server takes only a string).
std::optional<std::string_view> only_field(std::string_view form, std::string_view name) {
  std::optional<std::string_view> found;
  for (std::size_t at = 0; at < form.size();) {
    const std::string_view field = form.substr(at, form.find('&', at) - at);
    at += field.size() + 1;
    const std::size_t equals = std::min(field.find('='), field.size());
    if (field.substr(0, equals) != name) continue;
    if (found) return std::nullopt;
    found = field.substr(std::min(equals + 1, field.size()));
  }
  return found;
}

/// application/x-www-form-urlencoded undone. What is no escape stands as it is, as in Node's querystring.
std::string_view form_decoded(std::string_view text, std::span<char> room) {
  std::size_t filled = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = text[i] == '%' ? hex_number(text.substr(i + 1), 2) : std::nullopt;
    if (byte) i += 2;
    room[filled++] = byte ? static_cast<char>(*byte) : text[i] == '+' ? ' ' : text[i];
  }
  return {room.data(), filled};
}

/// The client sends a newline as `\n`, lest browsers make two characters of it, and `\n` as `\\n`. This undoes in one
/// pass what the server does in two (polling-jsonp.ts, rSlashes and rDoubleSlashes). The room may be the text's own.
std::string_view newlines_restored(std::string_view text, std::span<char> room) {
  std::size_t filled = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view here = text.substr(i);
    if (here.starts_with("\\n")) ++i;
    if (here.starts_with("\\\\n")) ++i;
    room[filled++] = here.starts_with("\\n") ? '\n' : here[0];
  }
  return {room.data(), filled};
}

}  // namespace

std::optional<Bytes> jsonp_answer(Bytes body, Arena& arena) {
  const auto text = after_head(as_text(body));
  if (!text) return std::nullopt;
  StringLiteral literal(*text, arena);
  if (!literal.read() || !kJsonpFoot.starts_with(without_space_at_end(literal.rest()))) return std::nullopt;
  return literal.value();
}

std::optional<Bytes> jsonp_post(Bytes body, Arena& arena) {
  const auto field = only_field(as_text(body), kJsonpField);
  if (!field) return std::nullopt;
  const auto room = arena.allocate<char>(field->size());
  return as_bytes(newlines_restored(form_decoded(*field, room), room));
}

}  // namespace wstrace::engineio
