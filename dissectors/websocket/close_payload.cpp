// ClosePayload: code and reason of a close frame.
#include "dissectors/websocket/close_payload.h"

#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/utf8.h"

namespace wstrace::websocket {
namespace {

constexpr std::size_t kCodeLength = 2;

}  // namespace

ClosePayload parse_close(Bytes payload) {
  const unsigned code = payload.size() >= kCodeLength ? load_be16(payload, 0) : kNoStatus;
  return {code, after(payload, kCodeLength)};
}

void check_close(Bytes payload, Notes& notes) {
  const ClosePayload close = parse_close(payload);
  if (payload.size() == 1) notes.add(note::one_byte_close);
  if (payload.size() >= kCodeLength && !may_be_sent(close.code))
    notes.add(note::invalid_close_code,
              {make_field(field::number, close.code), make_field(field::why, why_not_sent(close.code))});
  Utf8Validator validator;
  if (validator.feed(close.reason) && validator.complete()) return;
  notes.add(note::close_reason_not_utf8,
            {make_field(field::wrong, validator.wrong()), make_field(field::at, validator.wrong_at())});
}

}  // namespace wstrace::websocket
