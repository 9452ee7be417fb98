// What can happen, said once: protocols, events, fields and notes as constants.
//
// Every dissector's folder holds its own definitions. Outputs print through them and know no protocol, so a new
// dissector appears in each output, in `--explain` and in the tests without a change there. All of them are constexpr
// objects with static storage: a pointer to one is its identity, and nothing is registered at start.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace wstrace {

/// The OSI layer that an event is reported at (README: "Layers").
enum class Layer : std::uint8_t { physical = 1, data_link, network, transport, session, presentation, application };

enum class Direction : std::uint8_t { c2s, s2c };

inline constexpr Direction opposite(Direction d) { return d == Direction::c2s ? Direction::s2c : Direction::c2s; }
inline constexpr std::size_t index(Direction d) { return static_cast<std::size_t>(d); }
inline constexpr std::size_t index(Layer l) { return static_cast<std::size_t>(l); }

enum class Severity : std::uint8_t { none, note, warning, error };

/// How a field's value is meant, and so how each output writes it.
enum class FieldKind : std::uint8_t {
  number,   ///< unsigned integer
  size,     ///< a count of bytes
  boolean,  ///< number 0 or 1
  micros,   ///< a duration in microseconds (`…_us`)
  text,     ///< bytes that should be UTF-8 text; an output checks before it trusts
  id,       ///< text that people tell apart by its first characters (a sid); shortened for the eye
  json,     ///< bytes already known to be one valid JSON value, UTF-8
  binary,   ///< bytes with no text meaning; base64 where only text can go
  headers,  ///< name/value pairs (Field::pairs)
};

/// What outputs need to know of a field beside how its value is written.
enum class FieldRole : std::uint8_t {
  plain,
  payload,  ///< what the application sent: where an upper layer's event says it, too, outputs for programs leave it out here
  round_trip,  ///< from a question to this answer (`rtt_us`)
  truncation,  ///< says that the payload is cut
  wording,     ///< chooses among an event's texts; for people only
};

struct FieldDef {
  std::string_view name;  ///< the NDJSON key
  FieldKind kind = FieldKind::text;
  std::string_view help = {};  ///< unit or meaning, where the name does not say it
  FieldRole role = FieldRole::plain;
};

struct ProtocolDef;

/// What stands between the two sides, as far as it shows itself (model/proxies.h).
enum class Proxy : std::uint8_t { none, nginx, apache, haproxy, caddy, traefik, envoy, aws, cloudflare, other };

/// What to do about it where this proxy is there.
struct Remedy {
  Proxy proxy = Proxy::none;
  std::string_view advice;
};

/// A remark about an event: what is wrong or noteworthy, in words that a web developer understands.
/// `text` may name the note's own fields in braces, like an event's summary.
struct NoteDef {
  std::string_view code;  ///< stable, for scripts: "ws.unmasked-client-frame"
  Severity severity = Severity::note;
  std::string_view text;
  std::string_view ref = {};     ///< specification and section
  std::string_view advice = {};  ///< what to do about it
  /// True of many packets alike: a timeline shows the first for each connection, and the session's foot counts them.
  bool once = false;
  /// It says that something is not in the capture. Where it is there, and could not be decrypted, that is said instead.
  bool loss = false;
  /// For `--explain`, where `text` says something only with its fields.
  std::string_view explain = {};
  /// In place of `advice`, where a proxy is there that needs other words.
  std::span<const Remedy> remedies = {};

  constexpr std::string_view advice_for(Proxy proxy) const {
    for (const Remedy& each : remedies)
      if (each.proxy == proxy) return each.advice;
    return advice;
  }
};

/// How the text timeline treats an event when nobody asked for more. `-v` unfolds heartbeats (and what an upper layer
/// explains), `-vv` also routine.
enum class Fold : std::uint8_t {
  never,      ///< always a line of its own
  routine,    ///< folded away unless it carries a note (pure bookkeeping)
  step,       ///< one step of several: shown for a session's first connection, which stands for the others
  edge,       ///< begins or ends a connection: shown for the first one and for those that carry more than exchanges
  heartbeat,  ///< runs of these are counted in one line
};

/// One kind of event. `title` and `summary` are templates over the event's fields:
///   {name}      the field's value, as its kind says
///   [ … ]       left out when a field named inside is absent, false or empty
///   {"name"}    the same, a text in quotation marks, with those in it escaped
///   {?name}     prints nothing; makes its group depend on the field
///   {!name}     prints nothing; makes its group depend on the field's absence
///   {?name=x}   prints nothing; makes its group depend on the field being the text x; {!name=x}: on its not being that
/// A leading ", " or " " of what remains is dropped.
struct EventDef {
  const ProtocolDef* protocol = nullptr;
  std::string_view name;  ///< the NDJSON `event`
  Layer layer = Layer::application;
  std::string_view title;    ///< the headline in the timeline: "SYN, ACK"
  std::string_view summary;  ///< what stands beside it
  std::string_view ref;      ///< specification and section
  std::string_view explain;  ///< one or two sentences for a learner (`--explain`)
  Fold fold = Fold::never;
  std::uint8_t verbosity = 0;  ///< emitted only when the user asked for at least this many -v
};

/// How far up in a session's stack something is, lowest first.
enum class Level : std::uint8_t {
  transport,    ///< TCP
  protection,   ///< TLS
  exchange,     ///< requests and responses (HTTP)
  upgrade,      ///< a request to change to another protocol: not a layer, but more than an exchange
  messages,     ///< WebSocket
  packets,      ///< Engine.IO, on one or more connections
  application,  ///< what the application speaks: Socket.IO, GraphQL, STOMP
};

/// All definitions of one kind in a protocol's folder. A function, because each list stands in a file of its own.
template <class Def>
using DefList = std::span<const Def* const> (*)();

struct ProtocolDef {
  std::string_view name;   ///< the NDJSON `proto`: "tcp"
  std::string_view title;  ///< as people write it: "TCP"
  DefList<EventDef> events;
  DefList<NoteDef> notes;
  Level level = Level::application;   ///< of those that a session's stack consists of
  bool has_substreams = false;        ///< carries many exchanges at once
  std::string_view exact_title = {};  ///< beside another protocol of its level: "HTTP/1.1"
};

/// What a session is, or a connection that carries none. Its uppermost dissector says so.
struct SessionType {
  std::string_view name;   ///< the NDJSON `kind`: "engineio"
  std::string_view title;  ///< as people write it, where no layer of the stack has a version: "Engine.IO"
  Level level = Level::transport;
  /// It outlives its connections, and the dissector that named it judges how it ended. Its client's handlers get that as a
  /// reason in words, where those of others see a close code.
  bool outlives_connections = false;
  std::string_view other_bytes = "other";       ///< what its bytes are that no dissector counted
  std::string_view answer = "acknowledgement";  ///< that an event may ask for
  std::string_view answered = "acknowledged";   ///< what an event is that got one
  std::string_view answered_heading = "acked";  ///< the same, short
  std::string_view bare_title = {};             ///< of a connection that carries nothing more, in the singular
  std::string_view bare_remark = {};            ///< what goes after that
  std::string_view bare_advice = {};            ///< what to do when nothing else was found
};

}  // namespace wstrace
