// What a dissector may ask and say about the connection (or the substream) that carries its layer.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/event.h"
#include "model/session.h"
#include "seam/closing.h"

namespace wstrace {

class LayerContext;

/// What TCP shows of one end of a connection, up to the packet that is being dealt with; 0 for what is not so, or not known.
struct Signs {
  Time heard = 0;          ///< its last segment of any kind
  Time sent = 0;           ///< its last segment with bytes that it had not sent before
  Time unacked_since = 0;  ///< since when there have always been bytes of it without an acknowledgement
  Time acked = 0;          ///< when more of its bytes were acknowledged, last
  Time shut_since = 0;     ///< since when it has no room for what the other end sends (a zero window), or had none last
  Time opened = 0;         ///< when it had room again; 0 while it has none

  /// What both show together, of two connections between the same programs.
  Signs& operator+=(const Signs& other);
};

/// The last bytes of a direction, where they say nothing but that no more will come (TLS's close_notify): offsets in its stream.
struct CloseNotify {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;  ///< 0: nobody has sent one
};

/// How far a direction of the connection has come, as offsets in TCP's stream.
struct Delivery {
  std::uint64_t sent = 0;          ///< bytes that were captured in order
  std::uint64_t acknowledged = 0;  ///< bytes that the receiver's TCP says it has: its program can have read no others
};

/// Lent by Context::connection() for one call.
class ConnectionService {
 public:
  explicit ConnectionService(LayerContext& layer) : layer_(layer) {}

  /// Between whom it is.
  const ConnectionInfo& info() const;
  /// The protocol is spoken on it from now on, and is part of its session's stack.
  void add_layer(const ProtocolDef& protocol, std::string_view version = {});
  /// Something protects it (TLS).
  bool is_protected() const;
  /// What the bytes alone were taken for is refuted by what follows: the connection is of nobody knows what.
  void was_mistaken(const ProtocolDef& protocol);
  /// The two sides agreed, or are about to, on a protocol that carries many exchanges at once (HTTP/2), or on none: the last
  /// word counts.
  void multiplexes(bool many);
  /// Another connection of the same client to the same server does so: none is needed beside it.
  bool multiplexed_beside() const;

  /// The end that sends in this direction, as TCP shows it.
  Signs signs(Direction dir) const;
  /// The receiver's TCP has acknowledged all that came in this direction before the present packet.
  bool is_acknowledged(Direction dir) const;
  /// How far this direction has come by now; nothing where that is not known.
  std::optional<Delivery> delivery(Direction dir) const;
  /// The capture lost its place in a direction: every session that it serves may lack packets.
  void lost_place(Direction dir);

  /// A direction's bytes are its farewell and no more: whom they reach too late has missed nothing. Only of the lowest layer.
  void set_close_notify(Direction dir, CloseNotify bytes);
  CloseNotify close_notify(Direction dir) const;
  /// One side says that it closes (a close frame), which is before anything ends.
  /// `sound`: its receiver takes it for that.
  void closes(Direction by, unsigned code, std::string_view reason, bool sound);
  /// How this layer's conversation ended. The first end of a connection (or of a substream, for what is within it) stands; a
  /// session that lives on one connection ends as that does.
  void ends(const Outcome& how);
  /// How it ended, as far as that is known by now.
  const Outcome& outcome() const;
  /// What was said of this conversation already explains its end: what follows is reported, and accuses nobody any more.
  void explain_end(const NoteDef& why);
  /// That note; null when there is none.
  const NoteDef* end_explained() const;

 private:
  LayerContext& layer_;
};

}  // namespace wstrace
