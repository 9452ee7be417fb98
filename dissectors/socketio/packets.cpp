// What each packet means: its event, and what the session learns from it.
#include <fmt/format.h>

#include "dissectors/socketio/args.h"
#include "dissectors/socketio/definitions.h"
#include "dissectors/socketio/dissector.h"
#include "model/slow.h"

namespace wstrace::socketio {
namespace {

constexpr std::string_view kMsgpack = "msgpack";
constexpr std::string_view kIn = " in ";
constexpr std::string_view kConnecting = "connect";
/// What servers of every version say when nobody called io.of() with the name (Client.connect).
constexpr std::string_view kInvalidNamespace = "Invalid namespace";
/// python-socketio, of a namespace without handlers, and of a client that a connect handler rejects without a reason.
constexpr std::string_view kPythonRefusal = "Unable to connect";

/// A server's event that comes later than this after what its client said is hardly the answer.
constexpr Duration kPromptAnswer = kSecond;
/// Several events may answer one: all of them within this time.
constexpr Duration kOneAnswer = 20 * kMillisecond;

std::string_view root_source(const Payload& payload) {
  return payload.root == Payload::Root::none ? std::string_view{}
                                             : payload.source.substr(payload.begin, payload.end - payload.begin);
}

/// How a session ends with the packet that leaves the last namespace. The reason that the two sides' own
/// "disconnect" handlers get is the same in every version, 1 to 4 (ondisconnect() and disconnect() of each side's Socket).
Outcome left_by(Direction dir) {
  if (dir == Direction::c2s)
    return {"closed",
            "client",
            "the client left its last namespace",
            {},
            "io client disconnect",
            "client namespace disconnect"};
  return {"closed",
          "server",
          "the server disconnected the client from its last namespace",
          {},
          "io server disconnect",
          "server namespace disconnect"};
}

}  // namespace

void Dissector::Prompt::said(Time now, std::string_view what, std::string_view name) {
  hash_ = MessageKey().with(what).with(name).value();
  last_ = now;
  open_ = what == kConnecting ? 1 : open_ + 1;  // the answer to a CONNECT is a CONNECT
}

std::uint64_t Dissector::Prompt::answered(Time now) {
  if (now - last_ > kPromptAnswer) open_ = 0;
  if (open_ == 0) return replied_ != 0 && now - replied_ <= kOneAnswer ? hash_ : 0;
  --open_;
  replied_ = now;
  return hash_;
}

void Dissector::on_connect(Incoming& in) {
  announce();
  if (!version_known_ && in.unit.dir == Direction::s2c) infer_version(in);
  began_ = true;
  Fields fields;
  fields.add(make_field(field::version, version_));
  fields.add(make_field(field::nsp, in.nsp.nsp));
  if (!in.nsp.query.empty()) fields.add(make_field(field::query, in.nsp.query));
  if (in.msgpack != nullptr) fields.add(make_field(field::parser, kMsgpack));
  prompt_.said(in.ctx.now(), kConnecting, in.nsp.nsp);
  if (in.unit.dir == Direction::c2s) {
    on_request(in, fields);
  } else {
    on_reply(in, fields);
  }
  in.ctx.emit(in.unit, event::connect, fields, in.notes.notes());
}

/// Servers of protocol 5 give out a sid for each namespace.
void Dissector::infer_version(const Incoming& in) {
  version_ = in.payload.sid.empty() ? kProtocol4 : kProtocol5;
  version_known_ = true;
  facts_->stack.add({&protocol, fmt::format("{}", version_)});
}

void Dissector::on_request(Incoming& in, Fields& fields) {
  const std::string_view auth = root_source(in.payload);
  if (!auth.empty()) fields.add(make_field(field::auth, auth));
  if (in.payload.pid.empty()) facts_->identity.log_in(auth);  // what asks to recover differs each time
  Namespace* nsp = known(in);
  if (nsp == nullptr) return;
  nsp->asked = in.ctx.now();
  nsp->asked_in = in.unit.packets;
  ask_to_recover(in, *nsp);
  nsp->seen_from_start = true;
}

void Dissector::on_reply(Incoming& in, Fields& fields) {
  const Payload& payload = in.payload;
  if (!payload.sid.empty()) fields.add(make_field(field::sid, std::string_view(payload.sid)));
  if (!payload.pid.empty()) fields.add(make_field(field::pid, std::string_view(payload.pid)));
  if (payload.sid.empty() && payload.root != Payload::Root::none) {
    fields.add(make_field(field::data, root_source(payload)));
  }
  if (payload.sid.empty() && version_ == kProtocol5 && version_known_) in.notes.add(note::no_sid);
  Namespace* nsp = known(in);
  if (nsp == nullptr) return;
  const bool again = nsp->joined && !nsp->asked && !payload.sid.empty() && payload.sid == nsp->sid;
  if (again && facts_->polls > 0 && !may_lack(in.ctx)) in.notes.add(note::answer_repeated);
  nsp->sid.assign(payload.sid, 0, payload.sid.size() <= kLongestName ? payload.sid.size() : 0);
  emit_recovery(in, fields, *nsp);
  if (nsp->asked && in.ctx.now() - *nsp->asked >= in.ctx.limits().slow && !may_lack(in.ctx)) {
    const Field took[] = {make_field(field::nsp, in.nsp.nsp),
                          make_field(field::took_us, to_micros(in.ctx.now() - *nsp->asked))};
    in.notes.add(note::connect_slow, std::span(took));
  }
  if (payload.sid.empty() && version_ == kProtocol5) return;  // the client gives up
  join(in, *nsp);
}

void Dissector::join(const Incoming& in, Namespace& nsp) {
  // Up to Socket.IO 2 nobody asks for "/": opening the session is asking for it.
  const bool unasked = version_ == kProtocol4 && in.nsp.nsp == kMainNamespace && opened_ != 0 && !nsp.joined;
  const Time asked = nsp.asked.value_or(unasked ? opened_ : 0);
  if (asked != 0) {
    in.ctx.handshake(
        {&protocol, fmt::format("Socket.IO \"{}\"", in.nsp.nsp), in.ctx.now() - asked, Level::application});
  }
  nsp.asked.reset();
  nsp.left.reset();
  nsp.seen_from_start = true;
  joined_ += nsp.joined ? 0 : 1;
  nsp.joined = any_joined_ = true;
  if (ended_) facts_->outcome = {};  // it goes on after all
  ended_ = false;
}

void Dissector::on_disconnect(Incoming& in) {
  const Field fields[] = {make_field(field::nsp, in.nsp.nsp)};
  in.ctx.emit(in.unit, event::disconnect, fields, in.notes.notes());
  Namespace* nsp = known(in);
  if (nsp == nullptr) return;
  // Where the trace began in the middle, the CONNECT was before it.
  const bool joined_before = opened_ == 0 && !nsp->seen_from_start && !nsp->left;
  // A client that waits for its CONNECT is turned away so.
  const bool turned_away = in.unit.dir == Direction::s2c && nsp->asked && version_ == kProtocol5;
  if (!nsp->joined && !joined_before && !turned_away) return;
  joined_ -= nsp->joined ? 1 : 0;
  nsp->joined = false;
  nsp->left = in.ctx.now();
  if (joined_ > 0 || facts_->outcome.state != "open") return;
  ended_ = true;
  facts_->outcome = left_by(in.unit.dir);
}

void Dissector::on_connect_error(Incoming& in) {
  Fields fields;
  fields.add(make_field(field::nsp, in.nsp.nsp));
  const std::string_view data = root_source(in.payload);
  if (!data.empty()) fields.add(make_field(field::error, data));
  if (!in.payload.text.empty()) fields.add(make_field(field::message, std::string_view(in.payload.text)));
  Namespace* nsp = known(in);
  // In protocol 4 a middleware for single packets (socket.use) answers with the same packet later on.
  if (nsp == nullptr || !nsp->joined || version_ == kProtocol5) note_refusal(in);
  in.ctx.emit(in.unit, event::connect_error, fields, in.notes.notes());
  if (nsp != nullptr) nsp->asked.reset();
}

void Dissector::note_refusal(Incoming& in) {
  const bool unknown = in.payload.text == kInvalidNamespace;
  const bool python = in.payload.text == kPythonRefusal;
  const Field fields[] = {make_field(field::nsp, in.nsp.nsp),
                          make_field(field::message, std::string_view(in.payload.text)),
                          make_field(field::unknown, unknown ? 1 : 0), make_field(field::python, python ? 1 : 0),
                          make_field(field::rejected, unknown || python ? 0 : 1)};
  in.notes.add(note::connect_error, std::span(fields));
}

void Dissector::on_event(Incoming& in) {
  if (ended_ && opened_ == 0) {  // the trace did not know of this namespace
    facts_->outcome = {};
    ended_ = false;
  }
  const std::string_view name = in.payload.name;
  Fields fields;
  fields.add(make_field(field::version, version_));
  fields.add(make_field(field::nsp, in.nsp.nsp));
  if (in.head.id) fields.add(make_field(field::id, *in.head.id));
  fields.add(make_field(field::name, name));
  if (in.payload.numeric_name) fields.add(make_field(field::name_number, name));
  const std::uint64_t sent = add_args(in, fields, true);
  if (in.unit.dir == Direction::c2s) prompt_.said(in.ctx.now(), "event", name);
  const bool repeated = in.unit.dir == Direction::s2c && add_place(in, fields);
  facts_->says(in.unit.dir, in.ctx.now(), "event", name);
  const Field reserved[] = {make_field(field::name, name)};
  // The msgpack parser lets them through.
  if (version_ == kProtocol5 && in.msgpack == nullptr && is_reserved(name)) in.notes.add(note::reserved_name, reserved);
  const std::uint32_t counted = tables_->counts.count(*facts_, in.unit.dir, in.nsp.nsp, name);
  if (counted != kUncounted) {
    facts_->events[counted].bytes += sent;
    facts_->events[counted].asked += in.head.id ? 1 : 0;
    facts_->events[counted].broadcast += repeated ? 1 : 0;
  }
  if (in.head.id && in.nsp_number != kUncounted) {
    if (Namespace* const nsp = known(in)) nsp->asked_last[index(in.unit.dir)] = in.head.id;
    tables_->acks.add({in.nsp_number, in.unit.dir, *in.head.id}, {in.ctx.now(), in.unit.packets, counted, name});
  }
  if (in.unit.dir == Direction::s2c && !in.head.id) fields.add(field::sense, "pushed");
  in.ctx.emit(in.unit, event::event, fields, in.notes.notes());
}

/// What the server's library and the other sessions make of an event. True when another session got the same before.
bool Dissector::add_place(const Incoming& in, Fields& fields) {
  const std::string_view offset = offset_of(in);
  if (!offset.empty()) fields.add(make_field(field::offset, offset));
  const Broadcasts::Place place = place_among_sessions(in, offset, prompt_.answered(in.ctx.now()));
  if (place.nth < 2) return false;
  fields.add(make_field(field::recipient, place.nth));
  fields.add(make_field(field::spread_us, to_micros(place.since_first)));
  return true;
}

/// The offset is left out: each recipient's may be another.
Broadcasts::Place Dissector::place_among_sessions(const Incoming& in, std::string_view offset, std::uint64_t prompt) {
  if (facts_->near_client) return {};  // the session on the proxy's other side has got it already
  const Payload& payload = in.payload;
  const std::size_t end = offset.empty() ? payload.end - 1 : payload.before_last;
  MessageKey key;
  key.with(in.nsp.nsp).with(payload.name).with(payload.source.substr(0, end).substr(payload.name_end));
  for (std::size_t i = 0; in.attachments != nullptr && i < in.attachments->count(); ++i)
    key.with(as_text((*in.attachments)[i]));
  if (in.head.id) key.with(fmt::format_int(*in.head.id).c_str());
  std::string_view label = payload.name;
  if (in.nsp.nsp != kMainNamespace) {
    const auto room = in.ctx.arena().allocate<char>(label.size() + kIn.size() + in.nsp.nsp.size());
    const char* const written = fmt::format_to(room.data(), "{}{}{}", label, kIn, in.nsp.nsp);
    label = {room.data(), static_cast<std::size_t>(written - room.data())};
  }
  Broadcasts::Recipient recipient(facts_->number);
  recipient.began = facts_->start;
  recipient.prompt = prompt;
  recipient.prompted = prompt_.last();
  recipient.other_sides = facts_->other_sides;
  return in.ctx.broadcasts().add(recipient, in.ctx.now(), label, key);
}

void Dissector::on_ack(Incoming& in) {
  const Awaited* event = awaited(in);
  if (in.unit.dir == Direction::c2s) prompt_.said(in.ctx.now(), "ack", event != nullptr ? event->name : "");
  Fields fields;
  fields.add(make_field(field::nsp, in.nsp.nsp));
  if (in.head.id) fields.add(make_field(field::id, *in.head.id));
  if (event != nullptr && event->named) fields.add(make_field(field::name, std::string_view(event->name)));
  add_args(in, fields, false);
  if (event != nullptr) {
    const std::uint64_t rtt = to_micros(in.ctx.now() - event->since);
    fields.add(make_field(field::rtt_us, rtt));
    note_slow(in, *event, rtt);
    count_answer(*event, rtt);
  } else if (!in.head.id) {
    in.notes.add(note::ack_without_id);
  } else if (knows_all_events(in)) {
    in.notes.add(note::unexpected_ack);
  }
  in.ctx.emit(in.unit, event::ack, fields, in.notes.notes());
}

/// Judged by the answers before this one.
void Dissector::note_slow(Incoming& in, const Awaited& event, std::uint64_t rtt) {
  const Duration least = in.ctx.limits().slow;
  if (rtt < to_micros(least)) return;
  const Quantiles none;
  const Quantiles& usual = event.counted != kUncounted ? facts_->events[event.counted].rtt_us : none;
  if (rtt < slow_from(usual, least) || may_lack(in.ctx)) return;
  const Field fields[] = {make_field(field::rtt_us, rtt), make_field(field::usual_us, usual.at(0.5)),
                          make_field(field::name, std::string_view(event.name))};
  const std::size_t known = usual.count() > 0 && event.named ? 3 : 1;
  in.notes.add(note::ack_slow, std::span(fields).first(known));
}

/// Counts the answer for its event, which took so many microseconds.
void Dissector::count_answer(const Awaited& event, std::uint64_t rtt) {
  if (event.counted == kUncounted) return;
  NamedCount& row = facts_->events[event.counted];
  ++row.acked;
  row.rtt_us.add(rtt);
}

const Awaited* Dissector::awaited(const Incoming& in) {
  if (!in.head.id || in.nsp_number == kUncounted) return nullptr;
  return tables_->acks.take({in.nsp_number, opposite(in.unit.dir), *in.head.id});
}

/// True when an event that is not in the table was never sent, or was answered before. Where the session polls, an event
/// may have been lost with a connection of its own, which shows only later; not one before those that were seen.
bool Dissector::knows_all_events(const Incoming& in) {
  const Namespace* nsp = known(in);
  if (nsp == nullptr || !nsp->seen_from_start || may_lack(in.ctx) || tables_->acks.forgot_some()) return false;
  const auto& last = nsp->asked_last[index(opposite(in.unit.dir))];
  return facts_->polls == 0 || (last && *in.head.id <= *last);
}

/// Returns how many bytes the application sent.
std::uint64_t Dissector::add_args(Incoming& in, Fields& fields, bool after_name) {
  Args args = make_args(in.ctx.arena(), in.payload, after_name, in.attachments);
  if (in.msgpack != nullptr) args.sent = in.msgpack->data_size - (after_name ? in.msgpack->name_size : 0);
  fields.add(make_field(field::args, args.json));
  const std::uint64_t sent = args.sent + (in.attachments != nullptr ? in.attachments->size() : 0);
  in.ctx.count_payload(sent);
  const std::uint64_t text = in.unit.raw.size();
  in.ctx.count_framing(protocol, text - std::min<std::uint64_t>(text, args.sent));
  if (in.attachments == nullptr) return sent;
  fields.add(make_field(field::attachments, in.attachments->announced()));
  fields.add(make_field(field::binary, 1));
  const bool all_there = in.attachments->complete() && !in.attachments->over_limit();
  if (args.left_as_sent == 0 || !all_there) return sent;
  const Field left[] = {make_field(field::placeholders, args.left_as_sent)};
  in.notes.add(note::bad_placeholder, std::span(left));
  return sent;
}

}  // namespace wstrace::socketio
