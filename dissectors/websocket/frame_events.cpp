// The events of one direction.
#include "dissectors/websocket/frame_events.h"

#include <optional>
#include <span>

#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/utf8.h"
#include "model/fields.h"

namespace wstrace::websocket {

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

Field text_or_bytes(const FieldDef& text, const FieldDef& binary, Bytes bytes) {
  return make_field(is_utf8(bytes) ? text : binary, bytes);
}

void emit_frame(Context& ctx, const Lane& lane, Bytes raw) {
  const FrameHeader& header = lane.frames.header();
  const Field fields[] = {make_field(field::fin, header.fin()),
                          make_field(field::rsv1, header.rsv1()),
                          make_field(field::opcode, name_of(header.opcode())),
                          make_field(field::masked, header.masked),
                          make_field(field::length, header.length),
                          make_field(field::header, header.size)};
  ctx.emit({lane.dir, lane.packets, raw}, event::frame, fields);
}

void emit_violation(Context& ctx, Lane& lane, Bytes raw) {
  const FrameHeader& header = lane.frames.header();
  const Field fields[] = {make_field(field::opcode, name_of(header.opcode())),
                          make_field(field::length, header.length)};
  lane.blame(lane.control.notes(), lane.packets);
  ctx.emit({lane.dir, lane.packets, raw}, event::violation, fields, lane.control.notes().notes());
}

void emit_ping(Context& ctx, Lane& lane, Bytes raw) {
  const Bytes payload = lane.control.payload();
  lane.pings.sent(payload, ctx.now());
  Fields fields;
  fields.add(field::length, lane.frames.header().length);
  if (!payload.empty()) fields.add(text_or_bytes(field::payload, field::payload_bytes, payload));
  lane.blame(lane.control.notes(), lane.packets);
  ctx.emit({lane.dir, lane.packets, raw}, event::ping, fields, lane.control.notes().notes());
}

void emit_pong(Context& ctx, Lane& lane, Lane& peer, Bytes raw) {
  const Bytes payload = lane.control.payload();
  const std::optional<Time> asked = peer.pings.answered(payload, ctx.now());
  Fields fields;
  fields.add(field::length, lane.frames.header().length);
  if (!payload.empty()) fields.add(text_or_bytes(field::payload, field::payload_bytes, payload));
  if (asked) fields.add(field::rtt_us, to_micros(ctx.now() - *asked));
  fields.add_if(!asked && !peer.incomplete, field::unsolicited);
  lane.blame(lane.control.notes(), lane.packets);
  ctx.emit({lane.dir, lane.packets, raw}, event::pong, fields, lane.control.notes().notes());
}

void emit_message(Context& ctx, Lane& lane, const Unit& unit, bool decoded, bool inferred) {
  lane.blame(lane.message.notes(), unit.packets);
  if (!ctx.wants(event::message)) return;
  const MessageFrames& frames = lane.message.frames();
  const Payload& payload = lane.message.payload();
  const bool text = !frames.binary && payload.valid();
  Fields fields;
  fields.add(field::opcode, frames.binary ? "binary" : "text");
  fields.add_if(decoded, field::length, payload.length());
  fields.add(field::wire_length, frames.wire_length);
  fields.add(field::frames, frames.count);
  fields.add(field::compressed, frames.compressed);
  fields.add(field::masked, frames.masked);
  fields.add_if(frames.count > 1, field::fragmented);
  fields.add_if(inferred, field::inferred);
  fields.add_if(decoded && payload.truncated(), field::truncated);
  if (decoded) fields.add(text ? field::payload : field::payload_bytes, lane.message.shown());
  ctx.emit(unit, event::message, fields, lane.message.notes().notes());
}

void emit_gap(Context& ctx, Lane& lane, const NoteDef& why, PacketRange packets) {
  const Loss& loss = lane.search.loss();
  Fields fields;
  fields.add_if(loss.missing > 0, field::missing, loss.missing);
  fields.add_if(loss.skipped > 0, field::skipped, loss.skipped);
  const Note notes[] = {{&why, fields}};
  lane.incomplete = true;
  ctx.emit({lane.dir, packets}, event::gap, fields, notes);
  lane.search.reported();
}

void emit_unfinished(Context& ctx, Lane& lane, const NoteDef* why, Window unread) {
  const bool message = lane.message.open() && !lane.message.damaged();
  const bool in_payload = lane.frames.in_payload();
  if (!message && !in_payload && unread.bytes.empty()) return;
  const std::uint64_t of_frame = in_payload ? lane.frames.seen() : unread.bytes.size();
  const Field fields[] = {make_field(field::bytes, (message ? lane.message.frames().wire_length : 0) + of_frame)};
  const PacketRange packets = ctx.packets(lane.dir, unread.offset, unread.offset + unread.bytes.size());
  Notes& notes = lane.cut_off(unread.bytes, packets);
  if (why != nullptr) notes.add(*why);
  ctx.emit({lane.dir, unread.bytes.empty() ? lane.packets : packets, unread.bytes}, event::unfinished, fields,
           notes.notes());
}

}  // namespace wstrace::websocket
