#include "dissectors/http/body.h"

#include <algorithm>
#include <optional>

#include "dissectors/http/wire.h"

namespace wstrace::http {
namespace {

constexpr unsigned kContinue = 100;
constexpr unsigned kNoContent = 204;
constexpr unsigned kNotModified = 304;
/// Larger than any body; smaller than what would overflow when one more digit is added.
constexpr std::uint64_t kLargestSize = std::uint64_t{1} << 59;

std::optional<std::uint64_t> parse_decimal(std::string_view text) {
  if (text.empty()) return {};
  std::uint64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c) || value > kLargestSize) return {};
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

/// Content-Length may come several times or as a list, as long as all values are the same (RFC 9112 6.3).
void read_content_length(const Head& head, Framing& framing) {
  std::optional<std::uint64_t> length;
  for (const auto& [name, value] : head.headers) {
    if (name != "content-length") continue;
    std::string_view list = value;
    do {
      const std::string_view element = next_element(list);
      const std::optional<std::uint64_t> number = parse_decimal(element);
      if (!number) {
        framing.bad_length = value;
        return;
      }
      framing.differing = framing.differing || (length && *length != *number);
      length = length ? length : number;
    } while (!list.empty());
  }
  if (!length) return;
  framing.kind = Framing::Kind::length;
  framing.length = *length;
}

/// True when chunked is the last transfer coding: only then does the message say where it ends (RFC 9112 6.1).
bool ends_in_chunked(const Head& head) {
  std::string_view last;
  for (const auto& [name, value] : head.headers) {
    if (name != "transfer-encoding") continue;
    std::string_view list = value;
    while (!list.empty()) last = next_element(list);
  }
  return same_ignoring_case(without_parameters(last), "chunked");
}

Framing framing_of(const Head& head, Framing::Kind without) {
  Framing framing;
  framing.kind = without;
  read_content_length(head, framing);
  if (!head.has("transfer-encoding")) return framing;
  framing.both = head.has("content-length");
  framing.kind = ends_in_chunked(head) ? Framing::Kind::chunked : Framing::Kind::until_close;
  return framing;
}

}  // namespace

Framing framing_of_request(const Head& head) { return framing_of(head, Framing::Kind::none); }

Framing framing_of_response(const Head& head, bool to_head, bool to_connect) {
  const bool interim = head.status / kContinue == 1;
  const bool tunnel = to_connect && head.status / 100 == 2;
  if (to_head || tunnel || interim || head.status == kNoContent || head.status == kNotModified) return {};
  return framing_of(head, Framing::Kind::until_close);
}

void BodyReader::start(const Framing& framing) {
  *this = BodyReader{};
  switch (framing.kind) {
    case Framing::Kind::none: break;
    case Framing::Kind::length:
      remaining_ = framing.length;
      state_ = remaining_ > 0 ? State::counted : State::done;
      break;
    case Framing::Kind::chunked: state_ = State::size; break;
    case Framing::Kind::until_close: state_ = State::until_close; break;
  }
}

BodyReader::Piece BodyReader::read(Bytes window) {
  switch (state_) {
    case State::done:
    case State::bad: return {};
    case State::counted: return read_content(window, State::done);
    case State::chunk: return read_content(window, State::chunk_end);
    case State::until_close: content_ += window.size(); return {window.size(), window};
    case State::size:
    case State::extension:
    case State::chunk_end:
    case State::trailers: return {read_framing(window), {}};
  }
  return {};
}

BodyReader::Piece BodyReader::read_content(Bytes window, State next) {
  const Bytes content = first(window, static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, window.size())));
  remaining_ -= content.size();
  content_ += content.size();
  if (remaining_ == 0) state_ = next;
  return {content.size(), content};
}

bool BodyReader::skip(std::uint64_t n) {
  if (state_ == State::until_close) {
    content_ += n;
    return true;
  }
  const bool inside = (state_ == State::counted || state_ == State::chunk) && n <= remaining_;
  if (!inside) return false;
  remaining_ -= n;
  content_ += n;
  if (remaining_ == 0) state_ = state_ == State::counted ? State::done : State::chunk_end;
  return true;
}

/// Chunk framing is a few bytes per chunk: taken one by one, it needs no buffer for lines that straddle segments.
std::size_t BodyReader::read_framing(Bytes window) {
  std::size_t at = 0;
  while (at < window.size() && state_ != State::chunk && state_ != State::done && state_ != State::bad)
    on_framing_byte(static_cast<char>(window[at++]));
  return at;
}

void BodyReader::on_framing_byte(char c) {
  ++line_;
  switch (state_) {
    case State::size: on_size_byte(c); break;
    case State::extension:
      if (c == '\n') end_size_line();
      break;
    case State::chunk_end:
      // CR LF; a bare LF is let pass as everywhere.
      if (c == '\n') {
        state_ = State::size;
        line_ = 0;
        any_digit_ = size_over_ = false;
      } else if (c != '\r' || line_ > 1) {
        state_ = State::bad;
      }
      break;
    case State::trailers: on_trailer_byte(c); break;
    default: break;
  }
  if (state_ != State::trailers && line_ > kLongestChunkLine) state_ = State::bad;
}

void BodyReader::on_size_byte(char c) {
  if (c == '\n') return end_size_line();
  if (c == ';') {
    state_ = any_digit_ ? State::extension : State::bad;
    return;
  }
  if (c == '\r' || is_blank(c)) {
    size_over_ = true;
    return;
  }
  const int digit = hex_value(c);
  if (digit < 0 || size_over_ || remaining_ >= kLargestSize / 16) {
    state_ = State::bad;
    return;
  }
  any_digit_ = true;
  remaining_ = remaining_ * 16 + static_cast<unsigned>(digit);
}

void BodyReader::end_size_line() {
  line_ = 0;
  line_empty_ = true;
  if (!any_digit_) {
    state_ = State::bad;
  } else {
    state_ = remaining_ == 0 ? State::trailers : State::chunk;
  }
}

void BodyReader::on_trailer_byte(char c) {
  if (c == '\n') {
    if (line_empty_) state_ = State::done;
    line_empty_ = true;
  } else if (c != '\r') {
    line_empty_ = false;
  }
  if (line_ > kLongestTrailers) state_ = State::bad;
}

}  // namespace wstrace::http
