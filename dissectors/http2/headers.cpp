// Http2Connection: header blocks, and what a head may say.
#include <string>
#include <utility>

#include "dissectors/http2/connection.h"
#include "dissectors/http2/definitions.h"

namespace wstrace::http2 {
namespace {

/// The frames of one block, for a hexdump.
constexpr std::size_t kRawKept = std::size_t{64} << 10;

/// Which rule the head breaks (RFC 9113 8.2, 8.3; RFC 8441 4), in words; empty when it breaks none. Where fields are not
/// known, none is missed.
std::string_view wrong_head(const HeaderList& head, Direction dir) {
  if (head.has_upper_case()) return "a field name has upper-case letters";
  if (head.has_connection_field()) return "a field is specific to an HTTP/1.1 connection (Connection, Upgrade …)";
  if (head.has_misplaced()) return "a pseudo-header field comes after other fields";
  if (head.unknown() > 0 || head.cut()) return "";
  if (dir == Direction::s2c) return head.has_pseudo(":status") ? "" : ":status is missing";
  if (!head.has_pseudo(":method")) return ":method is missing";
  const bool plain_connect = head.pseudo(":method") == "CONNECT" && !head.has_pseudo(":protocol");
  if (plain_connect) return "";
  return head.has_pseudo(":scheme") && head.has_pseudo(":path") ? "" : ":scheme or :path is missing";
}

unsigned status_of(const HeaderList& head) {
  unsigned status = 0;
  for (const char c : head.pseudo(":status")) {
    if (c < '0' || c > '9' || status > 999) return 0;
    status = status * 10 + static_cast<unsigned>(c - '0');
  }
  return status;
}

}  // namespace

void Http2Connection::on_headers(Context& ctx, const Unit& unit, const FrameHeader& header, Bytes payload) {
  Block& block = lane(unit.dir).block;
  block = Block();
  block.open = true;
  block.stream = header.stream;
  block.end_stream = header.has(flag::kEndStream);
  auto fragment = without_padding(header, payload);
  const std::size_t priority = header.has(flag::kPriority) ? kPrioritySize : 0;
  if (!fragment || fragment->size() < priority) {
    violation(ctx, unit, header, "the padding or the priority is longer than the frame", note::protocol_error);
    fragment = Bytes{};
  }
  on_fragment(ctx, unit, header, after(*fragment, priority));
}

void Http2Connection::on_push_promise(Context& ctx, const Unit& unit, const FrameHeader& header, Bytes payload) {
  Block& block = lane(unit.dir).block;
  block = Block();
  block.open = true;
  block.promise = true;
  block.stream = header.stream;
  auto fragment = without_padding(header, payload);
  if (!fragment || fragment->size() < kPromisedSize) {
    violation(ctx, unit, header, "the frame is too short for the stream that it promises", note::protocol_error);
    fragment = Bytes{};
  } else {
    block.promised = load_be32(*fragment, 0) & kStreamMask;
  }
  on_fragment(ctx, unit, header, after(*fragment, kPromisedSize));
}

void Http2Connection::on_continuation(Context& ctx, const Unit& unit, const FrameHeader& header, Bytes payload) {
  const Block& block = lane(unit.dir).block;
  if (block.open && block.stream == header.stream) return on_fragment(ctx, unit, header, payload);
  if (lane(unit.dir).lossy) return;  // of a block whose beginning is missing
  violation(ctx, unit, header, "a CONTINUATION without HEADERS before it", note::protocol_error);
}

void Http2Connection::on_fragment(Context& ctx, const Unit& unit, const FrameHeader& header, Bytes fragment) {
  Lane& l = lane(unit.dir);
  Block& block = l.block;
  block.packets = block.packets.joined(unit.packets);
  if (block.raw.size() < kRawKept) block.raw.append(as_text(unit.raw));
  const bool last = header.has(flag::kEndHeaders);
  if (!block.broken) block.broken = !l.decoder.feed(fragment, last, block.fields, ctx.limits().http_head);
  if (!last) return;
  block.open = false;
  if (block.promise) {
    on_promise(ctx);
  } else if (Stream* const stream = stream_of_block(ctx, unit, header)) {
    on_head(ctx, *stream, unit.dir);
  }
}

/// The stream that the block belongs to, which a request opens. Null where it is of none that counts any more.
Stream* Http2Connection::stream_of_block(Context& ctx, const Unit& unit, const FrameHeader& header) {
  const std::uint32_t id = lane(unit.dir).block.stream;
  if (Stream* const known = streams_.find(id)) {
    if (!is_done(known->state, unit.dir)) return known;
    violation(known->upper->context(), unit, header, "header fields after the end of the stream", note::protocol_error);
    return nullptr;
  }
  const bool opens = unit.dir == Direction::c2s && streams_.is_new(id);
  if (opens) return &add(ctx, id);
  // Behind a RST_STREAM of the other side, what was on its way still comes (RFC 9113 5.1).
  if (unit.dir == Direction::s2c && emit_late_answer(ctx, id)) return nullptr;
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
bool Http2Connection::emit_late_answer(Context& ctx, std::uint32_t id) {
  auto method = streams_.take_reset(id);
  if (!method) return false;
  Stream stream(id);
  stream.method = std::move(*method);
  open_exchange(ctx, stream);
  begin_message(ctx, stream, Direction::s2c, lane(Direction::s2c).block);
  stream.message(Direction::s2c).remarks.add(note::late_answer);
  emit_event(ctx, stream, Direction::s2c);
  return true;
}

/// A head has come: of a message, an interim answer, or what follows a body.
void Http2Connection::on_head(Context& ctx, Stream& stream, Direction dir) {
  const Block& block = lane(dir).block;
  const bool ends_stream = block.end_stream;
  const std::uint32_t id = stream.id;
  if (stream.message(dir).begun) {
    on_trailers(stream, dir);
  } else {
    begin_message(ctx, stream, dir, lane(dir).block);
    dir == Direction::c2s ? on_request(ctx, stream) : on_response(ctx, stream);
  }
  Stream* const still = streams_.find(id);
  if (still != nullptr && ends_stream) on_end_stream(ctx, *still, dir);
}

void Http2Connection::begin_message(Context& ctx, Stream& stream, Direction dir, Block& block) const {
  HttpMessage& m = stream.message(dir);
  m.begun = true;
  m.head = std::move(block.fields);
  m.raw_head = std::move(block.raw);
  m.packets = block.packets;
  m.announced = m.head.value("content-length");
  m.has_body = !block.end_stream;
  m.status = status_of(m.head);
  stream.state = next_state(stream.state, StreamInput::headers);
  if (block.broken && whole_) m.remarks.add(note::hpack_error);
  const std::size_t unknown = m.head.unknown() + (block.broken && !whole_ ? 1 : 0);
  if (unknown > 0) m.remarks.add(note::hpack_lost, {make_field(field::fields, unknown)});
  if (m.head.cut()) m.remarks.add(note::head_too_long, {make_field(field::limit, ctx.limits().http_head)});
  const std::string_view wrong = block.broken || !whole_ ? "" : wrong_head(m.head, dir);
  if (!wrong.empty()) m.remarks.add(note::malformed, {make_field(field::what, wrong)});
}

void Http2Connection::on_trailers(Stream& stream, Direction dir) {
  Block& block = lane(dir).block;
  const Field fields[] = {make_field(field::headers, std::span<const Pair>(block.fields.pairs()))};
  stream.upper->served();
  stream.upper->context().emit({dir, block.packets, as_bytes(block.raw)}, event::trailers, fields);
}

}  // namespace wstrace::http2
