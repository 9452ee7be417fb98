#include "core/remarks.h"
// The WebSocket opening handshake as HTTP sees it (RFC 6455 4): what a request asks for, and whether the answer keeps
// to the rules by which a client judges it.
#pragma once

#include <string>
#include <string_view>

#include "dissectors/http/head.h"

namespace wstrace::http {

/// What an upgrade request asked for; kept until its answer comes.
struct UpgradeRequest {
  std::string protocol;  ///< lower case; empty when the request asks for no upgrade
  std::string key;       ///< Sec-WebSocket-Key
  std::string subprotocols;
  std::string extensions;

  bool websocket() const { return protocol == "websocket"; }
};

/// Reads the request's wish and remarks on what a server will not accept.
UpgradeRequest read_upgrade_request(const Head& head, Remarks& remarks);

/// The upgrade token of a 101 answer, in lower case.
std::string switched_protocol(const Head& head);

/// Sec-WebSocket-Accept for a key: base64 of the SHA-1 of key and GUID (RFC 6455 4.2.2).
std::string accept_for(std::string_view key);

/// All lines of a list field joined by ", ".
std::string joined_values(const Head& head, std::string_view name);

/// What a client would make of a 101 answer. `expected` must outlive the remarks.
/// Returns "right", "wrong" or "missing" for Sec-WebSocket-Accept.
std::string_view judge_switch(const UpgradeRequest& asked, const Head& answer, const std::string& expected,
                              Remarks& remarks);

/// A plain sentence on why a server may answer an upgrade with this status.
std::string_view hint_for_refusal(unsigned status);

/// The path of a target in any of its forms (RFC 9112 3.2), without the query.
std::string_view path_of(std::string_view target);
/// A target without scheme and authority.
std::string_view origin_form(std::string_view target);

}  // namespace wstrace::http
