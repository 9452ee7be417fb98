// Alerts (RFC 8446 6, and the registry of TLS alerts): what one side sends before it ends TLS.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/definitions.h"

namespace wstrace::tls {

inline constexpr std::uint8_t kFatal = 2;
inline constexpr std::uint8_t kCloseNotify = 0;
inline constexpr std::uint8_t kUserCanceled = 90;

struct Alert {
  std::uint8_t code = 0;
  std::string_view name;  ///< "unknown_ca"
  const NoteDef* note = nullptr;
};

/// Null for a number that nobody has defined.
const Alert* find_alert(std::uint8_t code);

/// What it means; null for the end in good order.
const NoteDef* note_of_alert(std::uint8_t code, bool fatal);

}  // namespace wstrace::tls
