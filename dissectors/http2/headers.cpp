// Http2Connection: heads and trailers, which come in header blocks.
#include <string>
#include <utility>

#include "dissectors/http2/connection.h"
#include "dissectors/http2/definitions.h"
#include "dissectors/http2/head_checks.h"
#include "dissectors/http2/message_events.h"

namespace wstrace::http2 {
namespace {

void emit_trailers(Stream& stream, Direction dir, HeaderBlock& block) {
  const Field fields[] = {make_field(field::headers, std::span<const Pair>(block.fields.pairs()))};
  stream.upper->served();
  stream.upper->context().emit({dir, block.packets, as_bytes(block.raw)}, event::trailers, fields);
}

}  // namespace

/// HEADERS, PUSH_PROMISE and CONTINUATION.
void Http2Connection::on_fields(Context& ctx, const Unit& unit, const FrameHeader& header) {
  auto [error, block] = lane(unit.dir).blocks.read(header, unit.raw, unit.packets, ctx.limits().http_head);
  if (!error.empty()) violation(ctx, unit, header, error, note::protocol_error);
  if (!block) return;
  if (block->promise) {
    // Only servers push (RFC 9113 8.4).
    if (unit.dir == Direction::s2c) on_promise(ctx, *block);
  } else if (Stream* const stream = stream_of_block(ctx, unit, header, *block)) {
    on_head(ctx, *stream, unit.dir, *block);
  }
}

/// The stream that the block belongs to, which a request opens. Null where it is of none that counts any more.
Stream* Http2Connection::stream_of_block(Context& ctx, const Unit& unit, const FrameHeader& header,
                                         HeaderBlock& block) {
  const std::uint32_t id = block.stream;
  if (Stream* const known = streams_.find(id)) {
    if (!is_done(known->state, unit.dir)) return known;
    violation(known->upper->context(), unit, header, "header fields after the end of the stream", note::protocol_error);
    return nullptr;
  }
  const bool opens = unit.dir == Direction::c2s && streams_.is_new(id);
  if (opens) return &add(ctx, id);
  // Behind a RST_STREAM of the other side, what was on its way still comes (RFC 9113 5.1).
  if (unit.dir == Direction::s2c && emit_late_answer(ctx, block)) return nullptr;
  if (unit.dir == Direction::s2c && whole_) return nullptr;
  if (whole_ && id % 2 == 0) {
    violation(ctx, unit, header, "the client opens a stream with an even number", note::protocol_error);
    return nullptr;
  }
  if (whole_) return nullptr;
  Stream& stream = add(ctx, id);
  stream.known = unit.dir == Direction::c2s;
  return &stream;
}

/// The stream is gone, and with it the session that it was of; what the server answered is shown all the same.
bool Http2Connection::emit_late_answer(Context& ctx, HeaderBlock& block) {
  auto method = streams_.take_reset(block.stream);
  if (!method) return false;
  Stream stream(block.stream);
  stream.method = std::move(*method);
  open_exchange(ctx, stream);
  begin_message(ctx, stream, Direction::s2c, block);
  stream.message(Direction::s2c).notes.add(note::late_answer);
  emit_message(ctx, stream, Direction::s2c);
  return true;
}

/// A head has come: of a message, an interim answer, or what follows a body.
void Http2Connection::on_head(Context& ctx, Stream& stream, Direction dir, HeaderBlock& block) {
  const bool ends_stream = block.end_stream;
  const std::uint32_t id = stream.id;
  if (stream.message(dir).begun) {
    emit_trailers(stream, dir, block);
  } else {
    begin_message(ctx, stream, dir, block);
    dir == Direction::c2s ? on_request(ctx, stream) : on_response(ctx, stream);
  }
  Stream* const still = streams_.find(id);
  if (still != nullptr && ends_stream) on_end_stream(ctx, *still, dir);
}

/// What the block holds moves into the message.
void Http2Connection::begin_message(Context& ctx, Stream& stream, Direction dir, HeaderBlock& block) const {
  HttpMessage& m = stream.message(dir);
  m.begun = true;
  m.head = std::move(block.fields);
  m.raw_head = std::move(block.raw);
  m.packets = block.packets;
  m.announced = m.head.value("content-length");
  m.has_body = !block.end_stream;
  m.status = status_of(m.head);
  stream.state = next_state(stream.state, StreamInput::headers);
  if (block.broken && whole_) m.notes.add(note::hpack_error);
  const std::size_t unknown = m.head.unknown() + (block.broken && !whole_ ? 1 : 0);
  if (unknown > 0) m.notes.add(note::hpack_lost, {make_field(field::fields, unknown)});
  if (m.head.cut()) m.notes.add(note::head_too_long, {make_field(field::limit, ctx.limits().http_head)});
  const std::string_view wrong = block.broken || !whole_ ? "" : wrong_head(m.head, dir);
  if (!wrong.empty()) m.notes.add(note::malformed, {make_field(field::what, wrong)});
}

}  // namespace wstrace::http2
