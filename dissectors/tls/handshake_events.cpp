// The events of the handshake.
#include "dissectors/tls/handshake_events.h"

#include <algorithm>
#include <array>
#include <span>

#include "dissectors/tls/compression.h"
#include "dissectors/tls/definitions.h"
#include "dissectors/tls/names.h"
#include "dissectors/tls/wire.h"

namespace wstrace::tls {
namespace {

/// Room for the groups of a ClientHello's keys, two bytes each.
constexpr std::size_t kGroupsRoom = 32;

std::string_view resumption_of(const ClientHello& hello) {
  if (hello.pre_shared_key) return "pre-shared key";
  if (!hello.session_ticket.empty()) return "ticket";
  // Clients of TLS 1.3 send an id that nobody knows (RFC 8446 4.1.2).
  return hello.version < kTls13 && !hello.session_id.empty() ? "session id" : "";
}

Field group_field(const ServerHello& hello, Arena& arena) {
  return make_field(field::group, hello.group != 0 ? group_name(hello.group, arena) : std::string_view());
}

/// Fields that say nothing are left out.
void emit_present(EventContext& ctx, const Unit& unit, const EventDef& def, std::span<const Field> fields,
                  const NoteDef* why = nullptr) {
  const std::span<Field> kept = ctx.arena().allocate<Field>(fields.size());
  const auto end = std::copy_if(fields.begin(), fields.end(), kept.begin(), [](const Field& f) { return !f.empty(); });
  const Note notes[] = {{why}};
  ctx.emit(unit, def, kept.first(static_cast<std::size_t>(end - kept.begin())), std::span(notes).first(why ? 1 : 0));
}

}  // namespace

void emit_client_hello(EventContext& ctx, const Unit& unit, const ClientHello& hello, bool whole) {
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
  emit_present(ctx, unit, event::client_hello, fields, whole ? nullptr : &note::bad_hello);
}

void emit_server_hello(EventContext& ctx, const Unit& unit, const ServerHello& hello, bool resumed, bool whole) {
  Arena& arena = ctx.arena();
  const Field all[] = {make_field(field::version, version_name(hello.version, arena)),
                       make_field(field::cipher, cipher_name(hello.cipher, arena)),
                       group_field(hello, arena),
                       make_field(field::alpn, alpn_names(hello.alpn, arena)),
                       make_field(field::resumed, resumed ? 1 : 0),
                       make_field(field::compression, compression_name(hello.compression, arena))};
  const auto fields = std::span(all).first(std::size(all) - (hello.compression != kNoCompression ? 0 : 1));
  const bool old = whole && hello.version < kTls12;
  if (!old) return emit_present(ctx, unit, event::server_hello, fields, whole ? nullptr : &note::bad_hello);
  const Note notes[] = {{&note::old_version, fields.first(1)}};
  ctx.emit(unit, event::server_hello, fields, notes);
}

void emit_retry(EventContext& ctx, const Unit& unit, const ServerHello& hello) {
  const Field fields[] = {group_field(hello, ctx.arena())};
  emit_present(ctx, unit, event::retry, fields);
}

void emit_certificate(EventContext& ctx, const Unit& unit, const Certificate& certificate, std::uint64_t chain,
                      std::string_view sni) {
  const Field fields[] = {make_field(field::subject, certificate.subject),
                          make_field(field::issuer, certificate.issuer),
                          make_field(field::names, certificate.names),
                          make_field(field::not_before, certificate.not_before),
                          make_field(field::not_after, certificate.not_after),
                          make_field(field::chain, chain),
                          make_field(field::sni, sni)};
  std::array<Note, 4> notes;
  std::size_t n = 0;
  if (certificate.valid_to < ctx.now()) notes[n++] = {&note::certificate_past, fields};
  if (certificate.valid_from > ctx.now()) notes[n++] = {&note::certificate_future, fields};
  if (!certificate.fits_host) notes[n++] = {&note::certificate_name, fields};
  if (certificate.self_signed) notes[n++] = {&note::certificate_self_signed, {}};
  ctx.emit(unit, event::certificate, std::span(fields).first(6), std::span(notes).first(n));
}

void emit_session_ticket(EventContext& ctx, const Unit& unit, Bytes body) {
  const std::uint64_t seconds = Reader(body).number(4);
  const Field fields[] = {make_field(field::lifetime_us, seconds * (kSecond / kMicrosecond))};
  ctx.emit(unit, event::session_ticket, fields);
}

void emit_key_update(EventContext& ctx, const Unit& unit, Bytes body) {
  const bool asks = !body.empty() && body[0] == 1;
  const Field fields[] = {make_field(field::asks, asks ? 1 : 0)};
  ctx.emit(unit, event::key_update, std::span(fields).first(asks ? 1 : 0));
}

void emit_message(EventContext& ctx, const Unit& unit, std::string_view name, bool encrypted) {
  if (!ctx.wants(event::handshake)) return;
  const Field fields[] = {make_field(field::message, name), make_field(field::length, unit.raw.size()),
                          make_field(field::encrypted, encrypted ? 1 : 0)};
  ctx.emit(unit, event::handshake, std::span(fields).first(encrypted ? 3 : 2));
}

void emit_long_message(EventContext& ctx, const Unit& unit, std::size_t length) {
  const Field fields[] = {make_field(field::length, length)};
  const Note notes[] = {{&note::long_message, fields}};
  ctx.emit(unit, event::gap, {}, notes);
}

void emit_established(EventContext& ctx, const Unit& unit, const Negotiation& agreed, std::optional<Duration> took) {
  Arena& arena = ctx.arena();
  const Field fields[] = {make_field(field::sni, agreed.sni()),
                          make_field(field::alpn, agreed.alpn()),
                          make_field(field::resumed, agreed.is_resumed() ? 1 : 0),
                          make_field(field::version, version_name(agreed.parameters().version, arena)),
                          make_field(field::cipher, cipher_name(agreed.parameters().cipher, arena)),
                          make_field(field::took_us, to_micros(took.value_or(0)))};
  emit_present(ctx, unit, event::established, std::span(fields).first(std::size(fields) - (took ? 0 : 1)));
}

}  // namespace wstrace::tls
