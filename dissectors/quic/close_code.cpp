#include "dissectors/quic/close_code.h"

#include <fmt/format.h>

#include <array>

#include "dissectors/tls/alert.h"

namespace wstrace::quic {
namespace {

/// By number; 0x11 is RFC 9368's.
constexpr std::array kNames = std::to_array<std::string_view>(
    {"NO_ERROR", "INTERNAL_ERROR", "CONNECTION_REFUSED", "FLOW_CONTROL_ERROR", "STREAM_LIMIT_ERROR",
     "STREAM_STATE_ERROR", "FINAL_SIZE_ERROR", "FRAME_ENCODING_ERROR", "TRANSPORT_PARAMETER_ERROR",
     "CONNECTION_ID_LIMIT_ERROR", "PROTOCOL_VIOLATION", "INVALID_TOKEN", "APPLICATION_ERROR", "CRYPTO_BUFFER_EXCEEDED",
     "KEY_UPDATE_ERROR", "AEAD_LIMIT_REACHED", "NO_VIABLE_PATH", "VERSION_NEGOTIATION_ERROR"});

/// TLS alerts.
constexpr std::uint8_t kBadCertificate = 42;
constexpr std::uint8_t kCertificateUnknown = 46;
constexpr std::uint8_t kUnknownCa = 48;

}  // namespace

bool is_about_certificate(std::uint64_t code) {
  const auto alert = static_cast<std::uint8_t>(code);
  return is_tls_alert(code) && ((alert >= kBadCertificate && alert <= kCertificateUnknown) || alert == kUnknownCa);
}

std::string_view close_name(std::uint64_t code, Arena& arena) {
  if (code < kNames.size()) return kNames[code];
  if (!is_tls_alert(code)) return arena.copy(fmt::format("0x{:x}", code));
  const auto number = static_cast<std::uint8_t>(code);
  const tls::Alert* const alert = tls::find_alert(number);
  if (alert == nullptr) return arena.copy(fmt::format("TLS alert {}", number));
  return arena.copy(fmt::format("TLS alert {}", alert->name));
}

}  // namespace wstrace::quic
