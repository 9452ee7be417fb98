#include "dissectors/engineio/foreign.h"

#include <fmt/format.h>

#include "core/proxies.h"
#include "dissectors/engineio/definitions.h"

namespace wstrace::engineio {
namespace {

/// Of a body, or a header's value, that is shown.
constexpr std::size_t kShown = 200;
/// A client follows a redirect at once, or not at all.
constexpr Duration kFollowed = 5 * kSecond;
// RFC 9110 15, RFC 6585
constexpr unsigned kMovedPermanently = 301;
constexpr unsigned kSeeOther = 303;
constexpr unsigned kUnauthorized = 401;
constexpr unsigned kForbidden = 403;
constexpr unsigned kProxyAuthentication = 407;
constexpr unsigned kUpgradeRequired = 426;
constexpr unsigned kTooManyRequests = 429;
constexpr unsigned kHeadersTooLarge = 431;
constexpr unsigned kBadGateway = 502;
constexpr unsigned kUnavailable = 503;
constexpr unsigned kGatewayTimeout = 504;
/// Content delivery networks that could not reach the server (Cloudflare's 520 to 530).
constexpr unsigned kFirstOfNetworks = 520;
constexpr unsigned kLastOfNetworks = 530;

bool is_of_network(unsigned status) { return status >= kFirstOfNetworks && status <= kLastOfNetworks; }

/// By the meaning of the status (RFC 9110 15.5.8, 15.6.3, 15.6.5), or by what the answer says of its author.
bool is_of_proxy(const ResponseHead& head, std::string_view body) {
  const unsigned s = head.status;
  if (s == kProxyAuthentication || s == kBadGateway || s == kGatewayTimeout || is_of_network(s)) return true;
  return is_proxys_own(head.status, head.headers, body);
}

/// A server of Engine.IO has shown itself: it issued the sid, or has served the session.
bool serves_engineio(Context& ctx, Transport& transport) {
  if (!transport.named()) return false;
  const State& state = transport.state();
  return state.opened || transport.session().facts.last_spoke[index(Direction::s2c)] != 0 ||
         ctx.issuer(transport.session().facts.sid) != nullptr;
}

/// The query differs from request to request.
std::string_view without_query(std::string_view location) { return location.substr(0, location.find('?')); }

/// The header that says more about the status.
std::string_view detail_of(const ResponseHead& head) {
  switch (head.status) {
    case kUnauthorized: return head.header("www-authenticate");
    case kProxyAuthentication: return head.header("proxy-authenticate");
    case kTooManyRequests:
    case kUnavailable: return head.header("retry-after");
    default: return head.status / 100 == 3 ? without_query(head.header("location")) : std::string_view();
  }
}

const NoteDef& note_of(const ResponseHead& head, const Asked& asked, bool engineio) {
  const unsigned s = head.status;
  const bool somewhere = s / 100 == 3 && !head.header("location").empty();
  if (somewhere && asked.websocket) return note::redirected_upgrade;
  if (somewhere)
    return asked.post && s >= kMovedPermanently && s <= kSeeOther ? note::redirected_post : note::redirected;
  if (s == kUnauthorized || s == kForbidden || s == kProxyAuthentication) return note::unauthorized;
  if (s == kTooManyRequests) return note::rate_limited;
  if (s == kHeadersTooLarge) return note::headers_too_large;
  if (engineio && (s == kBadGateway || s == kUnavailable)) return note::server_gone;
  if (s == kBadGateway || s == kUnavailable || s == kGatewayTimeout || is_of_network(s)) return note::unavailable;
  return engineio ? note::unexpected_answer : note::not_socketio;
}

/// The path and query of a Location (RFC 9110 10.2.2).
std::string_view target_of(std::string_view location) {
  location = location.substr(0, location.find('#'));
  const std::size_t authority = location.find("//");
  if (authority == std::string_view::npos || authority > location.find_first_of("/?")) return location;
  const std::size_t path = location.find('/', authority + 2);
  return path == std::string_view::npos ? std::string_view("/") : location.substr(path);
}

/// A session's first request is sent elsewhere: where the client asks there, the session goes on.
void redirected(Context& ctx, Transport& transport, const ResponseHead& head, std::string_view by, std::string reason) {
  State& state = transport.state();
  state.redirect = std::move(reason);
  state.redirected_by = by;
  ctx.awaits_request(target_of(head.header("location")));
  transport.session().linger = kFollowed;
}

}  // namespace

void foreign_answer(Context& ctx, Transport& transport, const ResponseHead& head, const Body& body,
                    const Asked& asked) {
  const std::string said =
      fmt::format("{}{}{}", head.status, head.reason.empty() ? "" : " ", head.reason.substr(0, kShown));
  const std::string_view type = head.header("content-type");
  const bool wants_upgrade = head.status == kUpgradeRequired;
  const std::string story =
      fmt::format("this is not an Engine.IO response: status {}{}{}{}", head.status, type.empty() ? "" : ", ", type,
                  wants_upgrade ? ", as a plain WebSocket server answers what is no WebSocket request" : "");
  const std::string_view text = as_text(body.content).substr(0, kShown);
  const NoteDef& why = note_of(head, asked, serves_engineio(ctx, transport));
  if (&why == &note::not_socketio && body.state != Body::State::whole) return;  // the rest may say what it is
  const Field fields[] = {make_field(field::status, head.status), make_field(field::text, text)};
  const Field told[] = {
      make_field(field::said, std::string_view(said)), make_field(field::from, head.header("server").substr(0, kShown)),
      make_field(field::hint, detail_of(head).substr(0, kShown)), make_field(field::story, std::string_view(story))};
  const Note notes[] = {{&why, told}};
  ctx.emit({Direction::s2c, body.packets}, event::foreign, std::span(fields).first(text.empty() ? 1 : 2), notes);
  SessionFacts& facts = transport.session().facts;
  const bool elsewhere = &why == &note::redirected || &why == &note::redirected_upgrade;
  if (elsewhere && transport.named()) return;  // the client goes where it is sent, or stays on polling
  const std::string_view by = is_of_proxy(head, as_text(body.content)) ? "proxy" : "server";
  const std::string who = by == "proxy" ? "a proxy" : "the server";
  if (elsewhere && !asked.websocket)
    return redirected(ctx, transport, head, by, who + " redirected the client: " + said);
  if (elsewhere) return facts.ends({"refused", by, who + " redirected the client: " + said});
  if (facts.outcome.state != "open") return;
  const std::string reason = &why == &note::not_socketio ? story : fmt::format("{} answered {}", who, said);
  facts.ends({transport.named() ? "closed" : "refused", by, reason, why.code});
  if (transport.named()) facts.outcome.client_word = "transport error";
}

}  // namespace wstrace::engineio
