#include "dissectors/websocket/close_code.h"

namespace wstrace::websocket {

std::string_view meaning_of_close(unsigned code) {
  switch (code) {
    case 1000: return "normal closure";
    case 1001: return "going away";
    case 1002: return "protocol error";
    case 1003: return "unsupported data";
    case 1004: return "reserved";
    case kNoStatus: return "no status received";
    case 1006: return "abnormal closure";
    case 1007: return "invalid payload data";
    case 1008: return "policy violation";
    case 1009: return "message too big";
    case 1010: return "mandatory extension missing";
    case 1011: return "internal error";
    case 1012: return "service restart";
    case 1013: return "try again later";
    case 1014: return "bad gateway";
    case 1015: return "TLS handshake failed";
    default: break;
  }
  if (code >= 3000 && code < 4000) return "registered by a library";
  if (code >= 4000 && code < 5000) return "the application's own code";
  return "not a valid close code";
}

bool may_be_sent(unsigned code) {
  const bool named = code >= 1000 && code <= 1014 && code != 1004 && code != kNoStatus && code != 1006;
  return named || (code >= 3000 && code < 5000);
}

}  // namespace wstrace::websocket
