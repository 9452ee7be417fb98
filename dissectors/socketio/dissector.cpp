#include "dissectors/socketio/dissector.h"

#include <fmt/format.h>

#include <algorithm>

#include "dissectors/socketio/definitions.h"
#include "seam/session_service.h"

namespace wstrace::socketio {
namespace {

constexpr unsigned kOlderEngine = 3;

/// The version of Engine.IO below; 0 while that does not know its own.
unsigned engine_version(const SessionFacts& facts) {
  const StackLayer* const below = facts.stack.at(Level::packets);
  if (below == nullptr) return kOlderEngine + 1;
  return below->version.empty() ? 0 : static_cast<unsigned>(below->version.front() - '0');
}

/// Time stamps of packets that come one after the other may be so much out of order.
constexpr Duration kJitter = kMillisecond;

/// JSON may grow to this many times the limit of a message: what msgpack says in a byte takes JSON several.
constexpr std::size_t kJsonGrowth = 2;

/// True when the payload is what a packet of this type carries.
bool fits(PacketType type, const Payload& payload, bool msgpack) {
  using Root = Payload::Root;
  switch (type) {
    case PacketType::connect: return payload.root == Root::none || payload.root == Root::object;
    case PacketType::disconnect: return payload.root == Root::none;
    case PacketType::event:
    // The msgpack parser takes an event without a name; nobody handles it.
    case PacketType::binary_event: return payload.root == Root::array && (payload.named || msgpack);
    case PacketType::ack:
    case PacketType::binary_ack: return payload.root == Root::array;
    case PacketType::connect_error:
      return payload.root == Root::none || payload.root == Root::object || payload.root == Root::string;
  }
  return false;
}

/// What is wrong with the payload; null when nothing is.
const NoteDef* problem_with(ReadResult result, PacketType type, const Payload& payload, bool msgpack) {
  switch (result) {
    case ReadResult::too_deep: return &note::too_deep;
    case ReadResult::not_utf8: return &note::not_utf8;
    case ReadResult::number_too_big:
    case ReadResult::invalid: return &note::bad_packet;
    case ReadResult::ok:
    case ReadResult::repaired: break;
  }
  return fits(type, payload, msgpack) ? nullptr : &note::bad_packet;
}

}  // namespace

void Dissector::on_start(Context& ctx) {
  Session& session = ctx.session() != nullptr ? *ctx.session() : ctx.sessions().open(session_type);
  facts_ = &session.facts;
  facts_->rise_to(session_type);
  tables_.emplace(ctx.limits());
  announce();
}

/// Says the version, as far as Engine.IO knows its own by now: 5 came with Engine.IO 4.
void Dissector::announce() {
  const unsigned engine = engine_version(*facts_);
  if (engine == 0 && version_known_) return;
  version_known_ = engine != 0;
  version_ = engine == kOlderEngine ? kProtocol4 : kProtocol5;
  facts_->stack.add({&protocol, version_known_ ? fmt::format("{}", version_) : std::string()});
}

/// A polling session's connections wait for missing bytes each for itself: what one of them kept back comes out of turn,
/// and what was put together before is not continued by it.
void Dissector::note_turn(Context& ctx, Direction dir) {
  Lane& l = lane(dir);
  const bool late = ctx.now() + kJitter < l.latest;
  if (late != l.late) on_gap(ctx, dir);
  l.late = late;
  l.latest = std::max(l.latest, ctx.now());
}

void Dissector::on_message(Context& ctx, Direction dir, const Message& message) {
  note_turn(ctx, dir);
  if (message.binary) return on_binary(ctx, dir, message);
  if (lane(dir).attachments.waiting()) {
    finish(ctx, dir, may_lack(ctx) ? &note::attachment_not_captured : &note::attachment_missing);
  }
  on_text(ctx, dir, message);
}

void Dissector::on_text(EventContext& ctx, Direction dir, const Message& message) {
  const Unit unit{.dir = dir, .packets = message.packets, .raw = message.payload, .carried = message.carried};
  if (message.truncated) return not_a_packet(ctx, unit, false, note::truncated);
  std::optional<Head> head = parse_head(as_text(message.payload));
  if (!head) return not_a_packet(ctx, unit, false, note::bad_packet);
  Lane& l = lane(dir);
  const bool binary = is_binary(head->type);
  if (binary) {
    l.attachments.begin(message, head->attachments);
    head = parse_head(l.attachments.text());  // views into what stays
  }
  const ReadResult result = l.reader.read(head->payload, binary);
  l.repaired = result == ReadResult::repaired;
  if (const NoteDef* problem = problem_with(result, head->type, l.reader.payload(), false)) {
    l.attachments.end();
    return not_a_packet(ctx, unit, false, *problem);
  }
  if (!binary) return dispatch(ctx, unit, *head, {});
  if (l.attachments.complete()) finish(ctx, dir, nullptr);
}

void Dissector::on_binary(EventContext& ctx, Direction dir, const Message& message) {
  Attachments& attachments = lane(dir).attachments;
  if (!attachments.waiting()) return on_msgpack(ctx, dir, message);
  attachments.add(message, ctx.limits());
  if (attachments.complete()) finish(ctx, dir, nullptr);
}

/// A binary packet that nothing announced: the msgpack parser's packets are like this.
void Dissector::on_msgpack(EventContext& ctx, Direction dir, const Message& message) {
  const Unit unit{.dir = dir, .packets = message.packets, .raw = message.payload, .carried = message.carried};
  if (message.truncated) return not_a_packet(ctx, unit, true, note::truncated);
  Lane& l = lane(dir);
  const MsgpackReader::Result read = l.msgpack.read(message.payload, ctx.limits().message * kJsonGrowth);
  if (read != MsgpackReader::Result::ok) return not_a_packet(ctx, unit, true, why_no_msgpack(ctx, dir, read));
  const MsgpackPacket& packet = l.msgpack.packet();
  const ReadResult result = l.reader.read(packet.head.payload, false);
  l.repaired = false;
  if (const NoteDef* problem = problem_with(result, packet.head.type, l.reader.payload(), true)) {
    return not_a_packet(ctx, unit, true, *problem);
  }
  dispatch(ctx, unit, packet.head, {.msgpack = &packet});
}

const NoteDef& Dissector::why_no_msgpack(const EventContext& ctx, Direction dir, MsgpackReader::Result result) const {
  if (result == MsgpackReader::Result::too_deep) return note::too_deep;
  if (result == MsgpackReader::Result::too_large) return note::too_large;
  if (lane(dir).parser == Parser::msgpack) return note::bad_packet;
  const bool may_be_announced = may_lack(ctx) || (opened_ == 0 && !began_);
  return may_be_announced ? note::orphan_binary : note::unexpected_binary;
}

/// The binary packet that waits in this direction is whole, or will never be (`missing` says why).
void Dissector::finish(EventContext& ctx, Direction dir, const NoteDef* missing) {
  Attachments& attachments = lane(dir).attachments;
  if (const auto head = parse_head(attachments.text())) {
    const Unit unit{.dir = dir,
                    .packets = attachments.packets(),
                    .raw = as_bytes(attachments.text()),
                    .carried = attachments.carried()};
    dispatch(ctx, unit, *head, {.attachments = &attachments, .missing = missing});
  }
  attachments.end();
}

void Dissector::dispatch(EventContext& ctx, const Unit& unit, const Head& head, const Parts& parts) {
  if (!version_known_) announce();
  const NamespaceQuery nsp = version_ == kProtocol4 ? split_query(head.nsp) : NamespaceQuery{head.nsp, {}};
  const std::uint32_t number = tables_->namespaces.number(nsp.nsp);
  const Lane& l = lane(unit.dir);
  Incoming in{ctx, unit, head, nsp, number, l.reader.payload(), parts.attachments, parts.msgpack};
  if (number == kUncounted) in.notes.add(note::namespace_limit);
  if (l.repaired) in.notes.add(note::lone_surrogate);
  note_parser(in);
  if (in.msgpack != nullptr && in.msgpack->not_utf8) in.notes.add(note::text_not_utf8);
  if (in.attachments != nullptr) note_missing(in, parts.missing);
  const bool carries_args =
      head.type != PacketType::connect && head.type != PacketType::disconnect && head.type != PacketType::connect_error;
  if (!carries_args) ctx.count_framing(protocol, unit.raw.size());
  switch (head.type) {
    case PacketType::connect: return on_connect(in);
    case PacketType::disconnect: return on_disconnect(in);
    case PacketType::connect_error: return on_connect_error(in);
    case PacketType::event:
    case PacketType::binary_event: return on_event(in);
    case PacketType::ack:
    case PacketType::binary_ack: return on_ack(in);
  }
}

/// Remembers which parser the sender uses. That the other side uses another one is said once, where it shows.
void Dissector::note_parser(Incoming& in) {
  const Parser parser = in.msgpack != nullptr ? Parser::msgpack : Parser::json;
  lane(in.unit.dir).parser = parser;
  const std::optional<Parser> others = lane(opposite(in.unit.dir)).parser;
  if (mismatch_reported_ || !others || *others == parser) return;
  mismatch_reported_ = true;
  const Direction speaker = parser == Parser::msgpack ? in.unit.dir : opposite(in.unit.dir);
  const Field fields[] = {make_field(field::speaker, party(speaker)),
                          make_field(field::other, party(opposite(speaker)))};
  in.notes.add(note::parser_mismatch, std::span(fields));
}

void Dissector::note_missing(Incoming& in, const NoteDef* missing) {
  if (missing == nullptr && in.attachments->over_limit()) missing = &note::attachment_limit;
  if (missing == nullptr) return;
  const Field fields[] = {make_field(field::attachments, in.attachments->announced()),
                          make_field(field::received, in.attachments->received())};
  in.notes.add(*missing, std::span(fields));
}

/// Bytes that are shown as they are, and why.
void Dissector::not_a_packet(EventContext& ctx, const Unit& unit, bool binary, const NoteDef& why) {
  const Field fields[] = {make_field(binary ? field::bytes : field::text, unit.raw)};
  const Note notes[] = {{&why}};
  ctx.emit(unit, &why == &note::orphan_binary ? event::attachment : event::error, fields, notes);
}

/// Null past the limit.
Namespace* Dissector::known(const Incoming& in) {
  return in.nsp_number == kUncounted ? nullptr : &tables_->namespaces[in.nsp_number];
}

void Dissector::on_gap(Context& ctx, Direction dir) {
  lossy_ = true;
  if (lane(dir).attachments.waiting()) finish(ctx, dir, &note::attachment_not_captured);
}

namespace {

Claim claim(const Offer& offer, const Heads& heads) {
  if (offer.kind != Offer::Kind::packets) return Claim::no;
  const std::string_view target = offer.target;
  if (target.substr(0, target.find('?')).find("socket.io") != std::string_view::npos) return Claim::yes;
  if (heads.c2s.empty() && heads.s2c.empty()) return Claim::need_more;
  const std::string_view text = as_text(heads.c2s.empty() ? heads.s2c : heads.c2s);
  if (looks_like_connect(text)) return Claim::yes;
  // Where the handshake was not captured, any packet may be the first. A binary one says nothing alone.
  return offer.inferred ? (looks_like_packet(text) ? Claim::yes : Claim::need_more) : Claim::no;
}

std::unique_ptr<MessageDissector> make(const Offer& offer) { return std::make_unique<Dissector>(offer); }

}  // namespace

const DissectorDef dissector{.protocol = &protocol, .claim = claim, .make_messages = make};

}  // namespace wstrace::socketio
