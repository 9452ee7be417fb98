// Http2Connection: requests and their answers.
#include <algorithm>
#include <string>

#include "dissectors/http/definitions.h"
#include "dissectors/http/wire.h"
#include "dissectors/http2/body.h"
#include "dissectors/http2/connection.h"
#include "dissectors/http2/definitions.h"
#include "dissectors/http2/message_events.h"
#include "dissectors/http2/tunnel.h"
#include "seam/session_service.h"

namespace wstrace::http2 {
namespace {

/// What a client sends in a stream before it knows that it may.
constexpr std::size_t kEarlyKept = std::size_t{64} << 10;

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), http::lower);
  return out;
}

/// 103 Early Hints, say: the answer is still to come (RFC 9113 8.1).
void on_interim(Context& ctx, Stream& stream) {
  HttpMessage& m = stream.message(Direction::s2c);
  stream.interim = true;
  m.has_body = false;
  emit_message(ctx, stream, Direction::s2c);
  m.begun = m.reported = false;
  m.notes.clear();
}

}  // namespace

void Http2Connection::on_request(Context& ctx, Stream& stream) {
  HttpMessage& m = stream.message(Direction::c2s);
  streams_.use(stream.id);
  stream.method = m.head.pseudo(":method");
  stream.target = m.head.pseudo(":path");
  stream.protocol = lower_case(m.head.pseudo(":protocol"));
  if (!stream.protocol.empty()) stream.upgrade = upgrade_request(stream);
  const AnnouncedSettings& server = lane(Direction::s2c).settings;
  if (!stream.protocol.empty() && whole_ && server.seen() && !server.connect_protocol()) {
    m.notes.add(note::not_enabled, {make_field(field::what, std::string_view(stream.protocol))});
  }
  open_exchange(ctx, stream);
  if (ExchangeDissector* const dissector = stream.claimant()) {
    dissector->on_request(stream.upper->context(),
                          {stream.method, http::origin_form(stream.target), m.head.pairs(), stream.protocol});
    want_body(ctx, m, ctx.limits().http_body);
  }
  if (stream.asks_websocket() && stream.claimant() == nullptr) {
    // One that comes to nothing is something to know of, too.
    SessionFacts& facts = stream.upper->context().sessions().open(http::upgrade_type).facts;
    facts.path = http::path_of(stream.target);
  }
  stream.upper->served();
  // Of what is to become something else, all is known.
  if (!stream.is_connect()) return;
  stream.asked = ctx.now();
  emit_message(ctx, stream, Direction::c2s);
}

void Http2Connection::on_response(Context& ctx, Stream& stream) {
  HttpMessage& m = stream.message(Direction::s2c);
  if (stream.upper == nullptr) open_exchange(ctx, stream);
  stream.upper->served();
  if (!stream.known) m.notes.add(note::request_not_seen);
  // An answer never stands before its question: a request whose body is still on its way is reported now.
  HttpMessage& request = stream.message(Direction::c2s);
  if (request.begun && !request.reported) emit_message(ctx, stream, Direction::c2s);
  if (stream.asked != 0) stream.after = ctx.now() - stream.asked;
  if (m.status / 100 == 1) return on_interim(ctx, stream);
  if (stream.is_connect() && m.status / 100 == 2) return open_tunnel(ctx, stream);
  if (stream.claimant() != nullptr) {
    want_body(ctx, m, ctx.limits().http_body);
  } else if (stream.asks_websocket() && m.status != 0) {
    refuse_tunnel(ctx, stream);
  }
}

/// The server pushes: what it promises is the request of a stream of its own (RFC 9113 8.4).
void Http2Connection::on_promise(Context& ctx, HeaderBlock& block) {
  const std::uint32_t id = block.promised;
  if (id == 0 || streams_.find(id) != nullptr) return;
  Stream& stream = add(ctx, id);
  begin_message(ctx, stream, Direction::c2s, block);
  HttpMessage& request = stream.message(Direction::c2s);
  request.reported = true;
  stream.state = next_state(stream.state, StreamInput::client_ends);
  stream.method = request.head.pseudo(":method");
  stream.target = request.head.pseudo(":path");
  open_exchange(ctx, stream);
  const Field fields[] = {make_field(field::method, std::string_view(stream.method)),
                          make_field(field::target, std::string_view(stream.target)), make_field(field::promised, id)};
  stream.upper->context().emit({Direction::s2c, block.packets}, event::push_promise, fields, request.notes.notes());
}

void Http2Connection::begin_content(Context& ctx, const Unit& unit, const FrameHeader& header) {
  Stream* stream = streams_.find(header.stream);
  // Where the capture lacks something, that may be what opened the stream.
  if (stream == nullptr && !whole_ && header.stream != 0) {
    stream = &add(ctx, header.stream);
    stream->known = false;
    open_exchange(ctx, *stream);
  }
  if (stream == nullptr || stream->upper == nullptr) return;
  stream->upper->served();
  on_sent(ctx, unit.dir, *stream, header.length);
  if (!is_done(stream->state, unit.dir)) return;
  violation(stream->upper->context(), unit, header, "DATA after the end of the stream", note::protocol_error);
}

void Http2Connection::on_content(Context& ctx, Stream& stream, Direction dir, Bytes content, PacketRange packets) {
  if (stream.upper == nullptr || is_done(stream.state, dir)) return;
  if (stream.tunnel || infer_tunnel(ctx, stream, dir, content)) return stream.upper->data(dir, content, packets);
  HttpMessage& m = stream.message(dir);
  if (stream.is_connect() && dir == Direction::c2s) {
    if (stream.early.size() + content.size() > kEarlyKept) return;
    stream.early.append(as_text(content));
    stream.early_packets = stream.early_packets.joined(packets);
    return;
  }
  m.length += content.size();
  m.packets = m.packets.joined(packets);
  // Who claims the exchange counts what its content is made of.
  if (stream.claimant() == nullptr) ctx.count_payload(content.size());
  if (m.wanted) m.decoder.feed(content);
  if (m.reported || !m.begun || m.length <= ctx.limits().http_body) return;
  m.notes.add(note::long_body, {make_field(field::limit, ctx.limits().http_body)});
  emit_message(ctx, stream, dir);
}

void Http2Connection::on_end_stream(Context& ctx, Stream& stream, Direction dir) {
  if (is_done(stream.state, dir)) return;
  stream.state = next_state(stream.state, ends(dir));
  if (stream.tunnel) {
    stream.upper->end(dir);
  } else if (stream.message(dir).begun) {
    end_message(ctx, stream, dir);
  }
  if (stream.state == StreamState::closed) streams_.close(stream.id);
}

void Http2Connection::end_message(Context& ctx, Stream& stream, Direction dir) {
  HttpMessage& m = stream.message(dir);
  if (dir == Direction::c2s && stream.asked == 0) stream.asked = ctx.now();
  const bool counts = dir == Direction::c2s || (stream.method != "HEAD" && m.status != 304);
  if (counts && whole_ && !m.lossy && !m.announced.empty() && m.announced != std::to_string(m.length)) {
    m.notes.add(note::length_differs,
                {make_field(field::announced, std::string_view(m.announced)), make_field(field::bytes, m.length)});
  }
  if (m.lossy) m.notes.add(note::lost_bytes);
  m.whole = !m.lossy;
  if (!m.reported) emit_message(ctx, stream, dir);
  give_body(ctx, stream, dir);
}

/// The stream is over before its messages are: it was reset, or the connection ended.
void Http2Connection::give_up(Context& ctx, Stream& stream, Direction by, End how) {
  if (stream.tunnel || stream.upper == nullptr) return;
  const bool ended = how == End::fin || how == End::rst;
  for (const Direction dir : {Direction::c2s, Direction::s2c}) {
    HttpMessage& m = stream.message(dir);
    if (!m.begun || is_done(stream.state, dir)) continue;
    const bool alone = stream.upper->context().closing().of_stream();
    const std::string_view what = alone ? "stream" : "connection";
    // Where bytes are missing, the message's end may be among them.
    if (!whole_) {
      m.notes.add(note::lost_bytes);
    } else if (!stream.is_connect() || dir == Direction::s2c) {
      ended ? m.notes.add(note::cut_short, {make_field(field::what, what)}) : m.notes.add(note::unfinished);
      m.unfinished = !ended;
    }
    if (!m.reported) emit_message(ctx, stream, dir);
    if (dir == Direction::s2c) give_body(ctx, stream, dir);
  }
  // Where bytes are missing, an answer may be among them.
  if (stream.message(Direction::s2c).begun || !stream.known || !whole_) return;
  if (ended) emit_unanswered(ctx, stream, by);
  if (ExchangeDissector* const dissector = stream.claimant()) {
    dissector->on_no_response(stream.upper->context(), by, how);
  }
}

}  // namespace wstrace::http2
