// HeaderChecks: masks, opcodes, lengths, reserved bits, and what may follow a close frame.
#include "dissectors/websocket/header_checks.h"

#include "dissectors/websocket/definitions.h"

namespace wstrace::websocket {

void HeaderChecks::configure(const Extensions& extensions) {
  any_bits_ = !extensions.unknown.empty();
  deflate_ = extensions.deflate;
}

void HeaderChecks::check(const FrameHeader& header, bool stray, Notes& notes) {
  check_mask(header, notes);
  if (!header.is_minimal()) notes.add(note::length_not_minimal);
  check_opcode(header, stray, notes);
  if (close_sent_) check_after_close(header, notes);
  check_reserved_bits(header, notes);
}

void HeaderChecks::check_mask(const FrameHeader& header, Notes& notes) {
  // A client that masks its frames masks them all: this one is somebody else's.
  const bool of_proxy = header.opcode() == Opcode::close && keys_.any();
  if (dir_ == Direction::c2s && !header.masked)
    notes.add(of_proxy ? note::unmasked_close : note::unmasked_client_frame);
  if (dir_ == Direction::s2c && header.masked) notes.add(note::masked_server_frame);
  if (!header.masked) return;
  if (const NoteDef* const wrong = keys_.check(header.key)) notes.add(*wrong);
}

void HeaderChecks::check_opcode(const FrameHeader& header, bool stray, Notes& notes) {
  if (header.is_reserved()) {
    notes.add(note::reserved_opcode, {make_field(field::number, static_cast<std::uint64_t>(header.opcode()))});
  } else if (header.is_control()) {
    if (!header.fin()) notes.add(note::fragmented_control_frame);
    if (header.length > kLongestControl) notes.add(note::long_control_frame, {make_field(field::bytes, header.length)});
  }
  if (stray && header.is_continuation()) notes.add(note::stray_continuation);
}

/// A side may send nothing that matters after its close frame (RFC 6455 5.5.1). Pongs may have been on their way.
void HeaderChecks::check_after_close(const FrameHeader& header, Notes& notes) {
  if (header.is_reserved()) return;
  if (!header.is_control()) notes.add(note::data_after_close);
  if (header.opcode() == Opcode::close) notes.add(note::second_close);
  if (header.opcode() == Opcode::ping) notes.add(note::ping_after_close);
}

/// A bit has the meaning that the extensions in force give it.
void HeaderChecks::check_reserved_bits(const FrameHeader& header, Notes& notes) const {
  if (any_bits_) return;
  if (header.rsv2_or_3() || (header.rsv1() && !deflate_)) {
    notes.add(note::reserved_bits);
  } else if (header.rsv1() && header.is_control()) {
    notes.add(note::compressed_control_frame);
  } else if (header.rsv1() && header.is_continuation()) {
    notes.add(note::rsv1_on_continuation);
  }
}

}  // namespace wstrace::websocket
