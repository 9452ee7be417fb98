#include "dissectors/socketio/msgpack_json.h"

#include <fmt/format.h>

#include <cmath>

#include "core/utf8.h"
#include "dissectors/socketio/binary_json.h"
#include "dissectors/socketio/payload.h"

namespace wstrace::socketio {
namespace {

// Extensions of notepack.io. Those of a fixed size are told apart by their first byte, which stands before the type.
constexpr int kNotepack = 0;
constexpr char kFixext1 = '\xd4';  ///< undefined
constexpr char kFixext8 = '\xd7';  ///< Date: milliseconds since 1970, signed
/// The extension that the msgpack specification itself defines.
constexpr int kTimestamp = -1;
/// ECMA-262 21.4.1.1: what a Date can hold, in milliseconds.
constexpr std::int64_t kLatest = 8'640'000'000'000'000;
constexpr std::int64_t kMillis = 1000;
constexpr std::int64_t kNanosPerMilli = 1'000'000;

std::int64_t signed64(Bytes bytes, std::size_t at) { return static_cast<std::int64_t>(load_be64(bytes, at)); }

struct Date {
  std::int64_t year;
  unsigned month;
  unsigned day;
};

/// The Gregorian date of a day counted from 1970-01-01. std::chrono's years end at 32767, JavaScript's at 275760.
Date date_of(std::int64_t day) {
  constexpr std::int64_t kEra = 146'097;           // days of 400 years
  constexpr std::int64_t kFromMarchOf0 = 719'468;  // to 1970-01-01
  const std::int64_t since = day + kFromMarchOf0;
  const std::int64_t era = (since >= 0 ? since : since - kEra + 1) / kEra;
  const auto of_era = static_cast<unsigned>(since - era * kEra);
  const unsigned year = (of_era - of_era / 1460 + of_era / 36'524 - of_era / 146'096) / 365;
  const unsigned of_year = of_era - (365 * year + year / 4 - year / 100);  // from March 1
  const unsigned month = (5 * of_year + 2) / 153;
  return {era * 400 + year + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9,
          of_year - (153 * month + 2) / 5 + 1};
}

/// ECMA-262 21.4.1.32: years outside 0 to 9999 have a sign and six digits.
std::string iso_date(std::int64_t millis) {
  constexpr std::int64_t kDay = 86'400 * kMillis;
  const std::int64_t day = (millis >= 0 ? millis : millis - kDay + 1) / kDay;
  const Date date = date_of(day);
  const std::int64_t clock = millis - day * kDay;
  return fmt::format(
      "{}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
      date.year >= 0 && date.year <= 9999 ? fmt::format("{:04}", date.year) : fmt::format("{:+07}", date.year),
      date.month, date.day, clock / 3'600'000, clock / 60'000 % 60, clock / kMillis % 60, clock % kMillis);
}

/// Milliseconds of the specification's three forms of a timestamp. False when it is none of them.
bool read_timestamp(Bytes b, std::int64_t& millis) {
  constexpr std::uint64_t kSeconds = (std::uint64_t{1} << 34) - 1;
  std::int64_t seconds = 0;
  std::int64_t nanos = 0;
  if (b.size() == 4) {
    seconds = load_be32(b, 0);
  } else if (b.size() == 8) {
    seconds = static_cast<std::int64_t>(load_be64(b, 0) & kSeconds);
    nanos = static_cast<std::int64_t>(load_be64(b, 0) >> 34);
  } else if (b.size() == 12) {
    seconds = signed64(b, 4);
    nanos = load_be32(b, 0);
  } else {
    return false;
  }
  if (seconds > kLatest / kMillis || seconds < -kLatest / kMillis) return false;
  millis = seconds * kMillis + nanos / kNanosPerMilli;
  return true;
}

}  // namespace

void MsgpackToJson::begin(std::string& out, std::size_t most) {
  *this = {};
  out_ = &out;
  most_ = most;
}

bool MsgpackToJson::fits(std::size_t more) {
  too_large_ = too_large_ || out_->size() > most_ || more > most_ - out_->size();
  return !too_large_;
}

/// What stands for itself in JSON; as the key of a map it is a string, as in JavaScript.
bool MsgpackToJson::put(std::string_view json) {
  if (muted()) return true;
  if (!fits(json.size() + 2)) return false;
  if (in_key_) *out_ += '"';
  *out_ += json;
  if (in_key_) *out_ += '"';
  return true;
}

bool MsgpackToJson::visit_positive_integer(std::uint64_t value) {
  if (depth_ == 0) scalar_ = {MsgpackScalar::Kind::natural, value, {}};
  const fmt::format_int text(value);
  return put({text.data(), text.size()});
}

bool MsgpackToJson::visit_negative_integer(std::int64_t value) {
  if (value >= 0) return visit_positive_integer(static_cast<std::uint64_t>(value));  // a signed form of it
  const fmt::format_int text(value);
  return put({text.data(), text.size()});
}

bool MsgpackToJson::visit_float32(float value) { return put_float(value); }
bool MsgpackToJson::visit_float64(double value) { return put_float(value); }

/// The shortest text that reads as the same number.
template <class Float>
bool MsgpackToJson::put_float(Float value) {
  if (!std::isfinite(value)) return put("null");
  fmt::memory_buffer text;
  fmt::format_to(std::back_inserter(text), "{}", value);
  return put({text.data(), text.size()});
}

bool MsgpackToJson::visit_str(const char* text, std::uint32_t size) {
  const std::string_view value = size == 0 ? std::string_view{} : std::string_view{text, size};
  if (depth_ == 0) scalar_ = {MsgpackScalar::Kind::text, 0, value};
  if (muted()) return true;
  if (is_utf8(value)) return put_text(value);
  not_utf8_ = true;
  if (!in_key_) return put_binary(value);
  std::string replaced;
  append_as_utf8(replaced, value);
  return put_text(replaced);
}

bool MsgpackToJson::put_text(std::string_view text) {
  if (!fits(text.size() + 2)) return false;
  *out_ += '"';
  if (!put_escaped(text)) return false;
  *out_ += '"';
  return true;
}

/// RFC 8259 7: quotation mark, backslash and control characters.
bool MsgpackToJson::put_escaped(std::string_view text) {
  std::size_t done = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
    *out_ += text.substr(done, at - done);
    done = at + 1;
    if (c == '"' || c == '\\') {
      *out_ += '\\';
      *out_ += c;
    } else {
      fmt::format_to(std::back_inserter(*out_), "\\u{:04x}", static_cast<unsigned>(c));
    }
    if (!fits(text.size() - done)) return false;
  }
  *out_ += text.substr(done);
  return true;
}

bool MsgpackToJson::visit_bin(const char* bytes, std::uint32_t size) {
  return put_binary(size == 0 ? std::string_view{} : std::string_view{bytes, size});
}

bool MsgpackToJson::put_binary(std::string_view bytes) {
  if (muted()) return true;
  if (!fits(kBinaryOpening.size() + base64_size(bytes.size()) + kBinaryClosing.size())) return false;
  *out_ += in_key_ ? "\"" : kBinaryOpening;
  append_base64(*out_, as_bytes(bytes));
  *out_ += in_key_ ? "\"" : kBinaryClosing;
  return true;
}

bool MsgpackToJson::visit_ext(const char* bytes, std::uint32_t size) {
  const std::string_view data(bytes + 1, size - 1);
  const int first = static_cast<unsigned char>(bytes[0]);
  const int type = first < 0x80 ? first : first - 0x100;
  const char before = bytes[-1];  // of the extension's own head, so it is there
  const bool one = data.size() == 1 && before == kFixext1;
  const bool eight = data.size() == 8 && before == kFixext8;
  std::int64_t millis = 0;
  if (type == kTimestamp && read_timestamp(as_bytes(data), millis)) return put_date(millis);
  if (type != kNotepack) return put_extension(type, data);
  if (eight) return put_date(signed64(as_bytes(data), 0));
  if (!one) return put_binary(data);
  if (depth_ == 0) scalar_.kind = MsgpackScalar::Kind::undefined;
  return put("null");
}

bool MsgpackToJson::put_date(std::int64_t millis) {
  // JSON.stringify of a Date that holds no time
  if (millis > kLatest || millis < -kLatest) return put("null");
  return put(in_key_ ? iso_date(millis) : R"({"$date":")" + iso_date(millis) + R"("})");
}

bool MsgpackToJson::put_extension(int type, std::string_view bytes) {
  if (in_key_ || muted()) return put_binary(bytes);
  if (!fits(base64_size(bytes.size()) + 32)) return false;
  fmt::format_to(std::back_inserter(*out_), R"({{"$ext":{},)", type);
  *out_ += kBinaryOpening.substr(1);
  append_base64(*out_, as_bytes(bytes));
  *out_ += kBinaryClosing;
  return true;
}

bool MsgpackToJson::open(char bracket, std::string_view as_key) {
  too_deep_ = too_deep_ || depth_ >= kDeepest;
  if (too_deep_) return false;
  if (in_key_ && !muted()) {
    put(as_key);
    muted_at_ = depth_ + 1;
  }
  ++depth_;
  if (muted()) return true;
  if (!fits(2)) return false;
  *out_ += bracket;
  return true;
}

bool MsgpackToJson::separate(char opening) {
  if (muted() || out_->back() == opening) return true;
  *out_ += ',';
  return fits(0);
}

bool MsgpackToJson::close(char bracket) {
  if (!muted()) *out_ += bracket;
  if (muted_at_ == depth_) muted_at_ = 0;
  --depth_;
  return fits(0);
}

bool MsgpackToJson::start_map_key() {
  if (!separate('{')) return false;
  in_key_ = true;
  return true;
}

bool MsgpackToJson::end_map_key() {
  in_key_ = false;
  if (!muted()) *out_ += ':';
  return true;
}

}  // namespace wstrace::socketio
