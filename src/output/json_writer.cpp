#include "output/json_writer.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <charconv>
#include <ctime>

#include "core/utf8.h"

namespace wstrace {
namespace {

/// What a buffer keeps for the next record; one that a large payload needed is given back.
constexpr std::size_t kKept = std::size_t{4} << 20;
constexpr std::size_t kSmallest = 4096;
/// 2^64 has twenty digits.
constexpr std::size_t kLongestNumber = 20;
/// A control character: \u001f.
constexpr std::size_t kLongestEscape = 6;
/// Text is escaped this many bytes at a time, so that room for the worst case is never much. The last step of a stride
/// may go a word and a character further.
constexpr std::size_t kStride = 1024;

#ifdef __SSE2__
constexpr std::size_t kWord = sizeof(__m128i);

/// How many of the next kWord bytes, from the first, JSON takes as they stand: ASCII without control characters, '"'
/// and '\\'. Copies them all: what is not plain is overwritten.
std::size_t copy_plain_run(char* out, const char* at) {
  const __m128i word = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), word);
  const __m128i control = _mm_cmpgt_epi8(_mm_set1_epi8(0x20), word);  // signed: also what is not ASCII
  const __m128i quote = _mm_cmpeq_epi8(word, _mm_set1_epi8('"'));
  const __m128i backslash = _mm_cmpeq_epi8(word, _mm_set1_epi8('\\'));
  const int special = _mm_movemask_epi8(_mm_or_si128(control, _mm_or_si128(quote, backslash)));
  return special == 0 ? kWord : static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(special)));
}
#else
constexpr std::size_t kWord = 8;

bool is_plain(char c) { return c >= 0x20 && static_cast<unsigned char>(c) < 0x80 && c != '"' && c != '\\'; }

std::size_t copy_plain_run(char* out, const char* at) {
  std::size_t n = 0;
  while (n < kWord && is_plain(at[n])) *out++ = at[n++];
  return n;
}
#endif

/// The letter of a two-character escape, or 0.
constexpr char short_escape(char c) {
  switch (c) {
    case '"':
    case '\\': return c;
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return 0;
  }
}

/// Writes one character as JSON wants it. Returns how many bytes it took; 0 when they are not UTF-8.
std::size_t escape_one(std::string_view text, std::size_t at, char*& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const char c = text[at];
  if (const char letter = short_escape(c); letter != 0) {
    *out++ = '\\';
    *out++ = letter;
    return 1;
  }
  if (static_cast<unsigned char>(c) < 0x20) {
    for (const char each : {'\\', 'u', '0', '0', kHex[static_cast<unsigned char>(c) >> 4], kHex[c & 0x0f]})
      *out++ = each;
    return 1;
  }
  const CodePoint character = decode_utf8(text, at);
  if (!character.valid) return 0;
  for (std::size_t i = 0; i < character.size; ++i) *out++ = text[at + i];
  return character.size;
}

}  // namespace

void RecordBuffer::grow(std::size_t n) {
  const std::size_t wanted = std::max({kSmallest, size_ + n, capacity_ * 2});
  auto larger = std::make_unique_for_overwrite<char[]>(wanted);
  if (size_ != 0) std::memcpy(larger.get(), bytes_.get(), size_);
  bytes_ = std::move(larger);
  capacity_ = wanted;
}

void RecordBuffer::clear() {
  size_ = 0;
  if (capacity_ <= kKept) return;
  bytes_.reset();
  capacity_ = 0;
}

std::string_view JsonWriter::end() {
  buffer_.put('\n');
  return buffer_.view();
}

void JsonWriter::open(char bracket) {
  char* out = begin_value(1);
  *out++ = bracket;
  buffer_.claim(out);
}

void JsonWriter::key(std::string_view name, std::string_view ending) {
  char* out = begin_value(name.size() + ending.size() + 3);
  *out++ = '"';
  out = std::copy(name.begin(), name.end(), out);
  out = std::copy(ending.begin(), ending.end(), out);
  *out++ = '"';
  *out++ = ':';
  buffer_.claim(out);
}

void JsonWriter::any_key(std::string_view name) {
  if (text(name)) buffer_.put(':');
}

void JsonWriter::members(std::string_view json) {
  char* out = begin_value(json.size());
  buffer_.claim(std::copy(json.begin(), json.end(), out));
}

void JsonWriter::number(std::uint64_t n) {
  char* out = begin_value(kLongestNumber);
  buffer_.claim(std::to_chars(out, out + kLongestNumber, n).ptr);
}

void JsonWriter::boolean(bool b) { members(b ? "true" : "false"); }

void JsonWriter::decimal(double value, int decimals) { raw(fmt::format("{:.{}f}", value, decimals)); }

void JsonWriter::word(std::string_view text) {
  char* out = begin_value(text.size() + 2);
  *out++ = '"';
  out = std::copy(text.begin(), text.end(), out);
  *out++ = '"';
  buffer_.claim(out);
}

bool JsonWriter::text(std::string_view text) {
  const std::size_t before = buffer_.size();
  open('"');
  if (!escape(text)) {
    buffer_.shrink(before);
    return false;
  }
  buffer_.put('"');
  return true;
}

bool JsonWriter::member(std::string_view name, std::string_view value) {
  const std::size_t before = buffer_.size();
  key(name);
  if (text(value)) return true;
  buffer_.shrink(before);
  return false;
}

/// One pass that copies, escapes and checks: a word at a time up to the first byte that needs a look.
bool JsonWriter::escape(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    buffer_.reserve((kStride + 2 * kWord) * kLongestEscape);
    const std::size_t stop = std::min(text.size(), at + kStride);
    char* out = buffer_.end();
    while (at < stop) {
      std::size_t plain = 0;
      if (at + kWord <= text.size()) plain = copy_plain_run(out, text.data() + at);
      at += plain;
      out += plain;
      if (plain == kWord || at >= stop) continue;
      const std::size_t taken = escape_one(text, at, out);
      if (taken == 0) return false;
      at += taken;
    }
    buffer_.claim(out);
  }
  return true;
}

void JsonWriter::repaired(std::string_view value) {
  if (text(value)) return;
  repaired_.clear();
  append_as_utf8(repaired_, value);
  text(repaired_);
}

void JsonWriter::base64(Bytes bytes) {
  const std::size_t length = (bytes.size() + 2) / 3 * 4;
  char* out = begin_value(length + 2);
  *out++ = '"';
  // EVP_EncodeBlock adds a NUL of its own, which the closing quote overwrites.
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out), bytes.data(), static_cast<int>(bytes.size()));
  out += length;
  *out++ = '"';
  buffer_.claim(out);
}

void JsonWriter::raw(std::string_view json) {
  if (json.empty()) json = "null";
  char* out = begin_value(json.size());
  // Inside a JSON string no control character stands as it is, so those met here are white space between tokens.
  buffer_.claim(std::transform(json.begin(), json.end(), out,
                               [](char c) { return static_cast<unsigned char>(c) < 0x20 ? ' ' : c; }));
}

void JsonWriter::set_second(std::int64_t second) {
  second_ = second;
  const auto seconds = static_cast<std::time_t>(second);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::strftime(second_text_, sizeof second_text_, "%Y-%m-%dT%H:%M:%S.", &utc);
}

void JsonWriter::time(Time t) {
  std::int64_t second = t / kSecond;
  std::int64_t nanos = t % kSecond;
  if (nanos < 0) {
    nanos += kSecond;
    --second;
  }
  if (second != second_) set_second(second);
  char text[32];
  std::memcpy(text, second_text_, 20);
  for (int i = 28; i >= 20; --i, nanos /= 10) text[i] = static_cast<char>('0' + nanos % 10);
  text[29] = 'Z';
  word({text, 30});
}

}  // namespace wstrace
