// The WebSocket opening handshake as HTTP sees it (RFC 6455 4): what a request asks for, and whether a 101 keeps to the
// rules by which a client judges it. What else a server may answer is in refusal.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dissectors/http/accept.h"
#include "dissectors/http/head.h"
#include "model/notes.h"

namespace wstrace::http {

/// What an upgrade request asked for; kept until its answer comes.
struct UpgradeRequest {
  std::string protocol;   ///< lower case; empty when the request asks for no upgrade
  bool stripped = false;  ///< a WebSocket is meant, but the Upgrade header is gone
  std::string key;        ///< Sec-WebSocket-Key
  std::string version;    ///< Sec-WebSocket-Version
  std::string origin;
  std::string subprotocols;
  std::string extensions;
  Proxy proxy = Proxy::none;  ///< that passed it on

  bool websocket() const { return protocol == "websocket"; }
  /// All that a server of version 13 asks for is there.
  bool complete() const { return websocket() && version == "13" && !key.empty(); }
  bool means_websocket() const { return websocket() || stripped; }
};

/// Reads the request's wish and notes what a server will not accept.
UpgradeRequest read_upgrade_request(const Head& head, Notes& notes);

/// The upgrade token of a 101 answer, in lower case.
std::string switched_protocol(const Head& head);

/// All lines of a list field joined by ", ".
std::string joined_values(const Head& head, std::string_view name);

/// What a client makes of a 101.
struct Verdict {
  std::string_view accept;  ///< Sec-WebSocket-Accept is "right", "wrong" or "missing"; empty when nobody asked
  std::string_view flaw;    ///< why a client refuses it, in words; empty when it is sound
};

/// `expected` (Sec-WebSocket-Accept as it should be) must outlive the notes. `earlier`: keys of requests before.
Verdict judge_switch(const UpgradeRequest& asked, const Head& answer, const std::string& expected,
                     const std::vector<std::string>& earlier, Notes& notes);

/// The same of an answer that opens a WebSocket without a change of protocol (RFC 8441 5): returns why a client refuses it,
/// in words; empty when it is sound.
std::string_view judge_acceptance(const UpgradeRequest& asked, const Head& answer, Notes& notes);

/// The path of a target in any of its forms (RFC 9112 3.2), without the query.
std::string_view path_of(std::string_view target);
/// A target without scheme and authority.
std::string_view origin_form(std::string_view target);

}  // namespace wstrace::http
