// What the head of a request or an answer may say.
#include "dissectors/http2/head_checks.h"

namespace wstrace::http2 {

std::string_view wrong_head(const HeaderList& head, Direction dir) {
  if (head.has_upper_case()) return "a field name has upper-case letters";
  if (head.has_connection_field()) return "a field is specific to an HTTP/1.1 connection (Connection, Upgrade …)";
  if (head.has_misplaced()) return "a pseudo-header field comes after other fields";
  if (head.unknown() > 0 || head.cut()) return "";
  if (dir == Direction::s2c) return head.has_pseudo(":status") ? "" : ":status is missing";
  if (!head.has_pseudo(":method")) return ":method is missing";
  const bool plain_connect = head.pseudo(":method") == "CONNECT" && !head.has_pseudo(":protocol");
  if (plain_connect) return "";
  return head.has_pseudo(":scheme") && head.has_pseudo(":path") ? "" : ":scheme or :path is missing";
}

unsigned status_of(const HeaderList& head) {
  unsigned status = 0;
  for (const char c : head.pseudo(":status")) {
    if (c < '0' || c > '9' || status > 999) return 0;
    status = status * 10 + static_cast<unsigned>(c - '0');
  }
  return status;
}

}  // namespace wstrace::http2
