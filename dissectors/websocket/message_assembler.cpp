// MessageAssembler: joins, unmasks, inflates and checks the frames of a message.
#include "dissectors/websocket/message_assembler.h"

#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/mask.h"

namespace wstrace::websocket {

void MessageAssembler::configure(const Extensions& extensions, Direction dir, const Limits& limits) {
  deflate_ = extensions.deflate;
  unknown_ = extensions.unknown;
  limit_ = limits.message;
  ratio_ = limits.inflate_ratio;
  inflater_.configure(extensions.of(dir), ratio_);
}

void MessageAssembler::begin_frame(const FrameHeader& header) {
  if (!header.is_continuation()) start(header);
  // Frame-wise extensions (x-webkit-deflate-frame) set RSV1 on any frame of a message.
  foreign_ = foreign_ || (header.rsv1() && !unknown_.empty() && !deflate_);
}

void MessageAssembler::start(const FrameHeader& header) {
  const bool interleaved = open_ && !damaged_;
  const std::uint64_t left_out = frames_.wire_length;
  if (open_ && frames_.compressed) inflater_.lose_history();
  open_ = true;
  foreign_ = damaged_ = false;
  invalid_frame_ = 0;
  frames_ = {.binary = header.opcode() == Opcode::binary,
             .masked = header.masked,
             .compressed = header.rsv1() && deflate_,
             .packets = {}};
  notes_.clear();
  payload_.start(!frames_.binary, limit_);
  if (frames_.compressed) inflater_.start();
  if (interleaved) notes_.add(note::interleaved_message, {make_field(field::bytes, left_out)});
}

bool MessageAssembler::is_plain(const FrameHeader& header, const FramePart& part) const {
  return part.is_whole() && !header.is_continuation() && header.fin() && !header.masked && !frames_.compressed;
}

void MessageAssembler::add(const FrameHeader& header, const FramePart& part) {
  if (is_plain(header, part)) return payload_.borrow(part.payload);
  if (damaged_) return;
  if (frames_.compressed) return inflate(header, part);
  if (header.masked) {
    payload_.append_masked(part.payload, header.key, part.seen);
  } else {
    payload_.append(part.payload);
  }
}

void MessageAssembler::inflate(const FrameHeader& header, const FramePart& part) {
  Bytes compressed = part.payload;
  if (header.masked) {
    unmasked_.clear();
    unmask(unmasked_.extend(compressed.size()), compressed, header.key, part.seen);
    compressed = unmasked_.bytes();
  }
  inflater_.feed(compressed, payload_);
}

bool MessageAssembler::end_frame(const FrameHeader& header, PacketRange packets) {
  frames_.count += 1;
  frames_.wire_length += header.length;
  frames_.packets = frames_.packets.joined(packets);
  if (invalid_frame_ != 0 || payload_.valid_so_far()) return false;
  invalid_frame_ = frames_.count;
  return true;
}

bool MessageAssembler::finish() {
  if (!decode()) return false;
  if (!payload_.valid()) note_invalid_text();
  if (payload_.truncated()) notes_.add(note::message_limit, {make_field(field::bytes, limit_)});
  return true;
}

bool MessageAssembler::decode() {
  if (!foreign_) return !frames_.compressed || note_result(inflater_.finish(payload_));
  notes_.add(note::extension_not_decoded, {make_field(field::extension, unknown_)});
  return false;
}

bool MessageAssembler::note_result(Inflater::Result result) {
  switch (result) {
    case Inflater::Result::good: note_breaches(); return true;
    case Inflater::Result::history_missing: notes_.add(note::history_missing); break;
    case Inflater::Result::damaged: notes_.add(note::bad_deflate); break;
    case Inflater::Result::over_ratio: notes_.add(note::inflate_ratio, {make_field(field::number, ratio_)}); break;
  }
  return false;
}

/// What can be inflated, but not by a receiver that keeps to what was agreed on.
void MessageAssembler::note_breaches() {
  const Inflater::Breaches& breaches = inflater_.breaches();
  if (breaches.window) notes_.add(note::window_exceeded, {make_field(field::number, inflater_.window())});
  if (breaches.takeover) notes_.add(note::context_takeover);
  if (breaches.tail) notes_.add(note::deflate_tail);
}

/// RFC 6455 8.1: characters may be split between frames, so the place is one in the message.
void MessageAssembler::note_invalid_text() {
  const Utf8Validator& text = payload_.validator();
  const std::uint64_t frame = invalid_frame_ != 0 ? invalid_frame_ : frames_.count;
  notes_.add(note::invalid_utf8, {make_field(field::wrong, text.wrong()), make_field(field::at, text.wrong_at()),
                                  make_field(field::in_frame, frame)});
}

void MessageAssembler::close() {
  open_ = false;
  payload_.clear();
}

void MessageAssembler::cut_off() {
  if (!open_) return notes_.clear();
  if (!payload_.valid_so_far()) note_invalid_text();
}

void MessageAssembler::damage() {
  damaged_ = true;
  if (frames_.compressed) inflater_.lose_history();
}

void MessageAssembler::lose_place() {
  open_ = damaged_ = true;
  inflater_.lose_history();
}

Bytes MessageAssembler::shown() const {
  const bool cut_text = !frames_.binary && payload_.truncated() && payload_.valid();
  return cut_text ? whole_characters(payload_.bytes()) : payload_.bytes();
}

std::uint64_t MessageAssembler::saved() const {
  const bool smaller = frames_.compressed && payload_.length() > frames_.wire_length;
  return smaller ? payload_.length() - frames_.wire_length : 0;
}

}  // namespace wstrace::websocket
