// The stream seam: how a protocol above TCP is taken apart.
//
// Three kinds of dissector, all sans-I/O, all seeing both directions of one connection's layer:
//   StreamDissector    is shown windows of bytes and answers each with a Step (HTTP, TLS, WebSocket);
//   MessageDissector   is given whole messages (Engine.IO on a WebSocket, Socket.IO);
//   ExchangeDissector  is given one HTTP request and its answer (Engine.IO's polling, and its upgrade requests).
// The host (src/session) owns every buffer, joins segments, enforces Limits and calls. A dissector holds meaning only.
// Needing more bytes is an answer, never an error; nothing that arrives from the network throws.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/arena.h"
#include "core/bytes.h"
#include "model/event.h"
#include "model/limits.h"
#include "model/session.h"
#include "seam/live_session.h"

namespace wstrace {

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
    exchange,  ///< one HTTP request and its answer
  };
  Kind kind = Kind::stream;
  std::string protocol;            ///< what a lower layer negotiated: the Upgrade token, the ALPN name
  std::string target;              ///< the request's target: path and query
  std::string subprotocol;         ///< Sec-WebSocket-Protocol, as answered
  std::string extensions;          ///< Sec-WebSocket-Extensions, as answered: what is in force
  std::string offered_extensions;  ///< … and as the client offered them; empty when the request was not seen
  std::string key;                 ///< Sec-WebSocket-Key of the request; empty when it was not seen
  std::string answered_by;         ///< who answered it, by the answer's Server or Via header
  Proxy proxy = Proxy::none;       ///< that passed on the request or the answer
  std::string method;              ///< of the request that a change to HTTP/2 answers on the first stream
  std::string settings;            ///< HTTP2-Settings of that request, as it was written
  bool sound = true;               ///< false: the answer breaks the handshake's rules, and a client is to refuse it
  std::string_view flaw;           ///< … and why, in static words
  bool mid_stream = false;         ///< the stream's beginning is not in the capture
  bool inferred = false;           ///< the handshake is not in the capture: what was negotiated is not known
  PacketRange packets;             ///< the handshake that negotiated this
  Time asked = 0;  ///< when it was asked for (the upgrade request), for `packets` when the session was opened;
                   ///< 0 when that was not seen
};

/// A dissector's answer to a window.
struct Step {
  enum class Kind : std::uint8_t {
    took,       ///< consumed n bytes; show me the rest
    need,       ///< nothing consumed: call again when the window holds at least n bytes
    skip,       ///< consume n bytes from here as they arrive, without showing them
    wait,       ///< nothing consumed: this direction must wait until the other one has moved
    hold,       ///< nothing consumed: the whole connection must wait, until keys come or Context::may_hold() is false
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

/// One whole message on its way up. `payload` is valid during the call.
struct Message {
  bool binary = false;
  bool truncated = false;  ///< cut at a limit: the payload is a prefix
  Bytes payload;
  PacketRange packets;
  Carried carried = {};
};

/// What an event is about: its direction, its packets and its bytes on the wire.
struct Unit {
  Direction dir = Direction::c2s;
  PacketRange packets;
  Bytes raw = {};
  bool explained = false;  ///< the upper layer that gets this next says all of it
  Carried carried = {};    ///< the message that brought it
};

/// The head of an HTTP request, of whichever version. Valid during the call.
struct RequestHead {
  std::string_view method;
  std::string_view target;        ///< origin form: path and query
  std::span<const Pair> headers;  ///< names in lower case
  std::string_view upgrade;       ///< the protocol that it asks to change to, in lower case; empty for none

  std::string_view header(std::string_view name) const;
};

struct ResponseHead {
  unsigned status = 0;
  std::string_view reason;
  std::span<const Pair> headers;
  bool switches = false;  ///< what comes now belongs to the protocol that the request asked for

  std::string_view header(std::string_view name) const;
};

/// The body of a request or an answer: content codings are undone. Valid during the call.
struct Body {
  enum class State : std::uint8_t {
    whole,
    cut,         ///< bytes are missing in the capture, or a limit was met: the content is a prefix
    unfinished,  ///< its connection, or the capture, ended before it did: the same
    undecodable  ///< its content coding is unknown or damaged
  };
  Bytes content;
  State state = State::whole;
  PacketRange packets;
};

/// How a connection, or one stream of HTTP/2, began to end.
struct Closing {
  static constexpr std::string_view kTcpConnection = "TCP connection";
  bool of_stream() const { return carrier != kTcpConnection; }

  Time time = 0;  ///< 0: nobody has begun
  Direction by = Direction::c2s;
  bool announced = false;  ///< by a close frame, not by TCP alone
  bool reset = false;
  unsigned code = 0;                          ///< that a close frame says
  std::string words = {};                     ///< what it says, in words
  std::string_view carrier = kTcpConnection;  ///< what ends, in static words
  bool sound = true;                          ///< the close frame breaks no rule: its receiver takes it for one
};

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

/// The last bytes of a direction, where they say nothing but that no more will come: offsets in its stream.
struct Goodbye {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;  ///< 0: nobody has said goodbye
};

/// How far a direction of the connection has come, as offsets in TCP's stream.
struct Delivery {
  std::uint64_t sent = 0;          ///< bytes that were captured in order
  std::uint64_t acknowledged = 0;  ///< bytes that the receiver's TCP says it has: its program can have read no others
};

class UpperExchange;
class UpperStream;
class Fanout;

/// What can be told of a session, also when its connections are gone: events, handshakes, and what its bytes were for.
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
  virtual Fanout& fanout() = 0;
  /// A handshake was completed just now.
  virtual void handshake(Handshake done) = 0;
  /// Bytes that the application itself asked to send, as against framing.
  virtual void count_payload(std::uint64_t bytes) = 0;
  /// Bytes of a protocol's own heads and framing.
  virtual void count_framing(const ProtocolDef& protocol, std::uint64_t bytes) = 0;
};

/// What the host lends to a dissector during a call.
class Context : public EventContext {
 public:
  /// The packets that carried bytes [begin, end) of the direction's stream. `begin` must not lie before the
  /// window that is being shown; what was consumed earlier is forgotten.
  virtual PacketRange packets(Direction dir, std::uint64_t begin, std::uint64_t end) const = 0;

  /// Offset behind the last byte of the direction's stream that has come, or that is known to be missing.
  virtual std::uint64_t position(Direction dir) const = 0;
  /// Of the gap that is being told: the layer below can only guess how many bytes are missing, so nobody knows where in
  /// its stream what follows stands.
  virtual bool gap_is_vague() const = 0;

  /// The secret of an encrypted connection (core/secrets.h); empty when it is not known.
  virtual Bytes secret(std::string_view label, Bytes client_random) = 0;
  /// Changes when secrets come: until then, what is not known stays so.
  virtual std::uint64_t secrets_revision() const = 0;
  /// Whether a secret is known of any connection at all.
  virtual bool any_secrets() const = 0;
  /// There is a line with a secret of this connection that cannot be read.
  virtual bool has_damaged_secret(Bytes client_random) const = 0;
  /// Secrets that are missing may still come, and the connection may wait for them (Step::Kind::hold).
  virtual bool may_hold() const = 0;
  /// What this layer carries, once it is decrypted, is a stream of its own. Call it once, before the first of the next
  /// three; an upper layer is chosen for it as for any stream.
  virtual void open_plaintext(Offer offer) = 0;
  /// The next bytes of it. They are copied where they are needed for longer than the call.
  virtual void plaintext(Direction dir, Bytes bytes, PacketRange packets) = 0;
  /// About so many bytes of it are missing: not captured, or (`sealed`) not to be decrypted.
  virtual void plaintext_gap(Direction dir, std::uint64_t n, bool sealed) = 0;

  /// Chooses the upper layer for this layer's messages by what was negotiated. Call it once, before the first message.
  virtual void offer_messages(Offer offer) = 0;
  /// True when an upper layer will take this message. The first messages may decide that.
  virtual bool upper_wants(Direction dir, const Message& message) = 0;
  /// Gives a message to the upper layer that wanted it.
  virtual void message(Direction dir, const Message& message) = 0;
  /// Messages of this direction were lost in the capture.
  virtual void message_gap(Direction dir) = 0;
  /// The capture lost this connection's place in a direction: every session that it serves may lack packets.
  virtual void lost_place(Direction dir) = 0;
  /// The session is over: whoever takes its packets is told, in both directions and once, whichever layer calls this.
  /// (Where nobody calls it, the host does when the session is reported.)
  virtual void end_packets(End how) = 0;

  /// The session that this layer's events belong to; null until one is opened or joined.
  virtual Session* session() = 0;
  /// Begins a session of its own for this layer.
  virtual Session& open_session(SessionKind kind) = 0;
  /// The client was sent elsewhere (a redirect): its request with this target goes on with this layer's session.
  virtual void awaits_request(std::string_view target) = 0;
  /// Makes this layer part of the session that awaits a request with this target from this client. False: none does.
  virtual bool resumes_session(std::string_view target) = 0;
  /// Makes this layer part of the session with this key (an Engine.IO sid), beginning it when it is not known.
  /// A session that the layer already has keeps its number and takes the key, unless another one has it. `request` is
  /// what this side asks for, as a proxy passes it on; empty where that is not known.
  virtual Session& join_session(SessionKind kind, std::string_view key, std::string_view request) = 0;

  /// An open packet names this layer's session. Another session that has the key stays as it is: it is the same one
  /// on the other side of a proxy, or the key is used again. A session that has another key already is not renamed:
  /// a new one begins.
  virtual Session& name_session(SessionKind kind, std::string_view key) = 0;
  /// This layer's session is a WebSocket that was asked for with this key (Sec-WebSocket-Key) at that time and is open
  /// since now. Proxies pass the key on: another one that was asked for and opened meanwhile, at another server, is its
  /// side behind the proxy.
  virtual void pair_session(std::string_view key, Time asked) = 0;
  /// This layer's session asks for this, and has no key yet. Where another session waits for the answer to the same, at
  /// a proxy, this is its side behind that.
  virtual void pair_request(std::string_view request) = 0;
  /// Who ended the conversation, when on this layer's side of a proxy `by` closed at this time: "client", "server", or
  /// "proxy", which closed on its own. Empty where only one side of a proxy (or none) is in the capture.
  virtual std::string_view closed_across(Direction by, Time at) const = 0;
  /// Who gave out a key, also when its session is over; nothing when that is not known (any more).
  virtual const Issued* issuer(std::string_view key) = 0;
  /// Between whom this layer's connection is.
  virtual const ConnectionInfo& connection() const = 0;

  /// An HTTP exchange begins: who claims it? Null when it belongs to this layer like all else.
  virtual std::unique_ptr<UpperExchange> offer_exchange(Offer offer) = 0;
  /// The same on a stream of its own among several (HTTP/2), numbered `id`.
  virtual std::unique_ptr<UpperStream> offer_stream(std::uint32_t id, Offer offer) = 0;

  /// How this layer's conversation ended. The first end of a connection (or of a stream of HTTP/2, for what is within it)
  /// stands; a session that lives on one connection ends as that does.
  virtual void ends(const Outcome& how) = 0;
  /// How the connection ended, as far as that is known by now.
  virtual const Outcome& connection_outcome() const = 0;
  /// How far this direction has come by now; nothing where that is not known.
  virtual std::optional<Delivery> delivery(Direction dir) const = 0;
  /// What the bytes alone were taken for is refuted by what follows: the connection is of nobody knows what.
  virtual void was_mistaken(const ProtocolDef& protocol) = 0;
  /// One side says that it closes (a close frame), which is before anything ends.
  /// `sound`: its receiver takes it for that.
  virtual void closes(Direction by, unsigned code, std::string_view words, bool sound) = 0;
  /// The session is at a proxy, and on its other side this end has just closed its connection, which the proxy passes on.
  virtual bool just_left_beyond(Direction who) const = 0;
  /// The end of this layer's connection that sends in this direction, as TCP shows it.
  virtual Signs signs(Direction dir) const = 0;
  /// The same of all connections that serve this layer's session now, and of what those that are gone showed: the latest
  /// sign of each kind.
  virtual Signs session_signs(Direction dir) const = 0;

  /// What was said of this conversation already explains its end: what follows is told, and accuses nobody any more.
  virtual void explains_end(const NoteDef& why) = 0;
  /// That note; null when there is none.
  virtual const NoteDef* end_explained() const = 0;
  /// The receiver's TCP has acknowledged all that came in this direction before the present packet.
  virtual bool is_acknowledged(Direction dir) const = 0;

  /// The two sides agreed on what the connection speaks above this layer (ALPN), as far as is known: the last word counts.
  virtual void agreed_on(std::string_view protocol) = 0;
  /// Another connection of the same client to the same server speaks HTTP/2: none is needed beside it.
  virtual bool http2_beside() const = 0;
  /// The connection is protected by this ("TLS 1.3").
  virtual void secured_by(std::string_view protocol) = 0;
  virtual bool is_secured() const = 0;
  /// A direction's bytes are its farewell and no more: whom they reach too late has missed nothing.
  virtual void says_goodbye(Direction dir, Goodbye goodbye) = 0;
  virtual Goodbye goodbye(Direction dir) const = 0;
  /// Bytes that compression kept off the wire.
  virtual void count_saved(std::uint64_t bytes) = 0;
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
  /// Something was asked and answered, and nothing is asked now: whoever closes the connection interrupts nothing.
  virtual bool at_rest() const { return false; }
  /// True when this layer says itself what it means that this side resets the connection now.
  virtual bool explains_reset(Context&, Direction) { return false; }
};

class MessageDissector {
 public:
  virtual ~MessageDissector() = default;
  virtual void on_start(Context&) {}
  virtual void on_message(Context&, Direction, const Message&) = 0;
  virtual void on_gap(Context&, Direction) = 0;
  /// Somebody began to close the transport (Context::closing); messages may still come.
  virtual void on_closing(Context&) {}
  /// A transport of its own ended in this direction.
  virtual void on_end(Context&, Direction, End) = 0;
  /// The session whose packets it takes (Offer::Kind::packets) is over. It may have no connection any more.
  virtual void on_session_over(EventContext&, End) {}
};

/// One HTTP request and its answer. Calls come in the order in which they stand here, but for an answer that comes
/// before the request's body has: then the body comes last.
class ExchangeDissector {
 public:
  virtual ~ExchangeDissector() = default;
  /// The request's head has come and is not told yet: the time to say whose session it is.
  virtual void on_request(Context&, const RequestHead&) = 0;
  /// The request was told. Not called when its body is skipped over.
  virtual void on_request_body(Context&, const Body&) = 0;
  /// True when what this tells says all that is in the request (status 0) or in the answer with this status.
  virtual bool explains(unsigned status) const = 0;
  /// The answer was told; where it switches, what comes now belongs to the new protocol.
  virtual void on_response(Context&, const ResponseHead&, const Body&) = 0;
  /// The connection ended (`how`) or its direction became unreadable before the answer was there.
  virtual void on_no_response(Context&, Direction ended_by, End how) = 0;
};

/// An exchange beside the layer that carries it, because a kept-alive connection may carry exchanges of several sessions.
/// HTTP holds it from the request's head to the end of the answer, and tells the exchange's own events through it.
class UpperExchange {
 public:
  virtual ~UpperExchange() = default;
  virtual Context& context() = 0;
  /// Null when nobody claimed it: it is of no session.
  virtual ExchangeDissector* dissector() = 0;
};

/// An exchange with a stream of its own: what it opens (a WebSocket, RFC 8441) goes on in it, and it ends by itself.
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
  SessionKind connection_kind = SessionKind::tcp;
  Claim (*claim)(const Offer&, const Heads&) = nullptr;
  /// In place of `claim`, for a stream that nothing but its bytes tells of and whose beginning is missing; null when this
  /// protocol is not to be recognised there.
  std::unique_ptr<StreamSearch> (*make_search)() = nullptr;
  std::unique_ptr<StreamDissector> (*make_stream)(const Offer&) = nullptr;
  std::unique_ptr<MessageDissector> (*make_messages)(const Offer&) = nullptr;
  std::unique_ptr<ExchangeDissector> (*make_exchange)(const Offer&) = nullptr;
  /// For what comes on UDP (seam/datagram.h).
  const DatagramDissectorDef* datagrams = nullptr;
};

}  // namespace wstrace
