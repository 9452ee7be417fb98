// TlsStream: records, by their type.
#include "dissectors/tls/stream.h"

#include <fmt/format.h>

#include <algorithm>

#include "dissectors/tls/alert.h"
#include "dissectors/tls/definitions.h"
#include "dissectors/tls/handshake_events.h"
#include "dissectors/tls/record_events.h"
#include "seam/connection_service.h"
#include "seam/decryption_service.h"

namespace wstrace::tls {
namespace {

/// What stands in a record of the handshake that nobody has read the beginning of yet.
bool begins_hello(Bytes fragment) {
  if (fragment.size() < kHandshakeHeader) return false;
  const auto type = static_cast<HandshakeType>(fragment[0]);
  // No hello has 64 KiB: what is encrypted looks otherwise nearly always.
  return (type == HandshakeType::client_hello || type == HandshakeType::server_hello) && fragment[1] == 0;
}

}  // namespace

TlsStream::TlsStream(const Offer& offer)
    : lanes_{Lane(Direction::c2s, offer.mid_stream), Lane(Direction::s2c, offer.mid_stream)},
      mid_stream_(offer.mid_stream) {}

Step TlsStream::on_bytes(Context& ctx, Direction dir, Window window) {
  const RecordStep step = lane(dir).reader.read(window);
  switch (step.kind) {
    case RecordStep::Kind::drop: return Step::took(step.n);
    case RecordStep::Kind::need: return Step::need(step.n);
    case RecordStep::Kind::invalid: return read_foreign(ctx, dir, window);
    case RecordStep::Kind::record: break;
  }
  if (step.lost.any()) {
    const PacketRange packets = ctx.packets(dir, window.offset, window.offset + kRecordHeader);
    emit_gap(ctx, {dir, packets}, step.lost, note::resumed);
  }
  return read_record(ctx, dir, window, step.header);
}

Step TlsStream::read_record(Context& ctx, Direction dir, const Window& window, const RecordHeader& header) {
  if (must_wait(ctx, dir, header.type)) return Step::hold();
  const bool counted_only = header.type == ContentType::application_data && stage_ >= Stage::established &&
                            !lane(dir).opener.has_keys(secrets(ctx));
  if (!counted_only && window.bytes.size() < header.size()) return Step::need(header.size());
  const std::size_t here = std::min(window.bytes.size(), header.size());
  const PacketRange packets = ctx.packets(dir, window.offset, window.offset + here);
  ctx.count_framing(protocol, header.type == ContentType::application_data ? kRecordHeader : header.size());
  take_record(ctx, {header, {dir, packets, window.bytes.subspan(kRecordHeader, here - kRecordHeader)}});
  return counted_only ? Step::skip(header.size()) : Step::took(header.size());
}

void TlsStream::take_record(Context& ctx, const Record& record) {
  const Unit& unit = record.unit;
  switch (record.header.type) {
    case ContentType::change_cipher_spec: return take_cipher_change(ctx, unit);
    case ContentType::alert: return take_alert(ctx, record);
    case ContentType::application_data:
      if (!open(ctx, record)) take_application_data(ctx, record);
      return;
    case ContentType::handshake: break;
  }
  if (stage_ == Stage::start && mid_stream_ && !begins_hello(unit.raw)) begin_inside(ctx, unit);
  if (lane(unit.dir).protected_now || stage_ == Stage::inside) return take_protected(ctx, record);
  take_handshake(ctx, unit);
}

/// In TLS 1.3 it means nothing: it is there so that middleboxes take the handshake for an older one (RFC 8446 D.4).
void TlsStream::take_cipher_change(Context& ctx, const Unit& unit) {
  Lane& l = lane(unit.dir);
  // Where the ServerHello was not captured, what follows is not to be taken for messages that can be read.
  l.protected_now = negotiation_.parameters().is_agreed() ? !is_tls13() : is_incomplete();
  if (l.protected_now) l.opener.change_epoch(Epoch::handshake);
  emit_message(ctx, unit, "ChangeCipherSpec");
}

void TlsStream::take_alert(Context& ctx, const Record& record) {
  const Unit& unit = record.unit;
  if (stage_ == Stage::start && mid_stream_) begin_inside(ctx, unit);
  if (unit.raw.size() == kAlertLength) return on_alert(ctx, unit);
  if (open(ctx, record)) return;
  if (lane(opposite(unit.dir)).ended) note_close_notify(ctx, unit.dir);
  emit_encrypted_alert(ctx, unit);
}

void TlsStream::on_alert(Context& ctx, const Unit& unit) {
  const Lane& other = lane(opposite(unit.dir));
  const AlertFacts facts{.by = unit.dir,
                         .is_tls13 = is_tls13(),
                         .in_handshake = stage_ < Stage::established,
                         .other_left = stage_ == Stage::established && other.ended && !other.close_notify,
                         .no_client_certificate = no_client_certificate_,
                         .is_incomplete = is_incomplete()};
  const AlertMeaning meaning = judge_alert(unit.raw, facts);
  if (meaning.code == kCloseNotify) {
    lane(unit.dir).close_notify = true;
    note_close_notify(ctx, unit.dir);
  }
  emit_alert(ctx, unit, meaning);
  if (!meaning.ends) return;
  stage_ = Stage::failed;
  ctx.connection().ends({meaning.of_handshake ? "refused" : "closed", party(unit.dir),
                         fmt::format("the {} ended {} with alert {}", party(unit.dir),
                                     meaning.of_handshake ? "the TLS handshake" : "TLS", meaning.name),
                         meaning.why != nullptr ? meaning.why->code : std::string_view()});
}

/// The record that is being read is close_notify (or, behind the other side's end, looks like it).
void TlsStream::note_close_notify(Context& ctx, Direction dir) {
  ctx.connection().set_close_notify(dir, {lane(dir).reader.record_begin(), lane(dir).reader.record_end()});
}

/// TLS 1.2: a message of the handshake behind ChangeCipherSpec. The first one is Finished (RFC 5246 7.4.9).
void TlsStream::take_protected(Context& ctx, const Record& record) {
  if (open(ctx, record)) return;
  const Unit& unit = record.unit;
  Lane& l = lane(unit.dir);
  const bool is_finished = !l.finished && stage_ == Stage::server_hello;
  emit_message(ctx, unit, is_finished ? "Finished" : "handshake", true);
  if (!is_finished) return;
  l.finished = true;
  l.lost_data = 0;
  if (lane(opposite(unit.dir)).finished) establish(ctx, unit);
}

/// What could not be opened is counted. It is application data, or in TLS 1.3 any other record.
void TlsStream::take_application_data(Context& ctx, const Record& record) {
  const Direction dir = record.unit.dir;
  if (stage_ == Stage::start) begin_inside(ctx, record.unit);
  const bool early = stage_ == Stage::client_hello && early_.is_expected() && dir == Direction::c2s;
  // Without the hello of the server, or in TLS 1.2 without Finished: these were not captured.
  if (stage_ < Stage::established && !early && !is_tls13()) stage_ = Stage::inside;
  if (early) early_.pass_unread();
  const std::uint16_t length = record.header.length;
  if (stream_open_) ctx.decryption().gap(dir, length, true);
  lane(dir).encrypted.add(length, record.unit.packets, stage_ >= Stage::established);
  const bool may_be_alert = length == kProtectedAlert13;
  if (may_be_alert && lane(opposite(dir)).ended) note_close_notify(ctx, dir);
  if (stage_ == Stage::server_hello && dir == Direction::c2s && !may_be_alert) establish(ctx, record.unit);
}

void TlsStream::begin_inside(Context& ctx, const Unit& unit) {
  stage_ = Stage::inside;
  emit_mid_stream(ctx, {unit.dir, unit.packets});
}

}  // namespace wstrace::tls
