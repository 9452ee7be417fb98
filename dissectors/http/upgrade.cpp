#include "dissectors/http/upgrade.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "dissectors/http/definitions.h"
#include "dissectors/http/wire.h"

namespace wstrace::http {
namespace {

/// RFC 6455 1.3.
constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
constexpr std::string_view kWebSocketVersion = "13";
/// 16 bytes in base64: 22 characters and two of padding.
constexpr std::size_t kKeyLength = 24;
constexpr std::size_t kKeyDigits = 22;
constexpr std::size_t kSha1Length = 20;

bool is_base64_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '+' || c == '/';
}

bool is_key(std::string_view key) {
  return key.size() == kKeyLength && key.ends_with("==") &&
         std::all_of(key.begin(), key.begin() + kKeyDigits, is_base64_digit);
}

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

void check_websocket_request(const Head& head, const UpgradeRequest& asked, Remarks& remarks) {
  if (!head.names("connection", "upgrade")) remarks.add(note::upgrade_without_connection);
  if (head.method != "GET") remarks.add(note::bad_upgrade_request, {make_field(field::got, head.method)});
  if (head.old_version()) remarks.add(note::bad_upgrade_request, {make_field(field::got, "HTTP/1.0")});
  if (!is_key(asked.key)) {
    remarks.add(note::bad_key, {make_field(field::got, head.value("sec-websocket-key"))});
  }
  const std::string_view version = head.value("sec-websocket-version");
  if (version != kWebSocketVersion) remarks.add(note::bad_version, {make_field(field::got, version)});
}

void check_named(const Head& answer, std::string_view name, std::string_view expected, Remarks& remarks) {
  if (answer.names(name, expected)) return;
  remarks.add(note::bad_upgrade_answer, {make_field(field::name, name), make_field(field::got, answer.value(name)),
                                         make_field(field::expected, expected)});
}

void check_subprotocol(const UpgradeRequest& asked, const Head& answer, Remarks& remarks) {
  const std::string_view chosen = answer.value("sec-websocket-protocol");
  if (chosen.empty() && !asked.subprotocols.empty()) {
    remarks.add(note::subprotocol_missing, {make_field(field::expected, asked.subprotocols)});
  } else if (!chosen.empty() && !list_names(asked.subprotocols, chosen)) {
    remarks.add(note::subprotocol_not_offered, {make_field(field::got, chosen)});
  }
}

bool offers_extension(std::string_view offered, std::string_view name) {
  while (!offered.empty())
    if (same_ignoring_case(without_parameters(next_element(offered)), name)) return true;
  return false;
}

void check_extensions(const UpgradeRequest& asked, const Head& answer, Remarks& remarks) {
  for (const auto& [name, value] : answer.headers) {
    if (name != "sec-websocket-extensions") continue;
    std::string_view list = value;
    while (!list.empty()) {
      const std::string_view extension = without_parameters(next_element(list));
      if (extension.empty() || offers_extension(asked.extensions, extension)) continue;
      remarks.add(note::extension_not_offered, {make_field(field::got, extension)});
    }
  }
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

UpgradeRequest read_upgrade_request(const Head& head, Remarks& remarks) {
  UpgradeRequest asked;
  if (!head.has("upgrade")) return asked;
  const std::string token = chosen_token(head);
  // Without "Connection: upgrade" a server ignores the wish (RFC 9110 7.8). For a WebSocket, nothing else was meant.
  if (!head.names("connection", "upgrade") && token != "websocket") return asked;
  asked.protocol = token;
  asked.key = head.value("sec-websocket-key");
  asked.subprotocols = joined_values(head, "sec-websocket-protocol");
  asked.extensions = joined_values(head, "sec-websocket-extensions");
  if (asked.websocket()) check_websocket_request(head, asked, remarks);
  return asked;
}

std::string switched_protocol(const Head& head) { return chosen_token(head); }

std::string accept_for(std::string_view key) {
  const std::string input = std::string(key).append(kGuid);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(input.data(), input.size(), digest.data(), &length, EVP_sha1(), nullptr) != 1) return {};
  // 4 characters per 3 bytes, and the NUL that EVP_EncodeBlock adds.
  std::array<unsigned char, (kSha1Length + 2) / 3 * 4 + 1> text{};
  const int written = EVP_EncodeBlock(text.data(), digest.data(), kSha1Length);
  return {reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(written)};
}

std::string_view judge_switch(const UpgradeRequest& asked, const Head& answer, const std::string& expected,
                              Remarks& remarks) {
  check_named(answer, "upgrade", "websocket", remarks);
  check_named(answer, "connection", "upgrade", remarks);
  check_subprotocol(asked, answer, remarks);
  check_extensions(asked, answer, remarks);
  if (!answer.has("sec-websocket-accept")) {
    remarks.add(note::missing_accept, {make_field(field::expected, expected)});
    return "missing";
  }
  const std::string_view got = answer.value("sec-websocket-accept");
  if (got == expected) return "right";
  remarks.add(note::wrong_accept, {make_field(field::expected, expected), make_field(field::got, got)});
  return "wrong";
}

std::string_view hint_for_refusal(unsigned status) {
  switch (status) {
    case 400:
      return "it misses something in the request; a proxy that drops the Upgrade header is a usual cause, and "
             "with Socket.IO a session that this server does not know";
    case 401:
    case 407: return "it wants credentials, and a browser's WebSocket can send them only as cookies or in the URL";
    case 403: return "it does not accept this client; servers compare the Origin header with a list";
    case 404: return "there is nothing at this path";
    case 405: return "the path is no WebSocket's";
    case 426: return "it wants another protocol or WebSocket version, which its answer names";
    case 429: return "the client asks too often";
    case 502:
    case 503:
    case 504: return "a proxy could not reach the server behind it, or the server is overloaded";
    default: break;
  }
  if (status / 100 == 3) return "it redirects, which browsers do not follow for a WebSocket; connect to the new URL";
  if (status / 100 == 2)
    return "it took this for a usual request; the path is no WebSocket's, or a proxy dropped the "
           "Upgrade header";
  return status / 100 == 5 ? "it failed; its log says why" : "its log says why";
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
