// TlsStream: records that keys open, and what is carried in them.
#include <string_view>
#include <utility>

#include "dissectors/tls/definitions.h"
#include "dissectors/tls/names.h"
#include "dissectors/tls/record_events.h"
#include "dissectors/tls/stream.h"
#include "seam/connection_service.h"
#include "seam/decryption_service.h"

namespace wstrace::tls {

ConnectionSecrets TlsStream::secrets(Context& ctx) const {
  KeyLog log{
      [&ctx](std::string_view label, Bytes client_random) { return ctx.decryption().secret(label, client_random); },
      [&ctx] { return ctx.decryption().revision(); }};
  return {negotiation_.parameters(), std::move(log)};
}

/// It is encrypted, its keys are not there, and they may still come.
bool TlsStream::must_wait(Context& ctx, Direction dir, ContentType type) {
  Lane& l = lane(dir);
  if (type != ContentType::application_data && !l.protected_now) return false;
  // Asked first: looking for keys may show that more can come.
  const ConnectionSecrets known = secrets(ctx);
  return !l.opener.has_keys(known) && ctx.decryption().may_hold() && l.opener.awaits_keys(known);
}

/// True when the record could be opened; then what it holds has been read.
bool TlsStream::open(Context& ctx, const Record& record) {
  Lane& l = lane(record.unit.dir);
  const Unit unit{record.unit.dir, record.unit.packets};
  const OpenedRecord opened = l.opener.open(secrets(ctx), {record.header, record.unit.raw, room_});
  if (opened.result == OpenedRecord::Result::no_keys && stage_ == Stage::established) ++l.keyless;
  if (opened.is_authentic() && l.keyless > 0 && !std::exchange(l.late, true))
    emit_late_keys(ctx, unit, l.keyless, l.encrypted.packets.first);
  if (opened.is_opened()) {
    take_opened(ctx, record, opened);
  } else {
    emit_not_opened(ctx, unit, opened.result, record.header.size(), negotiation_.parameters().compression);
  }
  return opened.is_opened();
}

void TlsStream::take_opened(Context& ctx, const Record& record, const OpenedRecord& opened) {
  const bool data = opened.type == ContentType::application_data;
  if (record.header.type == ContentType::application_data)
    ctx.count_framing(protocol, record.header.length - (data ? opened.content.size() : 0));
  const Unit unit{record.unit.dir, record.unit.packets, opened.content};
  switch (opened.type) {
    case ContentType::handshake: return take_handshake(ctx, unit);
    case ContentType::change_cipher_spec: return;
    case ContentType::alert:
      if (opened.content.size() == kAlertLength) on_alert(ctx, unit);
      return;
    case ContentType::application_data: return deliver(ctx, unit);
  }
}

void TlsStream::deliver(Context& ctx, const Unit& unit) {
  Lane& l = lane(unit.dir);
  ++l.data_records;
  if (unit.raw.empty()) return;
  if (l.opener.epoch() == Epoch::early && early_.is_expected() && stage_ < Stage::established)
    return early_.hold(unit.raw, unit.packets);
  if (stage_ == Stage::server_hello && unit.dir == Direction::c2s) establish(ctx, unit);
  open_stream(ctx, unit.dir);
  ctx.decryption().data(unit.dir, unit.raw, unit.packets);
}

/// The server accepts early data in its EncryptedExtensions, or does not (RFC 8446 4.2.10).
void TlsStream::decide_early_data(Context& ctx, bool accepted) {
  const EarlyData::Held held = early_.decide(accepted);
  if (held.bytes.empty()) return;
  open_stream(ctx, Direction::c2s);
  ctx.decryption().data(Direction::c2s, held.bytes, held.packets);
}

/// What TLS carries is a stream of its own. Its beginning is missing where keys came late.
void TlsStream::open_stream(Context& ctx, Direction dir) {
  if (std::exchange(stream_open_, true)) return;
  ctx.connection().add_layer(protocol, version_number(negotiation_.parameters().version, ctx.arena()));
  Offer offer;
  offer.protocol = negotiation_.alpn();
  offer.mid_stream = lane(dir).late;
  ctx.decryption().open_stream(std::move(offer));
  for (const Direction d : {Direction::c2s, Direction::s2c})
    if (lane(d).lost_data > 0) ctx.decryption().gap(d, lane(d).lost_data, false);
  // The server's own records (tickets) carry nothing; the client has none.
  const Lane& client = lane(Direction::c2s);
  if (dir == Direction::s2c && client.encrypted.after_handshake > 0)
    ctx.decryption().gap(Direction::c2s, client.encrypted.bytes, true);
}

}  // namespace wstrace::tls
