// FrameReader: whole frames, pieces of long ones, and what is known of a frame that lacks bytes.
#include "dissectors/websocket/frame_reader.h"

#include <algorithm>

namespace wstrace::websocket {

FramePart FrameReader::read(Window window) {
  return state_ == State::payload ? read_piece(window) : read_frame(window);
}

FramePart FrameReader::read_frame(Window window) {
  const std::optional<FrameHeader> header = FrameHeader::parse(window.bytes);
  if (!header) return {.kind = FramePart::Kind::need, .n = FrameHeader::size_of(window.bytes)};
  header_ = *header;
  if (header->length >= kLengthTopBit)
    return {.kind = FramePart::Kind::unreadable, .n = window.bytes.size(), .begins = true};
  frame_end_ = window.offset + header->size + header->length;
  seen_ = 0;
  return take(window.bytes);
}

FramePart FrameReader::take(Bytes window) {
  const std::uint64_t total = header_.size + header_.length;
  if (header_.length > longest_whole_) {
    state_ = State::payload;
    return {.kind = FramePart::Kind::part, .n = header_.size, .begins = true};
  }
  if (window.size() < total) {
    state_ = State::waiting;
    return {.kind = FramePart::Kind::need, .n = total, .begins = true};
  }
  state_ = State::between;
  seen_ = header_.length;
  const Bytes payload = window.subspan(header_.size, static_cast<std::size_t>(header_.length));
  return {.kind = FramePart::Kind::part, .n = total, .payload = payload, .begins = true, .ends = true};
}

FramePart FrameReader::read_piece(Window window) {
  const std::uint64_t rest = frame_end_ - window.offset;
  const Bytes piece = first(window.bytes, static_cast<std::size_t>(std::min<std::uint64_t>(rest, window.bytes.size())));
  const std::uint64_t before = seen_;
  seen_ += piece.size();
  const bool ends = piece.size() == rest;
  if (ends) state_ = State::between;
  return {.kind = FramePart::Kind::part, .n = piece.size(), .payload = piece, .seen = before, .ends = ends};
}

std::optional<FramePart> FrameReader::skip_to(std::uint64_t offset) {
  if (state_ == State::between || offset > frame_end_) return std::nullopt;
  const FramePart part{
      .kind = FramePart::Kind::part, .seen = seen_, .begins = state_ == State::waiting, .ends = offset == frame_end_};
  state_ = part.ends ? State::between : State::payload;
  return part;
}

std::optional<FramePart> FrameReader::cut_off(Bytes unread) const {
  if (state_ != State::waiting || unread.size() < header_.size) return std::nullopt;
  return FramePart{
      .kind = FramePart::Kind::part, .n = unread.size(), .payload = unread.subspan(header_.size), .begins = true};
}

}  // namespace wstrace::websocket
