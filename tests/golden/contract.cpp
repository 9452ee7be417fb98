// First every record by itself, then what the records say of one another.
#include "golden/contract.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "golden/contract_keys.h"

namespace wstrace::test {
namespace {

using std::string_view;

bool one_of(string_view word, std::initializer_list<string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool has_type(const Json& value, Type type) {
  switch (type) {
    case Type::string: return value.IsString();
    case Type::number: return value.IsUint64();
    case Type::decimal: return value.IsNumber() && value.GetDouble() >= 0;
    case Type::boolean: return value.IsBool();
    case Type::array: return value.IsArray();
    case Type::object: return value.IsObject();
    case Type::any: return true;
  }
  return false;
}

/// In the shape, 0 stands for any digit.
bool has_shape(string_view text, string_view shape) {
  return std::equal(text.begin(), text.end(), shape.begin(), shape.end(),
                    [](char c, char wanted) { return wanted == '0' ? c >= '0' && c <= '9' : c == wanted; });
}

bool is_time(string_view text) { return has_shape(text, "0000-00-00T00:00:00.000000000Z"); }

/// "ws.unmasked-client-frame"
bool is_note_code(string_view text) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
  const std::size_t dot = text.find('.');
  return dot != string_view::npos && dot != 0 && !text.ends_with('.') && std::all_of(text.begin(), text.end(), allowed);
}

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

  /// Members against the table: known, once, of the right type, and none missing.
  void check_keys(const Json& object, std::span<const Key> keys, string_view where) {
    std::set<string_view> seen;
    for (const auto& member : object.GetObject()) {
      const string_view name(member.name.GetString(), member.name.GetStringLength());
      const auto key = std::find_if(keys.begin(), keys.end(), [name](const Key& k) { return k.name == name; });
      expect(seen.insert(name).second, fmt::format("\"{}\" is twice in {}", name, where));
      expect(key != keys.end(), fmt::format("\"{}\" in {} is not in the contract", name, where));
      if (key != keys.end()) {
        expect(has_type(member.value, key->type), fmt::format("\"{}\" in {} has the wrong type", name, where));
      }
    }
    for (const Key& key : keys) {
      expect(!key.required || seen.count(key.name) != 0, fmt::format("\"{}\" is missing in {}", key.name, where));
    }
  }

  void check_member(const Json& record, string_view name, std::span<const Key> keys) {
    const Json* member = find(record, {name});
    if (member != nullptr && member->IsObject()) check_keys(*member, keys, name);
  }

  void check_elements(const Json& record, string_view name, std::span<const Key> keys) {
    const Json* members = find(record, {name});
    if (members == nullptr || !members->IsArray()) return;
    for (const Json& element : members->GetArray()) {
      expect(element.IsObject(), fmt::format("an element of \"{}\" is no object", name));
      if (element.IsObject()) check_keys(element, keys, name);
    }
  }

  void check_record(const Json& record) {
    if (!record.IsObject()) return expect(false, "no object");
    const string_view kind = text_at(record, {"record"});
    const std::span<const Key> keys = keys_of_record(kind);
    expect(!keys.empty(), fmt::format("unknown record \"{}\"", kind));
    if (keys.empty()) return;
    check_keys(record, keys, kind);
    check_notes(record, kind == "session");
    if (kind == "capture") check_elements(record, "interfaces", interface_keys());
    if (kind == "event") check_event(record);
    if (kind == "session") check_session(record);
  }

  void check_notes(const Json& record, bool of_session) {
    check_elements(record, "notes", note_keys(of_session));
    const Json* notes = find(record, {"notes"});
    if (notes == nullptr || !notes->IsArray()) return;
    expect(of_session || !notes->Empty(), "\"notes\" of an event is empty, and should be left out");
    for (const Json& note : notes->GetArray()) {
      const std::string code(text_at(note, {"code"}));
      expect(one_of(text_at(note, {"severity"}), {"note", "warning", "error"}), "severity of " + code);
      expect(is_note_code(code), "form of the code \"" + code + "\"");
      expect(!text_at(note, {"text"}).empty(), "empty text of " + code);
    }
  }

  void check_event(const Json& event) {
    const string_view proto = text_at(event, {"proto"});
    const string_view name = text_at(event, {"event"});
    const auto names = events_of(proto);
    const auto layers = layers_of(proto);
    const auto layer = static_cast<unsigned>(number_at(event, {"layer"}));
    expect(is_time(text_at(event, {"time"})), "form of \"time\"");
    expect(std::find(names.begin(), names.end(), name) != names.end(),
           fmt::format("event \"{} {}\" is not in the contract", proto, name));
    expect(std::find(layers.begin(), layers.end(), layer) != layers.end(), fmt::format("{} at layer {}", proto, layer));
    expect(find(event, {"dir"}) == nullptr || one_of(text_at(event, {"dir"}), {"c2s", "s2c"}), "\"dir\"");
    if (const Json* fields = find(event, {"fields"}); fields != nullptr && fields->IsObject()) {
      check_keys(*fields, keys_of_fields(proto), fmt::format("fields of {} {}", proto, name));
    }
    const Json* packets = find(event, {"packets"});
    if (packets == nullptr || !packets->IsArray()) return;
    const bool pair = packets->Size() == 2 && (*packets)[0].IsUint64() && (*packets)[1].IsUint64();
    expect(pair && (*packets)[0].GetUint64() >= 1 && (*packets)[0].GetUint64() <= (*packets)[1].GetUint64(),
           "\"packets\" is no ordered pair");
  }

  void check_session(const Json& session) {
    check_member(session, "packets", traffic_keys());
    check_member(session, "bytes", bytes_keys());
    if (const Json* bytes = find(session, {"bytes"}); bytes != nullptr) check_member(*bytes, "layers", layer_keys());
    check_member(session, "outcome", outcome_keys());
    check_elements(session, "events", named_count_keys());
    if (const Json* connecting = find(session, {"connecting"}); connecting != nullptr) check_connecting(*connecting);
    expect(is_time(text_at(session, {"start"})), "form of \"start\"");
    expect(
        one_of(text_at(session, {"kind"}), {"socketio", "engineio", "websocket", "http-upgrade", "http", "tls", "tcp"}),
        "unknown \"kind\"");
    expect(one_of(text_at(session, {"outcome", "state"}), {"closed", "reset", "open", "refused", "timeout"}),
           "unknown \"state\"");
    expect(one_of(text_at(session, {"outcome", "by"}), {"client", "server", "proxy", "unknown"}), "unknown \"by\"");
    expect(sessions_.emplace(number_at(session, {"session"}), &session).second, "this session was reported before");
  }

  /// The parts are the whole, but for what rounding to a microsecond does to each.
  void check_connecting(const Json& connecting) {
    check_keys(connecting, connecting_keys(), "connecting");
    check_elements(connecting, "handshakes", connecting_part_keys());
    check_member(connecting, "between", connecting_part_keys());
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
    expect(text_at(output_.front().json, {"schema"}) == "wstrace/1", "the first record does not name the schema");
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
    if (!is_record(record, "session")) return;
    const Json* connections = find(record, {"connections"});
    if (connections == nullptr || !connections->IsArray()) return;
    expect(!connections->Empty(), "a session without connections");
    for (const Json& number : connections->GetArray()) {
      expect(number.IsUint64() && number.GetUint64() >= 1 && number.GetUint64() <= connections_,
             "a connection that the end record does not count");
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
    const Json* packets = find(event, {"packets"});
    if (packets != nullptr && packets->IsArray() && packets->Size() == 2 && (*packets)[1].IsUint64()) {
      expect((*packets)[1].GetUint64() <= packets_, "\"packets\" go beyond the capture");
    }
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
  std::uint64_t packets_ = 0;
  std::uint64_t connections_ = 0;
  string_view last_time_;
  bool waited_ = false;
  std::size_t line_ = 0;
};

}  // namespace

std::vector<std::string> contract_violations(const std::vector<Line>& output) { return Checker(output).check(); }

}  // namespace wstrace::test
