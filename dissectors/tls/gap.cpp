// TlsStream: bytes that were not captured, records that have to be found again, and what is no TLS.
#include "dissectors/tls/definitions.h"
#include "dissectors/tls/stream.h"
#include "seam/connection_service.h"
#include "seam/decryption_service.h"

namespace wstrace::tls {
namespace {

/// A line that long is none; what is shown of one.
constexpr std::size_t kLongestLine = 512;
constexpr std::size_t kLineShown = 120;

bool is_printable(std::uint8_t c) { return (c >= 0x20 && c < 0x7f) || c == '\t' || c == '\r' || c == '\n'; }

std::string_view first_line(Bytes bytes) {
  const std::string_view text = as_text(bytes);
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  return line.substr(0, kLineShown);
}

/// Whether a record begins at the front: 0 no, otherwise how many bytes are needed to say so. As many as there are, or
/// fewer, is a yes.
std::size_t wanted_for_record(Bytes rest) {
  const auto header = record_header(rest);
  if (!header) return 0;
  if (rest.size() < kRecordHeader) return kRecordHeader;
  if (rest.size() <= header->size()) return header->size();
  // One header may be chance; that it leads to a second one is none.
  return record_header(rest.subspan(header->size())) ? header->size() : 0;
}

}  // namespace

void TlsStream::on_gap(Context& ctx, Direction dir, std::uint64_t n) {
  Lane& l = lane(dir);
  l.missing += n;
  l.lost_data += n;
  l.incomplete = true;
  l.joining.bytes.clear();
  l.joining.lost = true;
  l.keys.uncertain = true;
  if (stream_open_) {
    ctx.decryption().gap(dir, n, false);
  } else {
    ctx.connection().lost_place(dir);  // nobody above is there yet to say so
  }
  if (l.seeking) return;
  if (ctx.position(dir) > l.record_end) {
    l.seeking = true;
    return;
  }
  l.resume_at = l.record_end;
  emit_gap(ctx, dir, note::lost_bytes, {});
}

/// True when a record begins at the front of the window. Otherwise `step` says what to do with it.
bool TlsStream::seek(Context& ctx, Direction dir, Window window, Step& step) {
  Lane& l = lane(dir);
  std::size_t at = 0;
  std::size_t wanted = wanted_for_record(window.bytes);
  while (wanted == 0 && ++at < window.bytes.size()) wanted = wanted_for_record(window.bytes.subspan(at));
  if (at > 0) {
    l.skipped += at;
    step = Step::took(at);
    return false;
  }
  if (wanted > window.bytes.size()) {
    step = Step::need(wanted);
    return false;
  }
  l.seeking = false;
  const PacketRange packets = ctx.packets(dir, window.offset, window.offset + kRecordHeader);
  // A capture that begins inside says so itself.
  if (!l.began && mid_stream_ && l.missing == 0) l.skipped = 0;
  if (l.missing + l.skipped > 0) emit_gap(ctx, dir, note::resumed, packets);
  return true;
}

void TlsStream::emit_gap(Context& ctx, Direction dir, const NoteDef& why, PacketRange packets) {
  Lane& l = lane(dir);
  const Field both[] = {make_field(field::missing, l.missing), make_field(field::skipped, l.skipped)};
  const std::span<const Field> fields =
      std::span(both).subspan(l.missing > 0 ? 0 : 1, l.missing > 0 && l.skipped > 0 ? 2 : 1);
  const Note notes[] = {{&why}};
  ctx.emit({dir, packets}, event::gap, fields, notes);
  l.missing = l.skipped = 0;
}

/// No record begins here, where one should.
Step TlsStream::read_foreign(Context& ctx, Direction dir, Window window) {
  Lane& l = lane(dir);
  if (l.began || dir == Direction::c2s || stage_ > Stage::client_hello) {
    const Note notes[] = {{&note::bad_record}};
    ctx.emit({dir, ctx.packets(dir, window.offset, window.offset + 1), window.bytes}, event::bad_record, {}, notes);
    l.incomplete = true;
    l.joining.lost = true;
    l.seeking = true;
    l.began = true;
    return Step::took(1);
  }
  const std::string_view text = as_text(window.bytes);
  const bool line_ends = text.find('\n') != std::string_view::npos || text.size() >= kLongestLine;
  if (is_printable(window.bytes[0]) && !line_ends) return Step::need(window.bytes.size() + 1);
  emit_foreign(ctx, dir, window);
  return Step::stop();
}

void TlsStream::emit_foreign(Context& ctx, Direction dir, Window window) {
  foreign_ = true;
  stage_ = Stage::failed;
  const bool text = is_printable(window.bytes[0]);
  const std::string_view head = text ? first_line(window.bytes) : std::string_view();
  const bool http = head.starts_with("HTTP/");
  const Field fields[] = {make_field(field::head, head)};
  const Note notes[] = {{http ? &note::http_answer : &note::not_tls}};
  const PacketRange packets = ctx.packets(dir, window.offset, window.offset + window.bytes.size());
  ctx.emit({dir, packets, window.bytes}, event::not_tls, std::span(fields).first(head.empty() ? 0 : 1), notes);
  ctx.connection().ends(
      {"refused", party(dir),
       http ? "the server answered TLS with plain HTTP" : "the server answered TLS with something else",
       notes[0].def->code});
}

void TlsStream::on_end(Context& ctx, Direction dir, End how, Window unread) {
  Lane& l = lane(dir);
  l.ended = true;
  l.how = how;
  const bool awaits_line = !l.seeking && !l.began && stage_ == Stage::client_hello && dir == Direction::s2c;
  if (awaits_line && !unread.bytes.empty() && !record_header(unread.bytes)) emit_foreign(ctx, dir, unread);
  if (l.seeking && (l.began || !mid_stream_)) l.skipped += unread.bytes.size();
  if (l.missing + l.skipped > 0) emit_gap(ctx, dir, note::lost_bytes, {});
  if (how == End::fin) emit_truncated(ctx, dir);
  if (lane(opposite(dir)).ended) conclude(ctx);
}

}  // namespace wstrace::tls
