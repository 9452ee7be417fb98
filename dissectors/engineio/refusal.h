// An answer by which a server refuses a request: what it says, what it means, and what to do.
#pragma once

#include <string>

#include "core/dissector.h"
#include "dissectors/engineio/transport.h"

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

/// Implementations by the name that they have in SessionFacts::server_software.
inline constexpr std::string_view kPython = "python-engineio";

struct RefusalData {
  unsigned code = 0;
  std::string message;
  bool numbered = false;                 ///< the server gave the number itself
  std::string_view implementation = {};  ///< of the server, where only one has these words
};

/// A refusal in the words of any known server: {"code":1,"message":"…"}, whose code may be a string, or a bare or quoted
/// message. Nothing when it is neither.
std::optional<RefusalData> parse_refusal(std::string_view body);

/// A body of fewer bytes is within any limit that people set.
inline constexpr std::uint64_t kNotSmall = 10'000;

/// What was asked when the refusal came.
struct Asked {
  bool websocket = false;  ///< the transport
  bool upgrade = false;    ///< with an Upgrade header
  bool overlaps = false;   ///< while another poll of the session was waiting
  bool post = false;
  std::uint64_t posted = 0;   ///< bytes of the request's body, as announced
  Duration waited = 0;        ///< since the request
  bool lacks_cookie = false;  ///< without the cookie that the session's opening set
};

/// Tells the refusal, with its diagnosis, and what it does to the session.
void tell_refusal(Context& ctx, Transport& transport, const Asked& asked, const ResponseHead& head, const Body& body);

/// A session's first request, or one for a WebSocket, ended without an answer.
void never_answered(Context& ctx, Transport& transport, Direction ended_by, Duration waited);
/// The answer is in another version's form than the client asked for.
void tell_mismatch(Context& ctx, Transport& transport, unsigned asked, unsigned got, const Body& body);

}  // namespace wstrace::engineio
