// One pair of functions for each protocol.
#include "support/truth_words.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <optional>

namespace wstrace::test {
namespace {

using std::string_view;
using Words = std::optional<std::string>;

/// Longer messages are logged by length and SHA-256.
constexpr std::size_t kLongMessage = 100'000;
constexpr std::uint64_t kNoStatus = 1005;
constexpr std::uint64_t kAbnormal = 1006;

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

std::string connect_text(string_view nsp, string_view sid, const Json* recovered) {
  const bool is_recovered = recovered != nullptr && recovered->IsTrue();
  return fmt::format("connect {} {}{}", nsp, sid, is_recovered ? " recovered" : "");
}

Words socketio_truth(const Json& line) {
  const string_view kind = text_at(line, {"kind"});
  const string_view nsp = text_at(line, {"nsp"});
  if (kind == "receive" || kind == "ack") {
    return fmt::format("{} {} {} {}", kind == "ack" ? "ack" : "event", nsp, canonical_at(line, {"name"}),
                       canonical_at(line, {"args"}));
  }
  if (kind == "connect") return connect_text(nsp, text_at(line, {"sid"}), find(line, {"recovered"}));
  if (kind == "connect_error") {
    if (is_own_trouble(line)) return std::nullopt;
    return fmt::format("connect_error {} {} {}", nsp, canonical_at(line, {"message"}), canonical_at(line, {"data"}));
  }
  // Other reasons are the library's view of a transport that went away: no packet says them.
  const string_view reason = text_at(line, {"reason"});
  const bool packet = reason == "client namespace disconnect" || reason == "io server disconnect";
  if (kind == "disconnect" && packet) return fmt::format("disconnect {}", nsp);
  return std::nullopt;
}

Words socketio_trace(const Json& event) {
  const string_view name = text_at(event, {"event"});
  const string_view nsp = text_at(event, {"fields", "nsp"});
  if (name == "event" || name == "ack") {
    return fmt::format("{} {} {} {}", name, nsp, canonical_at(event, {"fields", "name"}),
                       canonical_at(event, {"fields", "args"}));
  }
  if (name == "disconnect") return fmt::format("disconnect {}", nsp);
  if (text_at(event, {"dir"}) == "c2s") return std::nullopt;  // the client asks for a namespace
  if (name == "connect") {
    return connect_text(nsp, text_at(event, {"fields", "sid"}), find(event, {"fields", "recovered"}));
  }
  if (name != "connect-error") return std::nullopt;
  // Up to 2.x the error is the message; later it has one.
  const Json* error = find(event, {"fields", "error"});
  const bool plain = error != nullptr && error->IsString();
  return fmt::format("connect_error {} {} {}", nsp,
                     plain ? canonical(*error) : canonical_at(event, {"fields", "error", "message"}),
                     canonical_at(event, {"fields", "error", "data"}));
}

// ---- Engine.IO

std::string engineio_message(const Json* text, const Json* base64) {
  if (base64 != nullptr) return "message binary " + canonical(*base64);
  return "message text " + (text != nullptr ? canonical(*text) : "\"\"");
}

std::string refusal_text(std::uint64_t code) { return fmt::format("refused with code {}", code); }

/// Of a server's library or of a client's; the reasons of `close` are the library's words.
std::vector<Told> engineio_truth(const Json& line) {
  const string_view kind = text_at(line, {"kind"});
  const bool by_server = text_at(line, {"side"}) == "server";
  if (kind == "open") {
    return {{by_server ? Topic::opens : Topic::opened, fmt::format("open {}", text_at(line, {"sid"}))}};
  }
  if (kind == "connection_error") return {{Topic::refusals, refusal_text(number_at(line, {"code"}))}};
  if (kind == "upgrade") return {{Topic::upgrades, by_server ? "upgrade" : ""}};
  if (kind == "upgrade_error") return {{Topic::upgrades, ""}};
  if (kind == "message") return {{Topic::messages, engineio_message(find(line, {"text"}), find(line, {"base64"}))}};
  return {};
}

std::vector<Told> engineio_trace(const Json& event) {
  const string_view name = text_at(event, {"event"});
  if (name == "open") {
    const std::string what = fmt::format("open {}", text_at(event, {"fields", "sid"}));
    return {{Topic::opens, what}, {Topic::opened, what}};
  }
  if (name == "upgrade") return {{Topic::upgrades, "upgrade"}};
  if (name == "error" && find(event, {"fields", "error_code"}) != nullptr) {
    return {{Topic::refusals, refusal_text(number_at(event, {"fields", "error_code"}))}};
  }
  if (name != "message") return {};
  return {{Topic::messages, engineio_message(find(event, {"fields", "text"}), find(event, {"fields", "data_base64"}))}};
}

// ---- WebSocket

std::string long_message(string_view opcode, std::uint64_t length, string_view hash) {
  return fmt::format("message {} of {} bytes, sha256 {}", opcode, length, hash);
}

std::string close_text(std::uint64_t code, string_view reason) {
  return code == 0 || code == kNoStatus ? "close" : fmt::format("close {} {}", code, reason);
}

/// The applications see the extensions' names, the wire has their parameters, too.
std::string open_text(string_view subprotocol, string_view extensions) {
  return fmt::format("open {} [{}]", subprotocol, extensions.substr(0, extensions.find_first_of("; ")));
}

bool is_websocket(const Json& line) {
  const string_view kind = text_at(line, {"kind"});
  if (kind == "open") return find(line, {"protocol"}) != nullptr;
  if (kind == "message") return find(line, {"opcode"}) != nullptr;
  if (kind == "close") return find(line, {"code"}) != nullptr;
  return kind == "ping" || kind == "pong";
}

std::vector<Told> websocket_reported(const std::optional<std::string>& phrase) {
  return {{Topic::websocket, phrase.value_or("")}};
}

std::string message_text(string_view opcode, const Json& line) {
  if (find(line, {"sha256"}) != nullptr) {
    return long_message(opcode, number_at(line, {"length"}), text_at(line, {"sha256"}));
  }
  const Json* base64 = find(line, {"base64"});
  return fmt::format("message {} {}", opcode, base64 != nullptr ? canonical(*base64) : text_at(line, {"text"}));
}

std::vector<Told> websocket_truth(const Json& line) {
  const string_view kind = text_at(line, {"kind"});
  if (kind == "open") {
    const bool by_server = text_at(line, {"side"}) == "server";
    return {{by_server ? Topic::accepts : Topic::websocket,
             open_text(text_at(line, {"protocol"}), text_at(line, {"extensions"}))}};
  }
  if (kind == "message") return websocket_reported(message_text(text_at(line, {"opcode"}), line));
  const std::uint64_t code = number_at(line, {"code"});
  if (kind == "close") {
    return websocket_reported(code != kAbnormal ? close_text(code, text_at(line, {"reason"})) : "");
  }
  return websocket_reported(fmt::format("{} {}", kind, from_base64(text_at(line, {"base64"}))));
}

/// The payload's bytes, whichever way they were printed.
std::string payload_of(const Json& event) {
  const Json* text = find(event, {"fields", "payload"});
  if (text != nullptr) return std::string(text->GetString(), text->GetStringLength());
  return from_base64(text_at(event, {"fields", "payload_base64"}));
}

std::string traced_message(const Json& event) {
  const string_view opcode = text_at(event, {"fields", "opcode"});
  const std::string payload = payload_of(event);
  if (payload.size() > kLongMessage)
    return long_message(opcode, number_at(event, {"fields", "length"}), sha256(payload));
  const Json* base64 = find(event, {"fields", "payload_base64"});
  return fmt::format("message {} {}", opcode, base64 != nullptr ? canonical(*base64) : payload);
}

/// A compressed message that refers to what was not captured.
bool is_told_without_content(const Json& message) {
  const Json* notes = find(message, {"notes"});
  if (notes == nullptr) return false;
  return std::any_of(notes->Begin(), notes->End(),
                     [](const Json& note) { return text_at(note, {"code"}) == "ws.history-missing"; });
}

std::vector<Told> websocket_trace(const Json& event) {
  const string_view name = text_at(event, {"event"});
  if (name == "open") {
    const auto phrase = open_text(text_at(event, {"fields", "subprotocol"}), text_at(event, {"fields", "extensions"}));
    return {{Topic::accepts, phrase}, {Topic::websocket, phrase}};
  }
  if (name == "ping" || name == "pong") return websocket_reported(fmt::format("{} {}", name, payload_of(event)));
  if (name == "close") {
    return websocket_reported(
        close_text(number_at(event, {"fields", "close_code"}), text_at(event, {"fields", "reason"})));
  }
  // What an upper layer made of it is logged in that one's words.
  const string_view upper = text_at(event, {"explained_by"});
  if (upper == "graphql" || upper == "stomp") return {};
  return name == "message" && !is_told_without_content(event) ? websocket_reported(traced_message(event))
                                                              : std::vector<Told>{};
}

// ---- GraphQL

constexpr string_view kGraphql = "graphql-";

/// `graphql-next` and the event `next` have the same members. (An operation's name stands in its document, too.)
std::string graphql_words(string_view event, const Json& holder) {
  std::string words(event);
  for (const char* member : {"id", "query", "variables", "payload"}) {
    const Json* value = find(holder, {member});
    if (value != nullptr && !value->IsNull()) words += fmt::format(" {} {}", member, canonical(*value));
  }
  return words;
}

std::vector<Told> graphql_truth(const Json& line) {
  return {{Topic::graphql, graphql_words(text_at(line, {"kind"}).substr(kGraphql.size()), line)}};
}

std::vector<Told> graphql_trace(const Json& event) {
  const string_view name = text_at(event, {"event"});
  const Json* fields = find(event, {"fields"});
  if (name == "invalid") {
    const Json* base64 = find(event, {"fields", "bytes_base64"});
    return websocket_reported(
        fmt::format("message text {}", base64 != nullptr ? canonical(*base64) : text_at(event, {"fields", "text"})));
  }
  if (name == "unanswered" || name == "not-acked" || fields == nullptr) return {};
  std::string words(name);
  for (const char* member : {"id", "query", "variables"})
    if (const Json* value = find(*fields, {member})) words += fmt::format(" {} {}", member, canonical(*value));
  const Json* payload = find(*fields, {name == "error" ? "errors" : "payload"});
  if (payload != nullptr) words += fmt::format(" payload {}", canonical(*payload));
  return {{Topic::graphql, words}};
}

// ---- STOMP

/// The command, the headers by name, and the body. STOMP is CONNECT under another name; the passcode is never traced.
class StompWords {
 public:
  explicit StompWords(string_view command) : command_(command == "STOMP" ? "CONNECT" : command) {}

  /// Of a repeated header the first one counts.
  void header(string_view name, string_view value) {
    headers_.try_emplace(std::string(name), name == "passcode" ? "(hidden)" : value);
  }
  void body(string_view body) { body_ = body; }

  std::string text() const {
    std::string out = command_;
    for (const auto& [name, value] : headers_) out += fmt::format(" {}:{}", name, value);
    return body_.empty() ? out : fmt::format("{} | {}", out, body_);
  }

 private:
  std::string command_;
  std::map<std::string, std::string> headers_;
  std::string body_;
};

std::string stomp_body(const Json& holder, const char* text, const char* base64) {
  const Json* found = find(holder, {text});
  if (found != nullptr) return std::string(found->GetString(), found->GetStringLength());
  return from_base64(text_at(holder, {base64}));
}

std::string stomp_frame(string_view command, const Json& holder) {
  StompWords words(command);
  if (const Json* headers = find(holder, {"headers"})) {
    for (const auto& each : headers->GetObject())
      words.header({each.name.GetString(), each.name.GetStringLength()},
                   {each.value.GetString(), each.value.GetStringLength()});
  }
  words.body(stomp_body(holder, "body", "body_base64"));
  return words.text();
}

/// Of a frame that was sent past the library, or that is none.
std::string stomp_raw(string_view text) {
  const std::size_t head = text.find("\n\n");
  const string_view invalid = text;
  if (head == string_view::npos) return fmt::format("invalid {}", invalid);
  const string_view body = text.substr(head + 2, text.find('\0') - head - 2);
  std::size_t line = std::min(text.find('\n'), head);
  StompWords words(text.substr(0, line));
  while (line < head) {
    const std::size_t end = text.find('\n', line + 1);
    const string_view header = text.substr(line + 1, end - line - 1);
    const std::size_t colon = header.find(':');
    if (colon == string_view::npos) return fmt::format("invalid {}", invalid);
    words.header(header.substr(0, colon), header.substr(colon + 1));
    line = end;
  }
  words.body(body);
  return words.text();
}

/// A program without a library logs the message as it came.
bool is_stomp_message(const Json& line) { return text_at(line, {"text"}).starts_with("CONNECT\n"); }

std::vector<Told> stomp_truth(const Json& line) {
  const string_view kind = text_at(line, {"kind"});
  const string_view command = text_at(line, {"command"});
  if (kind == "message") return {{Topic::stomp, stomp_raw(text_at(line, {"text"}))}};
  if (kind == "stomp") return {{Topic::stomp, stomp_frame(command, line)}};
  if (kind == "stomp-sent") return {{Topic::stomp_sent, "sent " + stomp_frame(command, line)}};
  if (kind == "stomp-sent-raw") return {{Topic::stomp_sent, "sent " + stomp_raw(text_at(line, {"text"}))}};
  if (kind == "stomp-heart-beat") return {{Topic::beats, "heart-beat"}};
  return {};
}

std::vector<Told> stomp_trace(const Json& event) {
  const Json* fields = find(event, {"fields"});
  std::string command(text_at(event, {"event"}));
  if (command == "heart-beat") return {{Topic::beats, command}};
  if (fields == nullptr) return {};
  std::string words;
  if (command == "invalid") {
    words = stomp_raw(text_at(*fields, {"text"}));
  } else if (find(*fields, {"headers"}) != nullptr || command == "connect" || command == "disconnect") {
    std::transform(command.begin(), command.end(), command.begin(), [](char c) { return static_cast<char>(c - 32); });
    words = stomp_frame(command, *fields);
  } else {
    return {};
  }
  return {{Topic::stomp, words}, {Topic::stomp_sent, "sent " + words}};
}

// ---- HTTP

/// Without the parameter that keeps caches away, which is another one each time: the log leaves it out.
std::string target_text(string_view target) {
  const std::size_t at = target.find("&t=");
  if (at == string_view::npos) return std::string(target);
  return fmt::format("{}{}", target.substr(0, at), target.substr(std::min(target.find('&', at + 1), target.size())));
}

Words http_text(const Json& holder, string_view kind) {
  if (kind == "request")
    return fmt::format("{} {}", text_at(holder, {"method"}), target_text(text_at(holder, {"target"})));
  if (kind == "response") return fmt::format("{}", number_at(holder, {"status"}));
  return std::nullopt;
}

std::vector<Told> http_reported(string_view kind, const Json* holder) {
  const Words phrase = holder != nullptr ? http_text(*holder, kind) : std::nullopt;
  if (!phrase) return {};
  return {{kind == "request" ? Topic::requests : Topic::responses, *phrase}};
}

}  // namespace

bool is_own_trouble(const Json& connect_error) {
  const string_view message = text_at(connect_error, {"message"});
  if (message == "timeout" || message.starts_with("It seems you are trying to reach a Socket.IO server")) return true;
  // In a browser the library learns no more.
  if (message == "xhr poll error" || message == "xhr post error" || message == "websocket error") return true;
  return find(connect_error, {"status"}) != nullptr || find(connect_error, {"cause"}) != nullptr ||
         find(connect_error, {"code"}) != nullptr;
}

std::vector<Told> reported_by_truth(const Json& line) {
  if (find(line, {"nsp"}) != nullptr) return {{Topic::socketio, socketio_truth(line).value_or("")}};
  const string_view side = text_at(line, {"side"});
  if (side == "proxy") return {};
  const string_view kind = text_at(line, {"kind"});
  if (kind.starts_with(kGraphql)) return graphql_truth(line);
  if (kind.starts_with("stomp") || (kind == "message" && is_stomp_message(line))) return stomp_truth(line);
  if (is_websocket(line)) return websocket_truth(line);
  if (kind == "request" || kind == "response") return http_reported(kind, &line);
  return engineio_truth(line);
}

std::vector<Told> reported_by_trace(const Json& event) {
  if (is_event(event, "engineio")) return engineio_trace(event);
  if (is_event(event, "stomp")) return stomp_trace(event);
  if (is_event(event, "http") || is_event(event, "http2"))
    return http_reported(text_at(event, {"event"}), find(event, {"fields"}));
  if (is_event(event, "socketio")) {
    const Words phrase = socketio_trace(event);
    return phrase ? std::vector<Told>{{Topic::socketio, *phrase}} : std::vector<Told>{};
  }
  if (is_event(event, "graphql")) return graphql_trace(event);
  return is_event(event, "websocket") ? websocket_trace(event) : std::vector<Told>{};
}

}  // namespace wstrace::test
