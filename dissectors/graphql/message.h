// Reading one message: JSON of one object, and where in the source stands what matters.
//
// Values are never rebuilt: what outputs show are slices of the source, so numbers and spacing stay as they were sent.
#pragma once

#include <rapidjson/reader.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace wstrace::graphql {

/// Deeper nesting is not taken apart: readers of wstrace's own JSON would fail on it.
inline constexpr std::size_t kDeepest = 512;

/// A member's value. Of members of the same name the last one counts, as in JavaScript.
struct Value {
  enum class Kind : std::uint8_t { absent, null, boolean, number, string, array, object };

  Kind kind = Kind::absent;
  std::string_view source = {};

  bool is(Kind other) const { return kind == other; }
  /// Not there, or null: libraries make no difference.
  bool is_none() const { return kind == Kind::absent || kind == Kind::null; }
  /// What is to be shown of it; empty for nothing.
  std::string_view shown() const { return is_none() ? std::string_view{} : source; }
};

struct OperationMessage {
  std::string_view source;  ///< what the values are slices of
  Value type;
  Value id;
  Value payload;
  // Members of a payload that is an object:
  Value query;
  Value variables;
  Value operation_name;
  Value errors;
  // Strings without their escapes:
  std::string type_text;
  std::string id_text;  ///< of a number, as it was written
  std::string query_text;
  std::string operation_name_text;
  bool has_result = false;  ///< the payload has `data` or `errors`
  /// Of the payload itself; of the first error where that, or its `errors`, is an array.
  std::string error_text;

  void clear();
};

enum class ReadResult : std::uint8_t { ok, not_json, not_an_object, not_utf8, too_deep };

class MessageReader {
 public:
  /// Reads `source`, which must stay as it is while message() is used.
  ReadResult read(std::string_view source);
  const OperationMessage& message() const { return message_; }

 private:
  enum class Parsed : std::uint8_t { ok, not_json, not_an_object, too_deep, number_too_big };
  Parsed parse(std::string_view text);

  OperationMessage message_;
  std::string repaired_;
  std::string tamed_;
  std::unique_ptr<rapidjson::Reader> reader_;  // kept for its stack
};

}  // namespace wstrace::graphql
