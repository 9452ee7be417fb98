#include "dissectors/engineio/foreign.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "dissectors/engineio/definitions.h"
#include "model/describe.h"
#include "model/proxies.h"
#include "seam/session_service.h"

namespace wstrace::engineio {
namespace {

/// Of a body, or a header's value, that is shown.
constexpr std::size_t kShown = 200;
/// A client follows a redirect at once, or not at all.
constexpr Duration kFollowed = 5 * kSecond;
// RFC 9110 15, RFC 6585
constexpr unsigned kMovedPermanently = 301;
constexpr unsigned kSeeOther = 303;
constexpr unsigned kInvalid = 400;
constexpr unsigned kUnauthorized = 401;
constexpr unsigned kForbidden = 403;
constexpr unsigned kProxyAuthentication = 407;
constexpr unsigned kUriTooLong = 414;
constexpr unsigned kUpgradeRequired = 426;
constexpr unsigned kTooManyRequests = 429;
constexpr unsigned kHeadersTooLarge = 431;
constexpr unsigned kBadGateway = 502;
constexpr unsigned kUnavailable = 503;
constexpr unsigned kGatewayTimeout = 504;
/// Content delivery networks that could not reach the server (Cloudflare's 520 to 530).
constexpr unsigned kFirstOfNetworks = 520;
constexpr unsigned kLastOfNetworks = 530;

/// What a status means, for whoever asked (RFC 9110 15, RFC 4918 11, RFC 8470 5.2, RFC 7725 3, RFC 6585 6).
struct Meaning {
  unsigned status;
  std::string_view text;
};
constexpr std::array kMeanings =
    std::to_array<Meaning>({{400, "the request is invalid for whoever answered"},
                            {402, "payment is required"},
                            {405, "this path does not accept the method"},
                            {406, "there is no answer in a form that the client accepts"},
                            {408, "the request did not arrive in time"},
                            {409, "the request conflicts with the state of what it asks for"},
                            {411, "a Content-Length is required"},
                            {412, "a condition of the request is not met"},
                            {413, "the request is too large"},
                            {415, "the type of the body is not accepted"},
                            {417, "what the request expects cannot be done"},
                            {421, "the request reached a server that does not serve this host name"},
                            {422, "the content of the request is not accepted"},
                            {423, "what it asks for is locked"},
                            {424, "something that it depends on failed"},
                            {425, "it came in TLS early data, which is not accepted here"},
                            {428, "the request must have a condition"},
                            {451, "it is withheld for legal reasons"},
                            {500, "the request failed in the server"},
                            {501, "the method is not supported there"},
                            {505, "this version of HTTP is not supported there"},
                            {506, "the server is configured wrongly"},
                            {507, "there is no room left"},
                            {508, "the server found a loop"},
                            {510, "the request lacks an extension"},
                            {511, "the network asks the user to log in first"}});

std::string_view meaning_of(unsigned status) {
  const auto found =
      std::find_if(kMeanings.begin(), kMeanings.end(), [status](const Meaning& each) { return each.status == status; });
  return found == kMeanings.end() ? std::string_view() : found->text;
}

/// 414 and 431; nginx says 400 in words of its own.
bool is_large_head(unsigned status, std::string_view body) {
  return status == kHeadersTooLarge || status == kUriTooLong ||
         body.find("Request Header Or Cookie Too Large") != std::string_view::npos;
}

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
         ctx.sessions().issuer(transport.session().facts.sid) != nullptr;
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

/// While another request of the session waits, its server lives: then a limit of the proxy is the likelier reason.
bool is_server_gone(unsigned status, Transport& transport) {
  const State& state = transport.state();
  return (status == kBadGateway || status == kUnavailable) && state.polls_waiting + state.posts_waiting == 0;
}

/// A large POST that a proxy answers while the server lives.
bool is_cut_by_proxy(const ResponseHead& head, const Asked& asked) {
  return asked.post && asked.posted >= kNotSmall && head.status == kBadGateway;
}

const NoteDef& note_of(const ResponseHead& head, std::string_view body, const Asked& asked, Transport& transport,
                       bool engineio) {
  const unsigned s = head.status;
  const bool somewhere = s / 100 == 3 && !head.header("location").empty();
  if (somewhere && asked.websocket) return note::redirected_upgrade;
  if (somewhere)
    return asked.post && s >= kMovedPermanently && s <= kSeeOther ? note::redirected_post : note::redirected;
  if (s == kUnauthorized || s == kForbidden || s == kProxyAuthentication) return note::unauthorized;
  if (s == kTooManyRequests) return note::rate_limited;
  if (is_large_head(s, body)) return note::headers_too_large;
  if (engineio && is_server_gone(s, transport)) return note::server_gone;
  if (engineio && is_cut_by_proxy(head, asked)) return note::payload_too_large;
  if (s == kGatewayTimeout) return note::not_answered;
  if (s == kBadGateway || s == kUnavailable || is_of_network(s)) return note::unavailable;
  if (engineio) return note::unexpected_answer;
  return meaning_of(s).empty() ? note::not_socketio : note::refused;
}

std::string story_of(const NoteDef& why, const ResponseHead& head, const Asked& asked, std::string_view said) {
  const std::string_view server = head.header("server").substr(0, kShown);
  const std::string from = server.empty() ? "" : fmt::format(" ({})", server);
  if (&why == &note::not_answered)
    return fmt::format("a proxy{} waited {} for the server, and answered {}", from, human_duration(asked.waited), said);
  if (&why == &note::payload_too_large)
    return fmt::format(
        "a proxy{} answered this POST of {} with {} while another request of the session was waiting, so the server "
        "runs: either the proxy's limit for bodies is smaller (some answer so), or the server ended the connection",
        from, human_size(asked.posted), said);
  if (&why == &note::refused || &why == &note::unexpected_answer) return std::string(meaning_of(head.status));
  const std::string_view type = head.header("content-type");
  return fmt::format(
      "this is not an Engine.IO response: status {}{}{}{}", head.status, type.empty() ? "" : ", ", type,
      head.status == kUpgradeRequired ? ", as a plain WebSocket server answers what is no WebSocket request" : "");
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
  state.redirect_to = without_query(head.header("location")).substr(0, kShown);
  state.redirect_said = fmt::format("{} {}", head.status, head.reason.substr(0, kShown));
  state.redirected_by = by;
  ctx.sessions().await_request(target_of(head.header("location")));
  transport.session().linger = kFollowed;
}

}  // namespace

void foreign_answer(Context& ctx, Transport& transport, const ResponseHead& head, const Body& body,
                    const Asked& asked) {
  const std::string said =
      fmt::format("{}{}{}", head.status, head.reason.empty() ? "" : " ", head.reason.substr(0, kShown));
  const std::string_view text = as_text(body.content).substr(0, kShown);
  const NoteDef& why = note_of(head, as_text(body.content), asked, transport, serves_engineio(ctx, transport));
  const std::string story = story_of(why, head, asked, said);
  const bool by_body = &why == &note::not_socketio || (&why == &note::refused && head.status == kInvalid);
  if (by_body && body.state != Body::State::whole) return;  // the rest may say what it is
  const Field fields[] = {make_field(field::status, head.status), make_field(field::text, text)};
  const Field reported[] = {
      make_field(field::said, std::string_view(said)), make_field(field::from, head.header("server").substr(0, kShown)),
      make_field(field::hint, detail_of(head).substr(0, kShown)), make_field(field::story, std::string_view(story))};
  const Note notes[] = {{&why, reported}};
  SessionFacts& facts = transport.session().facts;
  // What ended the session has been reported.
  const bool follows = facts.outcome.state != "open" && !facts.outcome.code.empty();
  ctx.emit({Direction::s2c, body.packets}, event::foreign, std::span(fields).first(text.empty() ? 1 : 2),
           std::span(notes).first(follows ? 0 : 1));
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
