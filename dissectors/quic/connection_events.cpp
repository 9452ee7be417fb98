// What is reported of a connection, with its fields and notes.
#include <fmt/format.h>

#include "dissectors/quic/claim.h"
#include "dissectors/quic/close_code.h"
#include "dissectors/quic/connection.h"
#include "dissectors/quic/definitions.h"
#include "dissectors/tls/alert.h"
#include "dissectors/tls/hello.h"
#include "dissectors/tls/names.h"
#include "model/fields.h"

namespace wstrace::quic {
namespace {

/// A client whose last try came this long after its first had waited in vain: it waits about a second before it tries again
/// (RFC 9002 6.2.2), three times a known round trip at least.
constexpr Duration kTriedAgain = 200 * kMillisecond;

/// Every event's fields begin with who the two sides are.
Fields sides(DatagramContext& ctx) {
  Fields fields;
  fields.add(field::client, ctx.arena().copy(ctx.flow().client.to_string()));
  fields.add(field::server, ctx.arena().copy(ctx.flow().server.to_string()));
  return fields;
}

/// Of very many connections, the first ones stand for the others.
bool is_told_singly(DatagramContext& ctx) { return ctx.flow().number <= ctx.limits().max_individual_reports; }

std::string_view version_names(Bytes versions, Arena& arena) {
  std::string names;
  for (tls::Reader reader(versions); !reader.empty();) {
    const std::uint32_t version = reader.number(kVersionSize);
    if (is_reserved(version)) continue;
    if (!names.empty()) names += ", ";
    names += version_name(version, arena);
  }
  return arena.copy(names);
}

/// A TLS alert has words of its own, but for certificates: of those, QUIC demands more. Null for an end in good order.
const NoteDef* why_closed(Direction by, std::uint64_t code) {
  if (code == kNoError) return nullptr;
  if (code == kConnectionRefused) return &note::refused;
  if (!is_tls_alert(code)) return &note::closed;
  if (by == Direction::c2s && is_about_certificate(code)) return &note::certificate;
  return tls::note_of_alert(static_cast<std::uint8_t>(code), true);
}

}  // namespace

/// The handshake's first message, with its length before it.
void Connection::emit_when_whole(DatagramContext& ctx) {
  if (reported_) return;
  tls::Reader reader(crypto_.contiguous());
  const auto type = static_cast<tls::HandshakeType>(reader.u8());
  const Bytes body = reader.vector(3);
  if (!reader.ok()) return;
  emit_initial(ctx, type == tls::HandshakeType::client_hello ? body : Bytes{});
}

void Connection::emit_as_it_is(DatagramContext& ctx) {
  if (!reported_ && version_ != 0) emit_initial(ctx, {});
}

void Connection::emit_initial(DatagramContext& ctx, Bytes hello_body) {
  tls::ClientHello hello;
  const bool whole = !hello_body.empty() && tls::read_client_hello(hello_body, hello);
  Fields fields = sides(ctx);
  fields.add(field::version, version_name(version_, ctx.arena()));
  sni_ = as_text(hello.sni);
  fields.add_text(field::sni, sni_);
  fields.add_text(field::alpn, tls::alpn_names(hello.alpn, ctx.arena()));
  fields.add_if(hello.early_data, field::early_data);
  fields.add_if(hello.encrypted_client_hello, field::ech);
  fields.add(field::dcid, tls::hex(destination_.bytes(), ctx.arena()));
  fields.add_text(field::scid, tls::hex(source_.bytes(), ctx.arena()));
  Note notes[2];
  std::size_t n = 0;
  if (ctx.flow().number == 1 && !reported_before_) notes[n++] = {&note::not_decoded, {}};
  if (!whole && find_version(version_) != nullptr && is_told_singly(ctx)) notes[n++] = {&note::no_hello, {}};
  ctx.emit({.dir = Direction::c2s, .packets = tries_.packets, .raw = hello_body},
           is_told_singly(ctx) ? event::initial : event::further, fields, {notes, n}, tries_.last);
  reported_ = reported_before_ = true;
  crypto_.clear();
}

void Connection::emit_negotiation(DatagramContext& ctx, const Datagram& datagram, Bytes versions) const {
  Fields fields = sides(ctx);
  fields.add_text(field::versions, version_names(versions, ctx.arena()));
  ctx.emit({.dir = Direction::s2c, .packets = datagram.packets, .raw = datagram.bytes}, event::version_negotiation,
           fields);
}

void Connection::emit_retry(DatagramContext& ctx, const Datagram& datagram) const {
  const Fields fields = sides(ctx);
  ctx.emit({.dir = Direction::s2c, .packets = datagram.packets, .raw = datagram.bytes}, event::retry, fields);
}

void Connection::emit_answer(DatagramContext& ctx, const Datagram& datagram, std::uint32_t version) const {
  Fields fields = sides(ctx);
  fields.add(field::version, version_name(version, ctx.arena()));
  if (tries_.count != 0) fields.add(field::rtt_us, to_micros(ctx.now() - tries_.first));
  ctx.emit({.dir = Direction::s2c, .packets = datagram.packets, .raw = datagram.bytes}, event::answer, fields);
}

void Connection::emit_close(DatagramContext& ctx, Direction by, const Datagram& datagram, const CloseFrame& frame) {
  if (closed_) return;
  closed_ = true;
  emit_as_it_is(ctx);
  emit_unanswered(ctx);
  Fields fields = sides(ctx);
  fields.add_text(field::sni, sni_);
  fields.add(field::code, frame.code);
  fields.add(field::meaning, close_name(frame.code, ctx.arena()));
  if (!frame.reason.empty()) fields.add(field::reason, frame.reason);
  const auto alert = static_cast<std::uint8_t>(frame.code);
  const Field said[] = {make_field(field::by, party(by)), make_field(field::other, party(opposite(by))),
                        make_field(field::meaning, close_name(frame.code, ctx.arena())),
                        make_field(field::number, alert)};
  const NoteDef* const why = why_closed(by, frame.code);
  const Note notes[] = {{why, said}};
  // A client that was never answered has been reported.
  const bool with_note = why != nullptr && answered_ && is_told_singly(ctx);
  ctx.emit({.dir = by, .packets = datagram.packets}, event::close, fields, std::span(notes).first(with_note ? 1 : 0));
}

void Connection::emit_unanswered(DatagramContext& ctx) {
  const Duration waited = tries_.last - tries_.first;
  if (answered_ || went_on_ || undelivered_ || unanswered_reported_ || waited < kTriedAgain) return;
  unanswered_reported_ = true;
  Fields fields = sides(ctx);
  fields.add_text(field::sni, sni_);
  fields.add(field::tries, tries_.count);
  fields.add(field::waited_us, to_micros(waited));
  const Note notes[] = {{&note::no_answer, fields}};
  ctx.emit({.dir = Direction::c2s, .packets = tries_.packets}, event::unanswered, fields,
           std::span(notes).first(is_told_singly(ctx) ? 1 : 0), tries_.last);
}

}  // namespace wstrace::quic
