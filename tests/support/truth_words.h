// A line of truth.ndjson and an event of the trace, brought to the same words. captures/README.md describes the lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/ndjson.h"

namespace wstrace::test {

/// What a log is about. Applications log some of it: a Socket.IO server logs no HTTP, a raw client nothing else.
enum class Topic {
  socketio,    ///< what the handlers of both sides got
  messages,    ///< Engine.IO's, of both sides
  graphql,     ///< messages of GraphQL over WebSocket, of both sides
  opens,       ///< Engine.IO sessions, as the server logs them
  opened,      ///< the same, as a client logs it
  refusals,    ///< of requests, by an Engine.IO server
  upgrades,    ///< to another transport, as the server logs them
  websocket,   ///< messages, pings and closings of both sides
  accepts,     ///< WebSockets that open, as the server logs them
  requests,    ///< of HTTP, as the server logs them
  responses,   ///< of HTTP, as the client logs them
  stomp,       ///< frames that a side got
  stomp_sent,  ///< frames as the client sent them
  beats,       ///< STOMP's heart-beats that a side got
};

struct Told {
  Topic topic = Topic::socketio;
  std::string what;  ///< `event / "hello" [1,2]`; empty when no packet says it
};

/// What a line of the log says. Empty when it is about something that is not on the wire.
std::vector<Told> reported_by_truth(const Json& line);
/// What an event of the trace says, in the words of every log that may have it.
std::vector<Told> reported_by_trace(const Json& event);

/// The client's library tells the handler of `connect_error` of its own trouble too: no packet says so.
bool is_own_trouble(const Json& connect_error);

}  // namespace wstrace::test
