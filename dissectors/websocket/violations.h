// What one side did that the other one may close the connection for, so that a close can name its cause.
//
// A receiver closes for the first thing that it does not tolerate. What it tolerated is known by its going on: it sent
// messages of its own afterwards.
#pragma once

#include <array>
#include <span>
#include <string>

#include "model/event.h"

namespace wstrace::websocket {

/// Why a connection is closed, as far as the trace shows.
struct Cause {
  std::string text;          ///< "the unmasked frame"; empty when nothing is known
  std::uint64_t packet = 0;  ///< which brought it to its end; 0 when it has no place of its own
  bool breach = false;       ///< of the protocol
};

/// True of what a receiver may close the connection for.
bool is_violation(const NoteDef& def);

class Violations {
 public:
  /// Remembers the first violation among these notes of one event.
  void add(std::span<const Note> notes, PacketRange packets);
  /// The other side went on after what there is so far.
  void tolerated();
  bool any() const { return violations_[0].def != nullptr || violations_[1].def != nullptr; }

  /// What a close with this code is most likely for. With code 0, what a connection was dropped for without a word, which
  /// is nothing that was tolerated.
  Cause cause_of(unsigned code) const;

 private:
  enum Kind : std::uint8_t { framing, content };

  struct Fault {
    const NoteDef* def = nullptr;
    PacketRange packets;
    bool tolerated = false;
  };

  static Kind kind_of(const NoteDef& def);

  std::array<Fault, 2> violations_;  // by kind
};

}  // namespace wstrace::websocket
