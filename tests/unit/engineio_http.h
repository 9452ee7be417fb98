// HTTP as Engine.IO's clients and servers speak it, for dialogues.
#pragma once

#include <string>
#include <string_view>

#include "support/dialogue.h"

namespace wstrace::test {

/// What is named with nothing else said: session abc. (A path of the application's own, so that nothing above Engine.IO
/// is looked for by name.)
inline constexpr std::string_view kPolling = "/engine.io/?EIO=4&transport=polling";
inline constexpr std::string_view kPollingAbc = "/engine.io/?EIO=4&transport=polling&sid=abc";
inline constexpr std::string_view kWebSocket = "/engine.io/?EIO=4&transport=websocket";
inline constexpr std::string_view kWebSocketAbc = "/engine.io/?EIO=4&transport=websocket&sid=abc";
inline constexpr std::string_view kPolling3 = "/engine.io/?EIO=3&transport=polling";
inline constexpr std::string_view kPolling3Abc = "/engine.io/?EIO=3&transport=polling&sid=abc";

/// The server pings each second and waits half a second; it takes 1000 bytes.
inline std::string open_packet(std::string_view sid = "abc") {
  return R"(0{"sid":")" + std::string(sid) +
         R"(","upgrades":["websocket"],"pingInterval":1000,"pingTimeout":500,"maxPayload":1000})";
}

inline std::string request(std::string_view method, std::string_view target, std::string_view headers = "",
                           std::string_view body = "") {
  std::string out(method);
  out.append(" ").append(target).append(" HTTP/1.1\r\n").append(headers);
  if (method == "POST") out.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  return out.append("\r\n").append(body);
}

inline std::string get(std::string_view target = kPollingAbc) { return request("GET", target); }
inline std::string post(std::string_view body, std::string_view target = kPollingAbc, std::string_view headers = "") {
  return request("POST", target, headers, body);
}

inline std::string answer(std::string_view body, std::string_view headers = "", std::string_view status = "200 OK") {
  std::string out = "HTTP/1.1 " + std::string(status) + "\r\n" + std::string(headers);
  out.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n");
  return out.append(body);
}

/// In chunks of one byte each.
inline std::string chunked(std::string_view body) {
  std::string out = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const char c : body) out.append("1\r\n").append(1, c).append("\r\n");
  return out + "0\r\n\r\n";
}

/// The answer of a server that refuses, as engine.io writes it.
inline std::string refusal(unsigned code, std::string_view text, std::string_view status = "400 Bad Request") {
  return answer("{\"code\":" + std::to_string(code) + ",\"message\":\"" + std::string(text) + "\"}",
                "Content-Type: application/json\r\n", status);
}

inline std::string upgrade(std::string_view target = kWebSocketAbc) {
  return request("GET", target,
                 "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
}

inline std::string switching() {
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
}

/// A session that has been opened by polling, and the open packet heard.
class Polling : public Dialogue {
 public:
  explicit Polling(std::string_view sid = "abc", std::string_view target = kPolling) {
    client(get(target));
    server(answer(target == kPolling3 ? std::to_string(open_packet(sid).size()) + ":" + open_packet(sid)
                                      : open_packet(sid)));
    heard();
  }
};

}  // namespace wstrace::test
