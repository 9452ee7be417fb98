// How a session ended, and why: judged from what the state knows at the time when it does.
#pragma once

#include "dissectors/engineio/state.h"
#include "seam/dissector.h"

namespace wstrace::engineio {

/// The session's WebSocket was closed (Context::closing says by whom): that is its end.
void conclude(Context& ctx, State& state, SessionFacts& facts);
/// A WebSocket that was to take the session over was closed before it had.
void probe_ended(Context& ctx, State& state, SessionFacts& facts);
/// One side sent Engine.IO's close packet.
void close_packet(Context& ctx, State& state, SessionFacts& facts, Direction by);
/// On polling a server gives a silent client up without a word: says so when the client comes back too late.
bool gave_up_unseen(Context& ctx, State& state, SessionFacts& facts);
/// A poll was left without an answer by the server, at that time.
void poll_cut_off(Context& ctx, State& state, SessionFacts& facts, End how, Time at);
struct CutPost {
  Time at = 0;
  std::uint64_t bytes = 0;  ///< of its body, as announced
};
void post_cut_off(Context& ctx, State& state, SessionFacts& facts, End how, const CutPost& post);
/// A poll was let go by the client, or by a proxy in its place.
void poll_dropped(Context& ctx, State& state, SessionFacts& facts, Duration waited);
/// A proxy answered a request in the server's place, for which it had waited so long.
struct GatewayTimeout {
  unsigned status = 0;
  Duration waited = 0;
  bool post = false;  ///< else a poll, which may wait
};
void gateway_timed_out(Context& ctx, State& state, SessionFacts& facts, const GatewayTimeout& timeout);

/// The side that heard nothing for longer than the heartbeat allows, if it is `by`, who closed at `when`.
struct GivenUp {
  Time since = 0;           ///< when the wait began: the ping without an answer, or the last sign of life
  Duration limit = 0;       ///< after which that side was due to give up
  bool unanswered = false;  ///< a ping was not answered; else none came
};
std::optional<GivenUp> given_up(const State& state, const SessionFacts& facts, Direction by, Time when);

}  // namespace wstrace::engineio
