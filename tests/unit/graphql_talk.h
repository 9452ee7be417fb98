// A dialogue of GraphQL over a WebSocket, with real frames.
#pragma once

#include <string>
#include <string_view>

#include "unit/websocket_frames.h"

namespace wstrace::test {

inline constexpr std::string_view kNewer = "graphql-transport-ws";
inline constexpr std::string_view kOlder = "graphql-ws";

/// Of a WebSocket without its frames (MessageDialogue).
inline Offer graphql_messages(std::string_view subprotocol = kNewer) {
  Offer offer;
  offer.subprotocol = subprotocol;
  return offer;
}

class GraphQlTalk : public Dialogue {
 public:
  explicit GraphQlTalk(std::string_view subprotocol = kNewer, const Limits& limits = {})
      : Dialogue(websocket_offer("", subprotocol), limits) {
    Dialogue::heard();
  }

  GraphQlTalk& client(std::string_view text) {
    Dialogue::client(from_client(0x81, text));
    return *this;
  }
  GraphQlTalk& server(std::string_view text) {
    Dialogue::server(from_server(0x81, text));
    return *this;
  }
  GraphQlTalk& acknowledged() {
    return client(R"({"type":"connection_init"})").server(R"({"type":"connection_ack"})").forget();
  }
  GraphQlTalk& subscribe(std::string_view id, std::string_view query) {
    return client(R"({"id":")" + std::string(id) + R"(","type":"subscribe","payload":{"query":")" + std::string(query) +
                  R"("}})");
  }
  GraphQlTalk& start(std::string_view id, std::string_view query) {
    return client(R"({"id":")" + std::string(id) + R"(","type":"start","payload":{"query":")" + std::string(query) +
                  R"("}})");
  }
  GraphQlTalk& forget() {
    Dialogue::heard();
    return *this;
  }
  /// One side sends a close frame, which the other one answers.
  GraphQlTalk& close_with(Direction by, unsigned code, std::string_view reason = {}) {
    std::string payload = {static_cast<char>(code >> 8), static_cast<char>(code)};
    payload += reason;
    const bool c2s = by == Direction::c2s;
    Dialogue::say(by, c2s ? from_client(0x88, payload) : from_server(0x88, payload));
    Dialogue::say(opposite(by), c2s ? from_server(0x88, payload) : from_client(0x88, payload));
    return *this;
  }

  std::string heard() { return heard_of("graphql"); }
  /// The code that the session ended with.
  std::string ended_with() {
    close();
    return recorder().facts.empty() ? "no session" : std::string(recorder().facts.back().outcome.code);
  }
};

}  // namespace wstrace::test
