// The events of STOMP, and the protocol that they belong to.
#include "dissectors/stomp/definitions.h"

namespace wstrace::stomp {
namespace event {

constexpr EventDef stomp_event(std::string_view name, std::string_view title, std::string_view summary,
                               std::string_view ref, std::string_view explain, Fold fold = Fold::never) {
  return {.protocol = &protocol,
          .name = name,
          .layer = Layer::application,
          .title = title,
          .summary = summary,
          .ref = ref,
          .explain = explain,
          .fold = fold};
}

constexpr EventDef connect = stomp_event(
    "connect", "CONNECT",
    "[version {accept_version}][, heart-beat {heart_beat}][, login {login}][, host {host}][, passcode "
    "hidden{?passcode}]",
    "STOMP 1.2, CONNECT or STOMP Frame",
    "The client begins a STOMP session and offers the versions that it accepts. heart-beat 1000,500 means: it can send "
    "something every 1000 ms, and wants to receive something every 500 ms. Newer clients may send STOMP instead of "
    "CONNECT.");

constexpr EventDef connected =
    stomp_event("connected", "CONNECTED", "[version {version}][, RTT {rtt_us}][, heart-beat {heart_beat}][, {server}]",
                "STOMP 1.2, CONNECTED Frame",
                "The server accepts the client and chooses the version. In each direction, heart-beats come at the "
                "longer of the two "
                "intervals that its sender offers and its receiver wants; if either is 0, none come.");

constexpr EventDef send = stomp_event(
    "send", "SEND[ {destination}]",
    "[{body}][, transaction {transaction}][, receipt {receipt}][, truncated{?truncated}]", "STOMP 1.2, SEND",
    "The client sends a message to a destination. What a destination is (a queue, a topic), the server defines.");

constexpr EventDef subscribe = stomp_event(
    "subscribe", "SUBSCRIBE[ {destination}]", "[id {id}][, receipt {receipt}][, ack {ack}]", "STOMP 1.2, SUBSCRIBE",
    "The client asks for the messages of a destination. The ack mode says whether it acknowledges them: auto (it does "
    "not), client (each ACK also counts for all messages before it) or client-individual.");

constexpr EventDef unsubscribe = stomp_event("unsubscribe", "UNSUBSCRIBE[ {id}][ {destination}]", "[receipt {receipt}]",
                                             "STOMP 1.2, UNSUBSCRIBE", "The client ends a subscription.");

constexpr EventDef ack = stomp_event(
    "ack", "ACK",
    "[of {of}][ after {after_us}][, and {others} before it][{id}{!of}][, transaction {transaction}][, receipt "
    "{receipt}]",
    "STOMP 1.2, ACK",
    "The client has processed a message. With ack mode client, this counts for all messages before it as well.");

constexpr EventDef nack = stomp_event(
    "nack", "NACK",
    "[of {of}][ after {after_us}][, and {others} before it][{id}{!of}][, transaction {transaction}][, receipt "
    "{receipt}]",
    "STOMP 1.2, NACK",
    "The client did not process a message. The server defines what happens to it: it may deliver it again or drop it.");

constexpr EventDef begin =
    stomp_event("begin", "BEGIN[ {transaction}]", "[receipt {receipt}]", "STOMP 1.2, BEGIN",
                "The client begins a transaction: SEND and ACK frames that name it take effect together.");

constexpr EventDef commit = stomp_event("commit", "COMMIT[ {transaction}]", "[receipt {receipt}]", "STOMP 1.2, COMMIT",
                                        "The frames of the transaction take effect.");

constexpr EventDef abort = stomp_event("abort", "ABORT[ {transaction}]", "[receipt {receipt}]", "STOMP 1.2, ABORT",
                                       "The frames of the transaction are discarded.");

constexpr EventDef disconnect = stomp_event(
    "disconnect", "DISCONNECT", "[receipt {receipt}]", "STOMP 1.2, DISCONNECT",
    "The client ends the session. With a receipt it learns that the server has processed all frames before this one.");

constexpr EventDef message = stomp_event(
    "message", "MESSAGE[ {destination}]",
    "[{body}][, id {subscription}][, transaction {transaction}][, redelivered{?redelivered}][, ack "
    "needed{?ack_needed}][, "
    "truncated{?truncated}]",
    "STOMP 1.2, MESSAGE",
    "The server delivers a message of a subscription. \"ack needed\" means that the client is to acknowledge it with "
    "ACK or "
    "NACK; \"redelivered\" that the server has delivered it before.");

constexpr EventDef receipt =
    stomp_event("receipt", "RECEIPT[ {receipt_id}]", "[of {of}][, RTT {rtt_us}]", "STOMP 1.2, RECEIPT",
                "The server has processed the frame that asked for this receipt.");

constexpr EventDef error =
    stomp_event("error", "ERROR", "[{message}][, in reply to {of}]", "STOMP 1.2, ERROR",
                "Something went wrong. By the specification the server closes the connection after it.");

constexpr EventDef heart_beat = stomp_event(
    "heart-beat", "heart-beat", {}, "STOMP 1.2, Heart-beating",
    "A single end of line: the sender is alive and had nothing else to send. It needs no answer.", Fold::heartbeat);

constexpr EventDef invalid =
    stomp_event("invalid", "invalid STOMP frame", "[{\"text\"}][{bytes}]", "STOMP 1.2, STOMP Frames",
                "These bytes are not a valid STOMP frame. Receivers answer with ERROR or close.");

constexpr EventDef unanswered =
    stomp_event("unanswered", "no CONNECTED", "[waited {waited_us}]", "STOMP 1.2, Connecting",
                "The connection ended and the server had not answered CONNECT.");

constexpr EventDef unconfirmed = stomp_event("unconfirmed", "no RECEIPT[ {receipt}][ for {more} more frames]",
                                             "[for {of}][, waited {waited_us}]", "STOMP 1.2, Header receipt",
                                             "The connection ended and a receipt that the client had asked for never "
                                             "came. Direction and packets are those of the "
                                             "frame that asked for it.");

constexpr EventDef unacknowledged = stomp_event(
    "unacknowledged", "no ACK", "[for {destination}][, {count} unacknowledged]", "STOMP 1.2, SUBSCRIBE ack Header",
    "The connection ended and the client had not acknowledged messages that need an ACK. Direction and "
    "packets are those of "
    "the first of them.");

constexpr EventDef silence = stomp_event(
    "silence", "no heart-beat", "[for {silent_us}][, negotiated every {interval_us}]", "STOMP 1.2, Heart-beating",
    "The side of this direction sent neither frames nor heart-beats when it should have.");

constexpr EventDef cut_short =
    stomp_event("cut-short", "no answer", "[to {of}][, closed after {after_us}]", "STOMP 1.2, ERROR",
                "The server closed the connection right after a frame and did not say why.");

}  // namespace event

namespace {
constexpr const EventDef* kEvents[] = {
    &event::connect,    &event::connected,  &event::send,        &event::subscribe,      &event::unsubscribe,
    &event::ack,        &event::nack,       &event::begin,       &event::commit,         &event::abort,
    &event::disconnect, &event::message,    &event::receipt,     &event::error,          &event::heart_beat,
    &event::invalid,    &event::unanswered, &event::unconfirmed, &event::unacknowledged, &event::silence,
    &event::cut_short};
}  // namespace

std::span<const EventDef* const> all_events() { return kEvents; }

constexpr ProtocolDef protocol{.name = "stomp", .title = "STOMP", .events = all_events, .notes = all_notes};

}  // namespace wstrace::stomp
