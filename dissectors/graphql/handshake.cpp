// The connection's own messages: its initialisation, its signs of life, its rejection.
#include "dissectors/graphql/definitions.h"
#include "dissectors/graphql/dissector.h"
#include "seam/connection_service.h"

namespace wstrace::graphql {

void Dissector::on_init(Incoming& in) {
  in.fields.add_text(field::subprotocol, name_of(subprotocol_)).add_text(field::payload, in.message.payload.shown());
  facts_->identity.log_in(in.message.payload.shown());
  if (asked_ == 0 && !acked_) {
    asked_ = in.ctx.now();
    asked_in_ = in.unit.packets;
  }
  emit(in, event::init);
}

void Dissector::on_ack(Incoming& in) {
  const Time asked = std::exchange(asked_, 0);
  if (asked != 0) {
    in.fields.add(field::rtt_us, to_micros(in.ctx.now() - asked));
    in.ctx.handshake({&protocol, "GraphQL", in.ctx.now() - asked, Level::application});
  }
  acked_ = true;
  in.fields.add_text(field::payload, in.message.payload.shown());
  emit(in, event::ack);
}

void Dissector::on_ping(Incoming& in) {
  pinged_[index(in.unit.dir)] = in.ctx.now();
  ++facts_->heartbeats.pings;
  in.fields.add_text(field::payload, in.message.payload.shown());
  emit(in, event::ping);
}

/// A pong need not answer a ping.
void Dissector::on_pong(Incoming& in) {
  const Time asked = std::exchange(pinged_[index(opposite(in.unit.dir))], 0);
  if (asked != 0) {
    const std::uint64_t rtt = to_micros(in.ctx.now() - asked);
    ++facts_->heartbeats.pongs;
    facts_->heartbeats.rtt_us.add(rtt);
    in.fields.add(field::rtt_us, rtt);
  }
  in.fields.add_text(field::payload, in.message.payload.shown());
  emit(in, event::pong);
}

/// In place of connection_ack it rejects the client, and the server closes. At any other time it is about one message.
void Dissector::on_connection_error(Incoming& in) {
  const bool in_place_of_ack = std::exchange(asked_, 0) != 0;
  const Field message[] = {make_field(field::message, std::string_view(in.message.error_text))};
  // Where connection_init may be what the capture lacks, nobody knows what this is about.
  if (in_place_of_ack || acked_ || !may_lack(in.ctx))
    in.notes.add(in_place_of_ack ? note::connection_error : note::message_rejected, message);
  in.fields.add_text(field::message, in.message.error_text).add_text(field::payload, in.message.payload.shown());
  emit(in, event::connection_error);
  if (!in_place_of_ack) return;
  rejected_ = true;
  in.ctx.connection().explain_end(note::connection_error);
}

}  // namespace wstrace::graphql
