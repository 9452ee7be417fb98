// TlsStream: what the end of the connection says of TLS.
#include "dissectors/tls/definitions.h"
#include "dissectors/tls/names.h"
#include "dissectors/tls/stream.h"
#include "seam/connection_service.h"
#include "seam/decryption_service.h"

namespace wstrace::tls {
namespace {

/// A client that leaves so soon after the handshake has not changed its mind: it did not like what it saw.
constexpr Duration kAtOnce = kSecond / 10;
/// TLS 1.3: two tickets (RFC 8446 4.6.1) and close_notify is what a server sends by itself.
constexpr std::uint64_t kServersOwn = 3;

}  // namespace

void TlsStream::conclude(Context& ctx) {
  // A capture that ends, or that lacks records (the first one perhaps) or an end, says nothing about why something did not
  // come, nor who left first.
  const auto closed = [](const Lane& l) { return l.how == End::fin || l.how == End::rst; };
  const bool whole = hello_time_ != 0 && !is_incomplete() && closed(lanes_[0]) && closed(lanes_[1]);
  if (ctx.closing().time != 0 && whole) {
    if (stage_ == Stage::client_hello || stage_ == Stage::server_hello) judge_handshake(ctx);
    if (stage_ == Stage::established) judge_use(ctx);
  }
  emit_undecrypted(ctx);
}

void TlsStream::judge_handshake(Context& ctx) {
  const Direction by = ctx.closing().by;
  const bool by_client = by == Direction::c2s;
  const bool unanswered = stage_ == Stage::client_hello && !lane(Direction::s2c).reader.has_begun();
  if (unanswered && by_client) {
    fail(ctx, by, note::no_answer, "abandoned", "without an answer to its ClientHello");
  } else if (unanswered) {
    fail(ctx, by, ctx.closing().reset ? note::reset_at_hello : note::closed_at_hello, "refused",
         "in reply to the ClientHello");
  } else if (lane(Direction::c2s).encrypted.last_length == kProtectedAlert13) {
    fail(ctx, Direction::c2s, note::client_refuses, "refused",
         "during the TLS handshake, most likely with an encrypted alert");
  } else {
    fail(ctx, by, by_client ? note::client_left : note::server_left, "refused", "during the TLS handshake");
  }
}

/// The handshake was done; was it of any use?
void TlsStream::judge_use(Context& ctx) {
  const Encrypted& client = lane(Direction::c2s).encrypted;
  const Encrypted& server = lane(Direction::s2c).encrypted;
  const Direction by = ctx.closing().by;
  // In TLS 1.3 what closes the connection looks like a record of data.
  const bool client_silent = lane(Direction::c2s).data_records == 0 &&
                             (client.after_handshake == 0 ||
                              (is_tls13() && client.after_handshake == 1 && client.last_length == kProtectedAlert13));
  if (lane(Direction::s2c).data_records != 0) return;
  if (is_tls13() && by == Direction::s2c && !has_decrypted() && server.after_handshake == 1 &&
      server.last_length == kProtectedAlert13) {
    fail(ctx, by, note::server_refuses, "refused",
         "after the client's part of the handshake, most likely with an encrypted alert");
  } else if (by == Direction::c2s && client_silent && server.after_handshake <= (is_tls13() ? kServersOwn : 0) &&
             ctx.closing().time - established_time_ < kAtOnce) {
    if (may_speak_http2() && ctx.connection().multiplexed_beside()) return ctx.emit({by, {}}, event::spare, {});
    fail(ctx, by, note::unused, "refused", "right after the TLS handshake");
  }
}

void TlsStream::fail(Context& ctx, Direction by, const NoteDef& why, std::string_view state, std::string_view when) {
  stage_ = Stage::failed;
  const Time since = hello_time_ != 0 ? hello_time_ : ctx.closing().time;
  const Field fields[] = {make_field(field::waited_us, to_micros(ctx.closing().time - since))};
  const Note notes[] = {{&why, fields}};
  ctx.emit({by, {}}, event::failed, fields, notes);
  ctx.connection().ends({state, party(by),
                         std::string("the ").append(party(by)).append(" closed the connection ").append(when),
                         why.code});
}

/// RFC 8446 6.1: without close_notify nobody can tell an end from one that an attacker made.
void TlsStream::emit_truncated(Context& ctx, Direction dir) {
  const Lane& l = lane(dir);
  if (!stream_open_ || l.close_notify || l.reader.is_incomplete() || l.opener.has_given_up() || !l.opener.is_ready())
    return;
  ctx.emit({dir, {}}, event::truncated, {});
}

void TlsStream::emit_undecrypted(Context& ctx) {
  const Encrypted& client = lane(Direction::c2s).encrypted;
  const Encrypted& server = lane(Direction::s2c).encrypted;
  if (client.records + server.records == 0) return;
  const PacketRange packets = client.packets.joined(server.packets);
  const Field fields[] = {make_field(field::c2s_bytes, client.bytes), make_field(field::s2c_bytes, server.bytes),
                          make_field(field::c2s_records, client.records),
                          make_field(field::s2c_records, server.records)};
  const std::string missing = secrets(ctx).missing(early_.has_unread());
  Arena& arena = ctx.arena();
  const Field about[] = {make_field(field::secrets, missing),
                         make_field(field::records, client.records + server.records),
                         make_field(field::packet, packets.first),
                         make_field(field::random, hex(parameters_.client_random, arena)),
                         make_field(field::version, version_name(parameters_.version, arena)),
                         make_field(field::cipher, cipher_name(parameters_.cipher, arena))};
  const Note notes[] = {{why_undecrypted(ctx, missing), about}};
  ctx.emit({Direction::c2s, packets}, event::undecrypted, fields,
           std::span(notes).first(notes[0].def != nullptr ? 1 : 0));
}

/// Null when it has been told, record by record.
const NoteDef* TlsStream::why_undecrypted(Context& ctx, std::string_view lacking) const {
  if (parameters_.client_random.empty() || !parameters_.is_agreed()) return &note::no_handshake;
  if (!parameters_.can_be_opened()) return &note::not_supported;
  if (has_decrypted()) return lacking.empty() ? nullptr : &note::some_keys;
  if (ctx.decryption().has_damaged_secret(parameters_.client_random)) return &note::damaged_keys;
  if (lacking.empty()) return is_incomplete() ? nullptr : &note::wrong_keys;
  return ctx.decryption().any_secrets() ? &note::other_keys : &note::no_keys;
}

}  // namespace wstrace::tls
