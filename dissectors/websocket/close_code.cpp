// Close codes: their meanings, and which may be sent.
#include "dissectors/websocket/close_code.h"

namespace wstrace::websocket {
namespace {

/// RFC 6455 7.4.2
constexpr unsigned kFirstOfLibraries = 3000;
constexpr unsigned kFirstOfApplications = 4000;

}  // namespace

std::string_view meaning_of_close(unsigned code, bool with_reason) {
  if (with_reason && code >= kFirstOfLibraries && code < kFirstOfApplications) return "a library's own code";
  switch (code) {
    case 1000: return "normal closure";
    case 1001: return "going away";
    case kProtocolError: return "protocol error";
    case kUnsupportedData: return "unsupported data";
    case 1004: return "reserved";
    case kNoStatus: return "no status received";
    case kAbnormal: return "abnormal closure";
    case kInvalidData: return "invalid payload data";
    case 1008: return "policy violation";
    case kTooBig: return "message too big";
    case kExtensionMissing: return "mandatory extension missing";
    case 1011: return "internal error";
    case 1012: return "service restart";
    case 1013: return "try again later";
    case 1014: return "bad gateway";
    case kTlsFailed: return "TLS handshake failed";
    // The registry's own, of those for libraries.
    case 3000: return "unauthorized";
    case 3003: return "forbidden";
    case 3008: return "timeout";
    default: break;
  }
  if (code >= kFirstOfLibraries && code < kFirstOfApplications) return "registered by a library";
  if (code >= kFirstOfApplications && code < 5000) return "the application's own code";
  if (code >= 1000 && code < kFirstOfLibraries) return "not assigned";
  return "not a valid close code";
}

bool may_be_sent(unsigned code) {
  const bool named = code >= 1000 && code <= 1014 && code != 1004 && code != kNoStatus && code != kAbnormal;
  return named || (code >= 3000 && code < 5000);
}

std::string_view why_not_sent(unsigned code) {
  switch (code) {
    case kNoStatus: return "applications see it when a close frame has no code";
    case kAbnormal: return "applications see it when no close frame was received";
    case kTlsFailed: return "applications see it when TLS failed";
    case 1004: return "it is reserved and has no meaning yet";
    default: break;
  }
  if (code < 1000) return "codes begin at 1000";
  return code < 3000 ? "it is not assigned" : "codes end at 4999";
}

bool is_refusal(unsigned code) {
  return code == kProtocolError || code == kUnsupportedData || code == kInvalidData || code == kTooBig ||
         code == kExtensionMissing;
}

std::string with_meaning(unsigned code, std::string_view meaning) {
  return std::to_string(code).append(" (").append(meaning) + ")";
}

}  // namespace wstrace::websocket
