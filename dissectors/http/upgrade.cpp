#include "dissectors/http/upgrade.h"

#include <algorithm>

#include "dissectors/http/definitions.h"
#include "dissectors/http/wire.h"
#include "model/proxies.h"

namespace wstrace::http {
namespace {

constexpr std::string_view kWebSocketVersion = "13";

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

std::string chosen_token(const Head& head) {
  if (head.names("upgrade", "websocket")) return "websocket";
  std::string_view list = head.value("upgrade");
  return lower_case(next_element(list));
}

std::size_t count(const Head& head, std::string_view name) {
  return static_cast<std::size_t>(
      std::count_if(head.headers.begin(), head.headers.end(), [&](const Pair& pair) { return pair.first == name; }));
}

bool has_body(const Head& head) {
  const std::string_view length = head.value("content-length");
  return head.has("transfer-encoding") || length.find_first_not_of('0') != std::string_view::npos;
}

// ---- the request

/// A header that only a WebSocket client sends is there, and Upgrade is not: Upgrade is for one hop, so that a proxy
/// which does not know better leaves it out (RFC 9110 7.6.1).
bool is_stripped(const Head& head) {
  return !head.has("upgrade") && head.method == "GET" &&
         (head.has("sec-websocket-key") || head.has("sec-websocket-version"));
}

/// What gives a proxy away: nginx asks in HTTP/1.0 and with "Connection: close" where it is not told otherwise.
std::string_view trace_of_proxy(const Head& head) {
  if (head.old_version()) return "and uses HTTP/1.0, as nginx does without proxy_http_version";
  if (head.names("connection", "close")) return "and has Connection: close, as proxies send it";
  return {};
}

void check_key(const Head& head, Notes& notes) {
  const std::string_view key = head.value("sec-websocket-key");
  if (key.empty()) {
    notes.add(note::missing_key);
  } else if (!is_key(key)) {
    notes.add(note::bad_key, {make_field(field::got, key), make_field(field::hint, flaw_of_key(key))});
  }
}

/// Drafts that were in use (RFC 6455 11.6).
std::string_view draft_of(std::string_view version) {
  if (version == "7") return "a draft of 2011 (hybi-07)";
  if (version == "8") return "a draft of 2011 (hybi-08 to -12)";
  return version.size() == 1 && is_digit(version.front()) ? "an early draft" : "";
}

void check_version(const Head& head, Notes& notes) {
  const std::string_view version = head.value("sec-websocket-version");
  if (version.empty()) {
    notes.add(note::missing_version);
  } else if (version != kWebSocketVersion) {
    notes.add(note::bad_version, {make_field(field::got, version), make_field(field::hint, draft_of(version))});
  }
}

void check_websocket_request(const Head& head, Notes& notes) {
  if (!head.names("connection", "upgrade")) notes.add(note::upgrade_without_connection);
  if (head.method != "GET") notes.add(note::upgrade_not_get, {make_field(field::got, head.method)});
  if (head.old_version()) notes.add(note::upgrade_http10);
  if (has_body(head)) notes.add(note::upgrade_with_body);
  if (head.has("sec-websocket-key1") && head.has("sec-websocket-key2")) return notes.add(note::draft_76);
  for (const std::string_view name : {"sec-websocket-key", "sec-websocket-version"}) {
    if (count(head, name) > 1) notes.add(note::repeated_header, {make_field(field::name, name)});
  }
  check_key(head, notes);
  check_version(head, notes);
  if (head.value("origin") == "null") notes.add(note::null_origin);
}

// ---- the 101

/// Notes on a 101, and remembers the first thing that a client refuses it for.
class Judge {
 public:
  Judge(const UpgradeRequest& asked, const Head& answer, Notes& notes)
      : asked_(asked), answer_(answer), notes_(notes) {}

  void check_switch();
  void check_form();
  void check_subprotocol();
  void check_extensions();
  std::string_view check_accept(const std::string& expected, const std::vector<std::string>& earlier);
  std::string_view flaw() const { return flaw_; }

 private:
  void refuse(std::string_view flaw, const NoteDef& def, std::initializer_list<Field> fields = {}) {
    notes_.add(def, fields);
    if (flaw_.empty()) flaw_ = flaw;
  }

  const UpgradeRequest& asked_;
  const Head& answer_;
  Notes& notes_;
  std::string_view flaw_;
};

void Judge::check_switch() {
  if (asked_.protocol.empty()) refuse("the request did not ask for an upgrade", note::upgrade_unasked);
  if (!asked_.means_websocket()) return;
  const std::string_view upgrade = answer_.value("upgrade");
  if (upgrade.empty()) {
    refuse("its Upgrade header is missing", note::missing_upgrade);
  } else if (!answer_.names("upgrade", "websocket")) {
    refuse("its Upgrade header is not \"websocket\"", note::wrong_upgrade, {make_field(field::got, upgrade)});
  }
  if (!answer_.names("connection", "upgrade")) {
    refuse("its Connection header does not contain \"upgrade\"", note::missing_connection,
           {make_field(field::got, answer_.value("connection"))});
  }
}

void Judge::check_form() {
  // Browsers and the package ws take it all the same.
  if (answer_.old_version()) notes_.add(note::answer_http10);
  // RFC 9110 8.6 and RFC 9112 6.1 forbid both in any 1xx.
  const bool chunked = answer_.has("transfer-encoding");
  if (has_body(answer_)) {
    notes_.add(note::answer_with_body, {make_field(field::name, chunked ? "Transfer-Encoding" : "Content-Length")});
  }
}

/// Names of subprotocols are compared as they are written (RFC 6455 4.1).
bool offers_subprotocol(std::string_view offered, std::string_view name) {
  while (!offered.empty())
    if (next_element(offered) == name) return true;
  return false;
}

void Judge::check_subprotocol() {
  const std::string_view chosen = answer_.value("sec-websocket-protocol");
  const bool several = count(answer_, "sec-websocket-protocol") > 1 || chosen.find(',') != std::string_view::npos;
  if (several) {
    refuse("it names several subprotocols", note::several_subprotocols, {make_field(field::got, chosen)});
  } else if (chosen.empty() && !asked_.subprotocols.empty()) {
    refuse("it names no subprotocol", note::subprotocol_missing, {make_field(field::expected, asked_.subprotocols)});
  } else if (!chosen.empty() && !offers_subprotocol(asked_.subprotocols, chosen)) {
    const bool other_case = list_names(asked_.subprotocols, chosen);
    refuse("the client did not offer its subprotocol", note::subprotocol_not_offered,
           {make_field(field::got, chosen), make_field(field::hint, other_case ? "upper and lower case matter" : "")});
  }
}

bool offers_extension(std::string_view offered, std::string_view name) {
  while (!offered.empty())
    if (same_ignoring_case(without_parameters(next_element(offered)), name)) return true;
  return false;
}

void Judge::check_extensions() {
  for (const auto& [name, value] : answer_.headers) {
    if (name != "sec-websocket-extensions") continue;
    std::string_view list = value;
    while (!list.empty()) {
      const std::string_view extension = without_parameters(next_element(list));
      if (extension.empty() || offers_extension(asked_.extensions, extension)) continue;
      refuse("the client did not offer its extension", note::extension_not_offered,
             {make_field(field::got, extension)});
    }
  }
}

std::string_view Judge::check_accept(const std::string& expected, const std::vector<std::string>& earlier) {
  const std::size_t times = count(answer_, "sec-websocket-accept");
  const std::string_view got = answer_.value("sec-websocket-accept");
  if (times > 1) refuse("it has Sec-WebSocket-Accept more than once", note::several_accepts);
  if (times == 0) {
    refuse("Sec-WebSocket-Accept is missing", note::missing_accept, {make_field(field::expected, expected)});
    return "missing";
  }
  if (got == expected) return "right";
  refuse("Sec-WebSocket-Accept is wrong", note::wrong_accept,
         {make_field(field::expected, expected), make_field(field::got, got),
          make_field(field::hint, origin_of_accept(got, asked_.key, earlier))});
  return "wrong";
}

}  // namespace

std::string joined_values(const Head& head, std::string_view name) {
  std::string out;
  for (const auto& [known, value] : head.headers) {
    if (known != name || value.empty()) continue;
    if (!out.empty()) out += ", ";
    out += value;
  }
  return out;
}

UpgradeRequest read_upgrade_request(const Head& head, Notes& notes) {
  UpgradeRequest asked;
  asked.stripped = is_stripped(head);
  if (asked.stripped) notes.add(note::upgrade_stripped, {make_field(field::hint, trace_of_proxy(head))});
  if (!head.has("upgrade") && !asked.stripped) return asked;
  const std::string token = chosen_token(head);
  // Without "Connection: upgrade" a server ignores the wish (RFC 9110 7.8). For a WebSocket, nothing else was meant.
  if (!head.names("connection", "upgrade") && token != "websocket" && !asked.stripped) return asked;
  asked.proxy = proxy_of_request(head.headers);
  if (asked.proxy == Proxy::none && head.old_version()) asked.proxy = Proxy::nginx;
  asked.protocol = token;
  asked.key = head.value("sec-websocket-key");
  asked.version = head.value("sec-websocket-version");
  asked.origin = head.value("origin");
  asked.subprotocols = joined_values(head, "sec-websocket-protocol");
  asked.extensions = joined_values(head, "sec-websocket-extensions");
  if (asked.websocket()) check_websocket_request(head, notes);
  return asked;
}

std::string switched_protocol(const Head& head) { return chosen_token(head); }

Verdict judge_switch(const UpgradeRequest& asked, const Head& answer, const std::string& expected,
                     const std::vector<std::string>& earlier, Notes& notes) {
  Judge judge(asked, answer, notes);
  judge.check_switch();
  if (!asked.means_websocket()) return {{}, judge.flaw()};
  judge.check_form();
  judge.check_subprotocol();
  judge.check_extensions();
  const std::string_view accept = judge.check_accept(expected, earlier);
  return {accept, judge.flaw()};
}

std::string_view judge_acceptance(const UpgradeRequest& asked, const Head& answer, Notes& notes) {
  Judge judge(asked, answer, notes);
  judge.check_subprotocol();
  judge.check_extensions();
  return judge.flaw();
}

std::string_view origin_form(std::string_view target) {
  const std::size_t scheme = target.find("://");
  if (target.starts_with('/') || scheme == std::string_view::npos) return target;
  const std::size_t path = target.find_first_of("/?", scheme + 3);
  return path == std::string_view::npos ? "/" : target.substr(path);
}

std::string_view path_of(std::string_view target) {
  const std::string_view path = origin_form(target);
  return path.substr(0, path.find('?'));
}

}  // namespace wstrace::http
