#include "output/session_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "model/connecting.h"
#include "model/describe.h"
#include "output/phrases.h"

namespace wstrace {
namespace {

constexpr std::size_t kHeadIndent = 15;
/// Connections named without -v: a client that polls opens hundreds.
constexpr std::size_t kConnectionsNamed = 24;

std::string transports(const SessionFacts& session) {
  std::string text;
  for (const std::string_view transport : session.transports) {
    if (!text.empty()) text += " → ";
    text += transport;
  }
  return text;
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

std::string connection_text(const ConnectionRef& c, bool same) {
  if (c.attempt) return fmt::format(" {} refused", c.client.to_string());
  return same ? fmt::format(" :{}", c.client.port) : " " + c.client.to_string() + " → " + c.server.to_string();
}

void print_ends(TextWriter& writer, const SessionFacts& session) {
  LineBuilder line = writer.line();
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
  if (line.column() > 2) writer.print(line);
}

/// "TLS 1.3"; beside another protocol of its level, what it is exactly.
std::string layer_text(const SessionFacts& session, const StackLayer& layer) {
  const auto layers = session.stack.layers();
  const auto level = layer.protocol->level;
  const bool alone = std::count_if(layers.begin(), layers.end(),
                                   [&](const StackLayer& each) { return each.protocol->level == level; }) == 1;
  const bool exact = !alone && !layer.protocol->exact_title.empty();
  std::string text(exact ? layer.protocol->exact_title : layer.protocol->title);
  if (!layer.version.empty()) text += " " + layer.version;
  return text;
}

/// The substream that carries what lies above is said beside what it is a stream of, or, where that carried more of the session,
/// beside the first layer above.
std::string substream_text(const SessionFacts& session, const StackLayer& layer, const StackLayer* below) {
  const bool several = session.polls > 0;
  if (!several) return layer.substream != 0 ? fmt::format(" stream {}", layer.substream) : "";
  return below != nullptr && below->substream != 0 ? fmt::format(" (stream {})", below->substream) : "";
}

/// What lies on what, from TCP up.
std::string layer_cake(const SessionFacts& session) {
  std::string text;
  const StackLayer* below = nullptr;
  for (const StackLayer& layer : session.stack.layers()) {
    if (below != nullptr) text += below->protocol->level == layer.protocol->level ? ", " : " → ";
    text += layer_text(session, layer) + substream_text(session, layer, below);
    below = &layer;
  }
  return text;
}

/// Of a session with nothing between TCP and HTTP, and a connection for each of its exchanges, it goes without saying.
bool is_stack_plain(const SessionFacts& session) {
  const auto layers = session.stack.layers();
  return std::none_of(layers.begin(), layers.end(), [](const StackLayer& each) {
    return each.protocol->level == Level::protection || each.protocol->has_substreams;
  });
}

void print_connections(TextWriter& writer, const SessionFacts& session, int verbosity) {
  const bool same = same_ends(session);
  std::vector<std::string> items;
  for (std::size_t i = 0; i < session.connections.size(); ++i) {
    if (i == kConnectionsNamed && verbosity == 0) {
      items.push_back(fmt::format("… {} more", session.connections.size() - i));
      break;
    }
    const ConnectionRef& c = session.connections[i];
    items.push_back(connection_letter(i) + connection_text(c, same));
  }
  writer.items("connections", items, kHeadIndent);
}

std::string share_text(Duration part, Duration whole) {
  constexpr double kWhole = 9.95;  // from here on without a decimal
  constexpr double kLeast = 0.05;
  const double percent = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  if (percent < kLeast) return part == 0 ? "0 %" : "<0.1 %";
  return percent < kWhole ? fmt::format("{:.1f} %", percent) : fmt::format("{:.0f} %", percent);
}

/// Where the time went until the session could be used.
void print_connecting(TextWriter& writer, const SessionFacts& session) {
  const std::optional<Connecting> connecting = connecting_of(session);
  if (!connecting) return;
  std::vector<std::string> items;
  const auto add = [&](const std::string& what, Duration took) {
    items.push_back(what + " " + share_text(took, connecting->total));
  };
  for (const Connecting::Part& part : connecting->parts)
    if (part.took > 0) add(part.label, part.took);
  if (connecting->between > 0) add("waiting between handshakes", connecting->between);
  items.front().insert(0, human_duration(connecting->total) + ": ");
  if (connecting->opened_before > 0)
    items.push_back(fmt::format("its connection had already been open for {} for other requests",
                                human_duration(connecting->opened_before)));
  writer.items("connecting", items, kHeadIndent);
}

/// Which session of the same client came before, and how that ended.
void print_previous(TextWriter& writer, const Predecessor& previous) {
  if (previous.session == 0 || previous.in_order) return;
  LineBuilder line = writer.line();
  line.space(2).put(fmt::format("attempt {}", previous.attempt), Style::faint);
  line.pad_to(std::max(kHeadIndent, line.column() + 2));
  writer.paragraph(std::move(line), fmt::format("{} after session {}, which ended: {}", human_duration(previous.pause),
                                                previous.session, previous.ended));
}

}  // namespace

std::string session_line(const SessionFacts& session) {
  std::string line = fmt::format("Session {} · {}", session.number, session_title(session));
  // A WebSocket that is nothing more has its transport in its name.
  if (session.type->outlives_connections && !session.transports.empty()) line += " · " + transports(session);
  line += " · " + human_duration(session.end - session.start);
  return line + " · " + outcome_text(session.outcome);
}

void print_session_header(TextWriter& writer, const SessionFacts& session, int verbosity) {
  writer.paragraph(writer.line(), session_line(session), Style::strong);
  print_previous(writer, session.previous);
  print_ends(writer, session);
  if (session.connections.size() > 1 || (!session.connections.empty() && !same_ends(session)))
    print_connections(writer, session, verbosity);
  if (!is_stack_plain(session)) writer.items("stack", {layer_cake(session)}, kHeadIndent);
  if (!session.encapsulations.empty()) writer.items("encapsulation", session.encapsulations, kHeadIndent);
  if (!session.handshakes.empty()) {
    std::vector<std::string> items;
    for (const Handshake& handshake : session.handshakes)
      items.push_back(handshake.label + " " + human_duration(handshake.took));
    writer.items("handshakes", items, kHeadIndent);
  }
  print_connecting(writer, session);
}

}  // namespace wstrace
