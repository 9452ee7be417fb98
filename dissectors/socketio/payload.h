// The JSON behind a packet's head: is it valid, and where in the source does what matters stand?
//
// Values are never rebuilt. What outputs show are slices of the source, so numbers and spacing stay as they were sent.
#pragma once

#include <rapidjson/reader.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wstrace::socketio {

/// Deeper nesting is not taken apart: readers of wstrace's own JSON would fail on it.
inline constexpr std::size_t kDeepest = 512;

/// No offset of connection state recovery is longer.
inline constexpr std::size_t kLongestOffset = 64;

/// {"_placeholder":true,"num":n}: where attachment n belongs. Offsets in the source, end exclusive.
struct Placeholder {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint64_t num = 0;
};

struct Payload {
  enum class Root : std::uint8_t { none, array, object, string, other };

  std::string_view source;  ///< the JSON text that the offsets refer to
  Root root = Root::none;   ///< none: there was no JSON at all
  std::size_t begin = 0;    ///< of the root value
  std::size_t end = 0;      ///< of the root value, exclusive
  // A root array:
  std::size_t elements = 0;
  bool numeric_name = false;  ///< it is a number
  bool named = false;         ///< the first element is a string or a number: an event's name
  std::size_t name_end = 0;   ///< behind that element
  std::string name;
  /// The last element, when it is a text of at most kLongestOffset bytes; else empty.
  std::string last_text;
  std::size_t before_last = 0;  ///< behind the element before the last
  // A root object's members of these names, where they are strings; `text` is also a root string.
  std::string sid;
  std::string pid;
  std::string offset;
  std::string text;  ///< "message"
  std::vector<Placeholder> placeholders;

  /// The elements' source from the first, or from behind the name. Without the brackets.
  std::string_view elements_source(bool after_name) const;
  void clear();
};

enum class ReadResult : std::uint8_t {
  ok,
  repaired,  ///< ok, after surrogate escapes without their other half were replaced by \ufffd
  invalid,
  not_utf8,
  too_deep,
  number_too_big,  ///< within the reader only: such numbers are valid, and read at the second try
};

class PayloadReader {
 public:
  /// Reads `source`, which must stay as it is while payload() is used. Empty source is ok.
  ReadResult read(std::string_view source, bool want_placeholders);
  const Payload& payload() const { return payload_; }

 private:
  ReadResult parse(std::string_view text, bool want_placeholders);
  void give_back(std::size_t used);

  Payload payload_;
  std::string repaired_;
  std::string tamed_;
  std::unique_ptr<rapidjson::Reader> reader_;  // kept for its stack
};

}  // namespace wstrace::socketio
