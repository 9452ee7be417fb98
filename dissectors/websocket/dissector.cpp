#include "dissectors/websocket/dissector.h"

#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/evidence.h"
#include "dissectors/websocket/stream.h"

namespace wstrace::websocket {
namespace {

/// In the middle of a stream the frames themselves are the only evidence.
Claim claim_frames(const Heads& heads) {
  if (heads.c2s.empty() && heads.s2c.empty()) return Claim::need_more;
  const unsigned bits = weigh_stream(heads.c2s, Direction::c2s) + weigh_stream(heads.s2c, Direction::s2c);
  return bits >= kEnoughToClaim ? Claim::yes : Claim::need_more;
}

Claim claim(const Offer& offer, const Heads& heads) {
  if (offer.kind == Offer::Kind::stream && offer.mid_stream) return claim_frames(heads);
  return offer.kind == Offer::Kind::upgrade && offer.protocol == "websocket" ? Claim::yes : Claim::no;
}

std::unique_ptr<StreamDissector> make_stream(const Offer& offer) { return std::make_unique<WebSocketStream>(offer); }

}  // namespace

constexpr DissectorDef dissector{.protocol = &protocol,
                                 .connection_kind = SessionKind::http,
                                 .claim = claim,
                                 .make_stream = make_stream,
                                 .make_messages = nullptr};

}  // namespace wstrace::websocket
