// TlsStream: messages of the handshake that can be read.
#include <optional>
#include <string_view>

#include "dissectors/tls/certificate.h"
#include "dissectors/tls/definitions.h"
#include "dissectors/tls/handshake_events.h"
#include "dissectors/tls/names.h"
#include "dissectors/tls/stream.h"
#include "seam/connection_service.h"

namespace wstrace::tls {

void TlsStream::take_handshake(Context& ctx, const Unit& fragment) {
  HandshakeJoiner& joiner = lane(fragment.dir).joiner;
  joiner.add(fragment.raw, fragment.packets);
  while (const auto message = joiner.next(ctx.limits().tls_handshake)) {
    const Unit unit{fragment.dir, message->packets, message->raw};
    if (message->too_long) {
      emit_long_message(ctx, unit, message->length);
    } else {
      on_message(ctx, unit, message->type(), message->body());
    }
  }
}

void TlsStream::on_message(Context& ctx, const Unit& unit, HandshakeType type, Bytes body) {
  RecordOpener& opener = lane(unit.dir).opener;
  switch (type) {
    case HandshakeType::client_hello: return on_client_hello(ctx, unit, body);
    case HandshakeType::server_hello: return on_server_hello(ctx, unit, body);
    case HandshakeType::certificate: return on_certificate(ctx, unit, body);
    case HandshakeType::new_session_ticket: return emit_session_ticket(ctx, unit, body);
    case HandshakeType::certificate_request: return ctx.emit(unit, event::certificate_request, {});
    case HandshakeType::encrypted_extensions: return on_encrypted_extensions(ctx, unit, body);
    case HandshakeType::finished: return on_finished(ctx, unit);
    case HandshakeType::key_update:
      emit_key_update(ctx, unit, body);
      return opener.update_keys(negotiation_.parameters());
    case HandshakeType::end_of_early_data: opener.change_epoch(Epoch::handshake); break;
    default: break;
  }
  emit_message(ctx, unit, handshake_name(type, ctx.arena()));
}

void TlsStream::on_client_hello(Context& ctx, const Unit& unit, Bytes body) {
  ClientHello hello;
  const bool whole = read_client_hello(body, hello);
  if (hello_time_ == 0) hello_time_ = ctx.now();
  if (stage_ == Stage::start) stage_ = Stage::client_hello;
  negotiation_.take(hello);
  if (negotiation_.offers_http2()) ctx.connection().multiplexes(true);  // as far as is known
  early_.announce(hello.early_data);
  if (hello.early_data) lane(Direction::c2s).opener.change_epoch(Epoch::early);
  emit_client_hello(ctx, unit, hello, whole);
}

void TlsStream::on_server_hello(Context& ctx, const Unit& unit, Bytes body) {
  ServerHello hello;
  const bool whole = read_server_hello(body, hello);
  if (hello.retry) {
    decide_early_data(ctx, false);
    return emit_retry(ctx, unit, hello);
  }
  negotiation_.take(hello, ctx.arena());
  for (Lane& each : lanes_) each.opener.look_again();
  if (stage_ < Stage::server_hello) stage_ = Stage::server_hello;
  ctx.connection().multiplexes(negotiation_.may_be_http2());
  emit_server_hello(ctx, unit, hello, negotiation_.is_resumed(), whole);
}

void TlsStream::on_encrypted_extensions(Context& ctx, const Unit& unit, Bytes body) {
  ServerHello more;
  if (read_encrypted_extensions(body, more)) negotiation_.take_extensions(more, ctx.arena());
  decide_early_data(ctx, more.early_data);
  emit_message(ctx, unit, "EncryptedExtensions");
}

void TlsStream::on_finished(Context& ctx, const Unit& unit) {
  Lane& l = lane(unit.dir);
  emit_message(ctx, unit, "Finished");
  l.finished = true;
  l.lost_data = 0;
  if (is_tls13()) l.opener.change_epoch(Epoch::application);
  const bool both = is_tls13() ? unit.dir == Direction::c2s : lane(opposite(unit.dir)).finished;
  if (both && stage_ == Stage::server_hello) establish(ctx, unit);
}

void TlsStream::on_certificate(Context& ctx, const Unit& unit, Bytes body) {
  const CertificateList list = read_certificate_list(body, is_tls13());
  if (list.count == 0) {
    no_client_certificate_ = unit.dir == Direction::c2s;
    return emit_message(ctx, unit, "Certificate (none)");
  }
  const std::string_view host = unit.dir == Direction::s2c ? std::string_view(negotiation_.sni()) : std::string_view();
  Certificate certificate;
  if (!read_certificate(list.first, host, certificate)) {
    const Note notes[] = {{&note::certificate_unreadable}};
    return ctx.emit(unit, event::certificate, {}, notes);
  }
  emit_certificate(ctx, unit, certificate, list.count, negotiation_.sni());
}

/// `unit`: the message or the record that completes the handshake.
void TlsStream::establish(Context& ctx, const Unit& unit) {
  stage_ = Stage::established;
  established_time_ = ctx.now();
  std::optional<Duration> took;
  if (hello_time_ != 0) took = established_time_ - hello_time_;
  if (took) ctx.handshake({&protocol, "TLS", *took});
  emit_established(ctx, {unit.dir, unit.packets}, negotiation_, took);
  ctx.connection().add_layer(protocol, version_number(negotiation_.parameters().version, ctx.arena()));
  if (!negotiation_.alpn().empty()) ctx.connection().multiplexes(negotiation_.is_http2());
}

}  // namespace wstrace::tls
