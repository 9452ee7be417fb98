// The open packet's JSON: what the server says of the session.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wstrace::engineio {

struct OpenData {
  std::string sid;
  std::string_view upgrades;  ///< the JSON array, as sent; empty when absent
  std::optional<std::uint64_t> ping_interval;
  std::optional<std::uint64_t> ping_timeout;
  std::optional<std::uint64_t> max_payload;
  bool timeout_first = false;  ///< pingTimeout stands before pingInterval
};

/// Nothing when it is no JSON object. What is absent or of another type is left out.
std::optional<OpenData> parse_open(std::string_view json);

}  // namespace wstrace::engineio
