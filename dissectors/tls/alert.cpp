// Fields of the notes: {by} sent it, {other} got it.
#include "dissectors/tls/alert.h"

#include <array>

#include "dissectors/tls/definitions.h"

namespace wstrace::tls {
namespace {

constexpr std::array kAlerts = std::to_array<Alert>({
    {0, "close_notify", nullptr},
    {10, "unexpected_message", &note::unexpected_message},
    {20, "bad_record_mac", &note::bad_record_mac},
    {22, "record_overflow", &note::record_overflow},
    {40, "handshake_failure", &note::handshake_failure},
    {42, "bad_certificate", &note::bad_certificate},
    {43, "unsupported_certificate", &note::unsupported_certificate},
    {44, "certificate_revoked", &note::certificate_revoked},
    {45, "certificate_expired", &note::certificate_expired},
    {46, "certificate_unknown", &note::certificate_unknown},
    {47, "illegal_parameter", &note::illegal_parameter},
    {48, "unknown_ca", &note::unknown_ca},
    {49, "access_denied", &note::access_denied},
    {50, "decode_error", &note::decode_error},
    {51, "decrypt_error", &note::decrypt_error},
    {70, "protocol_version", &note::protocol_version},
    {71, "insufficient_security", &note::insufficient_security},
    {80, "internal_error", &note::internal_error},
    {86, "inappropriate_fallback", &note::inappropriate_fallback},
    {90, "user_canceled", &note::user_canceled},
    {100, "no_renegotiation", &note::no_renegotiation},
    {109, "missing_extension", &note::missing_extension},
    {110, "unsupported_extension", &note::unsupported_extension},
    {112, "unrecognized_name", &note::unrecognized_name},
    {113, "bad_certificate_status_response", &note::bad_status_response},
    {115, "unknown_psk_identity", &note::unknown_psk_identity},
    {116, "certificate_required", &note::certificate_required},
    {120, "no_application_protocol", &note::no_application_protocol},
});

}  // namespace

const Alert* find_alert(std::uint8_t code) {
  for (const Alert& each : kAlerts)
    if (each.code == code) return &each;
  return nullptr;
}

const NoteDef* note_of_alert(std::uint8_t code, bool fatal) {
  const Alert* const alert = find_alert(code);
  if (alert == nullptr) return &note::unknown_alert;
  return alert->note == &note::unrecognized_name && !fatal ? &note::unrecognized_name_warning : alert->note;
}

}  // namespace wstrace::tls
