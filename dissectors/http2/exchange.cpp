// Http2Connection: requests, their answers, and what an extended CONNECT opens (RFC 8441).
#include <algorithm>
#include <string>

#include "dissectors/http/definitions.h"
#include "dissectors/http/wire.h"
#include "dissectors/http2/connection.h"
#include "dissectors/http2/definitions.h"
#include "dissectors/websocket/resync.h"
#include "model/describe.h"
#include "model/proxies.h"
#include "seam/connection_service.h"
#include "seam/session_service.h"

namespace wstrace::http2 {
namespace {

constexpr unsigned kOk = 200;
/// What a client sends in a stream before it knows that it may.
constexpr std::size_t kEarlyKept = std::size_t{64} << 10;

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), http::lower);
  return out;
}

ExchangeDissector* claimant(const Stream& stream) { return stream.upper->dissector(); }

/// By its first bytes: gzip (RFC 1952 2.3.1) or zlib (RFC 1950 2.2). No text begins so.
bool is_compressed(Bytes body) {
  if (body.size() < 2) return false;
  const unsigned first_two = body[0] * 256U + body[1];
  return first_two == 0x1f8b || ((body[0] & 0x0f) == 8 && body[0] < 0x80 && first_two % 31 == 0);
}

/// As HTTP/1.1's functions want it.
http::Head as_head(HttpMessage& m, const Stream& stream) {
  http::Head head;
  head.method = stream.method;
  head.target = stream.target;
  head.status = m.status;
  head.headers = m.head.pairs();
  return head;
}

void want_body(Context& ctx, HttpMessage& m, std::size_t most) {
  m.wanted = true;
  m.decoder.start(m.head.value("content-encoding"), most, ctx.limits().inflate_ratio);
}

/// What the two heads agree on.
Offer negotiated(Stream& stream, std::string_view flaw) {
  HttpMessage& answer = stream.message(Direction::s2c);
  const http::Head head = as_head(answer, stream);
  Offer offer;
  offer.kind = stream.protocol.empty() ? Offer::Kind::stream : Offer::Kind::upgrade;
  offer.protocol = stream.protocol;
  offer.target = http::origin_form(stream.target);
  offer.subprotocol = head.value("sec-websocket-protocol");
  offer.extensions = http::joined_values(head, "sec-websocket-extensions");
  offer.offered_extensions = stream.upgrade.extensions;
  offer.proxy = http::proxy_between(stream.upgrade, head);
  offer.handshake_valid = flaw.empty();
  offer.handshake_error = flaw;
  offer.inferred = stream.inferred;
  offer.packets = stream.message(Direction::c2s).packets.joined(answer.packets);
  offer.asked = stream.asked;
  return offer;
}

http::UpgradeRequest upgrade_request(const http::Head& head, const std::string& protocol) {
  http::UpgradeRequest asked;
  asked.protocol = protocol;
  asked.proxy = proxy_of_request(head.headers);
  asked.version = head.value("sec-websocket-version");
  asked.origin = head.value("origin");
  asked.subprotocols = http::joined_values(head, "sec-websocket-protocol");
  asked.extensions = http::joined_values(head, "sec-websocket-extensions");
  return asked;
}

}  // namespace

void Http2Connection::open_exchange(Context& ctx, Stream& stream) {
  Offer offer;
  offer.kind = Offer::Kind::exchange;
  offer.target = http::origin_form(stream.target);
  offer.protocol = stream.protocol;
  stream.upper = ctx.upper().offer_stream({&protocol, "HTTP/2 stream", stream.id}, offer);
}

void Http2Connection::on_request(Context& ctx, Stream& stream) {
  HttpMessage& m = stream.message(Direction::c2s);
  streams_.use(stream.id);
  stream.method = m.head.pseudo(":method");
  stream.target = m.head.pseudo(":path");
  stream.protocol = lower_case(m.head.pseudo(":protocol"));
  const http::Head head = as_head(m, stream);
  if (!stream.protocol.empty()) stream.upgrade = upgrade_request(head, stream.protocol);
  const AnnouncedSettings& server = lane(Direction::s2c).settings;
  if (!stream.protocol.empty() && whole_ && server.seen() && !server.connect_protocol()) {
    m.remarks.add(note::not_enabled, {make_field(field::what, std::string_view(stream.protocol))});
  }
  open_exchange(ctx, stream);
  if (ExchangeDissector* const dissector = claimant(stream)) {
    dissector->on_request(stream.upper->context(),
                          {stream.method, http::origin_form(stream.target), m.head.pairs(), stream.protocol});
    want_body(ctx, m, ctx.limits().http_body);
  }
  if (stream.asks_websocket() && claimant(stream) == nullptr) {
    // One that comes to nothing is something to know of, too.
    SessionFacts& facts = stream.upper->context().sessions().open(http::upgrade_type).facts;
    facts.path = http::path_of(stream.target);
  }
  stream.upper->served();
  // Of what is to become something else, all is known.
  if (!stream.is_connect()) return;
  stream.asked = ctx.now();
  emit_event(ctx, stream, Direction::c2s);
}

void Http2Connection::on_response(Context& ctx, Stream& stream) {
  HttpMessage& m = stream.message(Direction::s2c);
  if (stream.upper == nullptr) open_exchange(ctx, stream);
  stream.upper->served();
  if (!stream.known) m.remarks.add(note::request_not_seen);
  // An answer never stands before its question: a request whose body is still on its way is told now.
  HttpMessage& request = stream.message(Direction::c2s);
  if (request.begun && !request.reported) emit_event(ctx, stream, Direction::c2s);
  if (stream.asked != 0) stream.after = ctx.now() - stream.asked;
  if (m.status / 100 == 1) return on_interim(ctx, stream);
  if (stream.is_connect() && m.status / 100 == 2) return open_tunnel(ctx, stream);
  if (claimant(stream) != nullptr) {
    want_body(ctx, m, ctx.limits().http_body);
  } else if (stream.asks_websocket() && m.status != 0) {
    refuse_tunnel(ctx, stream);
  }
}

/// 103 Early Hints, say: the answer is still to come (RFC 9113 8.1).
void Http2Connection::on_interim(Context& ctx, Stream& stream) {
  HttpMessage& m = stream.message(Direction::s2c);
  stream.interim = true;
  m.has_body = false;
  emit_event(ctx, stream, Direction::s2c);
  m.begun = m.reported = false;
  m.remarks.clear();
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
  stream.upper->context().emit({Direction::s2c, block.packets}, event::push_promise, fields, request.remarks.notes());
}

void Http2Connection::open_tunnel(Context& ctx, Stream& stream) {
  HttpMessage& m = stream.message(Direction::s2c);
  std::string_view flaw;
  if (stream.asks_websocket()) flaw = http::judge_acceptance(stream.upgrade, as_head(m, stream), m.remarks);
  if (stream.asks_websocket() && stream.interim) {
    m.remarks.add(note::interim);
    flaw = "another response came before it";
  }
  if (stream.asks_websocket() && m.status != kOk) {
    m.remarks.add(note::not_ok, {make_field(field::status, m.status)});
    flaw = "its status is not 200";
  }
  accept_tunnel(ctx, stream, flaw);
}

void Http2Connection::accept_tunnel(Context& ctx, Stream& stream, std::string_view flaw) {
  HttpMessage& m = stream.message(Direction::s2c);
  m.has_body = false;
  if (m.begun) emit_event(ctx, stream, Direction::s2c);
  Context& scope = stream.upper->context();
  // An attempt that was refused before is not how the session ended.
  if (Session* session = scope.session(); session != nullptr && session->facts.outcome.state == "refused") {
    session->facts.outcome = {};
  }
  if (stream.asked != 0 && !stream.protocol.empty())
    scope.handshake({&protocol, "WebSocket CONNECT", ctx.now() - stream.asked, Level::messages});
  if (ExchangeDissector* const dissector = claimant(stream)) {
    dissector->on_response(scope, {m.status, {}, m.head.pairs(), true}, {});
  }
  stream.tunnel = true;
  stream.upper->hand_over(negotiated(stream, flaw));
  stream.upper->data(Direction::c2s, as_bytes(stream.early), stream.early_packets);
  stream.early = {};
}

/// Where a head's fields are lost, what follows shows that it was a CONNECT: frames.
bool Http2Connection::infer_tunnel(Context& ctx, Stream& stream, Direction dir, Bytes content) {
  const HttpMessage& answer = stream.message(Direction::s2c);
  const bool unknown = stream.method.empty() || (stream.is_connect() && answer.begun && answer.status == 0);
  const bool possible = unknown && !answer.reported && answer.length == 0 && answer.status / 100 <= 2;
  if (!possible) return false;
  const auto bits = websocket::weigh_frames(content, dir, websocket::kEnoughAtOnce);
  if (!bits || *bits < websocket::kEnoughAtOnce) return false;
  stream.protocol = "websocket";
  stream.inferred = true;
  accept_tunnel(ctx, stream, {});
  return true;
}

/// Nobody but the WebSocket itself asked for it.
void Http2Connection::refuse_tunnel(Context& ctx, Stream& stream) {
  HttpMessage& m = stream.message(Direction::s2c);
  stream.refusal = http::refusal_of(stream.upgrade, as_head(m, stream));
  const http::Refusal& refusal = stream.refusal;
  refusal.add_to(m.remarks, "200");
  SessionFacts& facts = stream.upper->context().sessions().open(http::upgrade_type).facts;
  facts.saw(refusal.proxy);
  facts.ends(refusal.outcome());
  want_body(ctx, m, http::kBodyShown);
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
  note_sent(ctx, unit.dir, *stream, header.length);
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
  if (claimant(stream) == nullptr) ctx.count_payload(content.size());
  if (m.wanted) m.decoder.feed(content);
  if (m.reported || !m.begun || m.length <= ctx.limits().http_body) return;
  m.remarks.add(note::long_body, {make_field(field::limit, ctx.limits().http_body)});
  emit_event(ctx, stream, dir);
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
    m.remarks.add(note::length_differs,
                  {make_field(field::announced, std::string_view(m.announced)), make_field(field::bytes, m.length)});
  }
  if (m.lossy) m.remarks.add(note::lost_bytes);
  m.whole = !m.lossy;
  if (!m.reported) emit_event(ctx, stream, dir);
  give_body(ctx, stream, dir);
}

/// Gives the upper layer that claims the exchange what it waits for.
void Http2Connection::give_body(Context& ctx, Stream& stream, Direction dir) {
  HttpMessage& m = stream.message(dir);
  m.decoder.stop();
  ExchangeDissector* const dissector = claimant(stream);
  // Where a head could not be read, nobody knows what the body is.
  if (dissector == nullptr || (dir == Direction::s2c && m.status == 0)) return;
  ctx.count_saved(m.decoder.saved());
  Body body{as_bytes(m.decoder.decoded()), Body::State::whole, m.packets};
  const bool unnamed = m.head.unknown() > 0 && m.head.value("content-encoding").empty();
  if (m.decoder.undecodable()) {
    body.state = Body::State::undecodable;
  } else if (unnamed && is_compressed(body.content)) {
    body = {{}, Body::State::cut, m.packets};  // the field that names its coding is among the lost ones
  } else if (!m.whole || m.decoder.state() == http::ContentDecoder::State::limit) {
    body.state = m.unfinished ? Body::State::unfinished : Body::State::cut;
  }
  if (dir == Direction::c2s) {
    dissector->on_request_body(stream.upper->context(), body);
  } else {
    dissector->on_response(stream.upper->context(), {m.status, {}, m.head.pairs()}, body);
  }
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
      m.remarks.add(note::lost_bytes);
    } else if (!stream.is_connect() || dir == Direction::s2c) {
      ended ? m.remarks.add(note::cut_short, {make_field(field::what, what)}) : m.remarks.add(note::unfinished);
      m.unfinished = !ended;
    }
    if (!m.reported) emit_event(ctx, stream, dir);
    if (dir == Direction::s2c) give_body(ctx, stream, dir);
  }
  // Where bytes are missing, an answer may be among them.
  if (stream.message(Direction::s2c).begun || !stream.known || !whole_) return;
  if (ended) emit_unanswered(ctx, stream, by);
  if (ExchangeDissector* const dissector = claimant(stream)) {
    dissector->on_no_response(stream.upper->context(), by, how);
  }
}

/// A client that leaves waits for its answer no longer; only of a WebSocket that is worth telling.
void Http2Connection::emit_unanswered(Context& ctx, Stream& stream, Direction by) {
  const bool lone = stream.asks_websocket() && claimant(stream) == nullptr;
  const bool gave_up = by == Direction::c2s;
  Context& scope = stream.upper->context();
  const Duration waited = stream.asked != 0 ? ctx.now() - stream.asked : 0;
  if (lone) {
    SessionFacts& facts = scope.sessions().open(http::upgrade_type).facts;
    const Outcome& end = scope.connection().outcome();
    facts.ends({gave_up ? "abandoned" : "refused", party(by),
                gave_up ? "the client gave up after " + human_duration(waited) + " without an answer to its CONNECT"
                        : end.reason + " without answering the WebSocket's CONNECT",
                note::not_answered.code});
  }
  // A reset of the stream has said so itself.
  if (!stream.left_out && (scope.closing().of_stream() || (gave_up && !lone))) return;
  const std::string_view what = scope.closing().of_stream() ? "stream" : "connection";
  const Field fields[] = {make_field(field::method, std::string_view(stream.method)),
                          make_field(field::target, std::string_view(stream.target)),
                          make_field(field::waited_us, to_micros(waited))};
  const Field said[] = {make_field(field::party, party(by)), make_field(field::what, what), fields[0], fields[1]};
  const Note notes[] = {{stream.left_out ? &note::not_processed : &note::not_answered, said}};
  scope.emit({by, {}}, event::unanswered, std::span(fields).first(waited > 0 ? 3 : 2), notes);
}

}  // namespace wstrace::http2
