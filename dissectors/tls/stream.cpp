// TlsStream: records, alerts, and what is encrypted.
#include "dissectors/tls/stream.h"

#include <fmt/format.h>

#include "dissectors/tls/alert.h"
#include "dissectors/tls/definitions.h"
#include "dissectors/tls/handshake_events.h"
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

bool is_about_certificate(std::uint8_t code) {
  constexpr std::uint8_t kBadCertificate = 42;
  constexpr std::uint8_t kAccessDenied = 49;
  constexpr std::uint8_t kCertificateRequired = 116;
  return (code >= kBadCertificate && code <= kAccessDenied) || code == kCertificateRequired;
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
  take_record(ctx, dir, header, window.bytes.subspan(kRecordHeader, here - kRecordHeader), packets);
  return counted_only ? Step::skip(header.size()) : Step::took(header.size());
}

void TlsStream::take_record(Context& ctx, Direction dir, const RecordHeader& header, Bytes fragment,
                            PacketRange packets) {
  Lane& l = lane(dir);
  switch (header.type) {
    case ContentType::change_cipher_spec: return take_cipher_change(ctx, dir, fragment, packets);
    case ContentType::alert: return take_alert(ctx, dir, header, fragment, packets);
    case ContentType::application_data:
      if (open(ctx, dir, header, fragment, packets)) return;
      return take_application_data(ctx, dir, header, packets);
    case ContentType::handshake: break;
  }
  if (stage_ == Stage::start && mid_stream_ && !begins_hello(fragment)) emit_mid_stream(ctx, dir, packets);
  if (l.protected_now || stage_ == Stage::inside) return take_protected(ctx, dir, header, fragment, packets);
  take_handshake(ctx, dir, fragment, packets);
}

/// In TLS 1.3 it means nothing: it is there so that middleboxes take the handshake for an older one (RFC 8446 D.4).
void TlsStream::take_cipher_change(Context& ctx, Direction dir, Bytes fragment, PacketRange packets) {
  // Where the ServerHello was not captured, what follows is not to be taken for messages that can be read.
  lane(dir).protected_now = negotiation_.parameters().is_agreed() ? !is_tls13() : is_incomplete();
  if (lane(dir).protected_now) lane(dir).opener.change_epoch(Epoch::handshake);
  emit_message(ctx, {dir, packets, fragment}, "ChangeCipherSpec");
}

void TlsStream::take_alert(Context& ctx, Direction dir, const RecordHeader& header, Bytes fragment,
                           PacketRange packets) {
  if (stage_ == Stage::start && mid_stream_) emit_mid_stream(ctx, dir, packets);
  if (fragment.size() != kAlertLength) {
    if (open(ctx, dir, header, fragment, packets)) return;
    const Field fields[] = {make_field(field::encrypted, 1)};
    if (lane(opposite(dir)).ended) note_close_notify(ctx, dir);
    return ctx.emit({dir, packets, fragment}, event::encrypted_alert, fields);
  }
  emit_alert(ctx, dir, fragment, packets);
}

void TlsStream::emit_alert(Context& ctx, Direction dir, Bytes fragment, PacketRange packets) {
  const std::uint8_t code = fragment[1];
  lane(dir).close_notify = lane(dir).close_notify || code == kCloseNotify;
  if (code == kCloseNotify) note_close_notify(ctx, dir);
  // TLS 1.3 knows no warnings but these two (RFC 8446 6).
  const bool by_nature = code == kCloseNotify || code == kUserCanceled;
  const bool fatal = fragment[0] == kFatal || (is_tls13() && !by_nature);
  const Alert* const alert = find_alert(code);
  const std::string_view name = alert != nullptr ? alert->name : "unknown";
  const Field fields[] = {make_field(field::level, fatal ? "fatal" : "warning"), make_field(field::description, name),
                          make_field(field::code, code)};
  const Field about[] = {make_field(field::by, party(dir)), make_field(field::other, party(opposite(dir))),
                         make_field(field::number, code)};
  const NoteDef* const why = why_alert(dir, code, fatal);
  const Note notes[] = {{why, about}};
  const bool noted = notes[0].def != nullptr;
  ctx.emit({dir, packets, fragment}, code == kCloseNotify ? event::close_notify : event::alert, fields,
           std::span(notes).first(noted ? 1 : 0));
  if (!fatal || why == &note::end_taken_for_error) return;
  // In TLS 1.3 the server looks at the client's certificate when the client takes the handshake for done.
  const bool early = stage_ < Stage::established || (is_tls13() && dir == Direction::s2c && is_about_certificate(code));
  stage_ = Stage::failed;
  ctx.connection().ends(
      {early ? "refused" : "closed", party(dir),
       fmt::format("the {} ended {} with alert {}", party(dir), early ? "the TLS handshake" : "TLS", name),
       why != nullptr ? why->code : std::string_view()});
}

/// The record that is being read is close_notify (or, behind the other side's end, looks like it).
void TlsStream::note_close_notify(Context& ctx, Direction dir) {
  ctx.connection().set_close_notify(dir, {lane(dir).reader.record_begin(), lane(dir).reader.record_end()});
}

/// What the alert means here; null when that is not known, or when there is nothing to say.
const NoteDef* TlsStream::why_alert(Direction by, std::uint8_t code, bool fatal) const {
  constexpr std::uint8_t kHandshakeFailure = 40;
  constexpr std::uint8_t kDecodeError = 50;
  const Lane& other = lane(opposite(by));
  if (code == kDecodeError && stage_ == Stage::established && other.ended && !other.close_notify)
    return &note::end_taken_for_error;
  if (!fatal || by == Direction::c2s || code != kHandshakeFailure) return note_of_alert(code, fatal);
  // TLS 1.2 says so of a client without a certificate, too; whether it had one may have been lost.
  if (no_client_certificate_) return &note::certificate_required;
  return is_incomplete() ? nullptr : note_of_alert(code, fatal);
}

/// TLS 1.2: a message of the handshake behind ChangeCipherSpec. The first one is Finished (RFC 5246 7.4.9).
void TlsStream::take_protected(Context& ctx, Direction dir, const RecordHeader& header, Bytes fragment,
                               PacketRange packets) {
  if (open(ctx, dir, header, fragment, packets)) return;
  Lane& l = lane(dir);
  const bool is_finished = !l.finished && stage_ == Stage::server_hello;
  emit_message(ctx, {dir, packets, fragment}, is_finished ? "Finished" : "handshake", true);
  if (!is_finished) return;
  l.finished = true;
  l.lost_data = 0;
  if (lane(opposite(dir)).finished) establish(ctx, dir, packets);
}

void TlsStream::take_application_data(Context& ctx, Direction dir, const RecordHeader& header, PacketRange packets) {
  if (stage_ == Stage::start) emit_mid_stream(ctx, dir, packets);
  const bool early = stage_ == Stage::client_hello && early_.is_expected() && dir == Direction::c2s;
  // Without the hello of the server, or in TLS 1.2 without Finished: these were not captured.
  if (stage_ < Stage::established && !early && !is_tls13()) stage_ = Stage::inside;
  if (early) early_.pass_unread();
  if (stream_open_) ctx.decryption().gap(dir, header.length, true);
  lane(dir).encrypted.add(header.length, packets, stage_ >= Stage::established);
  const bool may_be_alert = header.length == kProtectedAlert13;
  if (may_be_alert && lane(opposite(dir)).ended) note_close_notify(ctx, dir);
  if (stage_ == Stage::server_hello && dir == Direction::c2s && !may_be_alert) establish(ctx, dir, packets);
}

void TlsStream::emit_mid_stream(Context& ctx, Direction dir, PacketRange packets) {
  stage_ = Stage::inside;
  const Note notes[] = {{&note::begins_inside}};
  ctx.emit({dir, packets}, event::mid_stream, {}, notes);
}

}  // namespace wstrace::tls
