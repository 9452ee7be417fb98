// WebSocketStream: an HTTP answer where frames are expected.
//
// A server that finds only after its 101 that it does not want the client (Engine.IO does so) has nothing left but to
// write the refusal on the connection, as if nothing had been agreed. Clients report a broken frame; what the server
// had to say is in the text.
#include <algorithm>
#include <charconv>

#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/stream.h"

namespace wstrace::websocket {
namespace {

constexpr std::string_view kHttp = "HTTP/1.";
constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kLength = "\r\ncontent-length:";
constexpr std::size_t kLongestAnswer = std::size_t{16} << 10;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// What Content-Length says; 0 without one.
std::size_t body_length(std::string_view head) {
  const auto same = [](char a, char b) { return lower(a) == b; };
  const auto found = std::search(head.begin(), head.end(), kLength.begin(), kLength.end(), same);
  if (found == head.end()) return 0;
  std::string_view value = head.substr(static_cast<std::size_t>(found - head.begin()) + kLength.size());
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  std::size_t length = 0;
  std::from_chars(value.data(), value.data() + value.size(), length);
  return std::min(length, kLongestAnswer);
}

}  // namespace

/// A server's frame cannot begin like this: a fragmented control frame with a reserved bit.
bool WebSocketStream::may_be_http(Bytes bytes) { return kHttp.starts_with(as_text(bytes).substr(0, kHttp.size())); }

Step WebSocketStream::read_http(Context& ctx, Window window) {
  const std::string_view text = as_text(window.bytes);
  const std::size_t head_end = text.find(kHeadEnd);
  if (head_end == std::string_view::npos && text.size() < kLongestAnswer) return Step::need(text.size() + 1);
  const std::string_view head = text.substr(0, head_end);
  const std::size_t body = std::min(head.size() + kHeadEnd.size(), text.size());
  const std::size_t total = body + body_length(head);
  if (text.size() < total) return Step::need(total);
  Lane& l = lane(Direction::s2c);
  l.lost = true;
  const std::string_view said = text.substr(body, total - body);
  const Unit unit{Direction::s2c, ctx.packets(Direction::s2c, window.offset, window.offset + total),
                  window.bytes.first(total)};
  const std::string_view status = head.substr(0, head.find("\r\n"));
  const Field fields[] = {make_field(field::status_line, status), make_field(field::payload, said)};
  const Note notes[] = {{&note::http_answer}};
  ctx.emit(unit, event::http_answer, std::span(fields).first(said.empty() ? 1 : 2), notes);
  const Message message{.binary = false, .truncated = false, .payload = as_bytes(said), .packets = unit.packets};
  if (ctx.upper_wants(Direction::s2c, message)) ctx.message(Direction::s2c, message);
  return Step::stop();
}

}  // namespace wstrace::websocket
