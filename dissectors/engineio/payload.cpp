#include "dissectors/engineio/payload.h"

#include <algorithm>
#include <span>

#include "core/utf8.h"
#include "dissectors/engineio/wire.h"

namespace wstrace::engineio {
namespace {

PayloadReader::Form form_of(Bytes body, unsigned version) {
  if (version != kVersion3) return PayloadReader::Form::v4;
  const bool binary = !body.empty() && body[0] <= kBinaryMark;
  return binary ? PayloadReader::Form::v3_binary : PayloadReader::Form::v3_text;
}

struct Length {
  PayloadProblem problem = PayloadProblem::none;
  std::uint64_t value = 0;
  std::size_t size = 0;  // bytes taken, with the end
};

/// A decimal number: its digits count from `zero`, and `end` follows.
Length read_length(Bytes from, std::uint8_t zero, std::uint8_t end) {
  Length length;
  for (; length.size < from.size(); ++length.size) {
    const std::uint8_t byte = from[length.size];
    if (byte == end && length.size > 0) return {PayloadProblem::none, length.value, length.size + 1};
    const unsigned digit = static_cast<unsigned>(byte) - zero;
    if (digit > 9 || length.size == kMaxLengthDigits) return {PayloadProblem::bad_length};
    length.value = length.value * 10 + digit;
  }
  return {PayloadProblem::cut_short};
}

constexpr bool is_continuation(std::uint8_t byte) { return (byte & 0xc0) == 0x80; }

/// True when the bytes are the beginning of a character, which further ones would make whole.
bool is_cut_character(Bytes bytes) {
  const std::uint8_t lead = bytes[0];
  if (lead < 0xc2 || lead > 0xf4) return false;
  const std::size_t whole = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  return bytes.size() < whole && std::all_of(bytes.begin() + 1, bytes.end(), is_continuation);
}

struct Measure {
  PayloadProblem problem = PayloadProblem::none;
  std::size_t size = 0;
};

/// The bytes that hold so many UTF-16 code units, which is what JavaScript's `length` counts.
Measure measure_utf16(Bytes text, std::uint64_t units) {
  std::size_t at = 0;
  while (units > 0) {
    if (at == text.size()) return {PayloadProblem::cut_short};
    const CodePoint c = text[at] < 0x80 ? CodePoint{text[at], 1, true} : decode_utf8(as_text(text), at);
    if (!c.valid) return {is_cut_character(text.subspan(at)) ? PayloadProblem::cut_short : PayloadProblem::bad_utf8};
    const unsigned taken = c.value > 0xffff ? 2 : 1;
    if (taken > units) return {PayloadProblem::bad_length};
    units -= taken;
    at += c.size;
  }
  return {PayloadProblem::none, at};
}

/// The highest lead of UTF-8 that has no character past U+00FF.
constexpr std::uint8_t kLatin1Lead = 0xc3;

std::uint8_t highest_byte(Bytes bytes) {
  std::uint8_t highest = 0;
  for (const std::uint8_t byte : bytes) highest = std::max(highest, byte);
  return highest;
}

/// Each character of a text that has none past U+00FF as one byte.
std::span<std::uint8_t> to_latin1(Bytes utf8, Arena& arena) {
  const auto room = arena.allocate<std::uint8_t>(utf8.size());
  std::size_t filled = 0;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    std::uint8_t byte = utf8[i];
    if (byte >= 0x80) byte = static_cast<std::uint8_t>(byte << 6 | (utf8[++i] & 0x3f));
    room[filled++] = byte;
  }
  return room.first(filled);
}

/// Half of a surrogate pair as engine.io-parser 1.x encodes it (its UTF-8 is "WTF-8").
bool is_surrogate(Bytes at) {
  return at.size() >= 3 && at[0] == 0xed && at[1] >= 0xa0 && is_continuation(at[1]) && is_continuation(at[2]);
}

/// Puts U+FFFD, which is as long, where half a surrogate pair stands. False when the bytes are no UTF-8 even then.
bool make_utf8(std::span<std::uint8_t> bytes) {
  constexpr std::uint8_t kReplacement[] = {0xef, 0xbf, 0xbd};
  for (std::size_t at = 0; at < bytes.size();) {
    const CodePoint c = decode_utf8(as_text(bytes), at);
    if (!c.valid && !is_surrogate(bytes.subspan(at))) return false;
    if (!c.valid) std::copy(std::begin(kReplacement), std::end(kReplacement), &bytes[at]);
    at += c.valid ? c.size : sizeof kReplacement;
  }
  return true;
}

}  // namespace

PayloadReader::PayloadReader(Bytes body, unsigned version, Arena& arena)
    : body_(body), arena_(arena), at_(body.empty() ? 1 : 0), form_(form_of(body, version)) {}

std::optional<PayloadPart> PayloadReader::next() {
  if (problem_ != PayloadProblem::none) return std::nullopt;
  if (at_ == 0 && !begins_as_payload()) return stop(PayloadProblem::not_a_payload);
  if (form_ == Form::v3_binary) return next_v3_binary();
  if (form_ == Form::v3_text) return next_v3_text();
  if (at_ > body_.size()) return std::nullopt;
  return next_v4();
}

bool PayloadReader::begins_as_payload() const {
  const std::uint8_t byte = body_[0];
  if (form_ == Form::v3_text) return byte >= '0' && byte <= '9';
  return form_ == Form::v3_binary || byte == kBase64Mark || (byte >= '0' && byte < '0' + kPacketTypes);
}

PayloadPart PayloadReader::next_v4() {
  const Bytes left = rest();
  const auto end = std::find(left.begin(), left.end(), kRecordSeparator);
  const Bytes packet = left.first(static_cast<std::size_t>(end - left.begin()));
  at_ += packet.size() + 1;
  return {packet};
}

/// Packets of length 0 are passed over, as the real parsers do: "0:" is a payload without packets.
std::optional<PayloadPart> PayloadReader::next_v3_text() {
  while (at_ < body_.size()) {
    const Length length = read_length(rest(), '0', kTextLengthEnd);
    if (length.problem != PayloadProblem::none) return stop(length.problem);
    const Bytes left = after(rest(), length.size);
    const Measure packet = measure_utf16(left, length.value);
    if (packet.problem != PayloadProblem::none) return stop(packet.problem);
    at_ += length.size + packet.size;
    if (packet.size > 0) return text_part(left.first(packet.size));
  }
  return std::nullopt;
}

/// engine.io-parser 1.x makes a "byte string" of each packet's text (`utf8.encode`), and HTTP encodes that once more;
/// 2.0 and later do not, in the text form. A text that happens to look so without having been encoded twice ("Ã©") is
/// so rare that the peers of 1.x, which cannot know better, take it for such as well.
PayloadPart PayloadReader::text_part(Bytes packet) {
  const std::uint8_t highest = utf8_once_ ? 0 : highest_byte(packet);
  if (highest < 0x80) return {packet};
  if (highest <= kLatin1Lead) {
    const auto once = to_latin1(packet, arena_);
    if (make_utf8(once)) return {once, false, true};
  }
  utf8_once_ = true;
  return {packet};
}

/// Here a string has been encoded to UTF-8 once by all parsers, 1.x too: its "byte string" is copied byte by byte.
std::optional<PayloadPart> PayloadReader::next_v3_binary() {
  if (at_ >= body_.size()) return std::nullopt;
  const std::uint8_t mark = body_[at_];
  if (mark > kBinaryMark) return stop(PayloadProblem::bad_length);  // the length before was not the packet's
  const Length length = read_length(after(body_, at_ + 1), 0, kBinaryLengthEnd);
  if (length.problem != PayloadProblem::none) return stop(length.problem);
  const Bytes left = after(body_, at_ + 1 + length.size);
  if (length.value > left.size()) return stop(PayloadProblem::cut_short);
  const Bytes packet = left.first(length.value);
  at_ += 1 + length.size + packet.size();
  return PayloadPart{packet, mark == kBinaryMark};
}

std::nullopt_t PayloadReader::stop(PayloadProblem problem) {
  problem_ = problem;
  return std::nullopt;
}

}  // namespace wstrace::engineio
