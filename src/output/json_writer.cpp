#include "output/json_writer.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <ctime>

#include "output/utf8.h"

namespace wstrace {
namespace {

/// What a buffer keeps for the next record; one that a large payload needed is given back.
constexpr std::size_t kKept = std::size_t{4} << 20;
constexpr std::size_t kSmallest = 4096;

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

void JsonWriter::begin() {
  buffer_.clear();
  writer_.Reset(buffer_);
}

std::string_view JsonWriter::end() {
  buffer_.Put('\n');
  return buffer_.view();
}

void JsonWriter::quoted(std::string_view text, std::string_view ending) {
  writer_.RawValue("", 0, rapidjson::kStringType);  // the comma or colon before it
  buffer_.reserve(text.size() + ending.size() + 2);
  buffer_.put_reserved('"');
  buffer_.append(text);
  buffer_.append(ending);
  buffer_.put_reserved('"');
}

void JsonWriter::any_key(std::string_view name) {
  if (is_plain_ascii(name)) return key(name);
  writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
}

void JsonWriter::decimal(double value, int decimals) { raw(fmt::format("{:.{}f}", value, decimals)); }

bool JsonWriter::text(std::string_view text) {
  if (is_plain_ascii(text)) {
    word(text);
    return true;
  }
  if (!is_utf8(text)) return false;
  escaped(text);
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
  writer_.RawValue("", 0, rapidjson::kStringType);
  buffer_.reserve(length + 3);
  buffer_.put_reserved('"');
  // EVP_EncodeBlock adds a NUL of its own, which the closing quote overwrites.
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(buffer_.take(length)), bytes.data(), static_cast<int>(bytes.size()));
  buffer_.put_reserved('"');
}

void JsonWriter::raw(std::string_view json) {
  if (json.empty()) json = "null";
  writer_.RawValue("", 0, rapidjson::kObjectType);
  buffer_.reserve(json.size());
  char* at = buffer_.take(json.size());
  // Inside a JSON string no control character stands as it is, so those met here are white space between tokens.
  std::transform(json.begin(), json.end(), at, [](char c) { return static_cast<unsigned char>(c) < 0x20 ? ' ' : c; });
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
  quoted({text, 30}, {});
}

}  // namespace wstrace
