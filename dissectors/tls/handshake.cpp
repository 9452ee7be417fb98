// TlsStream: messages of the handshake that can be read.
#include <fmt/format.h>

#include <algorithm>

#include "dissectors/tls/certificate.h"
#include "dissectors/tls/definitions.h"
#include "dissectors/tls/names.h"
#include "dissectors/tls/stream.h"
#include "seam/connection_service.h"

namespace wstrace::tls {
namespace {

/// ALPN's name of HTTP/2 (RFC 9113 3.2), and as an element of its list: the length in front.
constexpr std::string_view kHttp2 = "h2";
constexpr std::string_view kHttp2Element = "\x02h2";

/// Room for the groups of a ClientHello's keys, two bytes each.
constexpr std::size_t kGroupsRoom = 32;

std::string_view resumption_of(const ClientHello& hello) {
  if (hello.pre_shared_key) return "pre-shared key";
  if (!hello.session_ticket.empty()) return "ticket";
  // Clients of TLS 1.3 send an id that nobody knows (RFC 8446 4.1.2).
  return hello.version < kTls13 && !hello.session_id.empty() ? "session id" : "";
}

}  // namespace

void TlsStream::take_handshake(Context& ctx, Direction dir, Bytes fragment, PacketRange packets) {
  HandshakeJoiner& joiner = lane(dir).joiner;
  joiner.add(fragment, packets);
  while (const auto message = joiner.next(ctx.limits().tls_handshake)) {
    const Unit unit{dir, message->packets, message->raw};
    if (message->too_long) {
      emit_long_message(ctx, unit, message->length);
    } else {
      on_message(ctx, unit, message->type(), message->body());
    }
  }
}

void TlsStream::emit_long_message(Context& ctx, const Unit& unit, std::size_t length) {
  const Field fields[] = {make_field(field::length, length)};
  const Note notes[] = {{&note::long_message, fields}};
  ctx.emit(unit, event::gap, {}, notes);
}

void TlsStream::on_message(Context& ctx, const Unit& unit, HandshakeType type, Bytes body) {
  switch (type) {
    case HandshakeType::client_hello: return on_client_hello(ctx, unit, body);
    case HandshakeType::server_hello: return on_server_hello(ctx, unit, body);
    case HandshakeType::certificate: return on_certificate(ctx, unit, body);
    case HandshakeType::new_session_ticket: return on_session_ticket(ctx, unit, body);
    case HandshakeType::certificate_request: return ctx.emit(unit, event::certificate_request, {});
    case HandshakeType::encrypted_extensions: return on_encrypted_extensions(ctx, unit, body);
    case HandshakeType::finished: return on_finished(ctx, unit);
    case HandshakeType::key_update: return on_key_update(ctx, unit, body);
    case HandshakeType::end_of_early_data:
      lane(unit.dir).opener.change_epoch(Epoch::handshake);
      return emit_step(ctx, unit, handshake_name(type, ctx.arena()), false);
    default: emit_step(ctx, unit, handshake_name(type, ctx.arena()), false);
  }
}

void TlsStream::on_client_hello(Context& ctx, const Unit& unit, Bytes body) {
  ClientHello hello;
  const bool whole = read_client_hello(body, hello);
  if (hello_time_ == 0) hello_time_ = ctx.now();
  if (stage_ == Stage::start) stage_ = Stage::client_hello;
  early_.announce(hello.early_data);
  agreed_.sni = as_text(hello.sni);
  offers_http2_ = as_text(hello.alpn).find(kHttp2Element) != std::string_view::npos;
  if (offers_http2_) ctx.connection().multiplexes(true);  // as far as is known
  parameters_.client_random.assign(hello.random.begin(), hello.random.end());
  if (hello.early_data) lane(Direction::c2s).opener.change_epoch(Epoch::early);
  offered_id_.assign(hello.session_id.begin(), hello.session_id.end());
  Arena& arena = ctx.arena();
  std::array<std::uint8_t, kGroupsRoom> room{};
  const Bytes groups(room.data(), groups_of(hello.key_shares, room));
  const Field fields[] = {make_field(field::sni, hello.sni),
                          make_field(field::version, version_name(hello.version, arena)),
                          make_field(field::versions, list_names(hello.versions, version_name, arena)),
                          make_field(field::alpn, alpn_names(hello.alpn, arena)),
                          make_field(field::groups, list_names(groups, group_name, arena)),
                          make_field(field::resumption, resumption_of(hello)),
                          make_field(field::early_data, hello.early_data ? 1 : 0),
                          make_field(field::ech, hello.encrypted_client_hello ? 1 : 0),
                          make_field(field::ciphers, list_names(hello.cipher_suites, cipher_name, arena)),
                          make_field(field::random, hex(hello.random, arena))};
  emit_event(ctx, unit, event::client_hello, fields, whole ? nullptr : &note::bad_hello);
}

/// Fields that say nothing are left out.
void TlsStream::emit_event(Context& ctx, const Unit& unit, const EventDef& def, std::span<const Field> fields,
                           const NoteDef* why) {
  const std::span<Field> kept = ctx.arena().allocate<Field>(fields.size());
  const auto end = std::copy_if(fields.begin(), fields.end(), kept.begin(), [](const Field& f) { return !f.empty(); });
  const Note notes[] = {{why}};
  ctx.emit(unit, def, kept.first(static_cast<std::size_t>(end - kept.begin())), std::span(notes).first(why ? 1 : 0));
}

/// In TLS 1.3 the server's choice is encrypted.
bool TlsStream::may_speak_http2() const {
  return agreed_.alpn == kHttp2 || (agreed_.alpn.empty() && is_tls13() && offers_http2_);
}

/// TLS 1.3 says so; before, the server repeats the id that the client offered (RFC 5246 7.4.1.3, RFC 5077 3.4).
bool TlsStream::resumes(const ServerHello& hello) const {
  if (hello.version >= kTls13) return hello.pre_shared_key;
  return !offered_id_.empty() &&
         std::equal(offered_id_.begin(), offered_id_.end(), hello.session_id.begin(), hello.session_id.end());
}

void TlsStream::on_server_hello(Context& ctx, const Unit& unit, Bytes body) {
  ServerHello hello;
  const bool whole = read_server_hello(body, hello);
  Arena& arena = ctx.arena();
  const Field group = hello.group != 0 ? make_field(field::group, group_name(hello.group, arena))
                                       : make_field(field::group, std::string_view());
  if (hello.retry) {
    decide_early_data(ctx, false);
    return emit_event(ctx, unit, event::retry, {&group, 1}, nullptr);
  }
  parameters_.server_random.assign(hello.random.begin(), hello.random.end());
  for (Lane& each : lanes_) each.opener.look_again();
  parameters_.encrypt_then_mac = hello.encrypt_then_mac;
  parameters_.version = hello.version;
  parameters_.cipher = hello.cipher;
  parameters_.compression = hello.compression;
  agreed_.resumed = resumes(hello);
  if (stage_ < Stage::server_hello) stage_ = Stage::server_hello;
  const std::string_view alpn = alpn_names(hello.alpn, arena);
  agreed_.alpn = alpn;
  ctx.connection().multiplexes(may_speak_http2() || agreed_.alpn == kHttp2);
  const Field fields[] = {make_field(field::version, version_name(hello.version, arena)),
                          make_field(field::cipher, cipher_name(hello.cipher, arena)),
                          group,
                          make_field(field::alpn, alpn),
                          make_field(field::resumed, agreed_.resumed ? 1 : 0),
                          make_field(field::compression, compression_name(hello.compression, arena))};
  const std::size_t n = std::size(fields) - (hello.compression != kNoCompression ? 0 : 1);
  const bool old = whole && hello.version < kTls12;
  if (!old)
    return emit_event(ctx, unit, event::server_hello, std::span(fields).first(n), whole ? nullptr : &note::bad_hello);
  const Note notes[] = {{&note::old_version, std::span(fields).first(1)}};
  ctx.emit(unit, event::server_hello, std::span(fields).first(n), notes);
}

/// RFC 8446 4.3.1: what TLS 1.2 says in its ServerHello.
void TlsStream::on_encrypted_extensions(Context& ctx, const Unit& unit, Bytes body) {
  ServerHello more;
  if (read_encrypted_extensions(body, more) && !more.alpn.empty()) agreed_.alpn = alpn_names(more.alpn, ctx.arena());
  decide_early_data(ctx, more.early_data);
  emit_step(ctx, unit, "EncryptedExtensions", false);
}

void TlsStream::on_finished(Context& ctx, const Unit& unit) {
  Lane& l = lane(unit.dir);
  emit_step(ctx, unit, "Finished", false);
  l.finished = true;
  l.lost_data = 0;
  if (is_tls13()) l.opener.change_epoch(Epoch::application);
  const bool both = is_tls13() ? unit.dir == Direction::c2s : lane(opposite(unit.dir)).finished;
  if (both && stage_ == Stage::server_hello) establish(ctx, unit.dir, unit.packets);
}

void TlsStream::on_key_update(Context& ctx, const Unit& unit, Bytes body) {
  const Field fields[] = {make_field(field::asks, !body.empty() && body[0] == 1 ? 1 : 0)};
  ctx.emit(unit, event::key_update, std::span(fields).first(fields[0].number != 0 ? 1 : 0));
  lane(unit.dir).opener.update_keys(parameters_);
}

void TlsStream::on_certificate(Context& ctx, const Unit& unit, Bytes body) {
  Reader reader(body);
  if (is_tls13()) reader.vector(1);  // the request that it answers (RFC 8446 4.4.2)
  Reader list(reader.vector(3));
  const Bytes der = list.vector(3);
  std::uint64_t chain = der.empty() ? 0 : 1;
  while (list.ok() && !list.empty()) {
    if (is_tls13()) list.vector(2);  // extensions of the one before
    if (list.empty()) break;
    list.vector(3);
    ++chain;
  }
  if (chain == 0) {
    no_client_certificate_ = unit.dir == Direction::c2s;
    return emit_step(ctx, unit, "Certificate (none)", false);
  }
  const bool of_server = unit.dir == Direction::s2c;
  Certificate certificate;
  if (!read_certificate(der, of_server ? std::string_view(agreed_.sni) : std::string_view(), certificate)) {
    const Note notes[] = {{&note::certificate_unreadable}};
    return ctx.emit(unit, event::certificate, {}, notes);
  }
  emit_certificate(ctx, unit, certificate, chain);
}

void TlsStream::emit_certificate(Context& ctx, const Unit& unit, const Certificate& certificate, std::uint64_t chain) {
  const Field fields[] = {make_field(field::subject, certificate.subject),
                          make_field(field::issuer, certificate.issuer),
                          make_field(field::names, certificate.names),
                          make_field(field::not_before, certificate.not_before),
                          make_field(field::not_after, certificate.not_after),
                          make_field(field::chain, chain),
                          make_field(field::sni, agreed_.sni)};
  std::array<Note, 4> notes;
  std::size_t n = 0;
  if (certificate.valid_to < ctx.now()) notes[n++] = {&note::certificate_past, fields};
  if (certificate.valid_from > ctx.now()) notes[n++] = {&note::certificate_future, fields};
  if (!certificate.fits_host) notes[n++] = {&note::certificate_name, fields};
  if (certificate.self_signed) notes[n++] = {&note::certificate_self_signed, {}};
  ctx.emit(unit, event::certificate, std::span(fields).first(6), std::span(notes).first(n));
}

void TlsStream::on_session_ticket(Context& ctx, const Unit& unit, Bytes body) {
  const std::uint64_t seconds = Reader(body).number(4);
  const Field fields[] = {make_field(field::lifetime_us, seconds * (kSecond / kMicrosecond))};
  ctx.emit(unit, event::session_ticket, fields);
}

void TlsStream::establish(Context& ctx, Direction dir, PacketRange packets) {
  stage_ = Stage::established;
  established_time_ = ctx.now();
  const Duration took = hello_time_ != 0 ? established_time_ - hello_time_ : 0;
  if (hello_time_ != 0) ctx.handshake({&protocol, "TLS", took});
  Arena& arena = ctx.arena();
  const Field fields[] = {make_field(field::sni, agreed_.sni),
                          make_field(field::alpn, agreed_.alpn),
                          make_field(field::resumed, agreed_.resumed ? 1 : 0),
                          make_field(field::version, version_name(parameters_.version, arena)),
                          make_field(field::cipher, cipher_name(parameters_.cipher, arena)),
                          make_field(field::took_us, to_micros(took))};
  const std::size_t n = std::size(fields) - (hello_time_ != 0 ? 0 : 1);
  emit_event(ctx, {dir, packets}, event::established, std::span(fields).first(n), nullptr);
  ctx.connection().add_layer(protocol, version_number(parameters_.version, arena));
  if (!agreed_.alpn.empty()) ctx.connection().multiplexes(agreed_.alpn == kHttp2);
}

}  // namespace wstrace::tls
