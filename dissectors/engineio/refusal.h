// An answer by which a server refuses a request: what it says, what it means, and what to do.
#pragma once

#include <string>

#include "dissectors/engineio/asked.h"
#include "dissectors/engineio/transport.h"
#include "seam/dissector.h"

namespace wstrace::engineio {

/// The numbers that servers put into their refusals (packages/engine.io, Server.errors).
enum class Refusal : std::uint8_t {
  unknown_transport,
  unknown_sid,
  bad_handshake_method,
  bad_request,
  forbidden,
  unsupported_version,
};
inline constexpr unsigned kRefusals = 6;

struct RefusalData {
  unsigned code = 0;
  std::string message;
  bool numbered = false;                 ///< the server gave the number itself
  std::string_view implementation = {};  ///< of the server, where only one has these words
};

/// A refusal in the words of any known server: {"code":1,"message":"…"}, whose code may be a string, or a bare or quoted
/// message. Nothing when it is neither.
std::optional<RefusalData> parse_refusal(std::string_view body);

/// Tells the refusal, with its diagnosis, and what it does to the session.
void emit_refusal(Context& ctx, Transport& transport, const Asked& asked, const ResponseHead& head, const Body& body);

/// A session's first request, or one for a WebSocket, ended without an answer.
void never_answered(Context& ctx, Transport& transport, Direction ended_by, Duration waited);
/// The answer is in another version's form than the client asked for.
void emit_mismatch(Context& ctx, Transport& transport, unsigned asked, unsigned got, const Body& body);

}  // namespace wstrace::engineio
