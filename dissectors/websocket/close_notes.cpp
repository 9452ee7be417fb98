// Notes on close frames.
#include "dissectors/websocket/close_notes.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>

#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/frame_events.h"
#include "dissectors/websocket/utf8.h"

namespace wstrace::websocket {

bool speaks_of_pings(Bytes reason) {
  if (!is_utf8(reason)) return false;
  std::string text(as_text(reason));
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  for (const std::string_view word : {"ping", "pong", "keepalive", "keep-alive", "heartbeat"})
    if (text.find(word) != std::string::npos) return true;
  return false;
}

void note_unexplained(Direction by, unsigned code, Notes& notes) {
  if (code != kProtocolError && code != kInvalidData) return;
  notes.add(note::unexplained_close, {make_field(field::party, party(by)), make_field(field::close_code, code),
                                      make_field(field::other, other_party(by))});
}

void note_other_code(const CloseJudgement& closing, Direction by, unsigned code, Notes& notes) {
  const std::optional<unsigned> answered = closing.answered_code(by);
  if (!answered || *answered == code) return;
  notes.add(note::close_codes_differ, {make_field(field::close_code, *answered), make_field(field::answer_code, code)});
}

void note_because(const NoteDef& def, Direction by, std::string_view because, std::uint64_t packet, Notes& notes) {
  const Field fields[] = {make_field(field::party, party(by)), make_field(field::because, because),
                          make_field(field::because_packet, packet)};
  notes.add(def, std::span(fields).first(packet == 0 ? 2 : 3));
}

void note_subprotocol_failure(const NoteDef& def, Direction by, const ClosePayload& close, Notes& notes) {
  notes.add(def, {make_field(field::party, party(by)), make_field(field::other, other_party(by)),
                  make_field(field::close_code, close.code),
                  text_or_bytes(field::reason, field::reason_bytes, close.reason)});
}

}  // namespace wstrace::websocket
