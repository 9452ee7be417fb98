// EndEvidence: pings, messages on their way and the last frames; windows, acknowledgements and the other side of a proxy.
#include "dissectors/websocket/end_evidence.h"

#include <algorithm>

#include "seam/connection_service.h"
#include "seam/live_session.h"
#include "seam/session_service.h"

namespace wstrace::websocket {
namespace {

/// After a ping, what arrives sooner may have been on its way.
constexpr Duration kOnItsWay = 250 * kMillisecond;

/// A receive window that is shut, of the side where it has been so for longer.
void add_windows(EndEvidence& evidence, const Context& ctx) {
  for (const Direction dir : {Direction::c2s, Direction::s2c}) {
    const Signs signs = ctx.connection().signs(dir);
    const bool shut = signs.shut_since != 0 && signs.opened < signs.shut_since;
    if (!shut || evidence.at - signs.shut_since <= evidence.shut) continue;
    evidence.shut = evidence.at - signs.shut_since;
    evidence.shut_of = dir;
  }
}

}  // namespace

void add_frames(EndEvidence& evidence, const Lane& own, const Lane& peer, Time opened_at) {
  evidence.whole = own.is_whole() && peer.is_whole();
  evidence.quiet = evidence.at - std::max({own.last_frame, peer.last_frame, opened_at});
  evidence.talked = own.last.at != 0 || peer.last.at != 0;
  evidence.fault = peer.violations.cause_of(0);
  evidence.ping = own.pings.waiting();
  evidence.slowest_pong = own.pings.slowest();
  evidence.ping_interval = own.pings.interval() != 0 ? own.pings.interval() : evidence.ping.since - opened_at;
  evidence.behind = peer.coming();
  evidence.alive = evidence.behind > 0 || peer.last_frame > evidence.ping.since + kOnItsWay;
}

void add_connection(EndEvidence& evidence, Context& ctx) {
  evidence.carrier = ctx.closing().carrier;
  evidence.of_stream = ctx.closing().of_stream();
  if (const Session* const session = ctx.session()) {
    evidence.started = session->facts.start;
    evidence.last_received = session->last_message[index(Direction::c2s)];
  }
  evidence.acknowledged = ctx.connection().is_acknowledged(evidence.by);
  add_windows(evidence, ctx);
  evidence.across = ctx.sessions().closed_across(evidence.by, evidence.at);
}

}  // namespace wstrace::websocket
