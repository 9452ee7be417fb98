// The notes of one message while its frames come. Their fields are numbers and texts that outlive the message.
#pragma once

#include <array>

#include "core/event.h"

namespace wstrace::websocket {

class Remarks {
 public:
  Remarks() = default;
  Remarks(const Remarks&) = delete;
  Remarks& operator=(const Remarks&) = delete;

  /// Each kind of note once; what exceeds the room is left out.
  void add(const NoteDef& def) { add(def, {}, 0); }
  void add(const NoteDef& def, const Field& field) { add(def, field, 1); }

  std::span<const Note> notes() const { return {notes_.data(), count_}; }
  void clear() { count_ = 0; }

 private:
  static constexpr std::size_t kMost = 8;

  void add(const NoteDef& def, const Field& field, std::size_t fields) {
    if (count_ == kMost) return;
    for (const Note& note : notes())
      if (note.def == &def) return;
    fields_[count_] = field;
    notes_[count_] = {&def, {&fields_[count_], fields}};
    ++count_;
  }

  std::array<Note, kMost> notes_{};
  std::array<Field, kMost> fields_{};
  std::size_t count_ = 0;
};

}  // namespace wstrace::websocket
