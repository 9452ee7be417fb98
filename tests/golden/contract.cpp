// First every record by itself, then what the records say of one another.
#include "golden/contract.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "golden/schema.h"

namespace wstrace::test {
namespace {

using std::string_view;

class Checker {
 public:
  explicit Checker(const std::vector<Line>& output) : output_(output) {}

  std::vector<std::string> check() {
    for (line_ = 1; line_ <= output_.size(); ++line_) check_record(output_[line_ - 1].json);
    check_frame();
    for (line_ = 1; line_ <= output_.size(); ++line_) check_references(output_[line_ - 1].json);
    return std::move(violations_);
  }

 private:
  void expect(bool good, const std::string& otherwise) {
    if (good) return;
    violations_.push_back(fmt::format("line {}: {}", line_, otherwise));
  }

  void check_record(const Json& record) {
    const std::string complaint = contract_schema().complaint_about(record);
    expect(complaint.empty(), complaint);
    check_keys(record);
    if (is_record(record, "event")) check_event(record);
    if (is_record(record, "connection")) ++reported_[number_at(record, {"connection"})];
    if (is_record(record, "session")) check_session(record);
  }

  /// No key is twice in an object, which a schema cannot say.
  void check_keys(const Json& value) {
    if (value.IsArray())
      for (const Json& each : value.GetArray()) check_keys(each);
    if (!value.IsObject()) return;
    std::set<string_view> seen;
    for (const auto& member : value.GetObject()) {
      const string_view name(member.name.GetString(), member.name.GetStringLength());
      expect(seen.insert(name).second, fmt::format("\"{}\" is twice in an object", name));
      if (!is_the_peers(name)) check_keys(member.value);
    }
  }

  /// JSON that an application wrote, which may repeat keys.
  static bool is_the_peers(string_view name) {
    return name == "args" || name == "auth" || name == "error" || name == "data" || name == "open";
  }

  void check_event(const Json& event) {
    const auto [first, last] = range_of(event);
    expect(first <= last, "\"packet_range\" is no ordered pair");
  }

  static std::pair<std::uint64_t, std::uint64_t> range_of(const Json& event) {
    const Json* range = find(event, {"packet_range"});
    if (range == nullptr || !range->IsArray() || range->Size() != 2) return {};
    const auto number = [range](unsigned at) { return (*range)[at].IsUint64() ? (*range)[at].GetUint64() : 0; };
    return {number(0), number(1)};
  }

  void check_session(const Json& session) {
    if (const Json* connecting = find(session, {"connecting"}); connecting != nullptr) check_connecting(*connecting);
    expect(sessions_.emplace(number_at(session, {"session"}), &session).second, "this session was reported before");
  }

  /// The parts are the whole, but for what rounding to a microsecond does to each.
  void check_connecting(const Json& connecting) {
    const std::uint64_t total = number_at(connecting, {"total_us"});
    std::uint64_t sum = number_at(connecting, {"between", "took_us"});
    double shares = (*find(connecting, {"between", "share"})).GetDouble();
    const auto& handshakes = find(connecting, {"handshakes"})->GetArray();
    for (const Json& part : handshakes) {
      sum += number_at(part, {"took_us"});
      shares += (*find(part, {"share"})).GetDouble();
    }
    const std::size_t parts = handshakes.Size() + 1;
    expect(sum <= total + parts && sum + parts >= total, "the parts of \"connecting\" are not its total");
    expect(std::abs(shares - 1) <= 0.0005 * static_cast<double>(parts) + 1e-9, "its shares are not all of it");
  }

  /// One capture record first, one end record last.
  void check_frame() {
    line_ = output_.size();
    if (output_.empty()) return expect(false, "no output");
    const auto count = [this](string_view kind) {
      return std::count_if(output_.begin(), output_.end(), [kind](const Line& l) { return is_record(l.json, kind); });
    };
    expect(is_record(output_.front().json, "capture") && count("capture") == 1, "not one capture record, first");
    expect(is_record(output_.back().json, "end") && count("end") == 1, "not one end record, last");
    const Json& end = output_.back().json;
    packets_ = number_at(end, {"packets"});
    connections_ = number_at(end, {"connections"});
    expect(number_at(end, {"sessions"}) == sessions_.size(), "the end record counts other sessions than there are");
  }

  void check_references(const Json& record) {
    if (is_record(record, "event")) check_event_references(record);
    if (is_record(record, "session")) check_connections(record);
    if (is_record(record, "connection")) check_sessions(record);
  }

  void check_connections(const Json& session) {
    const Json* connections = find(session, {"connections"});
    if (connections == nullptr || !connections->IsArray()) return;
    expect(!connections->Empty(), "a session without connections");
    for (const Json& number : connections->GetArray()) {
      if (!number.IsUint64()) continue;
      expect(number.GetUint64() <= connections_, "a connection that the end record does not count");
      const auto reported = reported_.find(number.GetUint64());
      // What nobody asked about is told of with --all.
      expect(
          (reported == reported_.end() && is_bare(session)) || (reported != reported_.end() && reported->second == 1),
          fmt::format("connection {} has not one record", number.GetUint64()));
    }
  }

  static bool is_bare(const Json& session) {
    const string_view kind = text_at(session, {"kind"});
    const string_view state = text_at(session, {"outcome", "state"});
    return (kind == "tcp" || kind == "tls" || kind == "http") &&
           (state == "open" || state == "closed" || state == "reset");
  }

  void check_sessions(const Json& connection) {
    const std::uint64_t number = number_at(connection, {"connection"});
    for (const Json& session : find(connection, {"sessions"})->GetArray()) {
      const auto known = sessions_.find(session.GetUint64());
      expect(known != sessions_.end() && serves(number, *known->second), "it names a session that does not name it");
    }
  }

  void check_event_references(const Json& event) {
    const string_view time = text_at(event, {"time"});
    // What is said of a session when it is over belongs to no connection, and to the time when it ended.
    const bool of_connection = find(event, {"connection"}) != nullptr;
    // What had to wait until bytes before it were given up has the time at which it happened.
    waited_ = waited_ || is_event(event, "tcp", "gap");
    // What a refusal means is known when the client has tried its other addresses; it has the time of the refusal.
    const bool verdict = is_event(event, "tcp", "refused");
    expect(!of_connection || waited_ || verdict || time >= last_time_,
           fmt::format("its time {} is before that of an earlier event, {}", time, last_time_));
    last_time_ = std::max(last_time_, time);
    expect(range_of(event).second <= packets_, "\"packet_range\" goes beyond the capture");
    expect(number_at(event, {"connection"}) <= connections_, "\"connection\" goes beyond what the end record counts");
    if (find(event, {"session"}) == nullptr) return;
    const auto session = sessions_.find(number_at(event, {"session"}));
    expect(session != sessions_.end(), "\"session\" has no session record");
    if (session == sessions_.end()) return;
    expect(find(event, {"sid"}) == nullptr || text_at(event, {"sid"}) == text_at(*session->second, {"sid"}),
           "\"sid\" is not its session's");
    expect(!of_connection || serves(number_at(event, {"connection"}), *session->second),
           "its session does not list its connection");
  }

  static bool serves(std::uint64_t connection, const Json& session) {
    const Json* connections = find(session, {"connections"});
    if (connections == nullptr || !connections->IsArray()) return false;
    const auto all = connections->GetArray();
    return std::any_of(all.begin(), all.end(),
                       [connection](const Json& n) { return n.IsUint64() && n.GetUint64() == connection; });
  }

  const std::vector<Line>& output_;
  std::vector<std::string> violations_;
  std::map<std::uint64_t, const Json*> sessions_;
  std::map<std::uint64_t, unsigned> reported_;  // connections, and how many records each has
  std::uint64_t packets_ = 0;
  std::uint64_t connections_ = 0;
  string_view last_time_;
  bool waited_ = false;
  std::size_t line_ = 0;
};

}  // namespace

std::vector<std::string> contract_violations(const std::vector<Line>& output) { return Checker(output).check(); }

}  // namespace wstrace::test
