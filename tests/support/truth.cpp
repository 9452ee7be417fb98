// Which lines and events are compared, whose they are, and the comparison.
#include "support/truth.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <tuple>

namespace wstrace::test {
namespace {

using std::string_view;

constexpr std::size_t kShownText = 300;
/// In place of a client: a server's log of its library's doings, in an order of its own.
constexpr const char* kServersView = "as the server logs it";
/// The same, of what a client logs beside what it gets.
constexpr const char* kSendersView = "as the client sent it";

string_view name_of(Direction dir) { return dir == Direction::c2s ? "c2s" : "s2c"; }

bool is_servers_view(Topic topic) {
  return topic == Topic::opens || topic == Topic::refusals || topic == Topic::accepts;
}

/// Of these each side has its part, and logs one of them only.
constexpr Topic kOfBothSides[] = {Topic::socketio, Topic::messages, Topic::graphql, Topic::websocket};

/// The way that what is logged by this side travelled. An upgrade is the client's doing, whoever logs it.
Direction direction_of(Topic topic, bool by_server) {
  if (topic == Topic::upgrades || topic == Topic::stomp_sent) return Direction::c2s;
  return by_server && !is_servers_view(topic) ? Direction::c2s : Direction::s2c;
}

/// What one side's log is about. Libraries that say when a session begins say when it is refused, too; whoever logs what
/// it opened logs its messages.
std::set<Topic> topics_of(const std::vector<Line>& truth, string_view side) {
  std::set<Topic> topics;
  for (const Line& line : truth) {
    if (text_at(line.json, {"side"}) != side) continue;
    for (const Told& reported : reported_by_truth(line.json)) topics.insert(reported.topic);
  }
  if (topics.count(Topic::opens) + topics.count(Topic::refusals) != 0) topics.insert({Topic::opens, Topic::refusals});
  if (topics.count(Topic::opened) != 0) topics.insert(Topic::messages);
  if (topics.count(Topic::accepts) != 0) topics.insert(Topic::websocket);
  return topics;
}

/// A side that happens to log nothing of what the other one logs would have, unless it speaks on another level.
void add_silent(std::set<Topic>& topics, const std::set<Topic>& of_other_side) {
  // A broker that is no program of the lab logs nothing; so its clients log what they send, too.
  if (topics.empty() && of_other_side.count(Topic::stomp_sent) != 0) return;
  for (const Topic topic : kOfBothSides) {
    if (topics.count(topic) != 0) return;
  }
  for (const Topic topic : kOfBothSides) {
    if (of_other_side.count(topic) != 0) topics.insert(topic);
  }
}

std::set<std::pair<Topic, Direction>> topics_of(const std::vector<Line>& truth) {
  std::set<Topic> server = topics_of(truth, "server");
  std::set<Topic> client = topics_of(truth, "client");
  add_silent(server, client);
  add_silent(client, server);
  std::set<std::pair<Topic, Direction>> topics;
  for (const Topic topic : server) topics.emplace(topic, direction_of(topic, true));
  for (const Topic topic : client) topics.emplace(topic, direction_of(topic, false));
  return topics;
}

using Key = std::tuple<std::string, Direction, std::string>;
Key key_of(const Said& said) { return {said.client, said.dir, said.what}; }

std::string text_of(const Said& said) {
  const string_view more = said.what.size() > kShownText ? "…" : "";
  const std::string text = fmt::format("{} {}{}", name_of(said.dir), said.what.substr(0, kShownText), more);
  return said.client.empty() ? text : fmt::format("{} ({})", text, said.client);
}

/// What the first has and the second has not, as often as it has it more.
std::vector<std::string> surplus(const Account& of, const Account& over, string_view because) {
  std::map<Key, int> left;
  for (const Said& said : over.said) ++left[key_of(said)];
  std::vector<std::string> out;
  for (const Said& said : of.said) {
    if (--left[key_of(said)] < 0) out.push_back(fmt::format("{}: {}", because, text_of(said)));
  }
  return out;
}

/// What breaks the protocol, or comes after the end, is dropped by some libraries and delivered by others.
bool may_be_dropped(const Json& event) {
  const Json* notes = find(event, {"notes"});
  if (notes == nullptr) return false;
  return std::any_of(notes->Begin(), notes->End(), [](const Json& note) {
    const std::string_view code = text_at(note, {"code"});
    return code == "ws.data-after-close" || (code.starts_with("ws.") && text_at(note, {"severity"}) != "note");
  });
}

/// Takes out what may have been dropped, and was as far as the log goes.
void take_out_dropped(Account& trace, const std::vector<bool>& droppable, const Account& truth) {
  std::map<Key, int> left;
  for (const Said& said : truth.said) ++left[key_of(said)];
  for (std::size_t i = 0; i < trace.said.size(); ++i) left[key_of(trace.said[i])] -= droppable[i] ? 0 : 1;
  std::vector<Said> kept;
  for (std::size_t i = 0; i < trace.said.size(); ++i)
    if (!droppable[i] || --left[key_of(trace.said[i])] >= 0) kept.push_back(std::move(trace.said[i]));
  trace.said = std::move(kept);
}

std::map<std::pair<std::string, Direction>, std::vector<const Said*>> sequences(const Account& account) {
  std::map<std::pair<std::string, Direction>, std::vector<const Said*>> out;
  for (const Said& said : account.said) out[{said.client, said.dir}].push_back(&said);
  return out;
}

std::vector<std::string> order_differences(const Account& truth, const Account& trace) {
  std::vector<std::string> out;
  auto traced = sequences(trace);
  for (const auto& [of, logged] : sequences(truth)) {
    const auto& found = traced[of];
    const auto differ = std::mismatch(logged.begin(), logged.end(), found.begin(), found.end(),
                                      [](const Said* a, const Said* b) { return a->what == b->what; });
    if (differ.first == logged.end() || differ.second == found.end()) continue;
    out.push_back(fmt::format("another order, from number {}: logged {}; traced {}", differ.first - logged.begin() + 1,
                              text_of(**differ.first), text_of(**differ.second)));
  }
  return out;
}

/// Of the sessions with one sid, the one that began first lies between the client and the proxy.
/// The two sides of a proxy share it: their sid; of plain WebSockets, which have none, the smaller of their numbers.
std::string shared_name(std::uint64_t number, const Json& record) {
  const string_view sid = text_at(record, {"sid"});
  const Json* others = find(record, {"other_sides"});
  if (!sid.empty() || others == nullptr) return std::string(sid);
  for (const Json& other : others->GetArray()) number = std::min(number, other.GetUint64());
  return fmt::format("{}", number);
}

void emit_sides_apart(std::map<std::uint64_t, TracedSession>& sessions) {
  std::map<std::string, std::vector<TracedSession*>> by_name;
  for (auto& [number, session] : sessions) {
    if (session.record == nullptr) continue;
    std::string name = shared_name(number, *session.record);
    if (!name.empty()) by_name[std::move(name)].push_back(&session);
  }
  for (auto& [name, sides] : by_name) {
    if (sides.size() < 2) continue;
    std::sort(sides.begin(), sides.end(), [](const TracedSession* a, const TracedSession* b) {
      return text_at(*a->record, {"start"}) < text_at(*b->record, {"start"});
    });
    for (TracedSession* side : sides) side->near_client = side == sides.front();
    sides.front()->near_server = false;
  }
}

}  // namespace

std::map<std::uint64_t, TracedSession> sessions_of(const std::vector<Line>& trace) {
  std::map<std::uint64_t, TracedSession> sessions;
  for (const Line& line : trace) {
    TracedSession& session = sessions[number_at(line.json, {"session"})];
    if (is_record(line.json, "session")) session.record = &line.json;
    if (is_event(line.json, "socketio", "connect") && session.client.empty()) {
      session.client = text_at(line.json, {"fields", "sid"});
    }
  }
  emit_sides_apart(sessions);
  return sessions;
}

std::map<std::uint64_t, std::string> clients_of(const std::vector<Line>& truth) {
  std::map<std::uint64_t, std::string> clients;
  for (const Line& line : truth) {
    if (find(line.json, {"client"}) == nullptr) continue;
    std::string& sid = clients[number_at(line.json, {"client"})];
    if (sid.empty() && text_at(line.json, {"kind"}) == "connect") sid = text_at(line.json, {"sid"});
  }
  return clients;
}

Account account_of_truth(const std::vector<Line>& truth) {
  Account account;
  account.topics = topics_of(truth);
  const auto clients = clients_of(truth);
  for (const auto& [number, sid] : clients) account.clients.insert(sid);
  for (const Line& line : truth) {
    for (const Told& reported : reported_by_truth(line.json)) {
      if (reported.what.empty()) continue;
      Said said{direction_of(reported.topic, text_at(line.json, {"side"}) == "server"), reported.what, {}};
      const auto client = clients.find(number_at(line.json, {"client"}));
      if (client != clients.end()) said.client = client->second;
      if (is_servers_view(reported.topic)) said.client = kServersView;
      if (reported.topic == Topic::stomp_sent) said.client = kSendersView;
      account.said.push_back(std::move(said));
    }
  }
  return account;
}

Account account_of_trace(const std::vector<Line>& trace, const Account& truth) {
  Account account;
  account.topics = truth.topics;
  account.clients = truth.clients;
  const auto sessions = sessions_of(trace);
  std::vector<bool> droppable;
  for (const Line& line : trace) {
    if (!is_record(line.json, "event")) continue;
    const TracedSession& session = sessions.at(number_at(line.json, {"session"}));
    const Direction dir = text_at(line.json, {"dir"}) == "c2s" ? Direction::c2s : Direction::s2c;
    for (const Told& reported : reported_by_trace(line.json)) {
      if (truth.topics.count({reported.topic, dir}) == 0) continue;
      const bool by_server = dir == Direction::c2s || is_servers_view(reported.topic);
      if (by_server ? !session.near_server : !session.near_client) continue;
      Said said{dir, reported.what, truth.clients.count(session.client) != 0 ? session.client : std::string()};
      if (is_servers_view(reported.topic)) said.client = kServersView;
      if (reported.topic == Topic::stomp_sent) said.client = kSendersView;
      account.said.push_back(std::move(said));
      droppable.push_back(may_be_dropped(line.json));
    }
  }
  take_out_dropped(account, droppable, truth);
  return account;
}

std::vector<std::string> differences(const Account& truth, const Account& trace) {
  std::vector<std::string> out = surplus(trace, truth, "in the trace, and the application did not log it");
  for (std::string& line : surplus(truth, trace, "the application logged it, and the trace lacks it")) {
    out.push_back(std::move(line));
  }
  return out.empty() ? order_differences(truth, trace) : out;
}

}  // namespace wstrace::test
