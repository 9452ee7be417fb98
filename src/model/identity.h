// Whose a session is, as far as its requests show it: what tells one client that comes again from several.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "model/event.h"

namespace wstrace {

/// Hashes, never the values themselves: they are compared and not shown. 0: the session showed none.
struct ClientIdentity {
  std::uint64_t agent = 0;             ///< User-Agent
  std::uint64_t forwarded = 0;         ///< X-Forwarded-For: for whom a proxy asks
  std::uint64_t auth = 0;              ///< the credentials that it logs in with
  std::vector<std::uint64_t> cookies;  ///< each with its name and value, latest last

  /// The header fields of a request of the session, names in lower case.
  void see(std::span<const Pair> headers);
  /// What it logs in with, in whatever form the protocol has for that; the first stands.
  void log_in(std::string_view credentials);
};

/// FNV-1a with a final mix: the same on every machine. Never 0.
std::uint64_t identity_hash(std::string_view text);

}  // namespace wstrace
