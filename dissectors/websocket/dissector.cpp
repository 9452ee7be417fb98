// The WebSocket dissector: what it claims, and what it makes.
#include "dissectors/websocket/dissector.h"

#include "dissectors/http/definitions.h"
#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/resync.h"
#include "dissectors/websocket/stream.h"

namespace wstrace::websocket {
namespace {

Claim claim(const Offer& offer, const Heads&) {
  return offer.kind == Offer::Kind::upgrade && offer.protocol == "websocket" ? Claim::yes : Claim::no;
}

std::unique_ptr<StreamDissector> make_stream(const Offer& offer) { return std::make_unique<WebSocketStream>(offer); }

}  // namespace

constexpr DissectorDef dissector{.protocol = &protocol,
                                 .connection_type = &http::session_type,
                                 .claim = claim,
                                 .make_search = make_search,
                                 .make_stream = make_stream,
                                 .make_messages = nullptr};

}  // namespace wstrace::websocket
