// What a layer hands to the layers above it: messages, exchanges, substreams.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "core/bytes.h"
#include "model/event.h"
#include "seam/offer.h"

namespace wstrace {

class Context;
class ExchangeDissector;
class LayerContext;
enum class End : std::uint8_t;

/// One whole message on its way up. `payload` is valid during the call.
struct Message {
  bool binary = false;
  bool truncated = false;  ///< cut at a limit: the payload is a prefix
  Bytes payload;
  PacketRange packets;
  Carried carried = {};
};

/// What a close code means that an upper layer defines for itself (RFC 6455 7.4.2: 3000–4999), or that answers what it has seen in
/// its messages (1002, 1007).
struct CloseCode {
  std::string_view meaning = {};  ///< a few static words; empty: it defines none
  /// What is said where this code closes the connection, with the fields `party`, `other`, `close_code` and `reason`; null for
  /// nothing.
  const NoteDef* note = nullptr;
};

/// An exchange beside the layer that carries it, because a kept-alive connection may carry exchanges of several sessions.
/// HTTP holds it from the request's head to the end of the answer, and reports the exchange's own events through it.
class UpperExchange {
 public:
  virtual ~UpperExchange() = default;
  virtual Context& context() = 0;
  /// Null when nobody claimed it: it is of no session.
  virtual ExchangeDissector* dissector() = 0;
};

/// One of several streams within a connection.
struct Substream {
  const ProtocolDef* protocol = nullptr;  ///< that it is a stream of
  std::string_view name;                  ///< in static words: "HTTP/2 stream"
  std::uint32_t id = 0;
};

/// An exchange with a substream of its own: what it opens (a WebSocket, RFC 8441) goes on in it, and it ends by itself.
class UpperStream : public UpperExchange {
 public:
  /// A frame of this stream has come: what the connection costs is its session's, until another one's frame comes.
  virtual void served() = 0;
  /// What comes now belongs to the protocol that was agreed on: an upper layer is chosen for it.
  virtual void hand_over(Offer offer) = 0;
  /// What that protocol sends. Before hand_over, and after an end, nothing.
  virtual void data(Direction dir, Bytes bytes, PacketRange packets) = 0;
  /// `vague`: about so many bytes of it are missing (Context::gap_is_vague).
  virtual void gap(Direction dir, std::uint64_t n, bool vague) = 0;
  /// This direction of the stream is over.
  virtual void end(Direction dir) = 0;
  /// One side gave the stream up, in both directions; `why` in words that go on after "the client reset the stream".
  virtual void reset(Direction by, std::string_view why) = 0;
  /// This direction is over because the connection is.
  virtual void connection_ends(Direction dir, End how) = 0;
};

/// Lent by Context::upper() for one call.
class UpperService {
 public:
  explicit UpperService(LayerContext& layer) : layer_(layer) {}

  /// Chooses the upper layer for this layer's messages by what was negotiated. Call it once, before the first message.
  void offer_messages(Offer offer);
  /// True when an upper layer will take this message. The first messages may decide that.
  bool wants(Direction dir, const Message& message);
  /// Gives a message to the upper layer that wanted it.
  void message(Direction dir, const Message& message);
  /// Messages of this direction were lost in the capture.
  void message_gap(Direction dir);
  /// What the upper layer means by this code.
  CloseCode close_code(unsigned code) const;

  /// An HTTP exchange begins: who claims it? Null when it belongs to this layer like all else.
  std::unique_ptr<UpperExchange> offer_exchange(const Offer& offer);
  /// The same on a substream.
  std::unique_ptr<UpperStream> offer_stream(const Substream& stream, const Offer& offer);

 private:
  LayerContext& layer_;
};

}  // namespace wstrace
