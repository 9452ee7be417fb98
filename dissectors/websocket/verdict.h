// Why a WebSocket ended that no close frame ended, judged from evidence that is gathered once: rows of conditions and the
// note that says so (verdict.cpp). The first row that holds is the cause.
#pragma once

#include <string>
#include <string_view>

#include "dissectors/websocket/pings.h"
#include "dissectors/websocket/violations.h"
#include "seam/dissector.h"

namespace wstrace::websocket {

/// What is known when one side closes or resets the connection, or sends a close frame.
struct EndEvidence {
  Time at = 0;
  Time started = 0;    ///< the session
  Duration quiet = 0;  ///< since the last frame of either side
  Duration slowest_pong = 0;
  Duration ping_interval = 0;  ///< of the side that closes; before its second ping, from the opening to the first one
  std::uint64_t behind = 0;    ///< length of the message that was on its way in place of a pong
  std::string_view carrier;
  Pings::Waiting ping;        ///< of the side that closes
  std::string_view across;    ///< Context::closed_across
  std::string_view proxy;     ///< that answered the upgrade, by its headers; empty when none is known
  std::string last_received;  ///< by the server, in words; empty for nothing
  Duration shut = 0;          ///< for so long a side has had no room for what the other one sends (a zero window)
  Direction shut_of = Direction::c2s;
  Cause fault;  ///< what the other side had done wrong
  Direction by = Direction::c2s;
  bool announced = false;  ///< by a close frame
  bool says_so = false;    ///< which gives a ping that was not answered as its reason
  bool reset = false;
  bool unread = false;  ///< that side closed its socket with unread data
  bool whole = false;   ///< the capture shows all that both sides sent
  bool of_stream = false;
  bool talked = false;
  bool alive = false;         ///< the other side sent frames after that ping
  bool acknowledged = false;  ///< by the other side's TCP
};

struct EndVerdict {
  const NoteDef* note = nullptr;  ///< null: there is nothing to say
  std::string_view state;
  std::string_view by;
  std::string story;
};

/// The other side had broken the protocol.
bool broke_rules(const EndEvidence& evidence);
EndVerdict judge(const EndEvidence& evidence);
/// True when a ping has waited for so long that its sender had reason to give up.
bool is_overdue(const EndEvidence& evidence);
/// The note about the ping that was not answered, and its story.
EndVerdict judge_ping(const EndEvidence& evidence);

}  // namespace wstrace::websocket
