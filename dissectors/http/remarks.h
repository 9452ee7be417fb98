// The notes of one message while it is being read. A message may span packets, so they are kept here and not in the
// arena; their texts point into the lane's copy of the head.
#pragma once

#include <algorithm>
#include <array>
#include <initializer_list>

#include "core/event.h"

namespace wstrace::http {

class Remarks {
 public:
  Remarks() = default;
  Remarks(const Remarks&) = delete;
  Remarks& operator=(const Remarks&) = delete;

  /// Each kind of note once; what exceeds the room is left out.
  void add(const NoteDef& def, std::initializer_list<Field> fields = {}) {
    if (count_ == kMost || fields.size() > kFields) return;
    for (const Note& note : notes())
      if (note.def == &def) return;
    std::copy(fields.begin(), fields.end(), fields_[count_].begin());
    notes_[count_] = {&def, {fields_[count_].data(), fields.size()}};
    ++count_;
  }

  std::span<const Note> notes() const { return {notes_.data(), count_}; }
  void clear() { count_ = 0; }

 private:
  static constexpr std::size_t kMost = 8;
  static constexpr std::size_t kFields = 3;

  std::array<Note, kMost> notes_{};
  std::array<std::array<Field, kFields>, kMost> fields_{};
  std::size_t count_ = 0;
};

}  // namespace wstrace::http
