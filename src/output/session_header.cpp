#include "output/session_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "model/connecting.h"
#include "model/describe.h"
#include "output/words.h"

namespace wstrace {
namespace {

constexpr std::size_t kHeadIndent = 15;
/// Connections named without -v: a client that polls opens hundreds.
constexpr std::size_t kConnectionsNamed = 24;

std::string transports(const SessionFacts& session) {
  std::string words;
  for (const std::string_view transport : session.transports) {
    if (!words.empty()) words += " → ";
    words += transport;
  }
  return words;
}

/// True when all connections that carried anything lead from one address to one endpoint: only the client's ports differ.
bool same_ends(const SessionFacts& session) {
  const ConnectionRef& first = session.first_connection();
  return std::all_of(session.connections.begin(), session.connections.end(), [&](const ConnectionRef& c) {
    return c.attempt || (c.client.address == first.client.address && c.server == first.server);
  });
}

bool is_one(const SessionFacts& session) {
  return std::count_if(session.connections.begin(), session.connections.end(),
                       [](const ConnectionRef& c) { return !c.attempt; }) == 1;
}

std::string connection_words(const ConnectionRef& c, bool same) {
  if (c.attempt) return fmt::format(" {} refused", c.client.to_string());
  return same ? fmt::format(" :{}", c.client.port) : " " + c.client.to_string() + " → " + c.server.to_string();
}

void print_ends(Page& page, const SessionFacts& session) {
  Line line = page.line();
  line.space(2);
  if (!session.connections.empty() && same_ends(session)) {
    const ConnectionRef& first = session.first_connection();
    line.put("client ", Style::faint)
        .put(is_one(session) ? first.client.to_string() : first.client.address.to_string());
    line.space(3).put("server ", Style::faint).put(first.server.to_string()).space(2);
  }
  const std::size_t sid_columns = session.sid.empty() ? 0 : session.sid.size() + 7;
  line.put(session.path, Style::plain, line.room() > sid_columns + 8 ? line.room() - sid_columns : 8);
  if (!session.sid.empty()) line.space(line.column() > 2 ? 3 : 0).put("sid ", Style::faint).put(session.sid);
  if (line.column() > 2) page.print(line);
}

bool any_http2(const SessionFacts& session) {
  return std::any_of(session.connections.begin(), session.connections.end(), [](const auto& c) { return c.http2; });
}

/// The stream of HTTP/2 that the WebSocket is in; 0 for none.
std::uint32_t websocket_stream(const SessionFacts& session) {
  std::uint32_t stream = 0;
  for (const ConnectionRef& each : session.connections) stream = each.stream != 0 ? each.stream : stream;
  return stream;
}

/// The versions of HTTP that its connections speak, and the stream where only one was needed.
std::string http_words(const SessionFacts& session) {
  if (!any_http2(session)) return "HTTP";
  const std::uint32_t stream = websocket_stream(session);
  if (stream != 0 && session.polls == 0) return fmt::format("HTTP/2 stream {}", stream);
  const bool all = std::all_of(session.connections.begin(), session.connections.end(),
                               [](const ConnectionRef& c) { return c.http2 || c.attempt; });
  return all ? "HTTP/2" : "HTTP/2, HTTP/1.1";
}

/// What lies on what, from TCP up: shown where something lies between TCP and HTTP, or that is HTTP/2.
std::string layer_cake(const SessionFacts& session) {
  std::string words = "TCP";
  const auto add = [&words](const std::string& layer) { words += " → " + layer; };
  if (!session.secured.empty()) add(session.secured);
  if (session.kind >= SessionKind::http) add(http_words(session));
  const auto& by = session.transports;
  const bool carried = std::find(by.begin(), by.end(), "websocket") != by.end();
  const std::uint32_t stream = websocket_stream(session);
  const bool beside = stream != 0 && session.polls > 0;
  if (session.kind == SessionKind::websocket || carried)
    add(beside ? fmt::format("WebSocket (stream {})", stream) : "WebSocket");
  for (const ProtocolVersion& spoken : session.protocols)
    if (spoken.version != 0) add(fmt::format("{} {}", spoken.protocol->title, spoken.version));
  return words;
}

void print_connections(Page& page, const SessionFacts& session, int verbosity) {
  const bool same = same_ends(session);
  std::vector<std::string> items;
  for (std::size_t i = 0; i < session.connections.size(); ++i) {
    if (i == kConnectionsNamed && verbosity == 0) {
      items.push_back(fmt::format("… {} more", session.connections.size() - i));
      break;
    }
    const ConnectionRef& c = session.connections[i];
    items.push_back(connection_letter(i) + connection_words(c, same));
  }
  page.items("connections", items, kHeadIndent);
}

std::string share_words(Duration part, Duration whole) {
  constexpr double kWhole = 9.95;  // from here on without a decimal
  constexpr double kLeast = 0.05;
  const double percent = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  if (percent < kLeast) return part == 0 ? "0 %" : "<0.1 %";
  return percent < kWhole ? fmt::format("{:.1f} %", percent) : fmt::format("{:.0f} %", percent);
}

/// Where the time went until the session could be used.
void print_connecting(Page& page, const SessionFacts& session) {
  const std::optional<Connecting> connecting = connecting_of(session);
  if (!connecting) return;
  std::vector<std::string> items;
  const auto add = [&](const std::string& what, Duration took) {
    items.push_back(what + " " + share_words(took, connecting->total));
  };
  for (const Connecting::Part& part : connecting->parts)
    if (part.took > 0) add(part.label, part.took);
  if (connecting->between > 0) add("waiting between handshakes", connecting->between);
  items.front().insert(0, human_duration(connecting->total) + ": ");
  if (connecting->opened_before > 0)
    items.push_back(fmt::format("its connection had already been open for {} for other requests",
                                human_duration(connecting->opened_before)));
  page.items("connecting", items, kHeadIndent);
}

/// Which session of the same client came before, and how that ended.
void print_previous(Page& page, const Predecessor& previous) {
  if (previous.session == 0 || previous.in_order) return;
  Line line = page.line();
  line.space(2).put(fmt::format("attempt {}", previous.attempt), Style::faint);
  line.pad_to(std::max(kHeadIndent, line.column() + 2));
  page.paragraph(std::move(line), fmt::format("{} after session {}, which ended: {}", human_duration(previous.pause),
                                              previous.session, previous.ended));
}

}  // namespace

std::string session_line(const SessionFacts& session) {
  std::string line = fmt::format("Session {} · {}", session.number, session_title(session));
  // A WebSocket that is nothing more has its transport in its name.
  if (session.kind > SessionKind::websocket && !session.transports.empty()) line += " · " + transports(session);
  line += " · " + human_duration(session.end - session.start);
  return line + " · " + outcome_words(session.outcome);
}

void print_session_header(Page& page, const SessionFacts& session, int verbosity) {
  page.paragraph(page.line(), session_line(session), Style::strong);
  print_previous(page, session.previous);
  print_ends(page, session);
  if (session.connections.size() > 1 || (!session.connections.empty() && !same_ends(session)))
    print_connections(page, session, verbosity);
  if (!session.secured.empty() || any_http2(session)) page.items("stack", {layer_cake(session)}, kHeadIndent);
  if (!session.encapsulations.empty()) page.items("encapsulation", session.encapsulations, kHeadIndent);
  if (!session.handshakes.empty()) {
    std::vector<std::string> items;
    for (const Handshake& handshake : session.handshakes)
      items.push_back(handshake.label + " " + human_duration(handshake.took));
    page.items("handshakes", items, kHeadIndent);
  }
  print_connecting(page, session);
}

}  // namespace wstrace
