// Violations: which notes are one, and which a close is most likely for.
#include "dissectors/websocket/violations.h"

#include "dissectors/websocket/close_code.h"
#include "dissectors/websocket/definitions.h"

namespace wstrace::websocket {
namespace {

struct Words {
  const NoteDef* def;
  std::string_view text;
};

constexpr Words kWords[] = {
    {&note::unmasked_client_frame, "the unmasked frame"},
    {&note::masked_server_frame, "the masked frame"},
    {&note::reserved_bits, "the reserved bits"},
    {&note::reserved_opcode, "the frame with a reserved opcode"},
    {&note::long_control_frame, "the control frame of more than 125 bytes"},
    {&note::unmasked_close, "the unmasked frame"},
    {&note::fragmented_control_frame, "the fragmented control frame"},
    {&note::compressed_control_frame, "the compressed control frame"},
    {&note::stray_continuation, "the continuation frame without a message"},
    {&note::interleaved_message, "the message that begins inside another one"},
    {&note::rsv1_on_continuation, "RSV1 on a continuation frame"},
    {&note::length_not_minimal, "the non-minimal length encoding"},
    {&note::two_handlers, "the HTTP inside the WebSocket"},
    {&note::http_answer, "the HTTP inside the WebSocket"},
    {&note::http_request, "the HTTP inside the WebSocket"},
    {&note::length_top_bit, "the length with its top bit set"},
    {&note::invalid_utf8, "text that is not valid UTF-8"},
    {&note::invalid_close_code, "the close code that must not be sent"},
    {&note::one_byte_close, "the close frame of one byte"},
    {&note::close_reason_not_utf8, "the close reason that is not valid UTF-8"},
    {&note::bad_deflate, "invalid compressed data"},
    {&note::window_exceeded, "compression with a larger window than negotiated"},
    {&note::context_takeover, "compression that refers to earlier messages"},
    {&note::deflate_tail, "the end of the compressed message"},
    {&note::bad_extension_parameter, "the extension parameters in the server's response"},
    {&note::extension_not_as_offered, "the extension parameters in the server's response"},
};

std::string_view text_for(const NoteDef& def) {
  for (const Words& each : kWords)
    if (each.def == &def) return each.text;
  return {};
}

}  // namespace

bool is_violation(const NoteDef& def) { return !text_for(def).empty(); }

Violations::Kind Violations::kind_of(const NoteDef& def) {
  for (const NoteDef* each : {&note::invalid_utf8, &note::close_reason_not_utf8, &note::bad_deflate,
                              &note::window_exceeded, &note::context_takeover, &note::deflate_tail})
    if (each == &def) return content;
  return framing;
}

void Violations::add(std::span<const Note> notes, PacketRange packets) {
  for (const Note& note : notes) {
    if (!is_violation(*note.def)) continue;
    Fault& fault = violations_[kind_of(*note.def)];
    if (fault.def == nullptr || fault.tolerated) fault = {note.def, packets, false};
  }
}

void Violations::tolerated() {
  for (Fault& fault : violations_) fault.tolerated = true;
}

Cause Violations::cause_of(unsigned code) const {
  const Kind likely = code == kInvalidData ? content : framing;
  const Fault* cause = nullptr;
  for (const bool even_tolerated : {false, true}) {
    if (even_tolerated && code == 0) break;
    for (const Fault* fault : {&violations_[likely], &violations_[1 - likely]})
      if (cause == nullptr && fault->def != nullptr && fault->tolerated == even_tolerated) cause = fault;
  }
  if (cause == nullptr) return {};
  return {std::string(text_for(*cause->def)), cause->packets.last, true};
}

}  // namespace wstrace::websocket
