// HTTP/1.1 on the wire: character classes, tokens and lists (RFC 9110 5.6), and the sizes that bound what is read.
//
// Views and questions only; what a message means is in head.h and body.h.
#pragma once

#include <cstddef>
#include <string_view>

namespace wstrace::http {

/// What every version that this dissector reads begins with; one digit follows (RFC 9112 2.3).
inline constexpr std::string_view kVersionPrefix = "HTTP/1.";

/// No method in use is longer; a longer token at the start of a stream is something else.
inline constexpr std::size_t kLongestMethod = 32;
/// A request line that is still open after this many bytes is taken for one if it began like one.
inline constexpr std::size_t kLongLine = 1024;
/// Chunk size and extensions (RFC 9112 7.1.1 asks recipients to limit them).
inline constexpr std::size_t kLongestChunkLine = std::size_t{16} << 10;
inline constexpr std::size_t kLongestTrailers = std::size_t{64} << 10;
/// Requests that may wait for their answers on one connection before pairing is given up.
inline constexpr std::size_t kMostOutstanding = 256;

/// RFC 9110 15.2.2.
inline constexpr unsigned kSwitchingProtocols = 101;

/// RFC 9110 5.6.2.
constexpr bool is_token_char(char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  return std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

constexpr bool is_token(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text)
    if (!is_token_char(c)) return false;
  return true;
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Of the body that comes with a refusal; servers put the reason in its first words.
inline constexpr std::size_t kBodyShown = 1024;

/// Optional white space (RFC 9110 5.6.3).
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

constexpr std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool same_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

/// Takes the next element off a comma-separated list (RFC 9110 5.6.1); empty elements come out empty.
constexpr std::string_view next_element(std::string_view& list) {
  const std::size_t comma = list.find(',');
  const std::string_view element = trimmed(list.substr(0, comma));
  list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
  return element;
}

constexpr bool list_names(std::string_view list, std::string_view element) {
  while (!list.empty())
    if (same_ignoring_case(next_element(list), element)) return true;
  return false;
}

/// An element without its parameters: "permessage-deflate" of "permessage-deflate; client_max_window_bits".
constexpr std::string_view without_parameters(std::string_view element) {
  return trimmed(element.substr(0, element.find(';')));
}

}  // namespace wstrace::http
