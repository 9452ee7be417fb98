// HttpStream: both directions of one HTTP/1.1 connection.
//
// Each direction (Lane) goes from head to body to the next head. Requests are queued as Exchanges and taken off by the
// final answers, in order (RFC 9112 9.3.2). An exchange that an upper layer claims (UpperExchange) is reported in the scope
// of that layer's session, and its bodies are decoded and given to it. After an upgrade request (or CONNECT) the
// client's direction waits for the answer, because it decides what the client's next bytes are.
//
// A direction that lost its place (Lane::seeking) passes over what comes until a packet begins like a message.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "dissectors/http/body.h"
#include "dissectors/http/content_coding.h"
#include "dissectors/http/head.h"
#include "dissectors/http/pairing.h"
#include "dissectors/http/refusal.h"
#include "model/notes.h"
#include "seam/dissector.h"

namespace wstrace::http {

constexpr MessageKind kind_of(Direction dir) {
  return dir == Direction::c2s ? MessageKind::request : MessageKind::response;
}

/// Who claims an exchange; null when nobody does.
inline ExchangeDissector* claimant(const std::shared_ptr<UpperExchange>& upper) {
  return upper != nullptr ? upper->dissector() : nullptr;
}

/// What is known of the answer that is being read.
struct Answer {
  std::string_view accept;  ///< "right", "wrong", "missing", or empty
  std::string expected;     ///< Sec-WebSocket-Accept as it should be
  std::string to;           ///< "GET /path", when several requests were outstanding
  Duration after = -1;      ///< since the end of the request
  bool known = false;       ///< what it answers
  Refusal refusal;          ///< of an upgrade: what its body says is shown
  std::shared_ptr<UpperExchange> upper;
};

/// The message that is being read in one direction.
struct Lane {
  std::size_t searched = 0;  ///< of the head that has not ended yet
  std::string raw_head;
  std::string head_text;  ///< what `head` points into
  Head head;
  Framing framing;
  BodyReader body;
  ContentDecoder decoder;                ///< of a body that somebody wants
  bool wanted = false;                   ///< the body, as far as it came without a hole
  std::shared_ptr<UpperExchange> upper;  ///< of the request
  Notes notes;
  PacketRange packets;
  std::uint64_t missing = 0;   ///< bytes of the body that were not captured
  std::uint64_t exchange = 0;  ///< id of the request's Exchange
  std::string upgrade;         ///< what the message asks for, or switches to
  bool in_body = false;
  bool unfinished = false;            ///< … when the connection, or the capture, ended
  bool reported = false;              ///< its event has been emitted
  bool unsure = false;                ///< what this answers is not known: it may answer a HEAD, and have no body
  bool seeking = false;               ///< where the next message begins is not known
  bool mid_message = false;           ///< … because the capture begins in the middle of one
  std::uint64_t passed = 0;           ///< bytes that were passed over to find it
  std::uint64_t passed_reported = 0;  ///< of them, those that an event has reported
};

class HttpStream final : public StreamDissector {
 public:
  explicit HttpStream(const Offer& offer);
  void on_start(Context& ctx) override;
  Step on_bytes(Context& ctx, Direction dir, Window window) override;
  void on_gap(Context& ctx, Direction dir, std::uint64_t n) override;
  void on_end(Context& ctx, Direction dir, End how, Window unread) override;
  bool at_rest() const override;
  bool explains_reset(Context& ctx, Direction by) override;

 private:
  Lane& lane(Direction dir) { return lanes_[index(dir)]; }

  Step read_head(Context& ctx, Direction dir, Window window);
  Step start_message(Context& ctx, Direction dir, Window window, std::size_t size);
  void begin_body(Context& ctx, Direction dir, const Framing& framing);
  Step read_body(Context& ctx, Direction dir, Window window);
  void end_body(Context& ctx, Direction dir);
  static const NoteDef& why_cut(Direction dir, const Closing& closing);
  void end_unread(Context& ctx, Direction dir, End how, Window unread);

  // resync.cpp: where bytes are missing
  Step lose_place(Context& ctx, Direction dir, Window window, Note why);
  bool found(Context& ctx, Direction dir, Window window, Step& step);
  Step pass_over(Direction dir, std::uint64_t n);
  void emit_found(Context& ctx, Direction dir, PacketRange packets);
  void end_seeking(Context& ctx, Direction dir, Window unread);
  bool is_next_head(const Lane& l, Window window) const;
  bool answer_may_be_lost() const;
  Step without_answer(Context& ctx, Window window);
  bool goes_on_without_answer(Window window) const;
  Step infer_upgrade(Context& ctx, Direction dir);

  // exchange.cpp
  void on_request(Context& ctx, Lane& l);
  Step on_response(Context& ctx, Lane& l, std::size_t size);
  void pair(Context& ctx, const Exchange& asked);
  Step on_final(Context& ctx, Lane& l, std::size_t size);
  Step on_switch(Context& ctx, Lane& l, std::size_t size);
  std::string_view judge(Lane& l, const Exchange& asked);
  static void on_wrong_switch(Context& scope, const Lane& l, const Exchange& asked);
  static SessionFacts& upgrade_session(Context& ctx, const Exchange& asked);
  std::string_view reported_late(Context& ctx, Lane& l, const Exchange& asked);
  void on_refusal(Context& ctx, Lane& l, const Exchange& asked);
  static void want_body(Context& ctx, Lane& l, std::size_t most);
  void on_unanswered(Context& ctx);
  void on_pending(Context& ctx);
  void emit_unanswered(Context& ctx, Direction by, const Outcome& outcome, const Note& note);

  void give_body(Context& ctx, Direction dir);
  void give_up_exchanges(Direction dir, End how);

  void emit_event(Context& ctx, Direction dir);
  void emit_request(Context& ctx, Lane& l);
  void emit_response(Context& ctx, Lane& l);
  void emit_undecoded(Context& ctx, Direction dir, Window window, Note why);

  std::array<Lane, 2> lanes_;
  Pairing outstanding_;
  std::uint64_t exchanges_ = 0;
  std::vector<std::string> keys_;     // Sec-WebSocket-Key of earlier requests, the latest few
  bool pairing_ = true;               // false once too many requests waited at the same time
  bool client_waits_ = false;         // for the answer to an upgrade request or CONNECT
  bool client_sends_frames_ = false;  // what waits looks like a WebSocket's frames
  bool client_goes_on_ = false;       // it does not wait: the answer was not captured
  bool client_ended_ = false;
  bool server_ended_ = false;
  bool client_ended_first_ = false;
  Answer answer_;
};

}  // namespace wstrace::http
