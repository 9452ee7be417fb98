// The stream seam: how a protocol above TCP is taken apart.
//
// Two kinds of dissector, both sans-I/O, both seeing both directions of one connection's layer:
//   StreamDissector   is shown windows of bytes and answers each with a Step (HTTP, TLS, WebSocket);
//   MessageDissector  is given whole messages (Engine.IO, Socket.IO).
// The host (src/session) owns every buffer, joins segments, enforces Limits and calls. A dissector holds meaning only.
// Needing more bytes is an answer, never an error; nothing that arrives from the network throws.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/arena.h"
#include "core/bytes.h"
#include "core/event.h"
#include "core/limits.h"
#include "core/session.h"

namespace wstrace {

class Fanout;

/// The contiguous bytes of one direction that nobody has consumed yet.
struct Window {
  Bytes bytes;               ///< valid during the call
  std::uint64_t offset = 0;  ///< of bytes[0] in the direction's stream
};

/// What is known of a stream or of a run of messages when an upper layer is chosen for it.
struct Offer {
  enum class Kind : std::uint8_t {
    stream,    ///< the bytes of a TCP connection
    upgrade,   ///< the bytes after an HTTP upgrade
    messages,  ///< the messages of a WebSocket
    packets,   ///< the packets of a session (Engine.IO's), whichever connection brings them
  };
  Kind kind = Kind::stream;
  std::string protocol;     ///< what a lower layer negotiated: the Upgrade token, the ALPN name
  std::string target;       ///< the request's target: path and query
  std::string subprotocol;  ///< Sec-WebSocket-Protocol, as answered
  std::string extensions;   ///< Sec-WebSocket-Extensions, as answered: what is in force
  bool sound = true;        ///< false: the answer breaks the handshake's rules, and a client is to refuse it
  PacketRange packets;      ///< the handshake that negotiated this
  Time asked = 0;           ///< when it was asked for (the upgrade request), for `packets` when the session was opened;
                            ///< 0 when that was not seen
};

/// A dissector's answer to a window.
struct Step {
  enum class Kind : std::uint8_t {
    took,       ///< consumed n bytes; show me the rest
    need,       ///< nothing consumed: call again when the window holds at least n bytes
    skip,       ///< consume n bytes from here as they arrive, without showing them
    wait,       ///< nothing consumed: this direction must wait until the other one has moved
    hand_over,  ///< consumed n bytes; the rest of both directions belongs to an upper layer
    stop,       ///< I make no sense of this direction any more
  };
  Kind kind = Kind::need;
  std::uint64_t n = 0;
  std::unique_ptr<Offer> offer = nullptr;  ///< with hand_over

  static Step took(std::uint64_t n) { return {Kind::took, n}; }
  static Step need(std::uint64_t n) { return {Kind::need, n}; }
  static Step skip(std::uint64_t n) { return {Kind::skip, n}; }
  static Step wait() { return {Kind::wait, 0}; }
  static Step hand_over(std::uint64_t n, Offer offer) {
    return {Kind::hand_over, n, std::make_unique<Offer>(std::move(offer))};
  }
  static Step stop() { return {Kind::stop, 0}; }
};

/// How a direction ended.
enum class End : std::uint8_t { fin, rst, idle, capture_end };

/// One whole message on its way up. `payload` is valid during the call.
struct Message {
  bool binary = false;
  bool truncated = false;  ///< cut at a limit: the payload is a prefix
  Bytes payload;
  PacketRange packets;
};

/// What an event is about: its direction, its packets and its bytes on the wire.
struct Unit {
  Direction dir = Direction::c2s;
  PacketRange packets;
  Bytes raw = {};
  bool explained = false;  ///< the upper layer that gets this next says all of it
};

/// What the host lends to a dissector during a call.
class Context {
 public:
  virtual ~Context() = default;

  /// The time of the packet that is being dealt with.
  virtual Time now() const = 0;
  /// For values that an event or a message refers to; emptied after each packet.
  virtual Arena& arena() = 0;
  virtual const Limits& limits() const = 0;
  /// Messages that come to several sessions at nearly the same time.
  virtual Fanout& fanout() = 0;

  /// The packets that carried bytes [begin, end) of the direction's stream. `begin` must not lie before the
  /// window that is being shown; what was consumed earlier is forgotten.
  virtual PacketRange packets(Direction dir, std::uint64_t begin, std::uint64_t end) const = 0;

  /// False when no output will show it: spare the work of making its fields.
  virtual bool wants(const EventDef& def) const = 0;
  virtual void emit(const Unit& unit, const EventDef& def, std::span<const Field> fields,
                    std::span<const Note> notes = {}) = 0;

  /// Chooses the upper layer for this layer's messages by what was negotiated. Call it once, before the first message.
  virtual void offer_messages(Offer offer) = 0;
  /// True when an upper layer will take this message. The first messages may decide that.
  virtual bool upper_wants(Direction dir, const Message& message) = 0;
  /// Gives a message to the upper layer that wanted it.
  virtual void message(Direction dir, const Message& message) = 0;
  /// Messages of this direction were lost in the capture.
  virtual void message_gap(Direction dir) = 0;

  /// The session that this layer's events belong to; null until one is opened or joined.
  virtual Session* session() = 0;
  /// Begins a session of its own for this layer.
  virtual Session& open_session(SessionKind kind) = 0;
  /// Makes this layer part of the session with this key (an Engine.IO sid), beginning it when it is not known.
  /// A session that the layer already has keeps its number and takes the key, unless another one has it.
  virtual Session& join_session(SessionKind kind, std::string_view key) = 0;

  /// A handshake was completed, and how long it took.
  virtual void handshake(std::string_view label, Duration took) = 0;
  /// Bytes that the application itself asked to send, as against framing.
  virtual void count_payload(std::uint64_t bytes) = 0;
};

class StreamDissector {
 public:
  virtual ~StreamDissector() = default;
  /// Called once, before any bytes.
  virtual void on_start(Context&) {}
  /// `window` is never empty.
  virtual Step on_bytes(Context&, Direction, Window window) = 0;
  /// `n` bytes at the present place of this direction were not captured. What was shown and not consumed is void.
  virtual void on_gap(Context&, Direction, std::uint64_t n) = 0;
  /// No more bytes of this direction will come. `unread` is what was shown and not consumed.
  virtual void on_end(Context&, Direction, End, Window unread) = 0;
};

class MessageDissector {
 public:
  virtual ~MessageDissector() = default;
  virtual void on_start(Context&) {}
  virtual void on_message(Context&, Direction, const Message&) = 0;
  virtual void on_gap(Context&, Direction) = 0;
  virtual void on_end(Context&, Direction, End) = 0;
};

/// How sure a dissector is that an offer is its own.
enum class Claim : std::uint8_t { no, need_more, maybe, yes };

/// The first bytes (or the first message) of each direction, as far as they have come.
struct Heads {
  Bytes c2s;
  Bytes s2c;
};

/// A dissector for the table that CMake generates from the folders under dissectors/. Exactly one `make…` is set.
struct DissectorDef {
  const ProtocolDef* protocol = nullptr;
  /// What a connection is that carries this and nothing more (session records of kind tcp, tls and http).
  SessionKind connection_kind = SessionKind::tcp;
  Claim (*claim)(const Offer&, const Heads&) = nullptr;
  std::unique_ptr<StreamDissector> (*make_stream)(const Offer&) = nullptr;
  std::unique_ptr<MessageDissector> (*make_messages)(const Offer&) = nullptr;
};

}  // namespace wstrace
