// TlsStream: bytes that were not captured, and what is not a record.
#include "dissectors/tls/definitions.h"
#include "dissectors/tls/plain_answer.h"
#include "dissectors/tls/record_events.h"
#include "dissectors/tls/stream.h"
#include "seam/connection_service.h"
#include "seam/decryption_service.h"

namespace wstrace::tls {

void TlsStream::on_gap(Context& ctx, Direction dir, std::uint64_t n) {
  Lane& l = lane(dir);
  const LostBytes lost = l.reader.lose(n, ctx.position(dir));
  l.joiner.lose();
  l.opener.lose_records();
  l.lost_data += n;
  if (stream_open_) {
    ctx.decryption().gap(dir, n, false);
  } else {
    ctx.connection().lost_place(dir);  // nobody above is there yet to say so
  }
  emit_gap(ctx, {dir, {}}, lost, note::lost_bytes);
}

/// No record begins here, where one should.
Step TlsStream::read_foreign(Context& ctx, Direction dir, const Window& window) {
  Lane& l = lane(dir);
  if (l.reader.has_begun() || dir == Direction::c2s || stage_ > Stage::client_hello) {
    emit_bad_record(ctx, {dir, ctx.packets(dir, window.offset, window.offset + 1), window.bytes});
    l.reader.lose_place();
    l.joiner.lose();
    return Step::took(1);
  }
  if (!is_whole_answer(window.bytes)) return Step::need(window.bytes.size() + 1);
  on_plain_answer(ctx, window);
  return Step::stop();
}

/// The server does not use TLS.
void TlsStream::on_plain_answer(Context& ctx, const Window& window) {
  constexpr Direction kDir = Direction::s2c;
  stage_ = Stage::failed;
  const PlainAnswer answer = read_plain_answer(window.bytes);
  const NoteDef& why = answer.is_http ? note::http_answer : note::not_tls;
  const PacketRange packets = ctx.packets(kDir, window.offset, window.offset + window.bytes.size());
  emit_plain_answer(ctx, {kDir, packets, window.bytes}, answer, why);
  ctx.connection().ends(
      {"refused", party(kDir),
       answer.is_http ? "the server answered TLS with plain HTTP" : "the server answered TLS with something else",
       why.code});
}

}  // namespace wstrace::tls
