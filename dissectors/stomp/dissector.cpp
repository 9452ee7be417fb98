#include "dissectors/stomp/dissector.h"

#include <algorithm>

#include "dissectors/stomp/claim.h"
#include "dissectors/stomp/definitions.h"
#include "seam/connection_service.h"

namespace wstrace::stomp {
namespace {

constexpr unsigned kInvalidData = 1007;
constexpr unsigned kProtocolError = 1002;
constexpr unsigned kPolicyViolation = 1008;

/// Servers that end a frame with an end of line write both at once. One that comes later is a heart-beat.
constexpr Duration kAtOnceWithFrame = 20 * kMillisecond;

}  // namespace

void MessageFrames::on_start(Context& ctx) {
  conversation_.emplace(ctx.limits());
  if (inferred_) conversation_->begins_unknown();
  const Lane lane(ctx.limits().message);
  lanes_.emplace(std::array{lane, lane});
  conversation_->start(ctx);
}

void MessageFrames::on_message(Context& ctx, Direction dir, const Message& message) {
  Lane& l = lane(dir);
  conversation_->heard(dir, ctx.now());
  const std::string_view text = as_text(message.payload);
  // A frame may go on in the next message; content-length may also promise more than there is.
  if (l.reader.pends_past_nul() && (begins_like_frame(text, true) || text == "\n" || text == "\r\n"))
    end_pending(ctx, dir);
  const bool whole = !l.reader.pending();
  bool follows_frame = !whole;
  bool alone = whole;
  for (Bytes rest = message.payload; !rest.empty();) {
    const Bytes before = rest;
    const FrameReader::Item item = l.reader.next(rest);
    const Bytes taken = before.first(before.size() - rest.size());
    if (item.kind == FrameReader::Kind::eol)
      conversation_->on_eol(ctx, {.dir = dir, .packets = message.packets, .raw = taken},
                            std::exchange(follows_frame, false));
    if (item.kind == FrameReader::Kind::skipped) ctx.count_framing(protocol, taken.size());
    if (item.kind == FrameReader::Kind::frame) {
      const bool fills = alone && std::all_of(rest.begin(), rest.end(), [](auto c) { return c == '\n' || c == '\r'; });
      report(ctx, dir, message.packets,
             item.continued ? l.carried += message.carried
             : fills        ? message.carried
                            : Carried{});
      follows_frame = true;
      alone = false;
    }
  }
  if (l.reader.pending()) {
    const bool goes_on = l.packets.first != 0;
    l.carried = !goes_on&& whole ? message.carried : l.carried += message.carried;
    l.packets = l.packets.joined(message.packets);
    if (message.truncated || l.reader.pends_foreign()) {
      l.reader.cut(message.truncated ? Flaw::none : Flaw::no_nul);
      report(ctx, dir, l.packets, l.carried);
      if (message.truncated) l.reader.restart();
    }
  }
}

void MessageFrames::report(Context& ctx, Direction dir, PacketRange packets, Carried carried) {
  Lane& l = lane(dir);
  const Frame& frame = l.reader.frame();
  conversation_->on_frame(ctx, frame,
                          {.dir = dir, .packets = l.packets.joined(packets), .raw = frame.raw, .carried = carried});
  l.packets = {};
  l.carried = {};
}

/// What was pending is complete, against what its content-length says.
void MessageFrames::end_pending(Context& ctx, Direction dir) {
  lane(dir).reader.cut(Flaw::length_too_long);
  report(ctx, dir, {}, lane(dir).carried);
}

void MessageFrames::on_gap(Context&, Direction dir) {
  conversation_->on_loss(dir);
  Lane& l = lane(dir);
  l.packets = {};
  l.reader.seek();
}

CloseCode MessageFrames::close_code(unsigned code) const {
  const bool about_data = code == kInvalidData || code == kProtocolError || code == kPolicyViolation;
  if (!about_data || !conversation_ || !conversation_->has_invalid()) return {};
  return {.note = &note::frame_rejected};
}

void MessageFrames::on_closing(Context& ctx) { conversation_->on_closing(ctx); }

void MessageFrames::on_end(Context& ctx, Direction dir, End how) {
  Lane& l = lane(dir);
  if (l.reader.pends_past_nul()) end_pending(ctx, dir);
  if (l.reader.pending() && how != End::capture_end) {
    l.reader.cut(Flaw::none);
    const Frame& frame = l.reader.frame();
    conversation_->on_incomplete(ctx, frame, {.dir = dir, .packets = l.packets, .raw = frame.raw});
  }
  if (++ends_ == 1 && how != End::capture_end) conversation_->on_closing(ctx);
  if (ends_ == 2) conversation_->on_over(ctx, how);
}

void StreamFrames::on_start(Context& ctx) {
  conversation_.emplace(ctx.limits());
  const Lane lane(ctx.limits().message);
  lanes_.emplace(std::array{lane, lane});
  conversation_->start(ctx);
}

Step StreamFrames::on_bytes(Context& ctx, Direction dir, Window window) {
  Lane& l = lane(dir);
  conversation_->heard(dir, ctx.now());
  std::uint64_t at = window.offset;
  for (Bytes rest = window.bytes; !rest.empty();) {
    const Bytes before = rest;
    const FrameReader::Item item = l.reader.next(rest);
    const Bytes taken = before.first(before.size() - rest.size());
    const PacketRange packets = l.packets.joined(ctx.packets(dir, at, at + taken.size()));
    at += taken.size();
    l.packets = item.kind == FrameReader::Kind::none ? packets : PacketRange{};
    if (item.kind == FrameReader::Kind::skipped) ctx.count_framing(protocol, taken.size());
    if (item.kind == FrameReader::Kind::eol) {
      const bool closes_frame = l.frame_ended != 0 && ctx.now() - l.frame_ended < kAtOnceWithFrame;
      conversation_->on_eol(ctx, {.dir = dir, .packets = packets, .raw = taken}, closes_frame);
      l.frame_ended = 0;
    }
    if (item.kind == FrameReader::Kind::frame) {
      const Frame& frame = l.reader.frame();
      conversation_->on_frame(ctx, frame, {.dir = dir, .packets = packets, .raw = frame.raw});
      l.frame_ended = ctx.now();
    }
  }
  return Step::took(window.bytes.size());
}

void StreamFrames::on_gap(Context&, Direction dir, std::uint64_t) {
  conversation_->on_loss(dir);
  Lane& l = lane(dir);
  l.packets = {};
  l.reader.seek();
}

void StreamFrames::on_end(Context& ctx, Direction dir, End how, Window) {
  Lane& l = lane(dir);
  if (l.reader.pending() && how != End::capture_end) {
    l.reader.cut(Flaw::none);
    const Frame& frame = l.reader.frame();
    conversation_->on_incomplete(ctx, frame, {.dir = dir, .packets = l.packets, .raw = frame.raw});
  }
  if (++ends_ == 1 && how != End::capture_end) conversation_->on_closing(ctx);
  if (ends_ == 2) conversation_->on_over(ctx, how);
}

namespace {

std::unique_ptr<StreamDissector> make_stream(const Offer&) { return std::make_unique<StreamFrames>(); }
std::unique_ptr<MessageDissector> make_messages(const Offer& offer) {
  return std::make_unique<MessageFrames>(offer.inferred);
}

}  // namespace

const DissectorDef dissector{
    .protocol = &protocol, .claim = claim, .make_stream = make_stream, .make_messages = make_messages};

}  // namespace wstrace::stomp
