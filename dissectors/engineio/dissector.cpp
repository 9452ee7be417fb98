#include "dissectors/engineio/dissector.h"

#include "dissectors/engineio/definitions.h"
#include "dissectors/engineio/target.h"

namespace wstrace::engineio {
namespace {

/// A longer one is no key: nothing that is known makes them.
constexpr std::size_t kLongestSid = 256;

/// The data of a packet, as text or as bytes.
Field data_field(const Packet& packet) {
  return make_field(packet.binary ? field::binary_data : field::data, packet.data);
}

bool is_probe(const Packet& packet) { return !packet.binary && as_text(packet.data) == kProbe; }

/// The side whose pings keep the session alive (protocol 4 turned it round).
Direction pinging_side(unsigned version) { return version == kVersion3 ? Direction::c2s : Direction::s2c; }

}  // namespace

void Dissector::on_start(Context& ctx) {
  const std::string_view sid = query_value(target_, "sid").value_or("");
  if (sid.empty()) {
    take(ctx.open_session(SessionKind::engineio));
  } else {
    join(ctx, percent_decoded(sid));
  }
  if (!target_.empty()) session_->facts.path = path_of(target_);
  if (const unsigned asked = version_asked(target_); asked != 0) set_version(asked);
  session_->facts.add_protocol(protocol, state_->version);
  session_->facts.add_transport("websocket");
  // A session that begins here is offered at its open packet, which is what the upper layer counts from.
  if (!sid.empty()) offer_packets(ctx, 0);
}

void Dissector::join(Context& ctx, std::string_view sid) {
  take(sid.size() > kLongestSid ? ctx.open_session(SessionKind::engineio)
                                : ctx.join_session(SessionKind::engineio, sid));
}

void Dissector::take(Session& session) {
  const unsigned known = state_ != nullptr ? state_->version : 0;
  session_ = &session;
  if (session.state == nullptr) session.state = std::make_unique<State>();
  state_ = static_cast<State*>(session.state.get());
  if (known != 0 && state_->version == 0) set_version(known);
}

void Dissector::set_version(unsigned version) {
  state_->version = version;
  session_->facts.add_protocol(protocol, version);
}

unsigned Dissector::version() const { return state_->version != 0 ? state_->version : kVersion4; }

void Dissector::offer_packets(Context& ctx, Time opened) {
  if (offered_) return;
  offered_ = true;
  Offer offer;
  offer.kind = Offer::Kind::packets;
  offer.protocol = "engine.io";
  offer.target = target_;
  offer.packets = handshake_;
  offer.asked = opened;
  ctx.offer_messages(std::move(offer));
}

void Dissector::on_message(Context& ctx, Direction dir, const Message& message) {
  const auto packet = decode_packet(message.payload, message.binary, version(), ctx.arena());
  if (!packet) return bad_packet(ctx, dir, message);
  on_packet({ctx, message, *packet, {dir, message.packets, message.payload}});
}

void Dissector::on_packet(const Incoming& in) {
  switch (in.packet.type) {
    case PacketType::open: return on_open(in);
    case PacketType::close: return on_close(in);
    case PacketType::ping: return on_ping(in);
    case PacketType::pong: return on_pong(in);
    case PacketType::message: return on_message_packet(in);
    case PacketType::upgrade: return on_upgrade(in);
    case PacketType::noop: return plain(in, event::noop);
  }
}

void Dissector::on_open(const Incoming& in) {
  const auto open = in.packet.binary ? std::nullopt : parse_open(as_text(in.packet.data));
  if (!open || open->sid.empty()) {
    const Note notes[] = {{&note::bad_open}};
    return plain(in, event::open, notes);
  }
  if (in.unit.dir == Direction::c2s || opened_here_) {
    const Note notes[] = {{&note::second_open}};
    return emit_open(in, *open, notes);
  }
  opened_here_ = true;
  join(in.ctx, open->sid);
  state_->opened = true;
  // Servers of version 4 have said maxPayload since engine.io 6.2; those of version 3 never did.
  if (state_->version == 0 && open->max_payload) set_version(kVersion4);
  emit_open(in, *open, {});
  if (asked_ != 0) in.ctx.handshake("Engine.IO", in.ctx.now() - asked_);
  offer_packets(in.ctx, in.ctx.now());
}

void Dissector::emit_open(const Incoming& in, const OpenData& open, std::span<const Note> notes) {
  std::array<Field, 7> fields = {make_field(field::protocol, version()), make_field(field::transport, "websocket"),
                                 make_field(field::sid, std::string_view(open.sid))};
  std::size_t n = 3;
  if (!open.upgrades.empty()) fields[n++] = make_field(field::upgrades, open.upgrades);
  if (open.ping_interval) fields[n++] = make_field(field::ping_interval, *open.ping_interval);
  if (open.ping_timeout) fields[n++] = make_field(field::ping_timeout, *open.ping_timeout);
  if (open.max_payload) fields[n++] = make_field(field::max_payload, *open.max_payload);
  in.ctx.emit(in.unit, event::open, std::span(fields).first(n), notes);
}

void Dissector::on_close(const Incoming& in) {
  plain(in, event::close);
  session_->facts.ends("closed", party(in.unit.dir), "Engine.IO close packet");
}

void Dissector::on_ping(const Incoming& in) {
  const Direction dir = in.unit.dir;
  if (is_probe(in.packet)) {
    probed_ = probe_waiting_ = in.ctx.now();
    return plain(in, event::probe);
  }
  if (state_->version == 0) set_version(dir == Direction::c2s ? kVersion3 : kVersion4);
  state_->pinged[index(dir)] = in.ctx.now();
  if (dir == pinging_side(version())) return plain(in, event::ping);
  const Field which[] = {make_field(field::protocol, version())};
  const Note notes[] = {{&note::heartbeat_direction, which}};
  plain(in, event::ping, notes);
}

void Dissector::on_pong(const Incoming& in) {
  const bool probe = is_probe(in.packet);
  std::optional<Time>& pinged = probe ? probe_waiting_ : state_->pinged[index(opposite(in.unit.dir))];
  std::array<Field, 2> fields;
  std::size_t n = 0;
  if (!in.packet.data.empty()) fields[n++] = data_field(in.packet);
  if (pinged) fields[n++] = make_field(field::rtt_us, to_micros(in.ctx.now() - *pinged));
  const bool certain = state_->opened && !state_->lossy;
  const Note unexpected[] = {{&note::unexpected_pong}};
  in.ctx.emit(in.unit, probe ? event::probe_answer : event::pong, std::span(fields).first(n),
              pinged || !certain ? std::span<const Note>{} : unexpected);
  pinged.reset();
}

void Dissector::on_message_packet(const Incoming& in) {
  offer_packets(in.ctx, 0);  // the trace began in the middle: nothing was offered yet
  const Message up{in.packet.binary, in.message.truncated, in.packet.data, in.message.packets};
  Incoming explained = in;
  explained.unit.explained = in.ctx.upper_wants(in.unit.dir, up);
  plain(explained, event::message);
  if (explained.unit.explained) {
    in.ctx.message(in.unit.dir, up);
  } else {
    in.ctx.count_payload(in.packet.data.size());
  }
}

void Dissector::on_upgrade(const Incoming& in) {
  std::array<Field, 2> fields = {make_field(field::transport, "websocket")};
  std::size_t n = 1;
  if (!in.packet.data.empty()) fields[n++] = data_field(in.packet);
  in.ctx.emit(in.unit, event::upgrade, std::span(fields).first(n));
  if (probed_) in.ctx.handshake("transport upgrade", in.ctx.now() - *probed_);
  probed_.reset();
}

/// A packet that says no more than its data. Only a message has data that is there and empty.
void Dissector::plain(const Incoming& in, const EventDef& def, std::span<const Note> notes) {
  const Field fields[] = {data_field(in.packet)};
  const bool none = in.packet.data.empty() && in.packet.type != PacketType::message;
  in.ctx.emit(in.unit, def, std::span(fields).first(none ? 0 : 1), notes);
}

void Dissector::bad_packet(Context& ctx, Direction dir, const Message& message) {
  const Field fields[] = {make_field(message.binary ? field::binary_data : field::data, message.payload)};
  const Field which[] = {make_field(field::protocol, version())};
  const Note notes[] = {{&note::bad_packet, which}};
  ctx.emit({dir, message.packets, message.payload}, event::error, fields, notes);
}

void Dissector::on_gap(Context& ctx, Direction dir) {
  state_->lossy = true;
  state_->pinged = {};
  probe_waiting_.reset();
  ctx.message_gap(dir);
}

namespace {

/// An open packet, before anybody has parsed it.
bool looks_like_open(std::string_view text) {
  return text.starts_with("0{") && text.ends_with('}') && text.find("\"sid\"") != std::string_view::npos;
}

Claim claim(const Offer& offer, const Heads& heads) {
  if (offer.kind != Offer::Kind::messages) return Claim::no;
  if (names_engineio(offer.target)) return Claim::yes;
  if (looks_like_open(as_text(heads.s2c))) return Claim::yes;
  return heads.c2s.empty() && heads.s2c.empty() ? Claim::need_more : Claim::no;
}

std::unique_ptr<MessageDissector> make(const Offer& offer) { return std::make_unique<Dissector>(offer); }

}  // namespace

const DissectorDef dissector{
    .protocol = &protocol, .connection_kind = SessionKind::websocket, .claim = claim, .make_messages = make};

}  // namespace wstrace::engineio
