// What Engine.IO knows of a session as a whole, whichever of its connections said it (Session::state).
#pragma once

#include <array>
#include <optional>

#include "dissectors/engineio/cors.h"
#include "dissectors/engineio/open.h"
#include "seam/dissector.h"

namespace wstrace::engineio {

/// Which transport carries the session's packets.
enum class Carrier : std::uint8_t { unknown, polling, websocket };

/// The change from polling to a WebSocket, step by step; 0 for what has not happened.
struct Upgrade {
  Time asked = 0;     ///< the HTTP request for the WebSocket
  Time probed = 0;    ///< the client's ping "probe" on it
  Time answered = 0;  ///< the server's pong
  Time done = 0;      ///< the client's upgrade packet
  bool failed = false;
};

struct State final : SessionState {
  unsigned version = 0;  ///< 0 until the target, the open packet or the first heartbeat tells
  bool opened = false;   ///< the open packet was seen: the trace has the session from its beginning
  bool lossy = false;    ///< messages are missing from the capture
  Time opened_at = 0;
  /// What the open packet said.
  std::optional<Duration> ping_interval;
  std::optional<Duration> ping_timeout;
  std::optional<std::uint64_t> max_payload;
  bool offers_websocket = false;

  Carrier carrier = Carrier::unknown;
  Upgrade upgrade;
  /// When the heartbeat ping was sent that waits for its pong, by the ping's direction.
  std::array<std::optional<Time>, 2> pinged;
  /// The last heartbeat ping of each direction.
  std::array<Time, 2> last_ping{};
  unsigned polls_waiting = 0;  ///< GETs without their answer
  unsigned posts_waiting = 0;
  std::array<Time, 4> said{};  ///< the server's last packets, the earliest first
  bool client_closes = false;  ///< its close packet waits for no other POST
  Time posted_at = 0;          ///< the last POST
  Time post_waits_since = 0;   ///< since when there was always one without its answer
  /// When each side's last request, or answer, was complete, by direction.
  std::array<Time, 2> complete{};
  /// From the head to the end of the body: the last POST.
  struct {
    Time began = 0;
    Time ended = 0;
  } posted;
  Time answered_at = 0;              ///< the last time that the server answered a request with 200
  Time cut_at = 0;                   ///< when it ended the connection of a request without an answer
  std::uint64_t cut_post = 0;        ///< bytes of the POST that was so left
  std::uint64_t largest_sent = 0;    ///< bytes of the client's largest message
  bool unknown_reported = false;     ///< that a server does not know the session
  bool judged = false;               ///< why it ended was said
  Time left = 0;                     ///< when the client closed the connection of its waiting poll; 0: it went on
  bool close_seen = false;           ///< a close packet
  bool python_client = false;        ///< its requests are written as python-engineio's are
  bool server_left = false;          ///< it ended its connection without closing the session
  bool cached = false;               ///< its open packet came from a cache
  std::array<bool, 2> not_spoken{};  ///< by direction: it sends what are no packets
  bool not_spoken_reported = false;
  std::string redirect;            ///< how its first request was sent elsewhere, while nobody has followed
  std::string redirect_to;         ///< … and where
  std::string redirect_said;       ///< … with which status
  std::string_view redirected_by;  ///< … and by whom
  std::string cookie;              ///< that the answer with the open packet set: its name
  /// A browser may keep the open packet from its page: whose, and why. Void once the page uses the session.
  CrossOrigin page;
  std::optional<Withheld> withheld;

  /// After how long without a sign of life the patient side gives up: interval and timeout together.
  std::optional<Duration> patience() const;
  /// The side whose pings keep the session alive (version 4 turned it round).
  Direction pinging_side() const;

  /// The client sends a POST now.
  void posts(Time now) {
    posted_at = now;
    if (posts_waiting == 0) post_waits_since = now;
  }
  /// The server sends so often that it may find the connection closing under its hands, which is an error to its handlers.
  bool is_pushing(Time at) const;

  void on_over(EventContext& ctx, SessionFacts& facts, End how, Time now) override;
  /// A client polls, or posts, once at a time: the earlier request was answered, and that was not captured (yet).
  bool in_doubt() const override { return polls_waiting > 1 || posts_waiting > (client_closes ? 2U : 1U); }
  void on_loss() override {
    lossy = true;
    pinged = {};
  }
};

}  // namespace wstrace::engineio
