// What is known of a stream or of a run of messages when an upper layer is chosen for it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/event.h"

namespace wstrace {

struct Offer {
  enum class Kind : std::uint8_t {
    stream,    ///< the bytes of a TCP connection
    upgrade,   ///< the bytes after an HTTP upgrade
    messages,  ///< the messages of a WebSocket
    packets,   ///< the packets of a session (Engine.IO's), whichever connection brings them
    exchange,  ///< one HTTP request and its answer
  };
  Kind kind = Kind::stream;
  std::string protocol;              ///< what a lower layer negotiated: the Upgrade token, the ALPN name
  std::string target;                ///< the request's target: path and query
  std::string subprotocol;           ///< Sec-WebSocket-Protocol, as answered
  std::string extensions;            ///< Sec-WebSocket-Extensions, as answered: what is in force
  std::string offered_extensions;    ///< … and as the client offered them; empty when the request was not seen
  std::string key;                   ///< Sec-WebSocket-Key of the request; empty when it was not seen
  std::string answered_by;           ///< who answered it, by the answer's Server or Via header
  Proxy proxy = Proxy::none;         ///< that passed on the request or the answer
  std::string method;                ///< of the request that a change to HTTP/2 answers on the first stream
  std::string settings;              ///< HTTP2-Settings of that request, as it was written
  bool handshake_valid = true;       ///< false: the answer breaks the handshake's rules, and a client is to refuse it
  std::string_view handshake_error;  ///< … and why, in static words
  bool mid_stream = false;           ///< the stream's beginning is not in the capture
  bool inferred = false;             ///< the handshake is not in the capture: what was negotiated is not known
  PacketRange packets;               ///< the handshake that negotiated this
  Time asked = 0;  ///< when it was asked for (the upgrade request), for `packets` when the session was opened;
                   ///< 0 when that was not seen
};

}  // namespace wstrace
