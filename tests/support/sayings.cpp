#include "support/sayings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/engine.h"
#include "model/sink.h"
#include "support/recut.h"

namespace wstrace::test {
namespace {

/// What an event is about. Its other fields tell of other events, or of how much is known.
struct Content {
  std::string_view proto;
  std::string_view event;
  std::vector<std::string_view> fields;
};
const std::vector<Content>& contents() {
  static const std::vector<Content> all = {
      {"http", "request", {"method", "target"}},
      {"http", "response", {"status", "reason"}},
      {"websocket", "message", {"opcode", "payload"}},
      {"websocket", "ping", {"payload"}},
      {"websocket", "pong", {"payload"}},
      {"websocket", "close", {"close_code", "reason"}},
      {"engineio", "open", {"sid"}},
      {"engineio", "close", {}},
      {"engineio", "ping", {"text", "data"}},
      {"engineio", "pong", {"text", "data"}},
      {"engineio", "message", {"text", "data"}},
      {"engineio", "upgrade", {}},
      {"engineio", "noop", {}},
      {"socketio", "connect", {"nsp", "sid", "auth"}},
      {"socketio", "disconnect", {"nsp"}},
      {"socketio", "connect-error", {"nsp", "error"}},
      {"socketio", "event", {"nsp", "id", "name", "args"}},
      {"socketio", "ack", {"nsp", "id", "args"}},
      {"graphql", "init", {"payload"}},
      {"graphql", "ack", {"payload"}},
      {"graphql", "ping", {"payload"}},
      {"graphql", "pong", {"payload"}},
      {"graphql", "keep-alive", {}},
      {"graphql", "subscribe", {"id", "query", "variables"}},
      {"graphql", "subscribe-ack", {"id"}},
      {"graphql", "next", {"id", "payload"}},
      {"graphql", "error", {"id", "errors"}},
      {"graphql", "complete", {"id"}},
      {"graphql", "connection-error", {"payload"}},
      {"graphql", "terminate", {}},
      {"graphql", "invalid", {"text"}},
  };
  return all;
}

/// What says that something is missing.
constexpr std::array kLossCodes =
    std::to_array<std::string_view>({"tcp.capture-gap",      "tcp.unfilled-gap",    "tcp.cut-short",
                                     "ws.lost-bytes",        "ws.resumed",          "ws.lost-place",
                                     "ws.inferred",          "ws.begins-inside",    "ws.history-missing",
                                     "ws.capture-ends",      "ws.cut-message",      "http.lost-bytes",
                                     "http.lost-place",      "http.resumed",        "http.request-not-seen",
                                     "http.unfinished",      "http.cut-head",       "sio.attachment-not-captured",
                                     "sio.orphan-binary",    "eio.lost-body",       "tcp.fin-missing",
                                     "http.not-paired",      "http.answer-lost",    "http.mid-message",
                                     "http.no-answer",       "tcp.syn-missing",     "tcp.doubtful-reset",
                                     "ip.fragments-missing", "tls.lost-bytes",      "tls.resumed",
                                     "tls.begins-inside",    "tls.not-authentic",   "tls.some-keys",
                                     "tls.no-keys",          "tls.no-handshake",    "stream.not-decrypted",
                                     "quic.no-hello",        "http2.lost-bytes",    "http2.lost-place",
                                     "http2.hpack-lost",     "http2.begins-inside", "http2.request-not-seen"});

template <class List>
bool contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

const Content* content_of(const Event& event) {
  for (const Content& each : contents())
    if (each.proto == event.def->protocol->name && each.event == event.def->name) return &each;
  return nullptr;
}

class SayingsListener final : public Sink {
 public:
  void on_event(const Event& event) override {
    bool marked = event.def->name == "mid-stream" || event.def->name == "gap" || event.def->name == "unrecognised";
    if (marked) ++sayings.losses;
    for (const Note& note : event.notes) marked = add_code(note.def->code) || marked;
    if (const Content* content = content_of(event); content != nullptr && !marked)
      ++sayings.said[line_of(event, *content)];
  }
  void on_session(const SessionFacts& s) override {
    sayings.endings.insert(fmt::format("{} {}", s.type->name, s.outcome.state));
    for (const SessionNote& note : s.notes) sayings.codes.insert(std::string(note.def->code));
  }

  Sayings sayings;

 private:
  /// True when it is about a loss: what carries it says itself that it is not whole.
  bool add_code(std::string_view code) {
    const bool loss = contains(kLossCodes, code);
    if (loss) ++sayings.losses;
    sayings.codes.emplace(code);
    return loss;
  }

  static std::string line_of(const Event& event, const Content& content) {
    std::string line;
    if (event.connection != nullptr) {
      const bool client = event.dir == Direction::c2s;
      const ConnectionInfo& c = *event.connection;
      line = fmt::format("{} > {} ", (client ? c.client : c.server).to_string(),
                         (client ? c.server : c.client).to_string());
    }
    line += fmt::format("{} {}", content.proto, content.event);
    for (const Field& field : event.fields)
      if (contains(content.fields, field.def->name)) line += fmt::format(" {}={}", field.def->name, value_of(field));
    return line;
  }
};

}  // namespace

Sayings sayings_of(const std::vector<PacketRecord>& capture, const std::string& keys) {
  constexpr int kVerbosity = 2;
  Secrets secrets;
  secrets.add_lines(keys);
  Engine engine(Limits{}, kVerbosity);
  engine.use_secrets(secrets);
  SayingsListener listener;
  engine.add_sink(listener);
  engine.begin({});
  std::uint64_t number = 0;
  for (const PacketRecord& record : capture) engine.on_packet(to_packet(record, ++number));
  engine.finish({});
  return std::move(listener.sayings);
}

namespace {

std::vector<std::string> more_often(const Sayings& one, const Sayings& other) {
  std::vector<std::string> more;
  for (const auto& [line, times] : one.said) {
    const auto known = other.said.find(line);
    if (known == other.said.end() || known->second < times) more.push_back(line);
  }
  return more;
}

}  // namespace

std::vector<std::string> said_beyond(const Sayings& part, const Sayings& whole) {
  std::vector<std::string> beyond = more_often(part, whole);
  for (const std::string& code : part.codes)
    if (!contains(kLossCodes, code) && whole.codes.count(code) == 0) beyond.push_back("note " + code);
  return beyond;
}

std::vector<std::string> said_less(const Sayings& part, const Sayings& whole) { return more_often(whole, part); }

}  // namespace wstrace::test
