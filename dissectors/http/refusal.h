// What a WebSocket upgrade is answered with when the answer is no 101 (RFC 6455 4.1): which note says so, and with what.
#pragma once

#include <string>
#include <string_view>

#include "dissectors/http/head.h"
#include "dissectors/http/upgrade.h"
#include "model/notes.h"
#include "model/session.h"

namespace wstrace::http {

/// What is said of a refusal.
struct Refusal {
  const NoteDef* note = nullptr;
  std::string said;         ///< "401 Unauthorized"
  std::string from;         ///< who answered, as far as it says so
  std::string hint;         ///< the detail that the note's text has room for
  std::string_view by;      ///< "server" or "proxy"
  std::string reason = {};  ///< for the session's outcome
  Proxy proxy = Proxy::none;

  /// `wanted`: the status that would have accepted the WebSocket, in static words.
  void add_to(Notes& notes, std::string_view wanted) const;
  Outcome outcome() const { return {"refused", by, reason, note->code}; }
};

/// True when the body of an answer says, as usual servers do, that this is a port for TLS.
bool speaks_of_tls(std::string_view body);

/// Of what the answer, or the request before it, shows.
Proxy proxy_between(const UpgradeRequest& asked, const Head& answer);

Refusal refusal_of(const UpgradeRequest& asked, const Head& answer);

}  // namespace wstrace::http
