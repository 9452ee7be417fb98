#include "dissectors/engineio/transport.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/utf8.h"
#include "dissectors/engineio/asked.h"
#include "dissectors/engineio/definitions.h"
#include "dissectors/engineio/target.h"
#include "dissectors/engineio/verdict.h"
#include "model/describe.h"
#include "seam/connection_service.h"
#include "seam/session_service.h"

namespace wstrace::engineio {
namespace {

/// A longer one is no key: nothing that is known makes them.
constexpr std::size_t kLongestSid = 256;
/// How long a polling session may be without a connection where nothing was said of heartbeats: the times that servers
/// of today announce by default.
constexpr Duration kUsualPatience = 45 * kSecond;
constexpr Duration kMostPatience = 600 * kSecond;
/// Of a sid as Node's server and python-engineio make it.
constexpr std::size_t kUsualSid = 20;
/// Sooner, the same packets were captured twice on their way (address translation).
constexpr Duration kSoonestReplay = 100 * kMillisecond;

/// The data of a packet, as text or as bytes.
Field data_field(const Packet& packet) { return make_field(packet.binary ? field::data : field::text, packet.data); }

bool is_probe(const Packet& packet) { return !packet.binary && as_text(packet.data) == kProbe; }

/// The peer says it in milliseconds; what does not fit is as good as never.
std::uint64_t micros_of(std::uint64_t millis) {
  constexpr std::uint64_t kMost = UINT64_MAX / 1000;
  return std::min(millis, kMost) * 1000;
}

std::optional<Duration> from_millis(std::optional<std::uint64_t> millis) {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 32;
  if (!millis || *millis > kMost) return std::nullopt;
  return static_cast<Duration>(*millis) * kMillisecond;
}

/// For the stack: empty while it is not known.
std::string version_text(unsigned version) { return version != 0 ? fmt::format("{}", version) : std::string(); }

}  // namespace

void Transport::begin(Context& ctx, std::string_view request) {
  const std::string_view sid = query_value(target_, "sid").value_or("");
  named_ = !sid.empty() && sid.size() <= kLongestSid;
  if (!named_ && ctx.sessions().resume(target_)) {
    take(*ctx.session());
    state_->redirect.clear();  // the client followed it
  } else {
    take(named_ ? ctx.sessions().join(session_type, percent_decoded(sid), request) : ctx.sessions().open(session_type));
  }
  if (!named_ && !request.empty()) ctx.sessions().pair_request(request);
  if (session_->facts.path.empty() && !target_.empty()) session_->facts.path = path_of(target_);
  if (const unsigned asked = version_asked(target_); asked != 0 && state_->version == 0) set_version(asked);
  session_->facts.stack.add({&protocol, version_text(state_->version)});
  state_->python_client = state_->python_client || names_transport_first(target_);
}

void Transport::take(Session& session) {
  const unsigned known = state_ != nullptr ? state_->version : 0;
  session_ = &session;
  if (session.state == nullptr) session.state = std::make_unique<State>();
  state_ = static_cast<State*>(session.state.get());
  if (known != 0 && state_->version == 0) set_version(known);
}

void Transport::set_version(unsigned version) {
  state_->version = version;
  session_->facts.stack.add({&protocol, version_text(version)});
}

unsigned Transport::version() const { return state_->version != 0 ? state_->version : kVersion4; }

/// Where neither the request nor the open packet tells: Socket.IO's CONNECT does, and so does a binary message, for only
/// those of version 3 begin with the packet's type.
void Transport::infer_version(Bytes bytes, bool binary) {
  const StackLayer* const above = session_->facts.stack.at(Level::application);
  if (above != nullptr && !above->version.empty())
    return set_version(above->version < kSocketIoOfEngine4 ? kVersion3 : kVersion4);
  if (!binary || bytes.empty()) return;
  set_version(bytes[0] == static_cast<std::uint8_t>(PacketType::message) ? kVersion3 : kVersion4);
}

void Transport::offer_packets(Context& ctx, Time opened) {
  if (offered_) return;
  offered_ = true;
  Offer offer;
  offer.kind = Offer::Kind::packets;
  offer.protocol = "engine.io";
  offer.target = target_;
  offer.packets = handshake_;
  offer.asked = opened;
  offer.inferred = inferred_;
  ctx.upper().offer_messages(std::move(offer));
}

void Transport::on_packet(Context& ctx, const Unit& unit, Bytes bytes, bool binary, bool truncated) {
  if (state_->version == 0) infer_version(bytes, binary);
  const auto packet = decode_packet(bytes, binary, version(), ctx.arena());
  if (!packet) return not_a_packet(ctx, unit, bytes, binary);
  const Incoming in{ctx, *packet, unit, truncated};
  count(in);
  switch (packet->type) {
    case PacketType::open: return on_open(in);
    case PacketType::close: return on_close(in);
    case PacketType::ping: return is_probe(*packet) ? on_probe(in) : on_ping(in);
    case PacketType::pong: return is_probe(*packet) ? on_probe_answer(in) : on_pong(in);
    case PacketType::message: return on_message_packet(in);
    case PacketType::upgrade: return on_upgrade(in);
    case PacketType::noop: return plain(in, event::noop);
  }
}

/// What is not the application's is this protocol's framing.
void Transport::count(const Incoming& in) {
  const Direction dir = in.unit.dir;
  session_->facts.last_spoke[index(dir)] = in.ctx.now();
  if (dir == Direction::s2c) {
    std::shift_left(state_->said.begin(), state_->said.end(), 1);
    state_->said.back() = in.ctx.now();
  }
  const bool message = in.packet.type == PacketType::message;
  const std::size_t data = message ? in.packet.data.size() : 0;
  in.ctx.count_framing(protocol, in.unit.raw.size() - std::min(data, in.unit.raw.size()));
  if (dir == Direction::c2s && message) {
    state_->largest_sent = std::max<std::uint64_t>(state_->largest_sent, in.packet.data.size());
  }
}

void Transport::on_open(const Incoming& in) {
  const auto open = in.packet.binary ? std::nullopt : parse_open(as_text(in.packet.data));
  if (!open || open->sid.empty()) {
    const Note notes[] = {{&note::bad_open}};
    return plain(in, event::open, notes);
  }
  const bool polls = name_ != "websocket" && in.unit.dir == Direction::s2c;
  if (polls && named_ && open->sid == session_->facts.sid) return emit_cached(in, *open, "opened this session");
  if (in.unit.dir == Direction::c2s || opened_here_ || named_) {
    const Note notes[] = {{&note::second_open}};
    return emit_open(in, *open, notes);
  }
  opened_here_ = true;
  const std::string replayed = polls ? given_out_before(in.ctx, open->sid) : std::string();
  if (open->sid.size() <= kLongestSid) take(in.ctx.sessions().name(session_type, open->sid));
  // Servers of version 4 have said maxPayload since engine.io 6.2; those of version 3 never did.
  if (state_->version == 0 && open->max_payload) set_version(kVersion4);
  learn(*open, in.ctx.now());
  replayed.empty() ? emit_opening(in, *open) : emit_cached(in, *open, replayed);
  if (asked_ != 0) in.ctx.handshake({&protocol, "Engine.IO", in.ctx.now() - asked_, Level::packets});
  offer_packets(in.ctx, in.ctx.now());
}

/// The same server gave out this sid a while ago, to another session: no server makes one twice.
std::string Transport::given_out_before(Context& ctx, std::string_view sid) const {
  const Issued* const issued = ctx.sessions().issuer(sid);
  if (issued == nullptr || issued->server != ctx.connection().info().server) return {};
  if (issued->session == session_->facts.number || ctx.now() - issued->time < kSoonestReplay) return {};
  return fmt::format("opened session {} {} earlier", issued->session, human_duration(ctx.now() - issued->time));
}

void Transport::emit_opening(const Incoming& in, const OpenData& open) {
  const Duration took = asked_ != 0 ? in.ctx.now() - asked_ : 0;
  const Field fields[] = {make_field(field::took_us, to_micros(took))};
  const Note slow[] = {{&note::connect_slow, fields}};
  const bool emit_event = took >= in.ctx.limits().slow && misses_nothing(in.ctx);
  emit_open(in, open, std::span<const Note>(slow).first(emit_event ? 1 : 0));
}

void Transport::emit_cached(const Incoming& in, const OpenData& open, std::string_view story) {
  state_->cached = true;
  const Field reported[] = {make_field(field::story, story)};
  const Note notes[] = {{&note::cached, reported}};
  emit_open(in, open, notes);
}

void Transport::learn(const OpenData& open, Time now) {
  state_->opened = true;
  // Node's server, and those that were written after it, name the interval first.
  if (open.timeout_first && open.sid.size() == kUsualSid) session_->facts.server_software = kPython;
  state_->opened_at = now;
  state_->ping_interval = from_millis(open.ping_interval);
  state_->ping_timeout = from_millis(open.ping_timeout);
  state_->max_payload = open.max_payload;
  state_->offers_websocket = open.upgrades.find("\"websocket\"") != std::string_view::npos;
  carries();
}

void Transport::carries() {
  const bool websocket = name_ == "websocket";
  state_->carrier = websocket ? Carrier::websocket : Carrier::polling;
  session_->facts.add_transport(name_);
  // On a WebSocket it lives as long as that; on polling it may be without any connection for a while.
  session_->linger = websocket ? 0 : std::min(state_->patience().value_or(kUsualPatience), kMostPatience);
}

void Transport::emit_open(const Incoming& in, const OpenData& open, std::span<const Note> notes) {
  std::array<Field, 8> fields = {make_field(field::version, version()), make_field(field::transport, name_),
                                 make_field(field::sid, std::string_view(open.sid))};
  std::size_t n = 3;
  if (!open.upgrades.empty()) fields[n++] = make_field(field::upgrades, open.upgrades);
  if (open.ping_interval) fields[n++] = make_field(field::ping_interval_us, micros_of(*open.ping_interval));
  if (open.ping_timeout) fields[n++] = make_field(field::ping_timeout_us, micros_of(*open.ping_timeout));
  if (open.max_payload) fields[n++] = make_field(field::max_payload, *open.max_payload);
  if (is_utf8(as_text(in.packet.data))) fields[n++] = make_field(field::open, in.packet.data);
  in.ctx.emit(in.unit, event::open, std::span(fields).first(n), notes);
}

void Transport::on_close(const Incoming& in) {
  plain(in, event::close);
  state_->close_seen = true;
  close_packet(in.ctx, *state_, session_->facts, in.unit.dir);
  in.ctx.sessions().end_packets(End::fin);
}

void Transport::on_probe(const Incoming& in) {
  state_->upgrade.probed = in.ctx.now();
  state_->upgrade.answered = 0;
  Incoming alone = in;
  alone.unit.fold = Fold::never;
  plain(alone, event::ping);
}

/// Every packet of the session up to now is in the trace.
bool Transport::misses_nothing(const Context& ctx) const {
  return state_->opened && !state_->lossy && !ctx.awaits_bytes();
}

void Transport::on_probe_answer(const Incoming& in) {
  Upgrade& upgrade = state_->upgrade;
  const bool waited = upgrade.probed != 0 && upgrade.answered == 0;
  std::array<Field, 2> fields = {data_field(in.packet)};
  if (waited) fields[1] = make_field(field::rtt_us, to_micros(in.ctx.now() - upgrade.probed));
  const Note unexpected[] = {{&note::unexpected_pong}};
  const bool certain = misses_nothing(in.ctx);
  Unit unit = in.unit;
  unit.fold = Fold::never;
  in.ctx.emit(unit, event::pong, std::span(fields).first(waited ? 2 : 1),
              waited || !certain ? std::span<const Note>{} : unexpected);
  upgrade.answered = in.ctx.now();
}

void Transport::on_ping(const Incoming& in) {
  const Direction dir = in.unit.dir;
  if (state_->version == 0) set_version(dir == Direction::c2s ? kVersion3 : kVersion4);
  state_->pinged[index(dir)] = in.ctx.now();
  state_->last_ping[index(dir)] = in.ctx.now();
  ++session_->facts.heartbeats.pings;
  if (dir == state_->pinging_side()) return plain(in, event::ping);
  const Field which[] = {make_field(field::version, version())};
  const Note notes[] = {{&note::heartbeat_direction, which}};
  plain(in, event::ping, notes);
}

void Transport::on_pong(const Incoming& in) {
  std::optional<Time>& pinged = state_->pinged[index(opposite(in.unit.dir))];
  std::array<Field, 2> fields;
  std::size_t n = 0;
  if (!in.packet.data.empty()) fields[n++] = data_field(in.packet);
  if (pinged) {
    const std::uint64_t rtt = to_micros(in.ctx.now() - *pinged);
    fields[n++] = make_field(field::rtt_us, rtt);
    session_->facts.heartbeats.rtt_us.add(rtt);
  }
  ++session_->facts.heartbeats.pongs;
  // Where the session polls, a ping may have been lost with a connection of its own, which shows only later.
  const Time last = state_->last_ping[index(opposite(in.unit.dir))];
  const bool here = session_->facts.polls == 0 || (state_->upgrade.done != 0 && last > state_->upgrade.done);
  const bool certain = here && misses_nothing(in.ctx);
  const Note unexpected[] = {{&note::unexpected_pong}};
  in.ctx.emit(in.unit, event::pong, std::span(fields).first(n),
              pinged || !certain ? std::span<const Note>{} : unexpected);
  pinged.reset();
}

void Transport::on_message_packet(const Incoming& in) {
  offer_packets(in.ctx, 0);  // where the trace began in the middle: nothing was offered yet
  if (name_ == "websocket" && state_->carrier != Carrier::websocket) carries();  // so the upgrade packet was lost
  const Message up{in.packet.binary, in.truncated, in.packet.data, in.unit.packets, in.unit.carried};
  Incoming explained = in;
  explained.unit.explained = in.ctx.upper().wants(in.unit.dir, up);
  emit_message(explained);
  if (explained.unit.explained) {
    in.ctx.upper().message(in.unit.dir, up);
  } else {
    in.ctx.count_payload(in.packet.data.size());
    session_->facts.says(in.unit.dir, in.ctx.now(), "message", as_text(in.packet.data));
  }
}

void Transport::on_upgrade(const Incoming& in) {
  Upgrade& upgrade = state_->upgrade;
  const Time now = in.ctx.now();
  std::array<Field, 4> fields = {make_field(field::transport, name_)};
  std::size_t n = 1;
  if (!in.packet.data.empty()) fields[n++] = data_field(in.packet);
  const Time began = upgrade.asked != 0 ? upgrade.asked : upgrade.probed;
  if (began != 0) fields[n++] = make_field(field::took_us, to_micros(now - began));
  if (upgrade.answered != 0) fields[n++] = make_field(field::paused_us, to_micros(now - upgrade.answered));
  in.ctx.emit(in.unit, event::upgrade, std::span(fields).first(n));
  if (began != 0 && upgrade.done == 0)
    in.ctx.handshake({.protocol = &protocol, .label = "transport upgrade", .took = now - began, .aside = true});
  upgrade.done = now;
  carries();
}

/// A packet that says no more than its data.
void Transport::plain(const Incoming& in, const EventDef& def, std::span<const Note> notes) {
  const Field fields[] = {data_field(in.packet)};
  in.ctx.emit(in.unit, def, std::span(fields).first(in.packet.data.empty() ? 0 : 1), notes);
}

/// Only a message has data that is there and empty.
void Transport::emit_message(const Incoming& in) {
  const Field fields[] = {data_field(in.packet), make_field(field::sense, "binary")};
  in.ctx.emit(in.unit, event::message, std::span(fields).first(in.packet.binary ? 2 : 1));
}

/// Who has sent none yet, and whose beginning is in the trace, does not speak the protocol. Said once, and not before
/// there is a second message, or the end (tell_not_spoken): what comes next may explain the first one.
void Transport::not_a_packet(Context& ctx, const Unit& unit, Bytes bytes, bool binary) {
  const Direction dir = unit.dir;
  bool& known = state_->not_spoken[index(dir)];
  const Field fields[] = {make_field(binary ? field::data : field::text, bytes)};
  const Field reported[] = {make_field(field::party, party(dir))};
  const Note notes[] = {{&note::not_spoken, reported}};
  if (known) {
    const bool emit_event = !std::exchange(state_->not_spoken_reported, true);
    return ctx.emit(unit, event::error, fields, std::span(notes).first(emit_event ? 1 : 0));
  }
  const bool from_start = state_->opened || (!inferred_ && asked_ != 0);
  const bool first = session_->facts.last_spoke[index(dir)] == 0 && from_start && !state_->lossy;
  if (!first || name_ != "websocket" || named_) return undecodable(ctx, unit, bytes, binary, note::bad_packet);
  known = true;
  ctx.emit(unit, event::error, fields);
}

void Transport::undecodable(Context& ctx, const Unit& unit, Bytes bytes, bool binary, const NoteDef& why) {
  const Field fields[] = {make_field(binary ? field::data : field::text, bytes)};
  const Field which[] = {make_field(field::version, version())};
  const Note notes[] = {{&why, which}};
  ctx.emit(unit, event::error, fields, notes);
}

void Transport::on_gap(Context& ctx, Direction dir) {
  state_->on_loss();
  if (session_->packets != nullptr) offer_packets(ctx, 0);  // it may be the first that this connection has for them
  ctx.upper().message_gap(dir);
}

}  // namespace wstrace::engineio
