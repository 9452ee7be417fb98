// Fields and notes of one event as they come together: short lists without allocation.
#pragma once

#include <array>
#include <span>

#include "model/event.h"

namespace wstrace::socketio {

/// A list that an event's definition bounds: what does not fit is a defect, and is left out.
template <class T, std::size_t N>
class ShortList {
 public:
  void add(const T& value) {
    if (size_ < N) values_[size_++] = value;
  }
  std::span<const T> all() const { return std::span(values_).first(size_); }

 private:
  std::array<T, N> values_{};
  std::size_t size_ = 0;
};

using FieldList = ShortList<Field, 12>;
using NoteList = ShortList<Note, 8>;

}  // namespace wstrace::socketio
