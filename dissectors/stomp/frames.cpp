// What each frame says: its event, and what the session learns from it.
#include <fmt/format.h>

#include <algorithm>

#include "core/utf8.h"
#include "dissectors/stomp/conversation.h"
#include "dissectors/stomp/definitions.h"
#include "dissectors/stomp/frame_text.h"
#include "seam/connection_service.h"
#include "seam/session_service.h"

namespace wstrace::stomp {
namespace {

constexpr std::string_view kNoHeartBeats = "0,0";

const EventDef& def_of(Command command) {
  switch (command) {
    case Command::connected: return event::connected;
    case Command::send: return event::send;
    case Command::subscribe: return event::subscribe;
    case Command::unsubscribe: return event::unsubscribe;
    case Command::ack: return event::ack;
    case Command::nack: return event::nack;
    case Command::begin: return event::begin;
    case Command::commit: return event::commit;
    case Command::abort: return event::abort;
    case Command::disconnect: return event::disconnect;
    case Command::message: return event::message;
    case Command::receipt: return event::receipt;
    case Command::error: return event::error;
    case Command::connect:
    case Command::stomp:
    case Command::unknown: break;
  }
  return event::connect;
}

}  // namespace

void Conversation::start(Context& ctx) {
  facts_ = &ctx.sessions().open(session_type).facts;
  ctx.connection().add_layer(protocol);
}

void Conversation::on_frame(Context& ctx, const Frame& frame, const Unit& unit) {
  const bool by_server = unit.dir == Direction::s2c;
  Incoming in{ctx, frame, unit, headers_of(ctx.arena(), frame, version_)};
  if (by_server) server_spoke_ = ctx.now();
  if (by_server || frame.command != Command::disconnect) in_error_ = false;
  invalid_[index(unit.dir)] = false;
  if (frame.is_invalid()) return on_invalid(in, reason_of(ctx.arena(), frame));
  if (is_servers(frame.command) != by_server) return on_invalid(in, misplaced(ctx.arena(), frame));
  if (!in.headers.bad_escape.empty()) return on_invalid(in, bad_escape(ctx.arena(), in.headers.bad_escape));
  note_form(in);
  switch (frame.command) {
    case Command::connect:
    case Command::stomp: on_connect(in); break;
    case Command::connected: on_connected(in); break;
    case Command::send: on_send(in); break;
    case Command::subscribe: on_subscribe(in); break;
    case Command::unsubscribe: on_unsubscribe(in); break;
    case Command::ack:
    case Command::nack: on_ack(in); break;
    case Command::begin:
    case Command::commit:
    case Command::abort: on_transaction(in); break;
    case Command::disconnect: on_disconnect(in); break;
    case Command::message: on_message(in); break;
    case Command::receipt: on_receipt(in); break;
    case Command::error: on_error(in); break;
    case Command::unknown: return;
  }
  emit(in, def_of(frame.command));
}

void Conversation::emit(Incoming& in, const EventDef& def) {
  in.fields.add(field::headers, in.headers.pairs);
  add_body(in);
  in.ctx.emit(in.unit, def, in.fields, in.notes.notes());
}

void Conversation::add_body(Incoming& in) {
  const Bytes body = in.frame.body;
  in.ctx.count_payload(body.size());
  in.ctx.count_framing(protocol, in.unit.raw.size() - body.size());
  if (!may_have_body(in.frame.command) && body.empty()) return;
  in.fields.add(field::body_length, body.size());
  if (!body.empty()) in.fields.add(is_utf8(as_text(body)) ? field::body : field::body_bytes, body);
  in.fields.add_if(in.frame.truncated, field::truncated);
}

void Conversation::on_eol(Context& ctx, const Unit& unit, bool closes_frame) {
  ctx.count_framing(protocol, unit.raw.size());
  if (!closes_frame) ctx.emit(unit, event::heart_beat, {}, {});
}

/// What is no frame is shown as it came.
void Conversation::on_invalid(Incoming& in, std::string_view reason) {
  in.ctx.count_framing(protocol, in.unit.raw.size());
  if (lost_[index(in.unit.dir)]) return;  // the beginning of what it is part of may be missing
  invalid_[index(in.unit.dir)] = true;
  in.notes.add(note::invalid_frame, {make_field(field::party, party(in.unit.dir)), make_field(field::reason, reason)});
  if (in.frame.flaw == Flaw::unknown_command) in.fields.add_text(field::command, in.frame.name);
  if (in.unit.dir == Direction::c2s)
    says(in, in.frame.flaw == Flaw::unknown_command ? in.frame.name : "an invalid frame");
  const std::string_view text = without_passcode(in.ctx.arena(), as_text(in.unit.raw));
  in.fields.add(field::headers, in.headers.pairs);
  in.fields.add(is_utf8(text) ? field::text : field::bytes, as_bytes(text));
  in.ctx.emit(in.unit, event::invalid, in.fields, in.notes.notes());
}

void Conversation::on_incomplete(Context& ctx, const Frame& frame, const Unit& unit) {
  Incoming in{ctx, frame, unit, headers_of(ctx.arena(), frame, version_)};
  if (may_lack(ctx)) return;
  in.notes.add(note::incomplete);
  const std::string_view text = without_passcode(ctx.arena(), as_text(unit.raw));
  in.fields.add(is_utf8(text) ? field::text : field::bytes, as_bytes(text));
  ctx.emit(unit, event::invalid, in.fields, in.notes.notes());
}

/// What is wrong with the form of a frame that can be read all the same.
void Conversation::note_form(Incoming& in) {
  const Frame& frame = in.frame;
  if (frame.truncated) in.notes.add(note::truncated);
  if (frame.flaw == Flaw::length_not_number) in.notes.add(note::content_length_invalid);
  if ((frame.flaw != Flaw::length_too_short && frame.flaw != Flaw::length_too_long) || may_lack(in.ctx)) return;
  in.notes.add(note::content_length_wrong,
               {make_field(field::declared, frame.length.value_or(0)), make_field(field::found, frame.length_found)});
}

void Conversation::note_missing(Incoming& in, std::string_view header) {
  if (!in.headers.has(header)) in.notes.add(note::missing_header, {make_field(field::header, header)});
}

/// Remembers what a side said last.
void Conversation::says(Incoming& in, std::string_view about) {
  const std::string_view text = frame_text(in.ctx.arena(), in.frame, about);
  facts_->says(in.unit.dir, in.ctx.now(), "frame", text);
  if (Session* const session = in.ctx.session()) session->last_message[index(in.unit.dir)].assign(text);
  if (in.unit.dir == Direction::c2s) last_ = {in.ctx.now(), in.unit.packets, std::string(text)};
}

void Conversation::ask_receipt(Incoming& in, std::string_view about, std::uint32_t counted) {
  const std::string_view receipt = in.add(field::receipt, "receipt");
  if (receipt.empty()) return;
  receipts_.add(receipt, {in.ctx.now(), in.unit.packets, in.frame.command,
                          std::string(frame_text(in.ctx.arena(), in.frame, about)), counted});
}

void Conversation::on_connect(Incoming& in) {
  if ((asked_ != 0 || connected_) && !may_lack(in.ctx)) in.notes.add(note::repeated_connect);
  asked_ = in.ctx.now();
  asked_in_ = in.unit.packets;
  const std::string_view accepted = in.add(field::accept_version, "accept-version");
  accepted_.assign(cut_utf8(accepted, kLongestName));
  in.add(field::host, "host");
  facts_->identity.log_in(in.add(field::login, "login"));
  in.fields.add_if(in.headers.has(kPasscode), field::passcode);
  offer_heart_beats(in);
  says(in, {});
}

void Conversation::offer_heart_beats(Incoming& in) {
  const std::string_view beats = in.header("heart-beat");
  heart_beats_.offer(in.unit.dir, beats);
  if (beats != kNoHeartBeats) in.fields.add_text(field::heart_beat, beats);
}

void Conversation::on_connected(Incoming& in) {
  // 1.0 has no version header.
  const std::string_view chosen = in.headers.has("version") ? in.add(field::version, "version") : "1.0";
  version_ = version_of(chosen);
  in.ctx.connection().add_layer(protocol, version_ != Version::unknown ? chosen : std::string_view{});
  in.add(field::server, "server");
  in.add(field::session, "session");
  offer_heart_beats(in);
  if (asked_ != 0) begin_unknown_ = false;
  if (asked_ != 0 && !connected_) {
    const Duration took = in.ctx.now() - asked_;
    in.fields.add(field::rtt_us, to_micros(took));
    in.ctx.handshake({&protocol, "STOMP", took, Level::application});
    if (!has_in_common(accepted_, chosen) && !may_lack(in.ctx))
      in.notes.add(note::version,
                   {make_field(field::offered, offered_text(accepted_)), make_field(field::chosen, chosen)});
  }
  connected_ = true;
}

void Conversation::on_transaction(Incoming& in) {
  const std::string_view transaction = in.add(field::transaction, "transaction");
  note_missing(in, "transaction");
  ask_receipt(in, transaction, kUncounted);
  says(in, transaction);
}

void Conversation::on_disconnect(Incoming& in) {
  disconnected_ = in.ctx.now();
  ask_receipt(in, {}, kUncounted);
  says(in, {});
}

void Conversation::on_receipt(Incoming& in) {
  const std::string_view id = in.add(field::receipt_id, "receipt-id");
  note_missing(in, "receipt-id");
  const std::optional<AskedReceipt> asked = receipts_.take(id);
  says(in, id);
  if (!asked) return;
  const std::uint64_t rtt = to_micros(in.ctx.now() - asked->since);
  in.fields.add(field::of, in.ctx.arena().copy(asked->of));
  in.fields.add(field::rtt_us, rtt);
  if (asked->command != Command::send || asked->counted == kUncounted) return;
  NamedCount& row = facts_->events[asked->counted];
  ++row.acked;
  row.rtt_us.add(rtt);
}

void Conversation::on_error(Incoming& in) {
  in.add(field::message, "message");
  const std::string_view id = in.add(field::receipt_id, "receipt-id");
  in.add(field::content_type, "content-type");
  std::string_view of;
  if (const std::optional<AskedReceipt> asked = receipts_.take(id)) of = in.ctx.arena().copy(asked->of);
  in.fields.add_text(field::of, of);
  says(in, {});
  const bool answers_connect = asked_ != 0 && !connected_ && !may_lack(in.ctx);
  if (answers_connect) return note_rejection(in);
  Fields said;
  said.add_text(field::of, of);
  if (of.empty() && !may_lack(in.ctx)) said.add_text(field::after, last_.text);
  said.add_text(field::message, in.header("message")).add_text(field::details, first_line(in.frame.body));
  in.notes.add(note::error, said);
  in_error_ = true;
}

/// ERROR in place of CONNECTED.
void Conversation::note_rejection(Incoming& in) {
  const std::string_view supported = in.header("version");
  if (!supported.empty() && !has_in_common(accepted_, supported)) {
    rejection_ = &note::version;
    in.notes.add(note::version,
                 {make_field(field::offered, offered_text(accepted_)), make_field(field::supported, supported)});
    return;
  }
  rejection_ = &note::bad_login;
  const std::string_view message = in.header("message");
  Fields said;
  said.add(field::message, message.empty() ? std::string_view("ERROR without a message header") : message);
  said.add_text(field::details, first_line(in.frame.body));
  in.notes.add(note::bad_login, said);
}

}  // namespace wstrace::stomp
