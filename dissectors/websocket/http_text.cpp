// WebSocketStream: HTTP where a frame is expected.
//
// No frame begins with HTTP's letters: the first ones would be reserved bits and opcodes, and a client's would not be
// masked. So whoever wrote this took the connection for one that still speaks HTTP: a second handler of the same upgrade
// (two proxies or two WebSocket servers on one HTTP server), a server that rejects its client only after the 101, or a
// proxy that uses the connection again. Clients report an invalid frame; nothing that follows is a frame.
#include <algorithm>
#include <array>
#include <charconv>

#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/stream.h"
#include "seam/connection_service.h"

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

/// What stands at the front, as far as the bytes tell.
enum class Likeness : std::uint8_t { no, unsure, yes };

Likeness like_response(std::string_view text) {
  const std::string_view begin = text.substr(0, kHttp.size());
  if (!kHttp.starts_with(begin)) return Likeness::no;
  if (text.size() <= kStatusEnd) return Likeness::unsure;
  const std::string_view status = text.substr(kStatusAt, kStatusEnd - kStatusAt);
  const bool sound = is_digit(text[kHttp.size()]) && text[kStatusAt - 1] == ' ' &&
                     std::all_of(status.begin(), status.end(), is_digit) &&
                     (text[kStatusEnd] == ' ' || text[kStatusEnd] == '\r');
  return sound ? Likeness::yes : Likeness::no;
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

/// A response as far as it is there.
struct Response {
  std::string_view head;
  std::string_view status_line;
  std::string_view reason;
  std::string_view body;
  unsigned status = 0;
};

Response parse(std::string_view text) {
  Response r;
  r.head = text.substr(0, text.find(kHeadEnd));
  r.status_line = r.head.substr(0, r.head.find(kLineEnd));
  r.status = number_in(r.status_line.substr(kStatusAt));
  r.reason = r.status_line.substr(std::min(kStatusEnd + 1, r.status_line.size()));
  const std::size_t body = std::min(r.head.size() + kHeadEnd.size(), text.size());
  const std::size_t length = std::min<std::size_t>(number_in(value_of(r.head, "\r\ncontent-length:")), kLongestAnswer);
  if (r.status >= 200) r.body = text.substr(body, length);
  return r;
}

/// True when only the status is said, as the package ws does to upgrades for another path than its own.
bool says_nothing_more(const Response& r) { return r.body.empty() || r.body == r.reason; }

/// Which kind of handler wrote the second answer, by how it writes.
std::string_view author_of(const Response& r) {
  if (r.status == kSwitchingProtocols) {
    const bool node_proxy = r.head.find("\r\nsec-websocket-accept:") != std::string_view::npos;
    return node_proxy ? "both accepted it, and the second one writes like http-proxy-middleware" : "both accepted it";
  }
  const bool like_ws = r.body == r.reason && value_of(r.head, "\r\nconnection:") == "close" &&
                       r.head.find("\r\nContent-Type: text/html") != std::string_view::npos;
  return like_ws
             ? "one accepted it, and another one, which writes like the package ws, rejected it: its path is another"
             : "one accepted it, and another one rejected it";
}

/// What the two handlers have in common is one upgrade. An answer with words of its own may also be from the handler that
/// sent the 101.
bool by_two_handlers(const Response& r) {
  return r.status == kSwitchingProtocols || (r.status >= kFirstRefusal && says_nothing_more(r));
}

}  // namespace

/// True when HTTP, or what may become it, stands where the next frame should begin. `step` says what to do then.
bool WebSocketStream::is_http(Context& ctx, Direction dir, Window window, Step& step) {
  const Lane& l = lane(dir);
  if (!l.frames.between()) return false;
  switch (likeness(dir, window.bytes)) {
    case Likeness::no: return false;
    case Likeness::unsure: step = Step::need(window.bytes.size() + 1); return true;
    case Likeness::yes: break;
  }
  step = dir == Direction::s2c ? read_response(ctx, window) : read_request(ctx, window);
  return true;
}

/// The end came before all of it had: what is there is told. False when it is no HTTP.
bool WebSocketStream::end_http(Context& ctx, Direction dir, Window unread) {
  const Lane& l = lane(dir);
  if (!l.frames.between() || likeness(dir, unread.bytes) != Likeness::yes) return false;
  dir == Direction::s2c ? emit_response(ctx, unread) : static_cast<void>(read_request(ctx, unread));
  return true;
}

Step WebSocketStream::read_response(Context& ctx, Window window) {
  const std::string_view text = as_text(window.bytes);
  const std::size_t head_end = text.find(kHeadEnd);
  if (head_end == std::string_view::npos && text.size() < kLongestAnswer) return Step::need(text.size() + 1);
  const std::size_t body = std::min(std::min(head_end, text.size()) + kHeadEnd.size(), text.size());
  const Response r = parse(text);
  const std::size_t length = std::min<std::size_t>(number_in(value_of(r.head, "\r\ncontent-length:")), kLongestAnswer);
  if (r.status >= 200 && text.size() < body + length) return Step::need(body + length);
  emit_response(ctx, {window.bytes.first(body + r.body.size()), window.offset});
  return Step::stop();
}

void WebSocketStream::emit_response(Context& ctx, Window window) {
  const Response r = parse(as_text(window.bytes));
  const NoteDef& why = by_two_handlers(r) ? note::two_handlers : note::http_answer;
  const Unit unit{Direction::s2c, ctx.packets(Direction::s2c, window.offset, window.offset + window.bytes.size()),
                  window.bytes};
  const Field fields[] = {make_field(field::status_line, r.status_line), make_field(field::payload, r.body)};
  const Field reported[] = {make_field(field::said, r.status_line.substr(kStatusAt)),
                            make_field(field::author, author_of(r)),
                            make_field(field::waited_us, to_micros(ctx.now() - opened_at_))};
  emit_http(ctx, unit, event::http_answer, std::span(fields).first(r.body.empty() ? 1 : 2), {&why, reported});
  // The words of a server that rejects its client are for whoever knows that server.
  const Message message{.binary = false, .truncated = false, .payload = as_bytes(r.body), .packets = unit.packets};
  if (&why == &note::http_answer && !r.body.empty() && ctx.upper().wants(Direction::s2c, message)) {
    ctx.upper().message(Direction::s2c, message);
  } else {
    ctx.upper().message_gap(Direction::s2c);
  }
  if (!inferred_) ctx.connection().explain_end(why);
}

Step WebSocketStream::read_request(Context& ctx, Window window) {
  const std::string_view text = as_text(window.bytes);
  const std::string_view line = text.substr(0, text.find(kLineEnd));
  const Unit unit{Direction::c2s, ctx.packets(Direction::c2s, window.offset, window.offset + window.bytes.size()),
                  window.bytes};
  const Field fields[] = {make_field(field::request_line, line)};
  emit_http(ctx, unit, event::http_request, fields, {&note::http_request, fields});
  ctx.upper().message_gap(Direction::c2s);
  if (!inferred_) ctx.connection().explain_end(note::http_request);
  return Step::stop();
}

/// Nothing that comes in this direction now is a frame, and that explains what the other side makes of it. (Of a stream
/// that was only guessed to be a WebSocket this says that the guess was wrong.)
void WebSocketStream::emit_http(Context& ctx, const Unit& unit, const EventDef& def, std::span<const Field> fields,
                                const Note& why) {
  Lane& l = lane(unit.dir);
  l.lost = true;
  const std::span<const Note> notes(&why, inferred_ ? 0 : 1);
  l.violations.add(notes, unit.packets);
  ctx.emit(unit, def, fields, notes);
}

}  // namespace wstrace::websocket
