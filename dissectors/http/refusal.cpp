#include "dissectors/http/refusal.h"

#include "dissectors/http/definitions.h"
#include "dissectors/http/wire.h"
#include "model/proxies.h"

namespace wstrace::http {
namespace {

/// Between these lie the statuses of content delivery networks that could not reach the server (Cloudflare's 520 to 530).
constexpr unsigned kFirstOfNetworks = 520;
constexpr unsigned kLastOfNetworks = 530;
/// Of a value that is repeated in a note.
constexpr std::size_t kValueShown = 200;

std::string shown(std::string_view value) { return std::string(value.substr(0, kValueShown)); }

std::string status_and_reason(const Head& head) {
  std::string out = std::to_string(head.status);
  if (!head.reason.empty()) out.append(" ").append(head.reason);
  return out;
}

/// The versions that the answer names, where the one that was asked for is not among them (RFC 6455 4.4).
std::string other_versions(const UpgradeRequest& asked, const Head& answer) {
  const std::string versions = joined_values(answer, "sec-websocket-version");
  return list_names(versions, asked.version) ? std::string() : versions;
}

const NoteDef& note_of_client_error(unsigned status) {
  switch (status) {
    case 400: return note::upgrade_bad_request;
    case 401: return note::upgrade_unauthorized;
    case 403: return note::upgrade_forbidden;
    case 404:
    case 410: return note::upgrade_not_found;
    case 405: return note::upgrade_method;
    case 407: return note::upgrade_proxy_auth;
    case 408: return note::upgrade_timeout;
    case 411: return note::upgrade_length_required;
    case 413:
    case 414:
    case 431: return note::upgrade_too_large;
    case 426: return note::upgrade_required;
    case 429: return note::upgrade_rate_limited;
    default: return note::upgrade_refused;
  }
}

const NoteDef& note_of_server_error(unsigned status) {
  switch (status) {
    case 501: return note::upgrade_not_implemented;
    case 502: return note::upgrade_bad_gateway;
    case 503: return note::upgrade_unavailable;
    case 504: return note::upgrade_gateway_timeout;
    default: return note::upgrade_server_error;
  }
}

const NoteDef& note_of(unsigned status) {
  switch (status / 100) {
    case 2: return note::upgrade_ignored;
    // 304 is about a stored answer, 300 names no place to go to.
    case 3: return status == 304 || status == 300 ? note::upgrade_refused : note::upgrade_redirected;
    case 4: return note_of_client_error(status);
    case 5: return note_of_server_error(status);
    default: return note::upgrade_refused;
  }
}

/// ws refuses with a short page of its own (abortHandshake).
bool is_of_ws(const Head& answer) {
  return answer.value("content-length") == "11" && answer.value("content-type") == "text/html" && !answer.has("server");
}

/// The header that says more about the status.
std::string detail_of(const UpgradeRequest& asked, const Head& answer) {
  switch (answer.status) {
    case 304: return "a cache treats it as a page that the client already has";
    case 400:
      return asked.complete() && is_of_ws(answer) ? "the ws library answers so where its option \"path\" is another one"
                                                  : "";
    case 401: return shown(answer.value("www-authenticate"));
    case 403: return shown(asked.origin);
    case 405: return shown(answer.value("allow"));
    case 407: return shown(answer.value("proxy-authenticate"));
    case 426: return shown(answer.value("upgrade"));
    case 429:
    case 503: return shown(answer.value("retry-after"));
    default: break;
  }
  if (answer.status / 100 == 3) return shown(answer.value("location"));
  const bool network = answer.status >= kFirstOfNetworks && answer.status <= kLastOfNetworks;
  return network ? "with a non-standard status; Cloudflare uses it when it cannot reach the server" : "";
}

/// 407, 502 and 504 come from a proxy by what they mean (RFC 9110 15.5.8, 15.6.3, 15.6.5).
std::string_view author_of(unsigned status) {
  const bool network = status >= kFirstOfNetworks && status <= kLastOfNetworks;
  return status == 407 || status == 502 || status == 504 || network ? "proxy" : "server";
}

}  // namespace

bool speaks_of_tls(std::string_view body) {
  // In the words of nginx, Go's net/http and Apache.
  for (const std::string_view phrase : {"sent to HTTPS port", "to an HTTPS server", "an SSL-enabled server port"})
    if (body.find(phrase) != std::string_view::npos) return true;
  return false;
}

void Refusal::add_to(Notes& notes, std::string_view wanted) const {
  notes.add(*note, {make_field(field::said, std::string_view(said)), make_field(field::from, std::string_view(from)),
                    make_field(field::hint, std::string_view(hint)), make_field(field::wanted, wanted)});
}

Proxy proxy_between(const UpgradeRequest& asked, const Head& answer) {
  const Proxy found = proxy_of_answer(answer.status, answer.headers, {});
  return found == Proxy::none ? asked.proxy : found;
}

Refusal refusal_of(const UpgradeRequest& asked, const Head& answer) {
  Refusal refusal{.note = &note_of(answer.status),
                  .said = status_and_reason(answer),
                  .from = shown(answer.value("server")),
                  .hint = detail_of(asked, answer),
                  .by = author_of(answer.status)};
  refusal.proxy = proxy_between(asked, answer);
  std::string versions = other_versions(asked, answer);
  if (!versions.empty() && (answer.status == 400 || answer.status == 426)) {
    refusal.note = &note::upgrade_version;
    refusal.hint = std::move(versions);
  }
  refusal.reason =
      std::string(refusal.by == "proxy" ? "a proxy" : "the server") + " answered the upgrade with " + refusal.said;
  if (asked.stripped) refusal.reason += ", because the Upgrade header was dropped on the path";
  return refusal;
}

}  // namespace wstrace::http
