// The answer of a server that does not use TLS.
#include "dissectors/tls/plain_answer.h"

#include <cstddef>
#include <cstdint>

namespace wstrace::tls {
namespace {

/// Text without an end of line up to here is not a line; and so much of one is shown. Both in bytes.
constexpr std::size_t kLongestLine = 512;
constexpr std::size_t kLineShown = 120;

bool is_printable(std::uint8_t c) { return (c >= 0x20 && c < 0x7f) || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

bool is_whole_answer(Bytes bytes) {
  const std::string_view text = as_text(bytes);
  return !is_printable(bytes[0]) || text.find('\n') != std::string_view::npos || text.size() >= kLongestLine;
}

PlainAnswer read_plain_answer(Bytes bytes) {
  if (!is_printable(bytes[0])) return {};
  const std::string_view text = as_text(bytes);
  const std::string_view line = text.substr(0, text.find_first_of("\r\n")).substr(0, kLineShown);
  return {line, line.starts_with("HTTP/")};
}

}  // namespace wstrace::tls
