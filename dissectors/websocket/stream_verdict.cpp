// WebSocketStream: the evidence of an end without a close frame and of a ping without its pong, which verdict.cpp judges.
#include <algorithm>
#include <string>

#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/stream.h"
#include "dissectors/websocket/verdict.h"
#include "model/idle.h"
#include "model/proxies.h"
#include "seam/connection_service.h"
#include "seam/session_service.h"

namespace wstrace::websocket {
namespace {

/// After a ping, what arrives sooner may have been on its way.
constexpr Duration kOnItsWay = 250 * kMillisecond;

/// "keepalive ping timeout", "no pong", "heartbeat": the words of libraries.
bool speaks_of_pings(std::string_view reason) {
  std::string text(reason);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  for (const std::string_view word : {"ping", "pong", "keepalive", "keep-alive", "heartbeat"})
    if (text.find(word) != std::string::npos) return true;
  return false;
}

}  // namespace

EndEvidence WebSocketStream::evidence_of(Context& ctx, const FirstClose& close, bool announced, bool reset) const {
  const Lane& own = lanes_[index(close.by)];
  const Lane& peer = lanes_[index(opposite(close.by))];
  EndEvidence e;
  e.by = close.by;
  e.at = close.time;
  e.announced = announced;
  e.reset = reset;
  e.whole = own.is_whole() && peer.is_whole();
  e.carrier = ctx.closing().carrier;
  e.of_stream = ctx.closing().of_stream();
  const Time last_frame = std::max({own.last_frame, peer.last_frame, opened_at_});
  e.quiet = close.time - last_frame;
  e.talked = own.last.at != 0 || peer.last.at != 0;
  if (const Session* const session = ctx.session()) {
    e.started = session->facts.start;
    e.last_received = session->last_message[index(Direction::c2s)];
  }
  e.fault = peer.violations.cause_of(0);
  e.ping = own.pings.waiting();
  e.slowest_pong = own.pings.slowest();
  e.ping_interval = own.pings.interval() != 0 ? own.pings.interval() : e.ping.since - opened_at_;
  e.behind = peer.coming();
  e.alive = e.behind > 0 || peer.last_frame > e.ping.since + kOnItsWay;
  e.acknowledged = ctx.connection().is_acknowledged(close.by);
  for (const Direction dir : {Direction::c2s, Direction::s2c}) {
    const Signs signs = ctx.connection().signs(dir);
    const bool shut = signs.shut_since != 0 && signs.opened < signs.shut_since;
    if (!shut || close.time - signs.shut_since <= e.shut) continue;
    e.shut = close.time - signs.shut_since;
    e.shut_of = dir;
  }
  e.across = ctx.sessions().closed_across(close.by, close.time);
  if (proxy_named(offer_.answered_by) != Proxy::none) e.proxy = offer_.answered_by;
  return e;
}

/// A close frame that says that a ping was not answered: which one, and what is known of the side that is silent.
void WebSocketStream::note_ping_timeout(Context& ctx, Direction by, std::string_view reason, Notes& notes) {
  if (!speaks_of_pings(reason)) return;
  blames_ping_ = true;
  EndEvidence e = evidence_of(ctx, {ctx.now(), by}, true, false);
  if (!e.whole) return;
  e.says_so = true;
  EndVerdict verdict = judge_ping(e);
  if (verdict.note == nullptr) return;
  ping_timeout_ = verdict.note;
  ping_story_ = std::move(verdict.story);
  notes.add(*ping_timeout_, {make_field(field::story, std::string_view(ping_story_))});
}

/// No close frame at all.
EndVerdict WebSocketStream::judge_silent() const {
  const bool whole = lanes_[0].is_whole() && lanes_[1].is_whole();
  return silent_end_ && silent_end_->whole && whole ? judge(*silent_end_) : EndVerdict{};
}

/// TCP says what a reset means, unless more is known here.
bool WebSocketStream::explains_reset(Context& ctx, Direction by) {
  reset_explained_ = knows_reset(ctx, by);
  return reset_explained_;
}

bool WebSocketStream::knows_reset(Context& ctx, Direction by) const {
  if (ping_timeout_ != nullptr || closed_first_) return true;
  const Session* const session = ctx.session();
  if (!opened_ || session == nullptr) return false;
  const SessionFacts& facts = session->facts;
  // A proxy passes on what happened on its other side.
  const bool at_proxy = !facts.other_sides.empty() && (by == Direction::s2c) == facts.near_client;
  if (at_proxy && ctx.sessions().just_left_beyond(by)) return true;
  const bool whole = lanes_[0].is_whole() && lanes_[1].is_whole();
  // After a silence, whoever judges the session has more to say of its end.
  if (facts.type->outlives_connections)
    return whole && facts.last_heard() != 0 && ctx.now() - facts.last_heard() >= kShortestIdle;
  const EndEvidence e = silent_end_ ? *silent_end_ : evidence_of(ctx, {ctx.now(), by}, false, true);
  const NoteDef* const why = judge(e).note;
  const bool rests = why == &note::not_reading || (lanes_[0].frames.between() && lanes_[1].frames.between());
  return e.whole && !broke_rules(e) && why != nullptr && rests;
}

}  // namespace wstrace::websocket
