// JsonWriter: one JSON record on one line, into a buffer that is used again for the next.
//
// Written here and not by a library, for speed: this is where a trace to NDJSON spends its time, and RapidJSON's Writer
// (which escapes byte by byte) took twice as long for the whole run. Reading JSON, which is the difficult part, is
// RapidJSON's (dissectors/socketio). Nothing is allocated per record once the buffer has grown.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "model/event.h"

namespace wstrace {

/// Memory that grows and stays.
class RecordBuffer {
 public:
  /// Makes room for `n` more bytes, which may then be written and claimed.
  void reserve(std::size_t n) {
    if (capacity_ - size_ < n) grow(n);
  }
  /// Where the next byte goes.
  char* end() { return bytes_.get() + size_; }
  /// What was written from end() up to here counts.
  void claim(const char* end) { size_ = static_cast<std::size_t>(end - bytes_.get()); }
  void put(char c) {
    reserve(1);
    bytes_[size_++] = c;
  }
  std::size_t size() const { return size_; }
  /// Takes back what was written after the first `size` bytes.
  void shrink(std::size_t size) { size_ = size; }
  char back() const { return bytes_[size_ - 1]; }
  void clear();
  std::string_view view() const { return {bytes_.get(), size_}; }

 private:
  void grow(std::size_t n);

  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

class JsonWriter {
 public:
  void begin() { buffer_.clear(); }
  /// The record with its newline; valid until the next begin().
  std::string_view end();

  void open_object() { open('{'); }
  void close_object() { buffer_.put('}'); }
  void open_array() { open('['); }
  void close_array() { buffer_.put(']'); }

  /// A key that needs no escaping: one of ours.
  void key(std::string_view name) { key(name, {}); }
  /// The same with an ending: "payload" and "_base64".
  void key(std::string_view name, std::string_view ending);
  /// A key from the network, which must be UTF-8.
  void any_key(std::string_view name);
  /// Whole members that need no escaping: ours.
  void members(std::string_view json);

  void number(std::uint64_t n);
  void boolean(bool b);
  void decimal(double value, int decimals);
  /// A string that needs no escaping: one of ours.
  void word(std::string_view text);
  /// A string; false, with nothing written, when it is not UTF-8.
  bool text(std::string_view text);
  /// A key and its string; false, with nothing written, when the string is not UTF-8.
  bool member(std::string_view name, std::string_view text);
  /// A string in which every byte that is no UTF-8 becomes U+FFFD.
  void repaired(std::string_view text);
  void base64(Bytes bytes);
  /// A JSON value as it stands, with the line breaks between its tokens made spaces: a record is one line.
  void raw(std::string_view json);
  /// RFC 3339, nanoseconds, UTC.
  void time(Time t);

 private:
  /// Where a member or an element begins, behind the comma that it needs unless it is the first one or a key's value.
  /// `n` bytes are reserved there; RecordBuffer::claim() takes what was written of them.
  char* begin_value(std::size_t n) {
    buffer_.reserve(n + 1);
    char* out = buffer_.end();
    const char last = buffer_.size() == 0 ? '{' : buffer_.back();
    if (last != '{' && last != '[' && last != ':') *out++ = ',';
    return out;
  }
  void open(char bracket);
  bool escape(std::string_view text);
  void set_second(std::int64_t second);

  RecordBuffer buffer_;
  std::string repaired_;
  std::int64_t second_ = INT64_MIN;  // the one that second_text_ holds
  char second_text_[32] = {};        // "2026-11-22T09:50:13."
};

}  // namespace wstrace
