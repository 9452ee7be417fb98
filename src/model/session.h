// A session: what the user asked about. A WebSocket with its connection, or an Engine.IO session with all of its
// connections. Dissectors state facts about it; outputs print the facts when it ends.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/endpoint.h"
#include "core/quantiles.h"
#include "model/definitions.h"
#include "model/event.h"
#include "model/identity.h"
#include "model/stack.h"

namespace wstrace {

/// What every session and every connection is, until a dissector says more.
inline constexpr SessionType kTcpConnection{.name = "tcp",
                                            .title = "TCP",
                                            .level = Level::transport,
                                            .other_bytes = "data",
                                            .bare_title = "other TCP connection"};

/// `state`, `by` and `code` are static text.
struct Outcome {
  std::string_view state = "open";  ///< closed, reset, open, refused, timeout or abandoned (its side waited in vain)
  std::string_view by = "unknown";  ///< client, server, proxy or unknown
  std::string reason = {};          ///< plain words
  std::string_view code = {};       ///< of the note that says why; empty where nothing went wrong
  /// The reason that each side's own disconnect handler gets ("transport close"), where that is certain.
  std::string client_word = {};
  std::string server_word = {};
  std::string_view limit = {};  ///< of a timeout: what ran out ("ping timeout"); static
};

/// "closed by the client", "given up by the client (ping timeout)", "still open at the end of the capture".
std::string outcome_text(const Outcome& outcome);

inline std::string_view party(Direction d) { return d == Direction::c2s ? "client" : "server"; }
inline std::string_view other_party(Direction d) { return party(opposite(d)); }

struct Handshake {
  const ProtocolDef* protocol = nullptr;
  std::string label;  ///< "TCP", "HTTP upgrade", "Engine.IO", "Socket.IO \"/\""
  Duration took = 0;
  /// What a session can be used as from its end on; transport: it is only a step on the way.
  Level usable_as = Level::transport;
  bool aside = false;  ///< the session does not wait for it: it moves to another transport
  Time end = 0;        ///< put in by the host
};

/// How often one event name was sent one way in one namespace, and how long its acknowledgements took.
struct NamedCount {
  std::string nsp;
  std::string name;
  Direction dir = Direction::c2s;
  std::uint64_t count = 0;
  std::uint64_t asked = 0;  ///< of them: asked for an acknowledgement
  std::uint64_t acked = 0;
  std::uint64_t bytes = 0;      ///< of the arguments as they were sent, attachments included
  std::uint64_t broadcast = 0;  ///< how many of them went to other sessions too, as far as known when they came
  Quantiles rtt_us = {};
};

/// Signs of life that were answered.
struct Heartbeats {
  std::uint64_t pings = 0;
  std::uint64_t pongs = 0;
  Quantiles rtt_us = {};
};

/// A note that the session's events carried, once for each text: time and place are those of its first occurrence.
struct SessionNote {
  const NoteDef* def = nullptr;
  std::string text;
  Time time = 0;
  std::uint32_t connection = 0;
  std::uint64_t count = 0;
  std::uint64_t others = 0;  ///< further notes of this kind, in other words, that are not kept

  std::uint64_t times() const { return (count == 0 ? 1 : count) + others; }
};

/// Adds to the count where the same is known; of each kind, so many texts are kept as are worth reading.
void add_note(std::vector<SessionNote>& notes, const SessionNote& note);

/// The session that the same client had before, and that this one followed.
struct Predecessor {
  std::uint32_t session = 0;  ///< 0: none is known
  std::uint32_t attempt = 0;  ///< which one this is in the row; from 2
  Duration pause = 0;         ///< between the two
  std::string ended;          ///< how that one ended, in words
  bool in_order = false;      ///< its client had closed it
};

/// What one protocol's own heads and framing cost.
struct ProtocolBytes {
  const ProtocolDef* protocol = nullptr;
  std::uint64_t bytes = 0;
};

/// Packets and bytes on the wire, and what each OSI layer's headers took of them.
struct Traffic {
  std::array<std::uint64_t, 2> packets{};  ///< by direction
  std::array<std::uint64_t, 2> bytes{};
  std::array<std::uint64_t, 8> layers{};  ///< bytes of headers and framing, by OSI layer
  std::uint64_t payload = 0;              ///< bytes that the application itself asked to send
  /// Of the bytes above TCP, by protocol, before any compression. The used ones stand first.
  std::array<ProtocolBytes, 6> protocols{};
  const ProtocolDef* protection = nullptr;  ///< whose framing is the presentation layer's
  std::uint64_t saved = 0;                  ///< bytes that compression (of messages, of bodies) kept off the wire
  /// Copies of packets that were captured several times, and their bytes: counted nowhere else.
  struct {
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
  } duplicates;

  Traffic& operator+=(const Traffic& other);
  bool any() const { return packets[0] + packets[1] != 0; }
  void add_framing(const ProtocolDef& protocol, std::uint64_t bytes);
};

/// A TCP connection that is over.
struct ConnectionFacts {
  std::uint32_t number = 0;
  Endpoint client;
  Endpoint server;
  std::vector<std::uint32_t> sessions;  ///< that it served, or was tried for; the first of very many
  std::uint64_t sessions_unlisted = 0;  ///< further ones
  bool bare = false;                    ///< nobody asked about any of them (SessionFacts::bare)
  Time start = 0;
  Time end = 0;
  Traffic traffic;
  std::vector<Handshake> handshakes;  ///< below the sessions' own
  Outcome outcome;
};

struct ConnectionRef {
  std::uint32_t number = 0;
  Endpoint client;
  Endpoint server;
  bool upgraded = false;  ///< it left HTTP for a protocol that it carries to its end (a WebSocket)
  bool attempt = false;   ///< it was refused, and its client got through at another address with the next one
  Time opened = 0;        ///< its first packet: before the session's start when it served others first
};

/// What one side said since the other last spoke: the first of it, which the other side answered with nothing.
struct Said {
  static constexpr std::size_t kLongestName = 60;

  Time time = 0;          ///< 0: nothing
  std::string_view kind;  ///< what it is, in static words: "event"
  std::string name;       ///< of it, or how it begins; cut
};

struct SessionFacts {
  std::uint32_t number = 0;
  const SessionType* type = &kTcpConnection;
  std::string sid;
  std::string path;                  ///< the URL's path, as the client asked for it
  std::string_view server_software;  ///< the server's implementation, where its answers show it; static text
  Proxy proxy = Proxy::none;         ///< between client and server, where one shows itself
  Stack stack;                       ///< of all connections
  std::vector<std::string_view> transports;
  std::vector<ConnectionRef> connections;
  std::uint32_t last_stream = 0;  ///< highest number of a stream of HTTP/2 that carried any of it; 0 for none
  Time start = 0;
  Time end = 0;
  Time begun = 0;  ///< first asked for: later than the start where its connection was opened ahead of use
  Time left = 0;   ///< one side began to close the connection that carried it to its end (a WebSocket); 0: none did
  Traffic traffic;
  std::vector<std::string> encapsulations;  ///< that its packets came in, in words
  bool decrypted = false;                   ///< there were keys for what protects its connections
  std::vector<Handshake> handshakes;
  std::vector<Handshake> steps;  ///< of all connections: what its connecting took (model/connecting.h)
  std::vector<NamedCount> events;
  std::uint64_t events_uncounted = 0;  ///< events whose names were too many to count one by one
  Heartbeats heartbeats;
  std::uint64_t polls = 0;  ///< HTTP requests that carried the session's packets, or waited for them
  /// When each side last sent anything but acknowledgements, before one began to close; by direction, 0 for never.
  std::array<Time, 2> last_data{};
  ClientIdentity identity;
  Predecessor previous;
  /// The same session on the other side of a proxy: the numbers of the sessions with the same sid.
  std::vector<std::uint32_t> other_sides;
  bool near_client = false;          ///< with other sides: this one lies between the client and the proxy
  std::array<Said, 2> said;          ///< by direction
  std::array<Time, 2> last_spoke{};  ///< by direction: its last unit, of whatever kind
  Outcome outcome;
  std::vector<SessionNote> notes;

  /// Traffic that nobody asked about: a connection that carries no real-time session.
  /// (One that was refused, or not answered, is something to know of: whoever looks for a session wants to see why there is none.)
  bool bare() const {
    return type->level < Level::upgrade &&
           (outcome.state == "open" || outcome.state == "closed" || outcome.state == "reset");
  }
  /// The first connection that carried anything. There must be one.
  const ConnectionRef& first_connection() const;
  /// Says what the session is; a lower one than the present one changes nothing.
  void rise_to(const SessionType& to) { type = type->level < to.level ? &to : type; }
  /// What was taken for this protocol is a connection and nothing more.
  void is_no(const ProtocolDef& protocol);
  void add_transport(std::string_view transport);
  void add_encapsulation(std::string_view phrase);
  /// What an answer or a request gives away of a proxy: the first one that is known by name stands.
  void saw(Proxy passed) {
    if (proxy == Proxy::none || proxy == Proxy::other) proxy = passed == Proxy::none ? proxy : passed;
  }
  /// The first handshake of a name stands; a session that reconnects shows how it first connected.
  void add_handshake(const Handshake& handshake);
  void add_note(const SessionNote& note) { wstrace::add_note(notes, note); }
  Time last_heard() const { return std::max(last_spoke[0], last_spoke[1]); }
  /// The application of one side said something.
  void says(Direction dir, Time now, std::string_view what, std::string_view name);
  /// Of the note that says why it ended: null where there is none.
  const NoteDef* primary_note() const;
  /// How it ended. The first reason stands: what follows it (the TCP close, say) is its consequence.
  void ends(const Outcome& how);
};

}  // namespace wstrace
