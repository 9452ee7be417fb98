// TlsStream: what the end of the connection says of TLS.
#include <string>

#include "dissectors/tls/definitions.h"
#include "dissectors/tls/names.h"
#include "dissectors/tls/stream.h"
#include "seam/connection_service.h"
#include "seam/decryption_service.h"

namespace wstrace::tls {

void TlsStream::conclude(Context& ctx) {
  // A capture that ends, or that lacks records (the first one perhaps) or an end, says nothing about why something did not
  // come, nor who left first.
  const auto closed = [](const Lane& l) { return l.how == End::fin || l.how == End::rst; };
  const bool whole = hello_time_ != 0 && !is_incomplete() && closed(lanes_[0]) && closed(lanes_[1]);
  if (ctx.closing().time != 0 && whole) {
    const bool in_handshake = stage_ == Stage::client_hello || stage_ == Stage::server_hello;
    if (in_handshake) fail(ctx, judge_handshake(facts_at_end(ctx)));
    if (stage_ == Stage::established) fail(ctx, judge_use(facts_at_end(ctx)));
  }
  emit_undecrypted(ctx);
}

EndingFacts TlsStream::facts_at_end(Context& ctx) const {
  const Lane& client = lane(Direction::c2s);
  const Lane& server = lane(Direction::s2c);
  EndingFacts facts;
  facts.by = ctx.closing().by;
  facts.reset = ctx.closing().reset;
  facts.answered = stage_ != Stage::client_hello || server.reader.has_begun();
  facts.is_tls13 = is_tls13();
  facts.decrypted = has_decrypted();
  facts.since_established = ctx.closing().time - established_time_;
  facts.client = client.encrypted;
  facts.server = server.encrypted;
  facts.client_data = client.data_records;
  facts.server_data = server.data_records;
  return facts;
}

void TlsStream::fail(Context& ctx, const Failure& failure) {
  if (failure.why == nullptr) return;
  const Direction by = failure.by;
  if (failure.why == &note::unused && negotiation_.may_be_http2() && ctx.connection().multiplexed_beside())
    return ctx.emit({by, {}}, event::spare, {});
  stage_ = Stage::failed;
  const Time since = hello_time_ != 0 ? hello_time_ : ctx.closing().time;
  const Field fields[] = {make_field(field::waited_us, to_micros(ctx.closing().time - since))};
  const Note notes[] = {{failure.why, fields}};
  ctx.emit({by, {}}, event::failed, fields, notes);
  ctx.connection().ends({failure.state, party(by),
                         std::string("the ").append(party(by)).append(" closed the connection ").append(failure.when),
                         failure.why->code});
}

/// RFC 8446 6.1: without close_notify nobody can tell an end from one that an attacker made.
void TlsStream::emit_truncated(Context& ctx, Direction dir) {
  const Lane& l = lane(dir);
  if (!stream_open_ || l.close_notify || l.reader.is_incomplete() || l.opener.has_given_up() || !l.opener.is_ready())
    return;
  ctx.emit({dir, {}}, event::truncated, {});
}

void TlsStream::emit_undecrypted(Context& ctx) {
  const EncryptedRecords& client = lane(Direction::c2s).encrypted;
  const EncryptedRecords& server = lane(Direction::s2c).encrypted;
  if (client.count + server.count == 0) return;
  const PacketRange packets = client.packets.joined(server.packets);
  const Field fields[] = {make_field(field::c2s_bytes, client.bytes), make_field(field::s2c_bytes, server.bytes),
                          make_field(field::c2s_records, client.count), make_field(field::s2c_records, server.count)};
  const std::string missing = secrets(ctx).missing(early_.has_unread());
  const SecurityParameters& parameters = negotiation_.parameters();
  const KeyFacts keys{has_decrypted(), ctx.decryption().has_damaged_secret(parameters.client_random),
                      ctx.decryption().any_secrets(), is_incomplete()};
  Arena& arena = ctx.arena();
  const Field about[] = {make_field(field::secrets, missing),
                         make_field(field::records, client.count + server.count),
                         make_field(field::packet, packets.first),
                         make_field(field::random, hex(parameters.client_random, arena)),
                         make_field(field::version, version_name(parameters.version, arena)),
                         make_field(field::cipher, cipher_name(parameters.cipher, arena))};
  const Note notes[] = {{why_undecrypted(parameters, keys, missing), about}};
  ctx.emit({Direction::c2s, packets}, event::undecrypted, fields,
           std::span(notes).first(notes[0].def != nullptr ? 1 : 0));
}

}  // namespace wstrace::tls
