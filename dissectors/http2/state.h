// The life of a stream (RFC 9113 5.1), as it looks to somebody who sees both sides.
//
//                 client's HEADERS                 server's END_STREAM
//        idle ───────────────────────▶ open ──────────────────────────▶ server_done
//                                       │ client's END_STREAM                │ client's END_STREAM
//                                       ▼                                    ▼
//                                   client_done ─────────────────────────▶ closed
//                                               server's END_STREAM
//   RST_STREAM of either side ends a stream in any state: it is forgotten then.
#pragma once

#include <array>

#include "model/definitions.h"

namespace wstrace::http2 {

enum class StreamState : std::uint8_t { idle, open, client_done, server_done, closed };

enum class StreamInput : std::uint8_t { headers, client_ends, server_ends };

inline constexpr StreamInput ends(Direction dir) {
  return dir == Direction::c2s ? StreamInput::client_ends : StreamInput::server_ends;
}

inline constexpr StreamState next_state(StreamState from, StreamInput input) {
  using enum StreamState;
  // By state, then by input: headers, client_ends, server_ends.
  constexpr std::array<std::array<StreamState, 3>, 5> kNext = {{
      {open, closed, closed},
      {open, client_done, server_done},
      {client_done, client_done, closed},
      {server_done, closed, server_done},
      {closed, closed, closed},
  }};
  return kNext[static_cast<std::size_t>(from)][static_cast<std::size_t>(input)];
}

/// True when this side has said that it sends nothing more.
inline constexpr bool is_done(StreamState state, Direction dir) {
  return state == StreamState::closed ||
         state == (dir == Direction::c2s ? StreamState::client_done : StreamState::server_done);
}

}  // namespace wstrace::http2
