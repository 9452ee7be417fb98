#include "dissectors/http/head.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "dissectors/http/wire.h"

namespace wstrace::http {
namespace {

/// Takes a line off the front; a bare LF ends one too (RFC 9112 2.2).
std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool is_version(std::string_view text) {
  return text.size() == kVersionPrefix.size() + 1 && text.starts_with(kVersionPrefix) && is_digit(text.back());
}

std::string_view number_of_version(std::string_view text) { return text.substr(std::strlen("HTTP/")); }

bool parse_request_line(std::string_view line, Head& head) {
  const std::size_t method_end = line.find(' ');
  const std::size_t target_end = line.rfind(' ');
  if (method_end == std::string_view::npos || target_end == method_end) return false;
  head.method = line.substr(0, method_end);
  head.target = trimmed(line.substr(method_end, target_end - method_end));
  const std::string_view version = line.substr(target_end + 1);
  if (!is_token(head.method) || head.target.empty() || !is_version(version)) return false;
  head.version = number_of_version(version);
  head.blank_in_target = std::any_of(head.target.begin(), head.target.end(), is_blank);
  return true;
}

/// HTTP-version SP 3DIGIT SP [reason]; the last SP is often left out (RFC 9112 4).
bool parse_status_line(std::string_view line, Head& head) {
  const std::size_t code = kVersionPrefix.size() + 2;
  if (line.size() < code + 3 || !is_version(line.substr(0, code - 1)) || line[code - 1] != ' ') return false;
  head.version = number_of_version(line.substr(0, code - 1));
  head.status = 0;
  for (const char c : line.substr(code, 3)) {
    if (!is_digit(c)) return false;
    head.status = head.status * 10 + static_cast<unsigned>(c - '0');
  }
  if (line.size() > code + 3 && line[code + 3] != ' ') return false;
  head.reason = trimmed(line.substr(code + 3));
  return head.status >= 100;
}

/// A line that begins with white space goes on with the value before it (obs-fold, RFC 9112 5.2). Its line end
/// becomes spaces, so that the value is one piece again.
void join_folded_lines(std::string& text, Head& head) {
  const std::size_t start_line = std::min(text.find('\n'), text.size() - 1);
  for (std::size_t at = text.find('\n', start_line + 1); at != std::string::npos; at = text.find('\n', at + 1)) {
    if (at + 1 >= text.size() || !is_blank(text[at + 1])) continue;
    text[at] = ' ';
    if (at > 0 && text[at - 1] == '\r') text[at - 1] = ' ';
    head.folded = true;
  }
}

void parse_field_line(std::string_view line, char* text, Head& head) {
  const std::size_t colon = line.find(':');
  const std::string_view name = trimmed(line.substr(0, colon));
  if (colon == std::string_view::npos || !is_token(name)) {
    if (head.bad_line.empty()) head.bad_line = line;
    return;
  }
  if (name.size() != colon && head.bad_name_line.empty()) head.bad_name_line = line;
  std::transform(name.begin(), name.end(), text + (name.data() - text), lower);
  head.headers.emplace_back(name, trimmed(line.substr(colon + 1)));
}

/// RFC 9110 9.3 and RFC 5789. What is left of a method ("OST") is a token, too.
constexpr std::array<std::string_view, 9> kMethods = {"GET",     "HEAD",    "POST",  "PUT",  "DELETE",
                                                      "CONNECT", "OPTIONS", "TRACE", "PATCH"};

bool may_be_known_method(std::string_view bytes) {
  const std::size_t end = bytes.find(' ');
  const std::string_view method = bytes.substr(0, end);
  return std::any_of(kMethods.begin(), kMethods.end(), [&](std::string_view known) {
    return end == std::string_view::npos ? known.starts_with(method) : known == method;
  });
}

}  // namespace

bool Head::has(std::string_view name) const {
  return std::any_of(headers.begin(), headers.end(), [&](const Pair& pair) { return pair.first == name; });
}

std::string_view Head::value(std::string_view name) const {
  for (const auto& [known, value] : headers)
    if (known == name) return value;
  return {};
}

bool Head::names(std::string_view name, std::string_view element) const {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const Pair& pair) { return pair.first == name && list_names(pair.second, element); });
}

std::size_t find_head_end(Bytes window, std::size_t& searched) {
  const std::string_view text = as_text(window);
  for (std::size_t at = text.find('\n', searched); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    const std::string_view rest = text.substr(at + 1);
    if (rest.starts_with('\n')) return at + 2;
    if (rest.starts_with("\r\n")) return at + 3;
    if (rest.empty() || rest == "\r") {
      searched = at;
      return 0;
    }
  }
  searched = text.size();
  return 0;
}

bool may_begin(MessageKind kind, std::string_view bytes) {
  if (kind == MessageKind::response) {
    const std::size_t n = std::min(bytes.size(), kVersionPrefix.size());
    return bytes.substr(0, n) == kVersionPrefix.substr(0, n);
  }
  const std::string_view method = bytes.substr(0, bytes.find(' '));
  if (method.empty() || method.size() > kLongestMethod) return false;
  return is_token(method);
}

bool is_request_line(std::string_view line) {
  Head head;
  return parse_request_line(next_line(line), head);
}

Likeness likeness(MessageKind kind, std::string_view bytes) {
  if (bytes.empty()) return Likeness::unsure;
  if (!may_begin(kind, bytes) || (kind == MessageKind::request && !may_be_known_method(bytes))) return Likeness::no;
  if (bytes.find('\n') == std::string_view::npos) return bytes.size() < kLongLine ? Likeness::unsure : Likeness::no;
  Head head;
  const std::string_view line = next_line(bytes);
  const bool good = kind == MessageKind::request ? parse_request_line(line, head) : parse_status_line(line, head);
  return good && !head.blank_in_target ? Likeness::yes : Likeness::no;
}

std::string_view start_line_mark(MessageKind kind) {
  return kind == MessageKind::response ? kVersionPrefix : " HTTP/1.";
}

Likeness likeness_at_mark(MessageKind kind, std::string_view bytes, std::size_t mark) {
  std::size_t begin = mark;
  if (kind == MessageKind::request) {
    // METHOD SP target: what stands before may be the end of a body.
    const std::size_t space = mark > 0 ? bytes.rfind(' ', mark - 1) : std::string_view::npos;
    if (space == std::string_view::npos || mark - space > kLongLine) return Likeness::no;
    begin = space;
    while (begin > 0 && bytes[begin - 1] >= 'A' && bytes[begin - 1] <= 'Z') --begin;
  }
  return likeness(kind, bytes.substr(begin));
}

bool parse_head(MessageKind kind, std::string& text, Head& head) {
  std::vector<Pair> headers = std::move(head.headers);
  headers.clear();
  head = Head{};
  head.headers = std::move(headers);
  join_folded_lines(text, head);
  std::string_view rest = text;
  const std::string_view start = next_line(rest);
  const bool good = kind == MessageKind::request ? parse_request_line(start, head) : parse_status_line(start, head);
  if (!good) return false;
  while (!rest.empty()) {
    const std::string_view line = next_line(rest);
    if (!line.empty()) parse_field_line(line, text.data(), head);
  }
  return true;
}

}  // namespace wstrace::http
