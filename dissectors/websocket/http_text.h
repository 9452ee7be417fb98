// HTTP where a frame is expected.
//
// No frame begins with HTTP's letters: the first ones would be reserved bits and opcodes, and a client's would not be
// masked. So whoever wrote this took the connection for one that still uses HTTP: a second handler of the same upgrade
// (two proxies or two WebSocket servers on one HTTP server), a server that rejects its client only after the 101, or a
// proxy that uses the connection again. Clients report an invalid frame; nothing that follows is a frame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/bytes.h"
#include "model/event.h"

namespace wstrace::websocket {

/// What the bytes begin with, where a frame should begin.
struct HttpText {
  enum class Kind : std::uint8_t {
    none,     ///< no HTTP
    need,     ///< `n` bytes are needed to say
    message,  ///< a response (server to client) or a request of `n` bytes
  };
  Kind kind = Kind::none;
  std::size_t n = 0;
};

/// For bytes that more may follow.
HttpText find_http(Direction dir, Bytes bytes);
/// For the last bytes of a direction: true when they begin a request or a response, complete or not.
bool begins_http(Direction dir, Bytes bytes);

/// A response, as far as it is there. Refers to its bytes.
struct HttpResponse {
  std::string_view head;
  std::string_view status_line;
  std::string_view reason;
  std::string_view body;
  unsigned status = 0;

  /// "400 Bad Request"
  std::string_view status_text() const;
};

/// `bytes` begin with a response (begins_http).
HttpResponse parse_response(Bytes bytes);
/// Two handlers have one upgrade in common. A response with words of its own may also be from the handler that sent the 101.
bool is_by_second_handler(const HttpResponse& response);
/// Which kind of handler wrote it, by how it writes. Static text.
std::string_view author_of(const HttpResponse& response);
/// The first line of a request.
std::string_view request_line(Bytes bytes);

}  // namespace wstrace::websocket
