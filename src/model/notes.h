// The notes of one unit while it is being read. A unit may span packets, so they are kept here and not in the arena.
// Most units have none, and then nothing is allocated.
#pragma once

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>
#include <vector>

#include "model/event.h"

namespace wstrace {

class Notes {
 public:
  static constexpr std::size_t kMost = 8;
  static constexpr std::size_t kFields = 6;

  Notes() = default;
  Notes(const Notes&) = delete;
  Notes& operator=(const Notes&) = delete;

  /// Each kind of note once; what exceeds the room is left out. Texts in the fields must outlive the unit.
  void add(const NoteDef& def, std::initializer_list<Field> fields) {
    add(def, std::span<const Field>(fields.begin(), fields.size()));
  }
  void add(const NoteDef& def, std::span<const Field> fields = {}) {
    if (doubt_ != nullptr && def.severity > Severity::note && !def.loss) return add_doubted(def);
    if (notes_.size() == kMost || fields.size() > kFields) return;
    for (const Note& note : notes_)
      if (note.def == &def) return;
    // The notes point into fields_, which therefore never moves.
    if (fields_.capacity() < kMost) fields_.reserve(kMost);
    auto& kept = fields_.emplace_back();
    std::copy(fields.begin(), fields.end(), kept.begin());
    notes_.push_back({&def, {kept.data(), fields.size()}});
  }

  /// From now on nobody is accused: what is more than a note is said as this one, with the code of the other in its field.
  void doubt(const NoteDef& instead, const FieldDef& code) {
    doubt_ = &instead;
    doubted_ = &code;
  }

  /// What somebody who knows more will say.
  void drop(const NoteDef& def) {
    std::erase_if(notes_, [&def](const Note& note) { return note.def == &def; });
  }

  std::span<const Note> notes() const { return notes_; }
  void clear() {
    notes_.clear();
    fields_.clear();
  }

 private:
  void add_doubted(const NoteDef& def) { add(*doubt_, {make_field(*doubted_, def.code)}); }

  const NoteDef* doubt_ = nullptr;
  const FieldDef* doubted_ = nullptr;
  std::vector<Note> notes_;
  std::vector<std::array<Field, kFields>> fields_;
};

}  // namespace wstrace
