// Engine.IO over HTTP: one request and its answer.
//
//   GET  without sid             the handshake: the answer's payload begins with the open packet
//   GET  with sid                a poll: the answer's payload is what the server had to say, when it had
//   POST with sid                the client's payload; the answer is "ok", or something like it
//   OPTIONS                      a browser asks first whether it may (cors.h): of no session, unless it may not
//   GET  transport=websocket     asks for the change to a WebSocket (101), or for a session that begins there
//
// Whatever else comes is a refusal (refusal.h) or not Engine.IO at all.
#pragma once

#include "dissectors/engineio/transport.h"
#include "seam/dissector.h"

namespace wstrace::engineio {

class Exchange final : public ExchangeDissector {
 public:
  explicit Exchange(const Offer& offer);
  ~Exchange() override;

  void on_request(Context& ctx, const RequestHead& head) override;
  void on_request_body(Context& ctx, const Body& body) override;
  bool explains(unsigned status) const override;
  void on_response(Context& ctx, const ResponseHead& head, const Body& body) override;
  void on_no_response(Context& ctx, Direction ended_by, End how) override;

 private:
  bool emit_preflight(Context& ctx, const ResponseHead& head);
  void note_opening(const ResponseHead& head);
  bool client_left(const Context& ctx) const;
  bool gateway_gave_up(const Context& ctx, const ResponseHead& head) const;
  void emit_late(Context& ctx);
  void emit_waiting(Context& ctx);
  void emit_slow(Context& ctx, const Body& body);
  void on_poll_answer(Context& ctx, const ResponseHead& head, const Body& body);
  void on_post_answer(Context& ctx, const Body& body);
  void read_payload(Context& ctx, Direction dir, const Body& body, Bytes payload);
  void unreadable(Context& ctx, Direction dir, const Body& body, Bytes rest, const NoteDef& why);
  void no_longer_waits();

  Transport transport_;
  bool preflight_ = false;  // a browser asks whether it may ask
  bool websocket_ = false;  // the transport asked for
  bool upgrades_ = false;   // the Upgrade header is there
  bool post_ = false;
  bool jsonp_ = false;
  bool overlaps_ = false;      // another poll of the session was waiting
  bool lacks_cookie_ = false;  // that the session's opening set
  CrossOrigin page_;           // that a browser asks for
  bool waits_ = false;         // counted in State::polls_waiting
  std::uint64_t posted_ = 0;   // what Content-Length says
  std::size_t posted_packets_ = 0;
  Time began_ = 0;
  Time asked_ = 0;  // when its body was there
};

}  // namespace wstrace::engineio
