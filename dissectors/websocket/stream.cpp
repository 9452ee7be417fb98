// WebSocketStream: the upgrade, and frames as they come.
#include "dissectors/websocket/stream.h"

#include <optional>
#include <string>

#include "dissectors/http/definitions.h"
#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/frame_events.h"
#include "dissectors/websocket/http_events.h"
#include "dissectors/websocket/http_text.h"
#include "seam/session_service.h"

namespace wstrace::websocket {
namespace {

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

/// Of a text whose message has not ended yet: a strict receiver need not wait for that to close the connection.
constexpr Note kInvalidText[] = {{&note::invalid_utf8, {}}};

}  // namespace

WebSocketStream::WebSocketStream(const Offer& offer)
    : offer_(offer),
      inferred_(offer.inferred || offer.kind == Offer::Kind::stream),
      extensions_(inferred_ ? possible_extensions() : parse_extensions(offer.extensions)) {}

void WebSocketStream::on_start(Context& ctx) {
  for (const Direction dir : {Direction::c2s, Direction::s2c}) {
    Lane& l = lane(dir);
    l.configure(extensions_, ctx.limits());
    if (!inferred_) continue;
    l.doubt(note::inferred_violation, field::violation);
    begin_seeking(ctx, dir);
  }
  if (inferred_) return;
  if (offer_.handshake_valid) {
    open(ctx, Direction::s2c);
  } else {
    ctx.sessions().open(http::upgrade_type).facts.path = path_of(offer_.target);
  }
}

/// A handshake that the client is to refuse opens no WebSocket, unless frames follow all the same.
void WebSocketStream::open(Context& ctx, Direction dir) {
  opened_ = true;
  opened_at_ = ctx.now();
  Offer upper = offer_;
  upper.kind = Offer::Kind::messages;
  upper.inferred = inferred_;
  // An upper layer that is sure of the messages opens or joins the session itself.
  ctx.upper().offer_messages(std::move(upper));
  const bool nobody_else = ctx.session() == nullptr || ctx.session()->facts.type->level <= Level::upgrade;
  SessionFacts& facts = ctx.sessions().open(session_type).facts;
  if (nobody_else) {
    facts.path = path_of(offer_.target);
  }
  ctx.connection().add_layer(protocol);
  facts.add_transport("websocket");
  facts.saw(offer_.proxy);
  if (!offer_.key.empty()) ctx.sessions().pair(offer_.key, offer_.asked);
  emit_open(ctx, dir);
}

void WebSocketStream::emit_open(Context& ctx, Direction dir) {
  if (inferred_) {
    const Field how[] = {make_field(field::inferred, 1)};
    const Note notes[] = {{&note::inferred}};
    return ctx.emit({dir, offer_.packets}, event::mid_stream, how, notes);
  }
  const Field fields[] = {make_field(field::subprotocol, offer_.subprotocol),
                          make_field(field::extensions, offer_.extensions)};
  Notes notes;
  if (!extensions_.unknown.empty()) {
    notes.add(note::extension_not_decoded, {make_field(field::extension, extensions_.unknown)});
  }
  const Negotiation negotiation = judge_negotiation(offer_.offered_extensions, offer_.extensions);
  negotiation.add_to(notes);
  lane(Direction::s2c).blame(notes, offer_.packets);
  ctx.emit({dir, offer_.packets}, event::open, fields, notes.notes());
}

Step WebSocketStream::on_bytes(Context& ctx, Direction dir, Window window) {
  Lane& l = lane(dir);
  if (l.lost) return Step::stop();
  if (l.search.seeking()) {
    if (std::optional<Step> answer = seek(ctx, dir, window)) return std::move(*answer);
  }
  if (!opened_) open(ctx, Direction::s2c);
  if (std::optional<Step> answer = read_http(ctx, dir, window)) return std::move(*answer);
  return read(ctx, dir, window);
}

/// Nothing when a frame may begin here.
std::optional<Step> WebSocketStream::read_http(Context& ctx, Direction dir, Window window) {
  if (!lane(dir).frames.between()) return std::nullopt;
  const HttpText http = find_http(dir, window.bytes);
  switch (http.kind) {
    case HttpText::Kind::none: return std::nullopt;
    case HttpText::Kind::need: return Step::need(http.n);
    case HttpText::Kind::message: break;
  }
  emit_http(ctx, lane(dir), {window.bytes.first(http.n), window.offset}, opened_at_, inferred_);
  return Step::stop();
}

Step WebSocketStream::read(Context& ctx, Direction dir, Window window) {
  Lane& l = lane(dir);
  const FramePart part = l.frames.read(window);
  if (part.begins && refutes(ctx, dir, l.frames.header())) return withdraw(ctx, dir, window);
  if (part.kind == FramePart::Kind::need) return Step::need(part.n);
  if (part.kind == FramePart::Kind::unreadable) return stop_at_top_bit(ctx, dir, window);
  take(ctx, dir, window, part);
  return Step::took(part.n);
}

void WebSocketStream::take(Context& ctx, Direction dir, Window window, const FramePart& part) {
  Lane& l = lane(dir);
  const PacketRange packets = ctx.packets(dir, window.offset, window.offset + part.n);
  if (part.begins) {
    if (dir == Direction::c2s) pair_by_frame(ctx, window.bytes.first(l.frames.header().size), packets);
    l.begin_frame(packets);
  } else {
    l.packets = l.packets.joined(packets);
  }
  if (part.begins && !part.ends) return;  // the payload follows in pieces
  l.add(part);
  if (part.ends) end_frame(ctx, dir, part.begins ? first(window.bytes, static_cast<std::size_t>(part.n)) : Bytes{});
}

void WebSocketStream::pair_by_frame(Context& ctx, Bytes head, PacketRange packets) {
  const std::optional<std::string> key = pairing_.next(lane(Direction::c2s).frames.header(), head);
  // What was held back may be read late, but packets are numbered as they came.
  if (key) ctx.sessions().pair(*key, packets.first != 0 ? static_cast<Time>(packets.first) : ctx.now());
}

Step WebSocketStream::stop_at_top_bit(Context& ctx, Direction dir, Window window) {
  Lane& l = lane(dir);
  l.lost = true;
  l.control.begin();
  l.control.notes().add(note::length_top_bit);
  l.packets = ctx.packets(dir, window.offset, window.offset + window.bytes.size());
  emit_violation(ctx, l, window.bytes);
  ctx.upper().message_gap(dir);
  return Step::stop();
}

void WebSocketStream::end_frame(Context& ctx, Direction dir, Bytes raw) {
  Lane& l = lane(dir);
  l.last_frame = ctx.now();
  ctx.count_framing(protocol, l.frames.header().size + (l.frames.header().is_control() ? l.frames.header().length : 0));
  if (ctx.wants(event::frame)) emit_frame(ctx, l, raw);
  if (l.stray) {
    emit_violation(ctx, l, raw);
  } else if (l.frames.header().is_control()) {
    if (!l.control.damaged()) end_control(ctx, dir, raw);
  } else {
    if (l.message.end_frame(l.frames.header(), l.packets)) l.violations.add(kInvalidText, l.packets);
    if (l.frames.header().fin()) end_message(ctx, dir, l.message.frames().count == 1 ? raw : Bytes{});
  }
}

void WebSocketStream::end_control(Context& ctx, Direction dir, Bytes raw) {
  switch (lane(dir).frames.header().opcode()) {
    case Opcode::ping: return emit_ping(ctx, lane(dir), raw);
    case Opcode::pong: return emit_pong(ctx, lane(dir), lane(opposite(dir)), raw);
    case Opcode::close: return end_close(ctx, dir, raw);
    default: return;
  }
}

}  // namespace wstrace::websocket
