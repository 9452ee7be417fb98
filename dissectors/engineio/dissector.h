// Engine.IO 3 and 4 on a WebSocket: one message is one packet. (HTTP polling is in exchange.h.)
//
// The WebSocket may be a new session's only transport, or try to take a polling session over: a probe and its answer,
// then the upgrade packet. Until that has come, its end is not the session's.
#pragma once

#include "dissectors/engineio/transport.h"
#include "seam/dissector.h"

namespace wstrace::engineio {

class WebSocketTransport final : public MessageDissector {
 public:
  explicit WebSocketTransport(const Offer& offer) : transport_("websocket", offer) {}

  void on_start(Context& ctx) override { transport_.begin(ctx); }
  void on_message(Context& ctx, Direction dir, const Message& message) override;
  void on_gap(Context& ctx, Direction dir) override { transport_.on_gap(ctx, dir); }
  void on_closing(Context& ctx) override;
  void on_end(Context& ctx, Direction dir, End how) override;

 private:
  Transport transport_;
  unsigned ends_ = 0;  // directions that have ended
};

extern const DissectorDef dissector;

}  // namespace wstrace::engineio
