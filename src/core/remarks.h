// The notes of one unit while it is being read. A unit may span packets, so they are kept here and not in the arena.
// Most units have none, and then nothing is allocated.
#pragma once

#include <algorithm>
#include <array>
#include <initializer_list>
#include <vector>

#include "core/event.h"

namespace wstrace {

class Remarks {
 public:
  static constexpr std::size_t kMost = 8;
  static constexpr std::size_t kFields = 4;

  Remarks() = default;
  Remarks(const Remarks&) = delete;
  Remarks& operator=(const Remarks&) = delete;

  /// Each kind of note once; what exceeds the room is left out. Texts in the fields must outlive the unit.
  void add(const NoteDef& def, std::initializer_list<Field> fields = {}) {
    if (notes_.size() == kMost || fields.size() > kFields) return;
    for (const Note& note : notes_)
      if (note.def == &def) return;
    // The notes point into fields_, which therefore never moves.
    if (fields_.capacity() < kMost) fields_.reserve(kMost);
    auto& kept = fields_.emplace_back();
    std::copy(fields.begin(), fields.end(), kept.begin());
    notes_.push_back({&def, {kept.data(), fields.size()}});
  }

  std::span<const Note> notes() const { return notes_; }
  void clear() {
    notes_.clear();
    fields_.clear();
  }

 private:
  std::vector<Note> notes_;
  std::vector<std::array<Field, kFields>> fields_;
};

}  // namespace wstrace
