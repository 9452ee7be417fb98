// TlsStream: records that keys open, and what is carried in them.
#include <utility>

#include "dissectors/tls/definitions.h"
#include "dissectors/tls/names.h"
#include "dissectors/tls/stream.h"
#include "seam/connection_service.h"
#include "seam/decryption_service.h"

namespace wstrace::tls {
namespace {

/// Null for what is not reported, or was before.
const NoteDef* why_not_opened(OpenedRecord::Result result) {
  switch (result) {
    case OpenedRecord::Result::opened:
    case OpenedRecord::Result::no_keys:
    case OpenedRecord::Result::failed: return nullptr;
    case OpenedRecord::Result::not_authentic: return &note::not_authentic;
    case OpenedRecord::Result::not_decompressed: return &note::not_decompressed;
    case OpenedRecord::Result::unknown_compression: return &note::compression_unknown;
  }
  return nullptr;
}

}  // namespace

ConnectionSecrets TlsStream::secrets(Context& ctx) const {
  return {
      negotiation_.parameters(),
      {[&ctx](std::string_view label, Bytes client_random) { return ctx.decryption().secret(label, client_random); },
       [&ctx] { return ctx.decryption().revision(); }}};
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
bool TlsStream::open(Context& ctx, Direction dir, const RecordHeader& header, Bytes fragment, PacketRange packets) {
  Lane& l = lane(dir);
  const OpenedRecord opened = l.opener.open(secrets(ctx), {header, fragment, room_});
  if (opened.result == OpenedRecord::Result::no_keys && stage_ == Stage::established) ++l.keyless;
  if (opened.is_authentic() && l.keyless > 0 && !std::exchange(l.late, true)) emit_late_keys(ctx, dir, packets);
  if (opened.is_opened()) {
    take_opened(ctx, dir, header, opened, packets);
  } else {
    emit_not_opened(ctx, {dir, packets}, header, opened.result);
  }
  return opened.is_opened();
}

void TlsStream::emit_not_opened(Context& ctx, const Unit& unit, const RecordHeader& header,
                                OpenedRecord::Result result) {
  const NoteDef* const why = why_not_opened(result);
  if (why == nullptr) return;
  const Field fields[] = {
      make_field(field::length, header.size()), make_field(field::packet, unit.packets.last),
      make_field(field::compression, compression_name(negotiation_.parameters().compression, ctx.arena()))};
  const Note notes[] = {{why, std::span(fields).first(why == &note::not_authentic ? 2 : 3)}};
  ctx.emit(unit, event::not_opened, std::span(fields).first(1), notes);
}

void TlsStream::emit_late_keys(Context& ctx, Direction dir, PacketRange packets) {
  const Field fields[] = {make_field(field::records, lane(dir).keyless),
                          make_field(field::packet, lane(dir).encrypted.packets.first)};
  const Note notes[] = {{&note::keys_late, fields}};
  ctx.emit({dir, packets}, event::keys, std::span(fields).first(1), notes);
}

void TlsStream::take_opened(Context& ctx, Direction dir, const RecordHeader& header, const OpenedRecord& opened,
                            PacketRange packets) {
  const bool data = opened.type == ContentType::application_data;
  if (header.type == ContentType::application_data)
    ctx.count_framing(protocol, header.length - (data ? opened.content.size() : 0));
  switch (opened.type) {
    case ContentType::handshake: return take_handshake(ctx, dir, opened.content, packets);
    case ContentType::change_cipher_spec: return;
    case ContentType::alert:
      if (opened.content.size() == kAlertLength) emit_alert(ctx, dir, opened.content, packets);
      return;
    case ContentType::application_data: return deliver(ctx, dir, opened.content, packets);
  }
}

void TlsStream::deliver(Context& ctx, Direction dir, Bytes content, PacketRange packets) {
  Lane& l = lane(dir);
  ++l.data_records;
  if (content.empty()) return;
  if (l.opener.epoch() == Epoch::early && is_early_open()) return early_.hold(content, packets);
  if (stage_ == Stage::server_hello && dir == Direction::c2s) establish(ctx, dir, packets);
  open_stream(ctx, dir);
  ctx.decryption().data(dir, content, packets);
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
