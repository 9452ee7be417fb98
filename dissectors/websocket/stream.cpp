#include "dissectors/websocket/stream.h"

#include <algorithm>

#include "dissectors/http/definitions.h"
#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/mask.h"
#include "seam/frame_key.h"
#include "seam/session_service.h"

namespace wstrace::websocket {
namespace {

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

/// So many frames of a client are looked for on another side of a proxy.
constexpr unsigned kPairingFrames = 16;

/// The longest payload that is asked for as a whole.
std::uint64_t longest_whole(const Limits& limits) {
  return std::min<std::uint64_t>(limits.message, limits.unit - std::min(limits.unit, kLongestHeader));
}

}  // namespace

std::string_view name_of(Opcode opcode) {
  switch (opcode) {
    case Opcode::continuation: return "continuation";
    case Opcode::text: return "text";
    case Opcode::binary: return "binary";
    case Opcode::close: return "close";
    case Opcode::ping: return "ping";
    case Opcode::pong: return "pong";
  }
  return "reserved";
}

WebSocketStream::WebSocketStream(const Offer& offer)
    : offer_(offer),
      inferred_(offer.inferred || offer.kind == Offer::Kind::stream),
      extensions_(inferred_ ? possible_extensions() : parse_extensions(offer.extensions)) {}

void WebSocketStream::on_start(Context& ctx) {
  for (const Direction dir : {Direction::c2s, Direction::s2c}) {
    Lane& l = lane(dir);
    l.inflater.configure(extensions_.of(dir), ctx.limits().inflate_ratio);
    if (!inferred_) continue;
    for (Notes* const remarks : {&l.message.remarks, &l.control.remarks})
      remarks->doubt(note::inferred_violation, field::violation);
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
  Notes remarks;
  if (!extensions_.unknown.empty()) {
    remarks.add(note::extension_not_decoded, {make_field(field::extension, extensions_.unknown)});
  }
  const Negotiation negotiation = judge_negotiation(offer_.offered_extensions, offer_.extensions);
  negotiation.add_to(remarks);
  blame(Direction::s2c, remarks, offer_.packets);
  ctx.emit({dir, offer_.packets}, event::open, fields, remarks.notes());
}

Step WebSocketStream::on_bytes(Context& ctx, Direction dir, Window window) {
  Lane& l = lane(dir);
  if (l.lost) return Step::stop();
  Step step = Step::stop();
  if (l.seeking && !seek(ctx, dir, window, step)) return step;
  if (!opened_) open(ctx, Direction::s2c);
  if (is_http(ctx, dir, window, step)) return step;
  return l.in_payload ? read_piece(ctx, dir, window) : read_frame(ctx, dir, window);
}

Step WebSocketStream::read_frame(Context& ctx, Direction dir, Window window) {
  Lane& l = lane(dir);
  const std::optional<FrameHeader> header = FrameHeader::parse(window.bytes);
  if (!header) return Step::need(FrameHeader::size_of(window.bytes));
  l.header = *header;
  if (refutes(ctx, dir, *header)) return withdraw(ctx, dir, window);
  if (header->length >= kLengthTopBit) return stop_at_top_bit(ctx, dir, window);
  const std::uint64_t total = header->size + header->length;
  const bool whole = header->length <= longest_whole(ctx.limits());
  l.frame_end = window.offset + total;
  l.header_known = true;
  l.seen = 0;
  if (whole && window.bytes.size() < total) return Step::need(total);
  const std::uint64_t taken = whole ? total : header->size;
  const PacketRange packets = ctx.packets(dir, window.offset, window.offset + taken);
  if (dir == Direction::c2s) pair_by_frame(ctx, window.bytes.first(header->size), packets);
  begin_frame(ctx, dir, packets);
  l.in_payload = !whole;
  if (!whole) return Step::took(taken);
  const Bytes raw = window.bytes.first(static_cast<std::size_t>(total));
  const Bytes payload = raw.subspan(header->size);
  if (!borrow_whole(l, payload)) take_payload(l, payload);
  end_frame(ctx, dir, raw);
  return Step::took(total);
}

/// A proxy passes on a client's frames as they are, with their random masking keys (RFC 6455 5.3).
void WebSocketStream::pair_by_frame(Context& ctx, Bytes head, PacketRange packets) {
  const FrameHeader& header = lane(Direction::c2s).header;
  const bool random = header.masked && std::any_of(header.key.begin(), header.key.end(), [](auto b) { return b != 0; });
  if (pairing_frames_ == kPairingFrames || !random) return;
  ++pairing_frames_;
  std::string key(kFrameKey);
  key.append(as_text(head));
  // What was held back may be read late, but packets are numbered as they came.
  ctx.sessions().pair(key, packets.first != 0 ? static_cast<Time>(packets.first) : ctx.now());
}

Step WebSocketStream::read_piece(Context& ctx, Direction dir, Window window) {
  Lane& l = lane(dir);
  const std::uint64_t rest = l.frame_end - window.offset;
  const Bytes piece = first(window.bytes, static_cast<std::size_t>(std::min<std::uint64_t>(rest, window.bytes.size())));
  l.packets = l.packets.joined(ctx.packets(dir, window.offset, window.offset + piece.size()));
  take_payload(l, piece);
  if (piece.size() == rest) end_frame(ctx, dir, {});
  return Step::took(piece.size());
}

Step WebSocketStream::stop_at_top_bit(Context& ctx, Direction dir, Window window) {
  Lane& l = lane(dir);
  l.lost = true;
  l.control.remarks.clear();
  l.control.remarks.add(note::length_top_bit);
  l.packets = ctx.packets(dir, window.offset, window.offset + window.bytes.size());
  emit_violation(ctx, dir, window.bytes);
  ctx.upper().message_gap(dir);
  return Step::stop();
}

void WebSocketStream::begin_frame(Context& ctx, Direction dir, PacketRange packets) {
  Lane& l = lane(dir);
  l.packets = packets;
  l.stray = l.header.is_reserved() || (l.header.is_continuation() && !l.message.open);
  if (!l.stray && !l.header.is_control()) {
    begin_data(ctx, dir);
    check_header(dir, l.message.remarks);
    return;
  }
  l.control.payload.clear();
  l.control.remarks.clear();
  l.control.lost = false;
  check_header(dir, l.control.remarks);
}

/// The next bytes of the frame's payload, as they are on the wire.
void WebSocketStream::take_payload(Lane& l, Bytes piece) {
  if (!l.stray && !l.header.is_control()) {
    take_data(l, piece);
  } else if (l.header.is_control() && l.control.payload.size() < kLongestControl) {
    const Bytes kept = first(piece, kLongestControl - l.control.payload.size());
    std::uint8_t* to = l.control.payload.extend(kept.size());
    if (!l.header.masked) {
      std::copy(kept.begin(), kept.end(), to);
    } else {
      unmask(to, kept, l.header.key, l.seen);
    }
  }
  l.seen += piece.size();
}

void WebSocketStream::end_frame(Context& ctx, Direction dir, Bytes raw) {
  Lane& l = lane(dir);
  l.in_payload = false;
  l.header_known = false;
  l.last_frame = ctx.now();
  ctx.count_framing(protocol, l.header.size + (l.header.is_control() ? l.header.length : 0));
  if (ctx.wants(event::frame)) emit_frame(ctx, dir, raw);
  if (l.stray) {
    emit_violation(ctx, dir, raw);
  } else if (l.header.is_control()) {
    if (!l.control.lost) end_control(ctx, dir, raw);
  } else {
    l.message.frames += 1;
    l.message.wire_length += l.header.length;
    l.message.packets = l.message.packets.joined(l.packets);
    if (l.message.bad_frame == 0 && !l.message.payload.valid_so_far()) on_bad_text(l);
    if (l.header.fin()) end_message(ctx, dir, l.message.frames == 1 ? raw : Bytes{});
  }
}

void WebSocketStream::emit_frame(Context& ctx, Direction dir, Bytes raw) {
  const Lane& l = lane(dir);
  const FrameHeader& h = l.header;
  const Field fields[] = {make_field(field::fin, h.fin()),
                          make_field(field::rsv1, h.rsv1()),
                          make_field(field::opcode, name_of(h.opcode())),
                          make_field(field::masked, h.masked),
                          make_field(field::length, h.length),
                          make_field(field::header, h.size)};
  ctx.emit({dir, l.packets, raw}, event::frame, fields);
}

void WebSocketStream::emit_violation(Context& ctx, Direction dir, Bytes raw) {
  const Lane& l = lane(dir);
  const Field fields[] = {make_field(field::opcode, name_of(l.header.opcode())),
                          make_field(field::length, l.header.length)};
  blame(dir, l.control.remarks, l.packets);
  ctx.emit({dir, l.packets, raw}, event::violation, fields, l.control.remarks.notes());
}

}  // namespace wstrace::websocket
