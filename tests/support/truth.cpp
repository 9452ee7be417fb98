// One pair of functions for each family: a line of the log, and an event of the trace, to the same words.
#include "support/truth.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace wstrace::test {
namespace {

using std::string_view;

/// Longer messages are logged by length and SHA-256.
constexpr std::size_t kLongMessage = 100'000;
constexpr std::size_t kShown = 300;
/// In place of a client: the server's log of what both sides log, in an order of its own.
constexpr const char* kServersView = "as the server logs it";
constexpr std::uint64_t kNoStatus = 1005;
constexpr std::uint64_t kAbnormal = 1006;

Direction received_by(string_view side) { return side == "server" ? Direction::c2s : Direction::s2c; }
Direction direction_of(const Json& event) { return text_at(event, {"dir"}) == "c2s" ? Direction::c2s : Direction::s2c; }

string_view name_of(Direction dir) { return dir == Direction::c2s ? "c2s" : "s2c"; }

std::string canonical_at(const Json& value, std::initializer_list<string_view> path) {
  const Json* found = find(value, path);
  return found != nullptr ? canonical(*found) : "-";
}

std::string sha256(string_view bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr);
  return fmt::format("{:02x}", fmt::join(digest, digest + size, ""));
}

std::string from_base64(string_view text) {
  std::string out(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  const auto padding = static_cast<std::size_t>(std::count(text.end() - (text.size() < 2 ? 0 : 2), text.end(), '='));
  out.resize(size < 0 ? 0 : static_cast<std::size_t>(size) - padding);
  return out;
}

// ---- Socket.IO

std::optional<std::string> socketio_truth(const Json& line) {
  const string_view kind = text_at(line, {"kind"});
  const string_view nsp = text_at(line, {"nsp"});
  if (kind == "receive" || kind == "ack") {
    return fmt::format("{} {} {} {}", kind == "ack" ? "ack" : "event", nsp, canonical_at(line, {"name"}),
                       canonical_at(line, {"args"}));
  }
  if (kind == "connect") return fmt::format("connect {} {}", nsp, text_at(line, {"sid"}));
  if (kind == "connect_error") {
    return fmt::format("connect_error {} {} {}", nsp, canonical_at(line, {"message"}), canonical_at(line, {"data"}));
  }
  // Other reasons are the library's view of a transport that went away: no packet says them.
  const string_view reason = text_at(line, {"reason"});
  const bool packet = reason == "client namespace disconnect" || reason == "io server disconnect";
  if (kind == "disconnect" && packet) return fmt::format("disconnect {}", nsp);
  return std::nullopt;
}

std::optional<std::string> socketio_trace(const Json& event) {
  const string_view name = text_at(event, {"event"});
  const string_view nsp = text_at(event, {"fields", "nsp"});
  if (name == "event" || name == "ack") {
    return fmt::format("{} {} {} {}", name, nsp, canonical_at(event, {"fields", "name"}),
                       canonical_at(event, {"fields", "args"}));
  }
  if (name == "disconnect") return fmt::format("disconnect {}", nsp);
  if (direction_of(event) == Direction::c2s) return std::nullopt;  // the client asks for a namespace
  if (name == "connect") return fmt::format("connect {} {}", nsp, text_at(event, {"fields", "sid"}));
  if (name != "connect_error") return std::nullopt;
  // Up to 2.x the data is the message; later it has one.
  const Json* data = find(event, {"fields", "data"});
  const bool plain = data != nullptr && data->IsString();
  return fmt::format("connect_error {} {} {}", nsp,
                     plain ? canonical(*data) : canonical_at(event, {"fields", "data", "message"}),
                     canonical_at(event, {"fields", "data", "data"}));
}

// ---- Engine.IO

std::string engineio_message(const Json* text, const Json* base64) {
  if (base64 != nullptr) return "message binary " + canonical(*base64);
  return "message text " + (text != nullptr ? canonical(*text) : "\"\"");
}

std::optional<std::string> engineio_truth(const Json& line) {
  const string_view kind = text_at(line, {"kind"});
  if (kind == "open") return fmt::format("open {}", text_at(line, {"sid"}));
  if (kind == "message") return engineio_message(find(line, {"text"}), find(line, {"base64"}));
  return std::nullopt;  // the reasons of `close` are the library's words
}

std::optional<std::string> engineio_trace(const Json& event) {
  const string_view name = text_at(event, {"event"});
  if (name == "open") return fmt::format("open {}", text_at(event, {"fields", "sid"}));
  if (name != "message") return std::nullopt;
  return engineio_message(find(event, {"fields", "data"}), find(event, {"fields", "data_base64"}));
}

// ---- WebSocket

std::string long_message(string_view opcode, std::uint64_t length, string_view hash) {
  return fmt::format("message {} of {} bytes, sha256 {}", opcode, length, hash);
}

std::string close_words(std::uint64_t code, string_view reason) {
  return code == 0 || code == kNoStatus ? "close" : fmt::format("close {} {}", code, reason);
}

/// The applications see the extensions' names, the wire has their parameters, too.
std::string open_words(string_view subprotocol, string_view extensions) {
  return fmt::format("open {} [{}]", subprotocol, extensions.substr(0, extensions.find_first_of("; ")));
}

std::optional<std::string> websocket_truth(const Json& line) {
  const string_view kind = text_at(line, {"kind"});
  if (kind == "open") return open_words(text_at(line, {"protocol"}), text_at(line, {"extensions"}));
  const string_view opcode = text_at(line, {"opcode"});
  if (kind == "message" && find(line, {"sha256"}) != nullptr) {
    return long_message(opcode, number_at(line, {"length"}), text_at(line, {"sha256"}));
  }
  if (kind == "message") {
    const Json* base64 = find(line, {"base64"});
    return fmt::format("message {} {}", opcode, base64 != nullptr ? canonical(*base64) : text_at(line, {"text"}));
  }
  if (kind == "ping" || kind == "pong") return fmt::format("{} {}", kind, from_base64(text_at(line, {"base64"})));
  const std::uint64_t code = number_at(line, {"code"});
  if (kind == "close" && code != kAbnormal) return close_words(code, text_at(line, {"reason"}));
  return std::nullopt;
}

/// The payload's bytes, whichever way they were printed.
std::string payload_of(const Json& event) {
  const Json* text = find(event, {"fields", "payload"});
  if (text != nullptr) return std::string(text->GetString(), text->GetStringLength());
  return from_base64(text_at(event, {"fields", "payload_base64"}));
}

std::optional<std::string> websocket_trace(const Json& event) {
  const string_view name = text_at(event, {"event"});
  if (name == "open") {
    return open_words(text_at(event, {"fields", "subprotocol"}), text_at(event, {"fields", "extensions"}));
  }
  if (name == "ping" || name == "pong") return fmt::format("{} {}", name, payload_of(event));
  if (name == "close") {
    return close_words(number_at(event, {"fields", "code"}), text_at(event, {"fields", "reason"}));
  }
  if (name != "message") return std::nullopt;
  const string_view opcode = text_at(event, {"fields", "opcode"});
  const std::string payload = payload_of(event);
  if (payload.size() > kLongMessage)
    return long_message(opcode, number_at(event, {"fields", "length"}), sha256(payload));
  const Json* base64 = find(event, {"fields", "payload_base64"});
  return fmt::format("message {} {}", opcode, base64 != nullptr ? canonical(*base64) : payload);
}

// ---- HTTP

std::optional<std::string> http_words(const Json& holder, string_view kind) {
  if (kind == "request") return fmt::format("{} {}", text_at(holder, {"method"}), text_at(holder, {"target"}));
  if (kind == "response") return fmt::format("{}", number_at(holder, {"status"}));
  return std::nullopt;
}

std::optional<std::string> http_trace(const Json& event) {
  const Json* fields = find(event, {"fields"});
  return fields != nullptr ? http_words(*fields, text_at(event, {"event"})) : std::nullopt;
}

std::optional<std::string> http_truth(const Json& line) { return http_words(line, text_at(line, {"kind"})); }

struct Family {
  string_view proto;  // whose events are compared
  std::optional<std::string> (*of_truth)(const Json&);
  std::optional<std::string> (*of_trace)(const Json&);
};

Family family_of(string_view name) {
  if (name == "socketio") return {"socketio", socketio_truth, socketio_trace};
  if (name == "engineio") return {"engineio", engineio_truth, engineio_trace};
  if (name == "http") return {"http", http_truth, http_trace};
  return {"websocket", websocket_truth, websocket_trace};
}

/// The first Socket.IO sid that each number (of a client, of a connection) got.
std::map<std::uint64_t, std::string> first_sids(const std::vector<Line>& lines, string_view kind_key,
                                                string_view number_key, std::initializer_list<string_view> sid) {
  std::map<std::uint64_t, std::string> sids;
  for (const Line& line : lines) {
    const bool connect = text_at(line.json, {kind_key}) == "connect" && !text_at(line.json, sid).empty();
    if (connect) sids.emplace(number_at(line.json, {number_key}), text_at(line.json, sid));
  }
  return sids;
}

Said servers_view_of(Said open) {
  open.client = kServersView;
  return open;
}

using Key = std::tuple<std::string, Direction, std::string>;
Key key_of(const Said& said) { return {said.client, said.dir, said.what}; }

std::string words_of(const Said& said) {
  const string_view more = said.what.size() > kShown ? "…" : "";
  const std::string words = fmt::format("{} {}{}", name_of(said.dir), said.what.substr(0, kShown), more);
  return said.client.empty() ? words : fmt::format("{} ({})", words, said.client);
}

/// What the first has and the second has not, as often as it has it more.
std::vector<std::string> surplus(const Account& of, const Account& over, string_view because) {
  std::map<Key, int> left;
  for (const Said& said : over.said) ++left[key_of(said)];
  std::vector<std::string> out;
  for (const Said& said : of.said) {
    if (--left[key_of(said)] < 0) out.push_back(fmt::format("{}: {}", because, words_of(said)));
  }
  return out;
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
                              words_of(**differ.first), words_of(**differ.second)));
  }
  return out;
}

}  // namespace

Account account_of_truth(string_view family, const std::vector<Line>& truth) {
  Account account;
  account.by_client =
      std::any_of(truth.begin(), truth.end(), [](const Line& line) { return find(line.json, {"client"}) != nullptr; });
  const auto sids = first_sids(truth, "kind", "client", {"sid"});
  for (const Line& line : truth) {
    const auto what = family_of(family).of_truth(line.json);
    if (!what) continue;
    Said said{received_by(text_at(line.json, {"side"})), *what, {}};
    if (account.by_client) said.client = sids.at(number_at(line.json, {"client"}));
    // Both sides log the one `open`, which the server sends.
    if (what->starts_with("open ") && said.dir == Direction::c2s) said = servers_view_of({Direction::s2c, *what, {}});
    account.said.push_back(std::move(said));
  }
  return account;
}

Account account_of_trace(string_view family, const std::vector<Line>& trace, bool by_client) {
  Account account;
  account.by_client = by_client;
  const Family of = family_of(family);
  auto sids = first_sids(trace, "event", "connection", {"fields", "sid"});
  for (const Line& line : trace) {
    if (!is_event(line.json, of.proto)) continue;
    const auto what = of.of_trace(line.json);
    if (!what) continue;
    Said said{direction_of(line.json), *what, {}};
    if (by_client) said.client = sids[number_at(line.json, {"connection"})];
    if (what->starts_with("open ")) account.said.push_back(servers_view_of(said));
    account.said.push_back(std::move(said));
  }
  return account;
}

std::vector<std::string> differences(const Account& truth, const Account& trace, Compare how) {
  std::vector<std::string> out = surplus(trace, truth, "in the trace, and the application did not log it");
  if (how == Compare::part) {
    if (trace.said.empty()) out.emplace_back("the trace has nothing of it");
    return out;
  }
  for (std::string& line : surplus(truth, trace, "the application logged it, and the trace lacks it"))
    out.push_back(std::move(line));
  return out.empty() ? order_differences(truth, trace) : out;
}

}  // namespace wstrace::test
