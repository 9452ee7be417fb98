// What a dissector is lent during a call: a way to report events, and services that it asks for by name.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/arena.h"
#include "core/bytes.h"
#include "model/event.h"
#include "model/limits.h"
#include "model/session.h"
#include "seam/closing.h"

namespace wstrace {

struct Session;
class ConnectionService;
class DecryptionService;
class Broadcasts;
class LayerContext;
class SessionService;
class UpperService;

/// What an event is about: its direction, its packets and its bytes on the wire.
struct Unit {
  Direction dir = Direction::c2s;
  PacketRange packets;
  Bytes raw = {};
  bool explained = false;         ///< the upper layer that gets this next says all of it
  Carried carried = {};           ///< the message that brought it
  std::optional<Fold> fold = {};  ///< in place of the event's own: this one matters more, or less
};

/// What can be reported of a session, also when its connections are gone: events, handshakes, and what its bytes were for.
class EventContext {
 public:
  virtual ~EventContext() = default;

  /// The time of the packet that is being dealt with; the session's end once that is over.
  virtual Time now() const = 0;
  /// For values that an event or a message refers to; emptied after each packet.
  virtual Arena& arena() = 0;
  virtual const Limits& limits() const = 0;
  /// False when no output will show it: spare the work of making its fields.
  virtual bool wants(const EventDef& def) const = 0;
  virtual void emit(const Unit& unit, const EventDef& def, std::span<const Field> fields,
                    std::span<const Note> notes = {}) = 0;

  /// True while bytes between the hosts of the session are missing: their receiver has acknowledged them, and
  /// they may still come. What they say, nobody knows yet. (Or something else says that there are such bytes.)
  virtual bool awaits_bytes() const = 0;
  /// Who began to close what carries this, and when; nobody where nothing carries it any more.
  virtual const Closing& closing() const = 0;

  /// Messages that come to several sessions at nearly the same time.
  virtual Broadcasts& broadcasts() = 0;
  /// A handshake was completed just now.
  virtual void handshake(Handshake done) = 0;
  /// Bytes that the application itself asked to send, as against framing.
  virtual void count_payload(std::uint64_t bytes) = 0;
  /// Bytes of a protocol's own heads and framing.
  virtual void count_framing(const ProtocolDef& protocol, std::uint64_t bytes) = 0;
  /// Bytes that compression kept off the wire.
  virtual void count_saved(std::uint64_t bytes) = 0;
};

/// What a layer of a connection is lent. Each service has a header of its own.
class Context : public EventContext {
 public:
  /// The packets that carried bytes [begin, end) of the direction's stream. `begin` must not lie before the
  /// window that is being shown; what was consumed earlier is forgotten.
  virtual PacketRange packets(Direction dir, std::uint64_t begin, std::uint64_t end) const = 0;
  /// Offset behind the last byte of the direction's stream that has come, or that is known to be missing.
  virtual std::uint64_t position(Direction dir) const = 0;
  /// Of the gap that is being reported: the layer below can only guess how many bytes are missing, so nobody knows where in
  /// its stream what follows stands.
  virtual bool gap_is_vague() const = 0;

  /// The session that this layer's events belong to; null until one is opened or joined.
  Session* session() const;
  SessionService sessions() const;       ///< seam/session_service.h
  ConnectionService connection() const;  ///< seam/connection_service.h
  UpperService upper() const;            ///< seam/upper_service.h
  DecryptionService decryption() const;  ///< seam/decryption_service.h

 protected:
  explicit Context(LayerContext& layer) : layer_(layer) {}

 private:
  LayerContext& layer_;
};

}  // namespace wstrace
