// WebSocket opening handshakes with something changed, for dialogues. Key and answer are RFC 6455 1.3's.
#pragma once

#include <string>
#include <string_view>

namespace wstrace::test {

inline constexpr std::string_view kKey = "dGhlIHNhbXBsZSBub25jZQ==";
inline constexpr std::string_view kAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// `line` stands in place of the header of the same name; an empty value leaves that out.
inline std::string with_line(std::string head, std::string_view line) {
  const std::string name = "\r\n" + std::string(line.substr(0, line.find(':') + 1));
  const bool removes = line.ends_with(':');
  if (const std::size_t at = head.find(name); at != std::string::npos) {
    head.erase(at, head.find("\r\n", at + 2) - at);
  }
  return removes ? head : head.insert(head.find("\r\n"), "\r\n" + std::string(line));
}

/// What a client asks with, with one line changed.
inline std::string asking(std::string_view line = "X:", std::string_view start = "GET /chat?x=1 HTTP/1.1") {
  return with_line(std::string(start) +
                       "\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " +
                       std::string(kKey) + "\r\nSec-WebSocket-Version: 13\r\n\r\n",
                   line);
}

/// What a server accepts with, with one line changed.
inline std::string accepting(std::string_view line = "X:",
                             std::string_view start = "HTTP/1.1 101 Switching Protocols") {
  return with_line(std::string(start) + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
                       std::string(kAccept) + "\r\n\r\n",
                   line);
}

/// An answer that is no 101.
inline std::string refusing(std::string_view status, std::string_view headers = "") {
  return "HTTP/1.1 " + std::string(status) + "\r\n" + std::string(headers) + "Content-Length: 0\r\n\r\n";
}

}  // namespace wstrace::test
