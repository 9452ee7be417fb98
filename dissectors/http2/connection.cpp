// Http2Connection: frames, one after another, and the content of DATA.
#include "dissectors/http2/connection.h"

#include <algorithm>
#include <string>
#include <utility>

#include "dissectors/http2/definitions.h"
#include "dissectors/http2/frame_checks.h"
#include "seam/connection_service.h"

namespace wstrace::http2 {
namespace {

/// A frame's name for the eye; of an unknown type its number.
std::string_view type_text(Arena& arena, std::uint8_t type) {
  const std::string_view name = name_of_type(type);
  return name.empty() ? arena.copy("type " + std::to_string(type)) : name;
}

}  // namespace

Http2Connection::Http2Connection(const Offer& offer) : offer_(offer) {
  // What the client asked for with HTTP/1.1 is answered on stream 1 (RFC 7540 3.2).
  if (offer_.protocol == "h2c") streams_.use(1);
}

void Http2Connection::on_start(Context& ctx) {
  if (offer_.mid_stream) {
    whole_ = false;
    for (Lane& l : lanes_) {
      l.begun = l.lossy = true;
      l.search.begin();
      l.first_frame = false;
      l.blocks.lose();
    }
    const Note notes[] = {{&note::begins_inside}};
    ctx.emit({Direction::c2s, {}}, event::mid_stream, {}, notes);
  } else if (offer_.protocol == "h2c" && !offer_.method.empty()) {
    on_upgrade(ctx);
  }
  lane(Direction::s2c).begun = true;
}

Stream& Http2Connection::add(Context& ctx, std::uint32_t id) {
  if (streams_.size() >= ctx.limits().http2_streams) drop_oldest(ctx);
  Stream& stream = streams_.add(id);
  for (const Direction dir : {Direction::c2s, Direction::s2c})
    stream.windows[index(dir)].start(lane(opposite(dir)).settings.window_in_force());
  return stream;
}

bool Http2Connection::at_rest() const {
  const auto between = [](const Lane& l) {
    return !l.data.open() && !l.blocks.open() && !l.search.active() && !l.lossy;
  };
  return streams_.empty() && between(lanes_[0]) && between(lanes_[1]);
}

Step Http2Connection::on_bytes(Context& ctx, Direction dir, Window window) {
  Lane& l = lane(dir);
  if (mistaken_) return Step::stop();
  if (!std::exchange(in_stack_, true)) ctx.connection().add_layer(protocol);
  if (!l.begun) return read_preface(ctx, window);
  if (l.data.open()) return read_data(ctx, dir, window);
  if (l.search.active()) return find_frame(ctx, dir, window);
  return read_frame(ctx, dir, window);
}

/// The place is lost: reads the next frame as soon as it is found.
Step Http2Connection::find_frame(Context& ctx, Direction dir, Window window) {
  const FrameSearch::Result result = lane(dir).search.look(window.bytes, dir);
  switch (result.kind) {
    case FrameSearch::Result::Kind::take: return Step::took(result.n);
    case FrameSearch::Result::Kind::need: return Step::need(result.n);
    case FrameSearch::Result::Kind::found: break;
  }
  emit_resumed(ctx, dir, window, result.skipped);
  return read_frame(ctx, dir, window);
}

Step Http2Connection::read_preface(Context& ctx, Window window) {
  const std::string_view text = as_text(window.bytes);
  const std::string_view wanted = kPreface.substr(0, std::min(text.size(), kPreface.size()));
  const PacketRange packets = ctx.packets(Direction::c2s, window.offset, window.offset + wanted.size());
  if (!text.starts_with(wanted)) {
    const Field fields[] = {make_field(field::length, text.size())};
    const Note notes[] = {{&note::bad_preface}};
    ctx.emit({Direction::c2s, packets, window.bytes}, event::violation, fields, notes);
    whole_ = false;
    return Step::stop();
  }
  if (wanted.size() < kPreface.size()) return Step::need(kPreface.size());
  lane(Direction::c2s).begun = true;
  ctx.count_framing(protocol, kPreface.size());
  if (ctx.wants(event::preface))
    ctx.emit({Direction::c2s, packets, first(window.bytes, kPreface.size())}, event::preface, {});
  return Step::took(kPreface.size());
}

Step Http2Connection::read_frame(Context& ctx, Direction dir, Window window) {
  const auto header = FrameHeader::parse(window.bytes);
  if (!header) return Step::need(kHeaderSize);
  if (refutes(dir, *header)) return withdraw(ctx, dir, window);
  if (header->is(FrameType::data)) return begin_data(ctx, dir, window, *header);
  const std::size_t size = kHeaderSize + header->length;
  if (window.bytes.size() < size) return Step::need(size);
  const Unit unit{dir, ctx.packets(dir, window.offset, window.offset + size), first(window.bytes, size)};
  ctx.count_framing(protocol, size);
  check_frame(ctx, unit, *header);
  if (ctx.wants(event::frame)) emit_frame(ctx, unit, *header);
  on_frame(ctx, unit, *header, unit.raw.subspan(kHeaderSize));
  return Step::took(size);
}

/// What is wrong with a frame whatever it says.
void Http2Connection::check_frame(Context& ctx, const Unit& unit, const FrameHeader& header) {
  Lane& l = lane(unit.dir);
  const bool settings = header.is(FrameType::settings) && !header.has(flag::kAck);
  if (std::exchange(l.first_frame, false) && !settings) {
    violation(ctx, unit, header, "its first frame is not SETTINGS", note::protocol_error);
  }
  if (header.length > lane(opposite(unit.dir)).settings.frame_size()) {
    violation(ctx, unit, header, "the frame is longer than the other side accepts", note::frame_size);
  }
  if (const std::string_view wrong = wrong_size(header); !wrong.empty()) {
    violation(ctx, unit, header, wrong, note::frame_size);
  }
  if (const std::string_view wrong = wrong_stream(header); !wrong.empty()) {
    violation(ctx, unit, header, wrong, note::protocol_error);
  }
  if (l.blocks.interrupted_by(header)) {
    violation(ctx, unit, header, "another frame interrupts a header block", note::protocol_error);
  }
}

void Http2Connection::violation(Context& ctx, const Unit& unit, const FrameHeader& header, std::string_view what,
                                const NoteDef& def) const {
  if (!whole_) return;
  const Field fields[] = {make_field(field::type, type_text(ctx.arena(), header.type)),
                          make_field(field::length, header.length)};
  const Field said[] = {make_field(field::party, party(unit.dir)), make_field(field::what, what)};
  const Note notes[] = {{&def, said}};
  ctx.emit(unit, event::violation, fields, notes);
}

void Http2Connection::emit_frame(Context& ctx, const Unit& unit, const FrameHeader& header) {
  const Field fields[] = {make_field(field::type, type_text(ctx.arena(), header.type)),
                          make_field(field::length, header.length), make_field(field::flags, header.flags)};
  Stream* const stream = streams_.find(header.stream);
  Context& scope = stream != nullptr && stream->upper != nullptr ? stream->upper->context() : ctx;
  scope.emit(unit, event::frame, fields);
}

void Http2Connection::on_frame(Context& ctx, const Unit& unit, const FrameHeader& header, Bytes payload) {
  if (!wrong_size(header).empty() || !wrong_stream(header).empty()) return;
  switch (static_cast<FrameType>(header.type)) {
    case FrameType::headers:
    case FrameType::continuation:
    case FrameType::push_promise: return on_fields(ctx, unit, header);
    case FrameType::rst_stream: return on_rst_stream(ctx, unit, header, payload);
    case FrameType::settings:
      return header.has(flag::kAck) ? on_settings_ack(ctx, unit) : on_settings(ctx, unit, payload);
    case FrameType::ping: return on_ping(ctx, unit, header);
    case FrameType::goaway: return on_goaway(ctx, unit, payload);
    case FrameType::window_update: return on_window_update(ctx, unit, header, payload);
    default: return;  // those that say nothing of a session, and those that nobody knows (5.5)
  }
}

/// Its head is the frame's header and, where it is padded, the length of the padding.
Step Http2Connection::begin_data(Context& ctx, Direction dir, Window window, const FrameHeader& header) {
  DataFrame& data = lane(dir).data;
  const std::size_t size = DataFrame::head_size(header);
  if (window.bytes.size() < size) return Step::need(size);
  const Unit unit{dir, ctx.packets(dir, window.offset, window.offset + size), first(window.bytes, size)};
  check_frame(ctx, unit, header);
  if (ctx.wants(event::frame)) emit_frame(ctx, unit, header);
  if (!data.begin(header, unit.raw)) {
    violation(ctx, unit, header, "the padding is longer than the frame", note::protocol_error);
  }
  ctx.count_framing(protocol, size + data.padding());
  begin_content(ctx, unit, header);
  if (!data.open()) end_data(ctx, dir);
  return Step::took(size);
}

Step Http2Connection::read_data(Context& ctx, Direction dir, Window window) {
  DataFrame& data = lane(dir).data;
  const DataShare share = data.pass(window.bytes.size());
  if (Stream* const stream = streams_.find(data.stream()); stream != nullptr && share.content > 0) {
    const PacketRange packets = ctx.packets(dir, window.offset, window.offset + share.content);
    on_content(ctx, *stream, dir, first(window.bytes, share.content), packets);
  }
  if (!data.open()) end_data(ctx, dir);
  return Step::took(share.size());
}

void Http2Connection::end_data(Context& ctx, Direction dir) {
  const DataFrame& data = lane(dir).data;
  if (!data.ends_stream()) return;
  if (Stream* const stream = streams_.find(data.stream())) on_end_stream(ctx, *stream, dir);
}

void Http2Connection::on_gap(Context& ctx, Direction dir, std::uint64_t n) {
  if (mistaken_) return;
  DataFrame& data = lane(dir).data;
  if (!data.open() || ctx.gap_is_vague() || n > data.left()) return lose_place(ctx, dir, n);
  const DataShare share = data.pass(n);
  if (Stream* const stream = streams_.find(data.stream()); stream != nullptr && share.content > 0) {
    lose_content(*stream, dir, share.content, false);
  }
  if (!data.open()) end_data(ctx, dir);
}

}  // namespace wstrace::http2
