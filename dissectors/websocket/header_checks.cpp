// WebSocketStream: what a frame's header may say (RFC 6455 5.1 to 5.5, RFC 7692 6).
#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/stream.h"

namespace wstrace::websocket {

void WebSocketStream::check_header(Direction dir, Notes& notes) {
  Lane& l = lane(dir);
  const FrameHeader& h = l.frames.header();
  // A client that masks its frames masks them all: this one is somebody else's.
  const bool of_proxy = h.opcode() == Opcode::close && l.same_keys > 0;
  if (dir == Direction::c2s && !h.masked) notes.add(of_proxy ? note::unmasked_close : note::unmasked_client_frame);
  if (dir == Direction::s2c && h.masked) notes.add(note::masked_server_frame);
  if (h.masked) check_key(l, notes);
  if (!h.is_minimal()) notes.add(note::length_not_minimal);
  if (h.is_reserved()) {
    notes.add(note::reserved_opcode, {make_field(field::number, static_cast<std::uint64_t>(h.opcode()))});
  } else if (h.is_control()) {
    if (!h.fin()) notes.add(note::fragmented_control_frame);
    if (h.length > kLongestControl) notes.add(note::long_control_frame, {make_field(field::bytes, h.length)});
  }
  if (l.stray && h.is_continuation()) notes.add(note::stray_continuation);
  if (l.close_sent) check_after_close(l, notes);
  check_reserved_bits(h, notes);
}

/// A bit has the meaning that the extensions in force give it.
void WebSocketStream::check_reserved_bits(const FrameHeader& h, Notes& notes) const {
  if (!extensions_.unknown.empty()) return;  // which may give any bit a meaning
  if (h.rsv2_or_3() || (h.rsv1() && !extensions_.deflate)) {
    notes.add(note::reserved_bits);
  } else if (h.rsv1() && h.is_control()) {
    notes.add(note::compressed_control_frame);
  } else if (h.rsv1() && h.is_continuation()) {
    notes.add(note::rsv1_on_continuation);
  }
}

/// A side may send nothing that matters after its close frame (RFC 6455 5.5.1). Pongs may have been on their way.
void WebSocketStream::check_after_close(const Lane& l, Notes& notes) {
  const FrameHeader& h = l.frames.header();
  if (h.is_reserved()) return;
  if (!h.is_control()) notes.add(note::data_after_close);
  if (h.opcode() == Opcode::close) notes.add(note::second_close);
  if (h.opcode() == Opcode::ping) notes.add(note::ping_after_close);
}

/// RFC 6455 5.3: each frame's key is to be fresh and unpredictable. Chance gives a key of zeros, or one key three times in
/// a row, less often than once in four thousand million frames.
void WebSocketStream::check_key(Lane& l, Notes& notes) {
  const MaskingKey& key = l.frames.header().key;
  l.same_keys = key == l.last_key ? l.same_keys + 1 : 1;
  l.last_key = key;
  if (l.key_reported) return;
  const bool zero = key == MaskingKey{};
  if (!zero && l.same_keys < kSuspiciousKeys) return;
  l.key_reported = true;
  notes.add(zero ? note::zero_masking_key : note::masking_key_reused);
}

}  // namespace wstrace::websocket
