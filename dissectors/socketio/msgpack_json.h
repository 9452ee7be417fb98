// One msgpack value as JSON text, as the JavaScript value that notepack.io reads from it would be written.
//
//   bin, ArrayBuffer        {"$binary":"<base64>"}          Date, timestamp      {"$date":"2024-05-01T12:00:00.000Z"}
//   undefined, NaN          null                            any other extension  {"$ext":n,"$binary":"<base64>"}
//   text that is not UTF-8  {"$binary":"<base64>"}
//
// A visitor of msgpack-cxx: it sees the values in their order, and builds nothing else.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/bytes.h"

namespace wstrace::socketio {

/// The outermost value, as far as a packet's head needs it.
struct MsgpackScalar {
  enum class Kind : std::uint8_t { other, undefined, natural, text };
  Kind kind = Kind::other;
  std::uint64_t number = 0;
  std::string_view text;  ///< as sent
};

class MsgpackToJson {
 public:
  /// From now on the JSON goes to the end of `out`, which must not become longer than `most`.
  void begin(std::string& out, std::size_t most);

  const MsgpackScalar& scalar() const { return scalar_; }
  bool too_deep() const { return too_deep_; }
  bool too_large() const { return too_large_; }
  /// A text was not UTF-8, or (the key of a map) was made so.
  bool not_utf8() const { return not_utf8_; }

  // What msgpack-cxx calls. False stops it.
  void init() {}
  bool visit_nil() { return put("null"); }
  bool visit_boolean(bool value) { return put(value ? "true" : "false"); }
  bool visit_positive_integer(std::uint64_t value);
  bool visit_negative_integer(std::int64_t value);
  bool visit_float32(float value);
  bool visit_float64(double value);
  bool visit_str(const char* text, std::uint32_t size);
  bool visit_bin(const char* bytes, std::uint32_t size);
  /// `size` counts the extension's type, the first byte.
  bool visit_ext(const char* bytes, std::uint32_t size);
  bool start_array(std::uint32_t) { return open('[', "[array]"); }
  bool start_array_item() { return separate('['); }
  bool end_array_item() { return true; }
  bool end_array() { return close(']'); }
  bool start_map(std::uint32_t) { return open('{', "[object Object]"); }
  bool start_map_key();
  bool end_map_key();
  bool start_map_value() { return true; }
  bool end_map_value() { return true; }
  bool end_map() { return close('}'); }
  void parse_error(std::size_t, std::size_t) {}
  void insufficient_bytes(std::size_t, std::size_t) {}

 private:
  bool fits(std::size_t more);
  bool put(std::string_view json);
  template <class Float>
  bool put_float(Float value);
  bool put_text(std::string_view text);
  bool put_escaped(std::string_view text);
  bool put_binary(std::string_view bytes);
  bool put_extension(int type, std::string_view bytes);
  bool put_date(std::int64_t millis);
  bool open(char bracket, std::string_view as_key);
  bool separate(char opening);
  bool close(char bracket);
  bool muted() const { return muted_at_ != 0; }

  std::string* out_ = nullptr;
  std::size_t most_ = 0;
  MsgpackScalar scalar_;
  std::size_t depth_ = 0;
  std::size_t muted_at_ = 0;  // depth of a container that is a map's key: it is not written out
  bool in_key_ = false;
  bool too_deep_ = false;
  bool too_large_ = false;
  bool not_utf8_ = false;
};

}  // namespace wstrace::socketio
