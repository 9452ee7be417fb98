// TlsStream: bytes that were not captured, and what is not a record.
#include "dissectors/tls/definitions.h"
#include "dissectors/tls/plain_answer.h"
#include "dissectors/tls/stream.h"
#include "seam/connection_service.h"
#include "seam/decryption_service.h"

namespace wstrace::tls {

void TlsStream::on_gap(Context& ctx, Direction dir, std::uint64_t n) {
  Lane& l = lane(dir);
  const LostBytes lost = l.reader.lose(n, ctx.position(dir));
  l.lost_data += n;
  l.joiner.lose();
  l.opener.lose_records();
  if (stream_open_) {
    ctx.decryption().gap(dir, n, false);
  } else {
    ctx.connection().lost_place(dir);  // nobody above is there yet to say so
  }
  emit_gap(ctx, {dir, {}}, lost, note::lost_bytes);
}

void TlsStream::emit_gap(Context& ctx, const Unit& unit, const LostBytes& lost, const NoteDef& why) {
  if (!lost.any()) return;
  const Field both[] = {make_field(field::missing, lost.missing), make_field(field::skipped, lost.skipped)};
  const std::span<const Field> fields =
      std::span(both).subspan(lost.missing > 0 ? 0 : 1, lost.missing > 0 && lost.skipped > 0 ? 2 : 1);
  const Note notes[] = {{&why}};
  ctx.emit(unit, event::gap, fields, notes);
}

/// No record begins here, where one should.
Step TlsStream::read_foreign(Context& ctx, Direction dir, const Window& window) {
  Lane& l = lane(dir);
  if (l.reader.has_begun() || dir == Direction::c2s || stage_ > Stage::client_hello) {
    const Note notes[] = {{&note::bad_record}};
    ctx.emit({dir, ctx.packets(dir, window.offset, window.offset + 1), window.bytes}, event::bad_record, {}, notes);
    l.reader.lose_place();
    l.joiner.lose_place();
    return Step::took(1);
  }
  if (!is_whole_answer(window.bytes)) return Step::need(window.bytes.size() + 1);
  emit_plain_answer(ctx, dir, window);
  return Step::stop();
}

void TlsStream::emit_plain_answer(Context& ctx, Direction dir, const Window& window) {
  stage_ = Stage::failed;
  const PlainAnswer answer = read_plain_answer(window.bytes);
  const Field fields[] = {make_field(field::head, answer.first_line)};
  const Note notes[] = {{answer.is_http ? &note::http_answer : &note::not_tls}};
  const PacketRange packets = ctx.packets(dir, window.offset, window.offset + window.bytes.size());
  ctx.emit({dir, packets, window.bytes}, event::not_tls, std::span(fields).first(answer.first_line.empty() ? 0 : 1),
           notes);
  ctx.connection().ends(
      {"refused", party(dir),
       answer.is_http ? "the server answered TLS with plain HTTP" : "the server answered TLS with something else",
       notes[0].def->code});
}

void TlsStream::on_end(Context& ctx, Direction dir, End how, Window unread) {
  Lane& l = lane(dir);
  l.ended = true;
  l.how = how;
  const bool awaits_line =
      !l.reader.is_seeking() && !l.reader.has_begun() && stage_ == Stage::client_hello && dir == Direction::s2c;
  if (awaits_line && !unread.bytes.empty() && !record_header(unread.bytes)) emit_plain_answer(ctx, dir, unread);
  emit_gap(ctx, {dir, {}}, l.reader.end(unread.bytes.size()), note::lost_bytes);
  if (how == End::fin) emit_truncated(ctx, dir);
  if (lane(opposite(dir)).ended) conclude(ctx);
}

}  // namespace wstrace::tls
