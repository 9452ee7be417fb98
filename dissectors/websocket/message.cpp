// WebSocketStream: data frames, joined to messages (RFC 6455 5.4, RFC 7692 6).
#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/mask.h"
#include "dissectors/websocket/stream.h"
#include "model/fields.h"

namespace wstrace::websocket {
namespace {

/// Of a message that is named by its beginning.
constexpr std::size_t kNameLength = 40;

/// A few words for a message; an upper layer may have better ones. (The room of `name` is used again.)
void name_message(std::string& name, const Message& message) {
  if (message.binary) {
    name.assign("a binary message");
    return;
  }
  const Bytes shown = whole_characters(first(message.payload, kNameLength));
  name.assign("\"").append(as_text(shown)).append(shown.size() < message.payload.size() ? "…\"" : "\"");
}

}  // namespace

void WebSocketStream::begin_data(Context& ctx, Direction dir) {
  Lane& l = lane(dir);
  if (!l.frames.header().is_continuation()) start_message(ctx, dir);
  // Frame-wise extensions (x-webkit-deflate-frame) set RSV1 on any frame of a message.
  l.message.foreign =
      l.message.foreign || (l.frames.header().rsv1() && !extensions_.unknown.empty() && !extensions_.deflate);
}

void WebSocketStream::start_message(Context& ctx, Direction dir) {
  Lane& l = lane(dir);
  Joining& m = l.message;
  const bool interleaved = m.open && !m.damaged;
  const std::uint64_t left_out = m.wire_length;
  if (m.open && m.compressed) l.inflater.lose_history();
  m.open = true;
  m.binary = l.frames.header().opcode() == Opcode::binary;
  m.masked = l.frames.header().masked;
  m.compressed = l.frames.header().rsv1() && extensions_.deflate;
  m.foreign = m.damaged = false;
  m.frames = m.wire_length = m.bad_frame = 0;
  m.packets = {};
  m.notes.clear();
  m.payload.start(!m.binary, ctx.limits().message);
  if (m.compressed) l.inflater.start();
  if (interleaved) m.notes.add(note::interleaved_message, {make_field(field::bytes, left_out)});
}

/// The usual frame from a server needs no copy: all of the message lies in the window as it is.
bool WebSocketStream::borrow_whole(Lane& l, const FramePart& part) {
  const FrameHeader& h = l.frames.header();
  const bool plain = !l.stray && !h.is_control() && !h.is_continuation() && h.fin() && !h.masked;
  if (!part.is_whole() || !plain || l.message.compressed) return false;
  l.message.payload.borrow(part.payload);
  return true;
}

void WebSocketStream::take_data(Lane& l, const FramePart& part) {
  Bytes piece = part.payload;
  Joining& m = l.message;
  if (m.damaged) return;
  if (!m.compressed) {
    if (l.frames.header().masked) {
      m.payload.append_masked(piece, l.frames.header().key, part.seen);
    } else {
      m.payload.append(piece);
    }
    return;
  }
  if (l.frames.header().masked) {
    l.unmasked.clear();
    unmask(l.unmasked.extend(piece.size()), piece, l.frames.header().key, part.seen);
    piece = l.unmasked.bytes();
  }
  l.inflater.feed(piece, m.payload);
}

void WebSocketStream::end_message(Context& ctx, Direction dir, Bytes raw) {
  Lane& l = lane(dir);
  if (!l.message.damaged) {
    const Unit unit{dir, l.message.packets, raw};
    if (decoded(ctx, l)) {
      deliver(ctx, dir, unit);
    } else {
      emit_message(ctx, l, unit, false);
      ctx.upper().message_gap(dir);
    }
  }
  dir == Direction::c2s ? servers_.asked(ctx.now()) : servers_.spoke(ctx.now());
  l.last = {l.message.packets, l.message.payload.length(), l.message.binary, ctx.now()};
  l.message.open = false;
  l.message.payload.clear();
}

/// A strict receiver need not wait for the message's end to close the connection.
void WebSocketStream::on_bad_text(Lane& l) {
  l.message.bad_frame = l.message.frames;
  const Note notes[] = {{&note::invalid_utf8, {}}};
  l.violations.add(notes, l.packets);
}

/// RFC 6455 8.1: characters may be split between frames, so the place is one in the message.
void WebSocketStream::note_bad_text(Joining& m) {
  const Utf8Validator& text = m.payload.validator();
  m.notes.add(note::invalid_utf8, {make_field(field::wrong, text.wrong()), make_field(field::at, text.wrong_at()),
                                   make_field(field::in_frame, m.bad_frame != 0 ? m.bad_frame : m.frames)});
}

/// What never became a whole frame, or a whole message, may be wrong all the same, and be what it was given up for.
Notes& WebSocketStream::read_rest(Context& ctx, Direction dir, Window unread) {
  Lane& l = lane(dir);
  const std::optional<FramePart> begun = l.frames.cut_off(unread.bytes);
  if (begun) {
    begin_frame(ctx, dir, ctx.packets(dir, unread.offset, unread.offset + unread.bytes.size()));
    take_payload(l, *begun);
  }
  const bool data = !begun || !(l.stray || l.frames.header().is_control());
  Notes& notes = data ? l.message.notes : l.control.notes;
  if (!begun && !l.message.open) notes.clear();
  if (data && l.message.open && !l.message.payload.valid_so_far()) note_bad_text(l.message);
  blame(dir, notes, l.packets);
  return notes;
}

/// True when the payload is what the application sent. Says why it is not.
bool WebSocketStream::decoded(Context& ctx, Lane& l) {
  Joining& m = l.message;
  if (m.foreign) {
    m.notes.add(note::extension_not_decoded, {make_field(field::extension, extensions_.unknown)});
    return false;
  }
  if (!m.compressed) return true;
  switch (l.inflater.finish(m.payload)) {
    case Inflater::Result::good:
      if (m.payload.length() > m.wire_length) ctx.count_saved(m.payload.length() - m.wire_length);
      note_breaches(l);
      return true;
    case Inflater::Result::history_missing: m.notes.add(note::history_missing); break;
    case Inflater::Result::damaged: m.notes.add(note::bad_deflate); break;
    case Inflater::Result::over_ratio:
      m.notes.add(note::inflate_ratio, {make_field(field::number, ctx.limits().inflate_ratio)});
      break;
  }
  return false;
}

/// What can be inflated, but not by a receiver that keeps to what was agreed on.
void WebSocketStream::note_breaches(Lane& l) {
  const Inflater::Breaches& breaches = l.inflater.breaches();
  Notes& notes = l.message.notes;
  if (breaches.window) notes.add(note::window_exceeded, {make_field(field::number, l.inflater.window())});
  if (breaches.takeover) notes.add(note::context_takeover);
  if (breaches.tail) notes.add(note::deflate_tail);
}

void WebSocketStream::deliver(Context& ctx, Direction dir, Unit unit) {
  Joining& m = lane(dir).message;
  if (!m.payload.valid()) note_bad_text(m);
  lane(opposite(dir)).violations.tolerated();
  if (m.payload.truncated()) m.notes.add(note::message_limit, {make_field(field::bytes, ctx.limits().message)});
  const bool cut_text = m.payload.truncated() && !m.binary && m.payload.valid();
  const Bytes bytes = cut_text ? whole_characters(m.payload.bytes()) : m.payload.bytes();
  const Message message{.binary = m.binary,
                        .truncated = m.payload.truncated(),
                        .payload = bytes,
                        .packets = m.packets,
                        .carried = {m.payload.length(), m.wire_length}};
  unit.explained = ctx.upper().wants(dir, message);
  emit_message(ctx, lane(dir), unit, true);
  if (unit.explained) {
    ctx.upper().message(dir, message);
  } else {
    if (Session* const session = ctx.session()) name_message(session->last_message[index(dir)], message);
    ctx.count_payload(m.payload.length());
  }
}

void WebSocketStream::emit_message(Context& ctx, Lane& l, const Unit& unit, bool decoded) {
  blame(unit.dir, l.message.notes, unit.packets);
  if (!ctx.wants(event::message)) return;
  const Joining& m = l.message;
  const bool text = !m.binary && m.payload.valid();
  Fields fields;
  fields.add(field::opcode, m.binary ? "binary" : "text");
  fields.add_if(decoded, field::length, m.payload.length());
  fields.add(field::wire_length, m.wire_length);
  fields.add(field::frames, m.frames);
  fields.add(field::compressed, m.compressed);
  fields.add(field::masked, m.masked);
  fields.add_if(m.frames > 1, field::fragmented);
  fields.add_if(inferred_, field::inferred);
  fields.add_if(decoded && m.payload.truncated(), field::truncated);
  if (decoded && text) {
    const Bytes bytes = m.payload.truncated() ? whole_characters(m.payload.bytes()) : m.payload.bytes();
    fields.add(field::payload, bytes);
  } else if (decoded) {
    fields.add(field::payload_bytes, m.payload.bytes());
  }
  ctx.emit(unit, event::message, fields, m.notes.notes());
}

}  // namespace wstrace::websocket
