// Destinations: what is sent to them, who subscribes, what is delivered and acknowledged.
#include <fmt/format.h>

#include "core/utf8.h"
#include "dissectors/stomp/conversation.h"
#include "dissectors/stomp/definitions.h"

namespace wstrace::stomp {

void Conversation::on_send(Incoming& in) {
  const std::string_view destination = in.add(field::destination, "destination");
  note_missing(in, "destination");
  in.add(field::content_type, "content-type");
  in.add(field::transaction, "transaction");
  const std::uint32_t row = count(in, destination);
  ask_receipt(in, destination, row);
  if (row != kUncounted && in.headers.has("receipt")) ++facts_->events[row].asked;
  says(in, destination);
}

void Conversation::on_subscribe(Incoming& in) {
  const std::string_view destination = in.add(field::destination, "destination");
  const std::string_view id = in.add(field::id, "id");
  note_missing(in, "destination");
  if (version_ != Version::v1_0 && version_ != Version::unknown) note_missing(in, "id");
  const AckMode mode = ack_mode_of(in.add(field::ack, "ack"));
  subscriptions_.add(id.empty() ? destination : id, destination, mode);
  ask_receipt(in, destination, kUncounted);
  says(in, destination);
}

void Conversation::on_unsubscribe(Incoming& in) {
  const std::string_view id = in.add(field::id, "id");
  const std::string_view destination = in.add(field::destination, "destination");
  if (version_ != Version::v1_0 && version_ != Version::unknown) note_missing(in, "id");
  subscriptions_.end(id.empty() ? destination : id);
  const std::string_view about = id.empty() ? destination : id;
  ask_receipt(in, about, kUncounted);
  says(in, about);
}

/// ACK and NACK. Up to 1.1 the message-id names the message, in 1.2 its ack header.
void Conversation::on_ack(Incoming& in) {
  in.add(field::transaction, "transaction");
  const bool by_message = version_ == Version::v1_0 || version_ == Version::v1_1;
  if (version_ != Version::unknown) note_missing(in, by_message ? "message-id" : "id");
  const bool has_id = in.headers.has("id") && !by_message;
  const std::string_view key = in.header(has_id ? "id" : "message-id");
  in.fields.add_text(has_id ? field::id : field::message_id, key);
  in.add(field::subscription, "subscription");
  acknowledge(in, key);
  ask_receipt(in, key, kUncounted);
  says(in, {});
}

void Conversation::acknowledge(Incoming& in, std::string_view key) {
  const bool positive = in.frame.command == Command::ack;
  const auto settle = [&](const Delivery& delivery) {
    if (!positive || delivery.counted == kUncounted) return;
    NamedCount& row = facts_->events[delivery.counted];
    ++row.acked;
    row.rtt_us.add(to_micros(in.ctx.now() - delivery.since));
  };
  std::uint64_t others = 0;
  std::string subscription;
  const auto of_same = [&](const Delivery& each) { return each.subscription == subscription; };
  if (const Delivery* const named = deliveries_.find(key)) {
    subscription = named->subscription;
    const Subscription* const known = subscriptions_.find(subscription);
    if (known != nullptr && known->mode == AckMode::client)
      deliveries_.take_before(key, of_same, [&](const Delivery& each) {
        settle(each);
        ++others;
      });
  }
  const std::optional<Delivery> taken = deliveries_.take(key);
  if (!taken) return;
  settle(*taken);
  in.fields.add(field::of, in.ctx.arena().copy(fmt::format("MESSAGE {}", taken->destination)));
  in.fields.add(field::after_us, to_micros(in.ctx.now() - taken->since));
  if (others > 0) in.fields.add(field::others, others);
}

void Conversation::on_message(Incoming& in) {
  const std::string_view destination = in.add(field::destination, "destination");
  const std::string_view subscription = in.add(field::subscription, "subscription");
  const std::string_view message_id = in.add(field::message_id, "message-id");
  in.add(field::content_type, "content-type");
  in.add(field::transaction, "transaction");
  note_missing(in, "destination");
  if (!in.headers.has("message-id")) {
    note_missing(in, "message-id");
  } else if (version_ != Version::v1_0 && version_ != Version::unknown) {
    note_missing(in, "subscription");
  }
  in.fields.add_if(in.header("redelivered") == "true", field::redelivered);
  const std::uint32_t row = count(in, destination);
  says(in, destination);
  const std::string_view id = subscription.empty() ? destination : subscription;
  const Subscription* const known = subscriptions_.find(id);
  if (known == nullptr) {
    // RabbitMQ subscribes a client that sends with reply-to: /temp-queue/… by itself.
    const bool knows_all = asked_ != 0 && !subscriptions_.forgot_some() && !may_lack(in.ctx);
    if (knows_all && !subscription.empty() && !subscription.starts_with("/temp-queue/"))
      in.notes.add(note::unknown_subscription, {make_field(field::subscription, subscription)});
    return;
  }
  if (known->mode == AckMode::automatic || known->ended) return;
  in.fields.add(field::ack_needed, std::uint64_t{1});
  const std::string_view key = in.headers.has("ack") && version_ != Version::v1_1 ? in.header("ack") : message_id;
  deliveries_.add(
      key, {in.ctx.now(), in.unit.packets, std::string(id), std::string(cut_utf8(destination, kLongestName)), row});
  if (row != kUncounted) ++facts_->events[row].asked;
}

std::uint32_t Conversation::count(Incoming& in, std::string_view destination) {
  if (destination.empty()) return kUncounted;
  const std::uint32_t row = counts_.count(*facts_, in.unit.dir, {}, destination);
  if (row != kUncounted) facts_->events[row].bytes += in.frame.body.size();
  return row;
}

}  // namespace wstrace::stomp
