// The stream seam: how a protocol above TCP is taken apart.
//
// Three kinds of dissector, all sans-I/O, all seeing both directions of one connection's layer:
//   StreamDissector    is shown windows of bytes and answers each with a Step (HTTP, TLS, WebSocket);
//   MessageDissector   is given whole messages (Engine.IO on a WebSocket, Socket.IO);
//   ExchangeDissector  is given one HTTP request and its answer (Engine.IO's polling, and its upgrade requests).
// The host (src/host) owns every buffer, joins segments, enforces Limits and calls. A dissector holds meaning only.
// Needing more bytes is an answer, never an error; nothing that arrives from the network throws.
#pragma once

#include <cstdint>
#include <memory>

#include "core/bytes.h"
#include "seam/context.h"
#include "seam/exchange.h"
#include "seam/live_session.h"
#include "seam/message_dissector.h"
#include "seam/offer.h"
#include "seam/upper_service.h"

namespace wstrace {

/// The contiguous bytes of one direction that nobody has consumed yet.
struct Window {
  Bytes bytes;               ///< valid during the call
  std::uint64_t offset = 0;  ///< of bytes[0] in the direction's stream
};

/// A dissector's answer to a window.
struct Step {
  enum class Kind : std::uint8_t {
    took,  ///< consumed n bytes; show me the rest
    need,  ///< nothing consumed: call again when the window holds at least n bytes
    skip,  ///< consume n bytes from here as they arrive, without showing them
    wait,  ///< nothing consumed: this direction must wait until the other one has moved
    hold,  ///< nothing consumed: the whole connection must wait, until keys come or DecryptionService::may_hold() is false
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
  static Step hold() { return {Kind::hold, 0}; }
  static Step hand_over(std::uint64_t n, Offer offer) {
    return {Kind::hand_over, n, std::make_unique<Offer>(std::move(offer))};
  }
  static Step stop() { return {Kind::stop, 0}; }
};

/// How a direction ended.
enum class End : std::uint8_t { fin, rst, idle, capture_end };

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
  /// Something was asked and answered, and nothing is asked now: whoever closes the connection interrupts nothing.
  virtual bool at_rest() const { return false; }
  /// True when this layer says itself what it means that this side resets the connection now.
  virtual bool explains_reset(Context&, Direction) { return false; }
};

/// How sure a dissector is that an offer is its own.
enum class Claim : std::uint8_t { no, need_more, maybe, yes };

/// The first bytes (or the first message) of each direction, as far as they have come.
struct Heads {
  Bytes c2s;
  Bytes s2c;
};

/// Looks for one protocol in a stream whose beginning is not in the capture, where only the bytes themselves can say what they
/// are. What was shown before is not weighed again: the search remembers what it needs of it.
class StreamSearch {
 public:
  virtual ~StreamSearch() = default;
  /// More has come of the direction. `kept` is what nobody has consumed of it so far; bytes that it lacks at the front were
  /// given up. Anything but yes means that more is needed.
  virtual Claim look(Direction dir, Window kept) = 0;
};

struct DatagramDissectorDef;

/// A dissector for the table that CMake generates from the folders under dissectors/. One `make…` for each kind of offer
/// that it claims.
struct DissectorDef {
  const ProtocolDef* protocol = nullptr;
  /// What a connection is that carries this and nothing more (session records of kind tcp, tls and http).
  const SessionType* connection_type = &kTcpConnection;
  Claim (*claim)(const Offer&, const Heads&) = nullptr;
  /// In place of `claim`, for a stream that is known by its bytes alone and whose beginning is missing; null when this
  /// protocol is not to be recognised there.
  std::unique_ptr<StreamSearch> (*make_search)() = nullptr;
  std::unique_ptr<StreamDissector> (*make_stream)(const Offer&) = nullptr;
  std::unique_ptr<MessageDissector> (*make_messages)(const Offer&) = nullptr;
  std::unique_ptr<ExchangeDissector> (*make_exchange)(const Offer&) = nullptr;
  /// For what comes on UDP (seam/datagram.h).
  const DatagramDissectorDef* datagrams = nullptr;
};

}  // namespace wstrace
