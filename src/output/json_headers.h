// A block of HTTP header fields as one JSON object: lower-case names, each once.
//
// Fields of one name are joined with ", " (RFC 9110 5.3), except Set-Cookie, whose values may hold commas: "\n".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "output/json_writer.h"

namespace wstrace {

class JsonHeaders {
 public:
  /// Writes the object. False when some name or value was not UTF-8: the value is then under "<name>_base64".
  bool write(JsonWriter& json, std::span<const Pair> pairs);

 private:
  void lower_names(std::span<const Pair> pairs);
  void sort_by_name();
  void link_few();
  std::string_view joined(std::span<const Pair> pairs, std::size_t first);

  // All of these are scratch, kept from one block to the next.
  std::string lowered_;
  std::vector<std::string_view> names_;
  std::vector<std::uint32_t> order_;  // of the fields, by name and then by place
  std::vector<std::uint32_t> next_;   // the next field of the same name, by place; 0 for none
  std::vector<bool> later_;           // a field of the same name stands before it
  std::string joined_;
  std::string key_;
};

}  // namespace wstrace
