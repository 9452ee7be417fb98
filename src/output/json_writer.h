// JsonWriter: one JSON record on one line, into a buffer that is used again for the next.
//
// RapidJSON keeps the structure (commas, nesting, numbers, escapes); what it would copy byte by byte, and text that
// needs no escaping, is copied here as a whole. Nothing is allocated per record once the buffer has grown.
#pragma once

#include <rapidjson/writer.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "core/event.h"

namespace wstrace {

/// RapidJSON's idea of an output stream, over memory that grows and stays.
class RecordBuffer {
 public:
  using Ch = char;

  /// Makes room for `n` more bytes, which PutUnsafe may then fill.
  void reserve(std::size_t n) {
    if (capacity_ - size_ < n) grow(n);
  }
  void Put(char c) {
    reserve(1);
    bytes_[size_++] = c;
  }
  void put_reserved(char c) { bytes_[size_++] = c; }
  void append(std::string_view text) {
    reserve(text.size());
    if (!text.empty()) std::memcpy(bytes_.get() + size_, text.data(), text.size());
    size_ += text.size();
  }
  /// The next `n` bytes, reserved before, to be written by the caller.
  char* take(std::size_t n) {
    size_ += n;
    return bytes_.get() + size_ - n;
  }
  void Flush() {}
  void clear();
  std::string_view view() const { return {bytes_.get(), size_}; }

 private:
  void grow(std::size_t n);

  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

// Found by RapidJSON by the argument's type; its own versions check for room at every byte.
inline void PutReserve(RecordBuffer& buffer, std::size_t n) { buffer.reserve(n); }
inline void PutUnsafe(RecordBuffer& buffer, char c) { buffer.put_reserved(c); }

class JsonWriter {
 public:
  JsonWriter() : writer_(buffer_) {}

  void begin();
  /// The record with its newline; valid until the next begin().
  std::string_view end();

  void open_object() { writer_.StartObject(); }
  void close_object() { writer_.EndObject(); }
  void open_array() { writer_.StartArray(); }
  void close_array() { writer_.EndArray(); }

  /// A key that needs no escaping: one of ours.
  void key(std::string_view name) { quoted(name, {}); }
  /// The same with an ending: "payload" and "_base64".
  void key(std::string_view name, std::string_view ending) { quoted(name, ending); }
  /// A key from the network, which must be UTF-8.
  void any_key(std::string_view name);

  void number(std::uint64_t n) { writer_.Uint64(n); }
  void boolean(bool b) { writer_.Bool(b); }
  void decimal(double value, int decimals);
  /// A string that needs no escaping: one of ours.
  void word(std::string_view text) { quoted(text, {}); }
  /// A string that is known to be UTF-8.
  void escaped(std::string_view text) { writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }
  /// A string; false, with nothing written, when it is not UTF-8.
  bool text(std::string_view text);
  /// A string in which every byte that is no UTF-8 becomes U+FFFD.
  void repaired(std::string_view text);
  void base64(Bytes bytes);
  /// A JSON value as it stands, with the line breaks between its tokens made spaces: a record is one line.
  void raw(std::string_view json);
  /// RFC 3339, nanoseconds, UTC.
  void time(Time t);

 private:
  void quoted(std::string_view text, std::string_view ending);
  void set_second(std::int64_t second);

  RecordBuffer buffer_;
  rapidjson::Writer<RecordBuffer> writer_;
  std::string repaired_;
  std::int64_t second_ = INT64_MIN;  // the one that second_text_ holds
  char second_text_[32] = {};        // "2026-11-22T09:50:13."
};

}  // namespace wstrace
