// WebSocketStream: the ends of its two directions, and the outcome of the session (RFC 6455 7.1).
//
// A raw WebSocket is its own session, so its end is judged here. A session of an upper layer is that layer's to judge.
#include <optional>
#include <string>
#include <utility>

#include "dissectors/websocket/close_judgement.h"
#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/end_event.h"
#include "dissectors/websocket/end_evidence.h"
#include "dissectors/websocket/frame_events.h"
#include "dissectors/websocket/http_events.h"
#include "dissectors/websocket/http_text.h"
#include "dissectors/websocket/stream.h"
#include "model/idle.h"
#include "model/proxies.h"
#include "seam/connection_service.h"
#include "seam/session_service.h"

namespace wstrace::websocket {
namespace {

/// (Of what TLS carries, it is not known where in TCP's stream it stands.)
void set_acknowledged(const Context& ctx, CloseJudgement& closing) {
  if (ctx.connection().is_protected()) return;
  for (const Direction sender : {Direction::c2s, Direction::s2c})
    if (const auto delivery = ctx.connection().delivery(sender))
      closing.set_acknowledged(sender, delivery->acknowledged);
}

/// The client did not accept the handshake.
void end_refused(const Context& ctx, std::string_view error) {
  std::string reason = "the client rejected the server's response to the upgrade";
  if (!error.empty()) reason.append(": ").append(error);
  ctx.connection().ends({"refused", "client", std::move(reason)});
}

/// Whose message is cut is not to blame when the other side reset the connection, did not read, or rejects it.
bool is_consequence(const Context& ctx, const CloseJudgement& closing, Direction dir, End how) {
  return closing.excuses_cut(dir) || (how == End::rst && ctx.connection().outcome().by == party(opposite(dir)));
}

/// The close code that each side's application sees. Behind a proxy, only that of the side that is near is known.
void set_codes_seen(SessionFacts& facts, const CloseJudgement& closing, const std::array<Lane, 2>& lanes) {
  const bool whole_client = lanes[index(Direction::c2s)].is_whole();
  const bool whole_server = lanes[index(Direction::s2c)].is_whole();
  const bool both = facts.other_sides.empty();
  if (both || facts.near_client) facts.outcome.client_word = closing.code_seen_by(Direction::c2s, whole_server);
  if (both || !facts.near_client) facts.outcome.server_word = closing.code_seen_by(Direction::s2c, whole_client);
}

/// What the client waited for in vain before it closed; empty for nothing. A server need not speak, so nobody is accused.
std::string story_of_silence(const Context& ctx, const Turns& servers) {
  const Closing& closing = ctx.closing();
  if (closing.time == 0 || closing.by != Direction::c2s) return {};
  return describe(servers.silence(closing.time), ctx.connection().is_acknowledged(Direction::c2s));
}

}  // namespace

void WebSocketStream::on_end(Context& ctx, Direction dir, End how, Window unread) {
  if (mistaken_) return;
  Lane& l = lane(dir);
  l.search.end(unread.bytes.size());
  if (l.search.loss().any()) emit_gap(ctx, l, note::lost_place, {});
  if (!l.lost && !l.search.seeking()) {
    const NoteDef& cut = how == End::fin || how == End::rst ? note::cut_message : note::capture_ends;
    // HTTP of which not all had come is reported, too.
    if (l.frames.between() && begins_http(dir, unread.bytes)) {
      emit_http(ctx, l, unread, opened_at_, inferred_);
    } else {
      emit_unfinished(ctx, l, is_consequence(ctx, closing_, dir, how) ? nullptr : &cut, unread);
    }
  }
  note_end(ctx, dir, how);
}

/// For the other side of a proxy.
void WebSocketStream::note_first_close(Context& ctx) {
  Session* const session = ctx.session();
  const Closing& closing = ctx.closing();
  if (session == nullptr || session->first_close.time != 0 || closing.time == 0) return;
  session->first_close = {closing.time, closing.by};
}

void WebSocketStream::note_end(Context& ctx, Direction dir, End how) {
  note_first_close(ctx);
  // A reset ends both directions at once; TCP knows who sent it, unless the session had an end before.
  const Outcome& tcp = ctx.connection().outcome();
  std::optional<Direction> reset_by;
  if (tcp.state != "open") reset_by = tcp.by == "client" ? Direction::c2s : Direction::s2c;
  if (closing_.end(dir, how, ctx.now(), reset_by)) {
    // Now, for late answers to a ping may still come.
    const bool reset = how == End::rst;
    EndEvidence evidence = evidence_of(ctx, {ctx.now(), *closing_.ending().tcp_by}, reset && tcp.state == "reset");
    evidence.unread = reset && tcp.state == "closed";
    closing_.set_silent_end(std::move(evidence));
  }
  if (!closing_.ending().over()) return;
  set_acknowledged(ctx, closing_);
  conclude(ctx);
}

/// A proxy that is stopped sends a close frame to both sides.
bool WebSocketStream::closed_by_proxy(const Context& ctx) const {
  const std::optional<Direction> first = closing_.first();
  return first && ctx.sessions().closed_across(*first, closing_.ending().of(*first).at) == "proxy";
}

EndEvidence WebSocketStream::evidence_of(Context& ctx, const FirstClose& close, bool reset) const {
  EndEvidence evidence;
  evidence.at = close.time;
  evidence.by = close.by;
  evidence.reset = reset;
  add_frames(evidence, lanes_[index(close.by)], lanes_[index(opposite(close.by))], opened_at_);
  add_connection(evidence, ctx);
  if (proxy_named(offer_.answered_by) != Proxy::none) evidence.proxy = offer_.answered_by;
  return evidence;
}

void WebSocketStream::conclude(Context& ctx) {
  Session* const session = ctx.session();
  if (session == nullptr) return;
  const bool ended = closing_.ending().tcp_over();
  if (!opened_) {
    if (ended) end_refused(ctx, offer_.handshake_error);
    return;
  }
  if (!session->facts.type->outlives_connections) return conclude_raw(ctx, session->facts);
  // A close frame that was never answered still says why the connection ended.
  if (ended && closing_.first())
    ctx.connection().ends({"closed", party(*closing_.first()), closing_.reason() + ", not answered"});
  if (ended) emit_end(ctx, closing_, {});
}

void WebSocketStream::conclude_raw(Context& ctx, SessionFacts& facts) {
  const Outcome& tcp = ctx.connection().outcome();
  CloseVerdict verdict = closing_.judge({.now = ctx.now(),
                                         .carrier = ctx.closing().carrier,
                                         .reset_code = reset_explained_ ? std::string_view{} : tcp.code,
                                         .by_proxy = closed_by_proxy(ctx),
                                         .whole = {lanes_[0].is_whole(), lanes_[1].is_whole()}});
  if (const NoteDef* const explained = ctx.connection().end_explained()) {
    // What was wrong was said where it happened.
    if (verdict.outcome.state == "open" && closing_.ending().tcp_by) verdict.outcome = tcp;
    verdict.outcome.code = explained->code;
    verdict.note = nullptr;
  }
  if (verdict.outcome.state == "open") return;
  ctx.connection().ends(verdict.outcome);
  facts.ends(verdict.outcome);
  set_codes_seen(facts, closing_, lanes_);
  if (!closing_.is_over()) return;
  const bool ours = facts.type == &session_type && is_whole();
  emit_end(ctx, closing_, {verdict.note, std::move(verdict.story), ours ? story_of_silence(ctx, servers_) : ""});
}

/// TCP says what a reset means, unless more is known here.
bool WebSocketStream::explains_reset(Context& ctx, Direction by) {
  reset_explained_ = knows_reset(ctx, by);
  return reset_explained_;
}

bool WebSocketStream::knows_reset(Context& ctx, Direction by) const {
  if (closing_.says_ping_timeout() || closing_.first()) return true;
  const Session* const session = ctx.session();
  if (!opened_ || session == nullptr) return false;
  const SessionFacts& facts = session->facts;
  // A proxy passes on what happened on its other side.
  const bool at_proxy = !facts.other_sides.empty() && (by == Direction::s2c) == facts.near_client;
  if (at_proxy && ctx.sessions().just_left_beyond(by)) return true;
  // After a silence, whoever judges the session has more to say of its end.
  if (facts.type->outlives_connections)
    return is_whole() && facts.last_heard() != 0 && ctx.now() - facts.last_heard() >= kShortestIdle;
  const EndEvidence evidence = closing_.silent_end() ? *closing_.silent_end() : evidence_of(ctx, {ctx.now(), by}, true);
  const NoteDef* const why = judge(evidence).note;
  const bool rests = why == &note::not_reading || (lanes_[0].frames.between() && lanes_[1].frames.between());
  return evidence.whole && !broke_rules(evidence) && why != nullptr && rests;
}

}  // namespace wstrace::websocket
