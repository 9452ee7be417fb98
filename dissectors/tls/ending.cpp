// TlsStream: the end of the connection, and what it means.
#include <string>

#include "dissectors/tls/definitions.h"
#include "dissectors/tls/record_events.h"
#include "dissectors/tls/stream.h"
#include "seam/connection_service.h"
#include "seam/decryption_service.h"

namespace wstrace::tls {

void TlsStream::on_end(Context& ctx, Direction dir, End how, Window unread) {
  Lane& l = lane(dir);
  l.ended = true;
  l.how = how;
  const bool awaits_answer =
      !l.reader.is_seeking() && !l.reader.has_begun() && stage_ == Stage::client_hello && dir == Direction::s2c;
  if (awaits_answer && !unread.bytes.empty() && !record_header(unread.bytes)) on_plain_answer(ctx, unread);
  emit_gap(ctx, {dir, {}}, l.reader.end(unread.bytes.size()), note::lost_bytes);
  if (how == End::fin && is_truncated(l)) ctx.emit({dir, {}}, event::truncated, {});
  if (lane(opposite(dir)).ended) conclude(ctx);
}

/// RFC 8446 6.1: without close_notify nobody can tell an end from one that an attacker made.
bool TlsStream::is_truncated(const Lane& l) const {
  const bool all_read = !l.reader.is_incomplete() && !l.opener.has_given_up() && l.opener.is_ready();
  return stream_open_ && !l.close_notify && all_read;
}

/// Both directions have ended.
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
  report_undecrypted(ctx);
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
  emit_failed(ctx, failure, ctx.closing().time - hello_time_);
  ctx.connection().ends({failure.state, party(by),
                         std::string("the ").append(party(by)).append(" closed the connection ").append(failure.when),
                         failure.why->code});
}

void TlsStream::report_undecrypted(Context& ctx) {
  const EncryptedRecords& client = lane(Direction::c2s).encrypted;
  const EncryptedRecords& server = lane(Direction::s2c).encrypted;
  if (client.count + server.count == 0) return;
  const SecurityParameters& parameters = negotiation_.parameters();
  const std::string missing = secrets(ctx).missing(early_.has_unread());
  const KeyFacts keys{.decrypted = has_decrypted(),
                      .damaged = ctx.decryption().has_damaged_secret(parameters.client_random),
                      .any_secrets = ctx.decryption().any_secrets(),
                      .is_incomplete = is_incomplete()};
  emit_undecrypted(ctx, client, server, parameters, missing, why_undecrypted(parameters, keys, missing));
}

}  // namespace wstrace::tls
