// How a layer gets its session: a new one, or one that other connections brought packets of before; and who is on the other
// side of a proxy.
#pragma once

#include <string_view>

#include "seam/connection_service.h"
#include "seam/live_session.h"

namespace wstrace {

/// Lent by Context::sessions() for one call.
class SessionService {
 public:
  explicit SessionService(LayerContext& layer) : layer_(layer) {}

  /// Begins a session for this layer; one that the layer already has becomes what `type` says, if that is more.
  Session& open(const SessionType& type);
  /// Makes this layer part of the session with this key (an Engine.IO sid), beginning it when it is not known.
  /// A session that the layer already has keeps its number and takes the key, unless another one has it. `request` is
  /// what this side asks for, as a proxy passes it on; empty where that is not known.
  Session& join(const SessionType& type, std::string_view key, std::string_view request);
  /// An open packet names this layer's session. Another session that has the key stays as it is: it is the same one
  /// on the other side of a proxy, or the key is used again. A session that has another key already is not renamed:
  /// a new one begins.
  Session& name(const SessionType& type, std::string_view key);
  /// The client was sent elsewhere (a redirect): its request with this target goes on with this layer's session.
  void await_request(std::string_view target);
  /// Makes this layer part of the session that awaits a request with this target from this client. False: none does.
  bool resume(std::string_view target);
  /// Who gave out a key, also when its session is over; nothing when that is not known (any more).
  const Issued* issuer(std::string_view key);

  /// This layer's session is a WebSocket that was asked for with this key (Sec-WebSocket-Key) at that time and is open
  /// since now. Proxies pass the key on: another one that was asked for and opened meanwhile, at another server, is its
  /// side behind the proxy.
  void pair(std::string_view key, Time asked);
  /// This layer's session asks for this, and has no key yet. Where another session waits for the answer to the same, at
  /// a proxy, this is its side behind that.
  void pair_request(std::string_view request);
  /// Who ended the conversation, when on this layer's side of a proxy `by` closed at this time: "client", "server", or
  /// "proxy", which closed on its own. Empty where only one side of a proxy (or none) is in the capture.
  std::string_view closed_across(Direction by, Time at) const;
  /// The session is at a proxy, and on its other side this end has just closed its connection, which the proxy passes on.
  bool just_left_beyond(Direction who) const;

  /// As ConnectionService::signs, of all connections that serve the session now, and of what those that are gone showed: the
  /// latest sign of each kind.
  Signs signs(Direction dir) const;
  /// The session is over: whoever takes its packets learns that, in both directions and once, whichever layer calls this.
  /// (Where nobody calls it, the host does when the session is reported.)
  void end_packets(End how);

 private:
  LayerContext& layer_;
};

}  // namespace wstrace
