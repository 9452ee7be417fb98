#include "dissectors/graphql/dissector.h"

#include "core/utf8.h"
#include "dissectors/graphql/definitions.h"
#include "dissectors/http/upgrade.h"
#include "seam/connection_service.h"
#include "seam/session_service.h"

namespace wstrace::graphql {
namespace {

/// Longer messages are not read only to find out whose they are.
constexpr std::size_t kLongestClaim = std::size_t{64} << 10;

std::string_view words_for(ReadResult result) {
  switch (result) {
    case ReadResult::not_json: return "it is not valid JSON";
    case ReadResult::not_an_object: return "it is not a JSON object";
    case ReadResult::not_utf8: return "it is not valid UTF-8";
    case ReadResult::ok:
    case ReadResult::too_deep: break;
  }
  return {};
}

}  // namespace

Dissector::Dissector(const Offer& offer)
    : subprotocol_(subprotocol_named(offer.subprotocol)),
      expected_(subprotocol_ != Subprotocol::unknown || offer.inferred),
      lossy_(offer.inferred),
      path_(http::path_of(offer.target)) {}

void Dissector::on_start(Context& ctx) {
  ctx.connection().add_layer(protocol);
  facts_ = &ctx.sessions().open(session_type).facts;
  if (facts_->path.empty()) facts_->path = path_;
  tables_.emplace(ctx.limits());
}

void Dissector::on_message(Context& ctx, Direction dir, const wstrace::Message& message) {
  const Unit unit{.dir = dir, .packets = message.packets, .raw = message.payload, .carried = message.carried};
  facts_->last_spoke[index(dir)] = ctx.now();
  spoke_ = spoke_ || dir == Direction::s2c;
  if (message.truncated) return on_flaw(ctx, unit, note::truncated, {});
  // Servers on Node's package ws read a binary message as text, too.
  const ReadResult result = reader_.read(as_text(message.payload));
  if (result == ReadResult::too_deep) return on_flaw(ctx, unit, note::too_deep, {});
  if (result != ReadResult::ok) return on_flaw(ctx, unit, note::bad_message, words_for(result));
  const OperationMessage& read = reader_.message();
  const std::string_view flaw = flaw_of(read, dir, subprotocol_);
  if (!flaw.empty()) return on_flaw(ctx, unit, note::bad_message, flaw);
  expected_ = true;
  Incoming in{ctx, unit, *type_named(read.type_text), read};
  if (subprotocol_ == Subprotocol::unknown) subprotocol_ = subprotocol_of(in.type);
  dispatch(in);
}

/// A message that is shown as it is, and why.
void Dissector::on_flaw(Context& ctx, const Unit& unit, const NoteDef& def, std::string_view why) {
  misspoke_ = misspoke_ || unit.dir == Direction::c2s;
  const Field content[] = {make_field(is_utf8(as_text(unit.raw)) ? field::text : field::bytes, unit.raw)};
  Notes notes;
  if (&def == &note::bad_message && !expected_) {
    notes.add(note::foreign);
  } else if (subprotocol_ == Subprotocol::unknown) {
    notes.add(def, {make_field(field::why, why)});
  } else {
    notes.add(def, {make_field(field::subprotocol, name_of(subprotocol_)), make_field(field::why, why)});
  }
  ctx.count_payload(unit.raw.size());
  ctx.session()->last_message[index(unit.dir)].assign("an invalid message");
  ctx.emit(unit, event::invalid, content, notes.notes());
}

void Dissector::dispatch(Incoming& in) {
  switch (in.type) {
    case Type::init: return on_init(in);
    case Type::ack: return on_ack(in);
    case Type::ping: return on_ping(in);
    case Type::pong: return on_pong(in);
    case Type::keep_alive: return emit(in, event::keep_alive);
    case Type::subscribe:
    case Type::start: return on_subscribe(in);
    case Type::start_ack: answered(in); return emit(in, event::subscribe_ack);
    case Type::next:
    case Type::data: return on_result(in);
    case Type::error: return on_error(in);
    case Type::complete: return in.unit.dir == Direction::c2s ? on_stop(in) : on_complete(in);
    case Type::stop: return on_stop(in);
    case Type::connection_error: return on_connection_error(in);
    case Type::terminate: return emit(in, event::terminate);
  }
}

void Dissector::on_gap(Context&, Direction) { lossy_ = true; }

namespace {

/// What may be of interest is told from other JSON without reading it.
bool looks_like_message(std::string_view text) {
  if (text.size() > kLongestClaim) return false;
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && text[begin] == '{' && text.find("\"type\"") != std::string_view::npos;
}

bool is_message(Bytes head, Direction dir) {
  if (!looks_like_message(as_text(head))) return false;
  MessageReader reader;
  return reader.read(as_text(head)) == ReadResult::ok && is_unmistakable(reader.message(), dir);
}

/// A server that finds no subprotocol that it knows opens the WebSocket all the same, and closes it with 4406.
bool names_graphql(std::string_view target) {
  const std::string_view path = http::path_of(target);
  return path.substr(path.find_last_of('/') + 1) == "graphql";
}

Claim claim(const Offer& offer, const Heads& heads) {
  if (offer.kind != Offer::Kind::messages) return Claim::no;
  if (subprotocol_named(offer.subprotocol) != Subprotocol::unknown) return Claim::yes;
  if (!offer.subprotocol.empty()) return Claim::no;
  if (!offer.inferred) return names_graphql(offer.target) ? Claim::yes : Claim::no;
  if (is_message(heads.c2s, Direction::c2s) || is_message(heads.s2c, Direction::s2c)) return Claim::yes;
  return Claim::need_more;
}

std::unique_ptr<MessageDissector> make(const Offer& offer) { return std::make_unique<Dissector>(offer); }

}  // namespace

const DissectorDef dissector{.protocol = &protocol, .claim = claim, .make_messages = make};

}  // namespace wstrace::graphql
