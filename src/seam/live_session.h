// A session that is alive, as its dissectors see it: its facts, and what they keep for it over all of its connections.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "model/session.h"

namespace wstrace {

class EventContext;
class MessageDissector;
enum class End : std::uint8_t;

/// What a dissector keeps for a session as a whole, over all of its connections.
class SessionState {
 public:
  virtual ~SessionState() = default;
  /// True while what was seen does not fit together unless something is missing.
  virtual bool in_doubt() const { return false; }
  /// The session is over and about to be reported: the last word on how it ended. There is no connection any more.
  /// `now`: of the last packet, which may be much later than the session's end.
  virtual void on_over(EventContext&, SessionFacts&, End, Time /*now*/) {}
  /// A connection of the session lost bytes in the capture and with them its place: anything may have been in them.
  virtual void on_loss() {}
};

/// Who gave out a session's key, and when.
struct Issued {
  std::uint32_t session = 0;
  Endpoint server;
  Time time = 0;
};

/// The first sign that a session's WebSocket ends: a close frame, or what TCP did.
struct FirstClose {
  Time time = 0;  ///< 0: there was none
  Direction by = Direction::c2s;
};

struct Session {
  Session();
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Tells whoever takes its packets that it is over, once.
  void end_packets(EventContext& ctx, End how);
  bool polled() const { return linger != 0 || facts.polls > 0; }

  SessionFacts facts;
  std::unique_ptr<SessionState> state;  ///< made by the dissector that named the session
  /// Takes the session's packets apart, whichever of its connections brings them (Offer::Kind::packets).
  std::unique_ptr<MessageDissector> packets;
  const ProtocolDef* packets_protocol = nullptr;  ///< theirs
  bool packets_ended = false;
  bool packets_unclaimed = false;  ///< nobody wants them
  /// How long it may be without any connection before it counts as over: a polling client comes back. 0: not at all.
  Duration linger = 0;
  FirstClose first_close;
  /// The last message in each direction, in a few words (an event's name): what a side got before it fell silent.
  std::array<std::string, 2> last_message;
};

}  // namespace wstrace
