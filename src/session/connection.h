// One TCP connection: its two endpoints, the state of TCP, the tree of layers above, and what was counted of it.
// It is freed as a whole.
#pragma once

#include <memory>
#include <vector>

#include "core/event.h"
#include "core/session.h"
#include "session/stream_layer.h"

namespace wstrace {

struct Connection {
  ConnectionInfo info;
  Scope scope;
  std::unique_ptr<StreamLayer> root;
  Traffic traffic;
  Time last_seen = 0;
  SessionKind kind = SessionKind::tcp;  ///< what it is if no session claims it
  bool lingers = false;                 ///< closed; kept for late segments
  Outcome outcome;                      ///< how TCP ended it
  std::vector<Session*> sessions;       ///< that it serves
  std::vector<Handshake> handshakes;
  std::vector<SessionNote> notes;  ///< of events that came before its session was known

  void rise_to(SessionKind to) { kind = kind < to ? to : kind; }
  void add_handshake(std::string_view label, Duration took);
  /// The first end stands, as in SessionFacts::ends.
  void ends(std::string_view state, std::string_view by, std::string_view reason);
};

}  // namespace wstrace
