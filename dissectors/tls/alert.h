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

/// Fields: {by} sent the alert, {other} got it.
namespace note {
extern const NoteDef unexpected_message;
extern const NoteDef bad_record_mac;
extern const NoteDef record_overflow;
extern const NoteDef handshake_failure;
extern const NoteDef bad_certificate;
extern const NoteDef unsupported_certificate;
extern const NoteDef certificate_revoked;
extern const NoteDef certificate_expired;
extern const NoteDef certificate_unknown;
extern const NoteDef illegal_parameter;
extern const NoteDef unknown_ca;
extern const NoteDef access_denied;
extern const NoteDef decode_error;
extern const NoteDef end_taken_for_error;
extern const NoteDef decrypt_error;
extern const NoteDef protocol_version;
extern const NoteDef insufficient_security;
extern const NoteDef internal_error;
extern const NoteDef inappropriate_fallback;
extern const NoteDef user_canceled;
extern const NoteDef no_renegotiation;
extern const NoteDef missing_extension;
extern const NoteDef unsupported_extension;
extern const NoteDef unrecognized_name;
extern const NoteDef unrecognized_name_warning;
extern const NoteDef bad_status_response;
extern const NoteDef unknown_psk_identity;
extern const NoteDef certificate_required;
extern const NoteDef no_application_protocol;
extern const NoteDef unknown_alert;
}  // namespace note

}  // namespace wstrace::tls
