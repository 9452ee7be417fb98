// Fields: the fields of one event, in the order in which they are written.
#pragma once

#include <array>

#include "model/event.h"

namespace wstrace {

class Fields {
 public:
  /// No event has more; what is beyond is left out.
  static constexpr std::size_t kMost = 12;

  Fields& add(const Field& field) {
    if (size_ < kMost) fields_[size_++] = field;
    return *this;
  }
  /// A number, text, bytes or headers (make_field).
  template <class Value>
  Fields& add(const FieldDef& def, Value value) {
    return add(make_field(def, value));
  }
  Fields& add_if(bool so, const FieldDef& def, std::uint64_t value = 1) { return so ? add(def, value) : *this; }
  /// Text that is not there is left out.
  Fields& add_text(const FieldDef& def, std::string_view text) { return text.empty() ? *this : add(def, text); }

  operator std::span<const Field>() const { return {fields_.data(), size_}; }

 private:
  std::array<Field, kMost> fields_{};
  std::size_t size_ = 0;
};

}  // namespace wstrace
