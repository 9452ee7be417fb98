// MessageDissector: takes whole messages apart (Engine.IO on a WebSocket, Socket.IO).
#pragma once

#include "seam/context.h"
#include "seam/upper_service.h"

namespace wstrace {

class MessageDissector {
 public:
  virtual ~MessageDissector() = default;
  virtual void on_start(Context&) {}
  virtual void on_message(Context&, Direction, const Message&) = 0;
  virtual void on_gap(Context&, Direction) = 0;
  /// What a close code of the layer below means here.
  virtual CloseCode close_code(unsigned) const { return {}; }
  /// Somebody began to close the transport (Context::closing); messages may still come.
  virtual void on_closing(Context&) {}
  /// A transport of its own ended in this direction.
  virtual void on_end(Context&, Direction, End) = 0;
  /// The session whose packets it takes (Offer::Kind::packets) is over. It may have no connection any more.
  virtual void on_session_over(EventContext&, End) {}
};

}  // namespace wstrace
