// HTTP where a frame is expected: what it looks like, how long it is, and who wrote it.
#include "dissectors/websocket/http_text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace wstrace::websocket {
namespace {

constexpr std::string_view kHttp = "HTTP/1.";
constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kLineEnd = "\r\n";
constexpr std::size_t kLongestAnswer = std::size_t{16} << 10;
constexpr std::size_t kLongestLine = std::size_t{8} << 10;
/// "HTTP/1.1 101"
constexpr std::size_t kStatusAt = 9;
constexpr std::size_t kStatusEnd = 12;
constexpr unsigned kSwitchingProtocols = 101;
constexpr unsigned kFirstFinal = 200;
constexpr unsigned kFirstRefusal = 400;
constexpr std::array<std::string_view, 9> kMethods = {"GET ",     "POST ",  "PUT ",     "HEAD ", "DELETE ",
                                                      "OPTIONS ", "PATCH ", "CONNECT ", "TRACE "};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The value of a header, whose name is given in lower case and between line ends ("\r\nserver:"); empty without one.
std::string_view value_of(std::string_view head, std::string_view name) {
  const auto same = [](char a, char b) { return lower(a) == b; };
  const auto found = std::search(head.begin(), head.end(), name.begin(), name.end(), same);
  if (found == head.end()) return {};
  std::string_view value = head.substr(static_cast<std::size_t>(found - head.begin()) + name.size());
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  return value.substr(0, value.find(kLineEnd));
}

unsigned number_in(std::string_view text) {
  unsigned number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// What stands at the front, as far as the bytes show.
enum class Likeness : std::uint8_t { no, unsure, yes };

Likeness like_response(std::string_view text) {
  const std::string_view begin = text.substr(0, kHttp.size());
  if (!kHttp.starts_with(begin)) return Likeness::no;
  if (text.size() <= kStatusEnd) return Likeness::unsure;
  const std::string_view status = text.substr(kStatusAt, kStatusEnd - kStatusAt);
  const bool well_formed = is_digit(text[kHttp.size()]) && text[kStatusAt - 1] == ' ' &&
                           std::all_of(status.begin(), status.end(), is_digit) &&
                           (text[kStatusEnd] == ' ' || text[kStatusEnd] == '\r');
  return well_formed ? Likeness::yes : Likeness::no;
}

Likeness like_request(std::string_view text) {
  const auto method = std::find_if(kMethods.begin(), kMethods.end(), [text](std::string_view each) {
    return each.starts_with(text.substr(0, each.size()));
  });
  if (method == kMethods.end()) return Likeness::no;
  const std::size_t end = text.find(kLineEnd);
  if (end == std::string_view::npos) return text.size() < kLongestLine ? Likeness::unsure : Likeness::no;
  const std::string_view line = text.substr(0, end);
  const std::size_t version = line.rfind(' ');
  return line.substr(version + 1).starts_with(kHttp) && version > method->size() ? Likeness::yes : Likeness::no;
}

Likeness likeness(Direction dir, Bytes bytes) {
  return dir == Direction::s2c ? like_response(as_text(bytes)) : like_request(as_text(bytes));
}

std::size_t content_length(std::string_view head) {
  return std::min<std::size_t>(number_in(value_of(head, "\r\ncontent-length:")), kLongestAnswer);
}

bool has_body(const HttpResponse& response) { return response.status >= kFirstFinal; }

HttpText measure_response(Bytes bytes) {
  const std::size_t head_end = as_text(bytes).find(kHeadEnd);
  if (head_end == std::string_view::npos && bytes.size() < kLongestAnswer)
    return {HttpText::Kind::need, bytes.size() + 1};
  const std::size_t head = std::min(std::min(head_end, bytes.size()) + kHeadEnd.size(), bytes.size());
  const HttpResponse response = parse_response(bytes);
  const std::size_t body = has_body(response) ? content_length(response.head) : 0;
  if (bytes.size() < head + body) return {HttpText::Kind::need, head + body};
  return {HttpText::Kind::message, head + response.body.size()};
}

/// True when only the status is said, as the package ws does to upgrades for another path than its own.
bool says_nothing_more(const HttpResponse& response) {
  return response.body.empty() || response.body == response.reason;
}

}  // namespace

HttpText find_http(Direction dir, Bytes bytes) {
  switch (likeness(dir, bytes)) {
    case Likeness::no: return {};
    case Likeness::unsure: return {HttpText::Kind::need, bytes.size() + 1};
    case Likeness::yes: break;
  }
  return dir == Direction::s2c ? measure_response(bytes) : HttpText{HttpText::Kind::message, bytes.size()};
}

bool begins_http(Direction dir, Bytes bytes) { return likeness(dir, bytes) == Likeness::yes; }

std::string_view HttpResponse::status_text() const { return status_line.substr(kStatusAt); }

HttpResponse parse_response(Bytes bytes) {
  const std::string_view text = as_text(bytes);
  HttpResponse r;
  r.head = text.substr(0, text.find(kHeadEnd));
  r.status_line = r.head.substr(0, r.head.find(kLineEnd));
  r.status = number_in(r.status_line.substr(kStatusAt));
  r.reason = r.status_line.substr(std::min(kStatusEnd + 1, r.status_line.size()));
  const std::size_t body = std::min(r.head.size() + kHeadEnd.size(), text.size());
  if (has_body(r)) r.body = text.substr(body, content_length(r.head));
  return r;
}

std::string_view author_of(const HttpResponse& response) {
  if (response.status == kSwitchingProtocols) {
    const bool node_proxy = response.head.find("\r\nsec-websocket-accept:") != std::string_view::npos;
    return node_proxy ? "both accepted it, and the second one writes like http-proxy-middleware" : "both accepted it";
  }
  const bool like_ws = response.body == response.reason && value_of(response.head, "\r\nconnection:") == "close" &&
                       response.head.find("\r\nContent-Type: text/html") != std::string_view::npos;
  return like_ws
             ? "one accepted it, and another one, which writes like the package ws, rejected it: its path is another"
             : "one accepted it, and another one rejected it";
}

bool is_by_second_handler(const HttpResponse& response) {
  return response.status == kSwitchingProtocols || (response.status >= kFirstRefusal && says_nothing_more(response));
}

std::string_view request_line(Bytes bytes) {
  const std::string_view text = as_text(bytes);
  return text.substr(0, text.find(kLineEnd));
}

}  // namespace wstrace::websocket
