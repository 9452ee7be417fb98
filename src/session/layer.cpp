#include "session/layer.h"

#include "session/connection.h"
#include "session/upper_layer.h"

namespace wstrace {

LayerHost::LayerHost(Trace& trace, Connection& connection, Scope& scope)
    : trace_(trace), connection_(connection), scope_(scope) {}

LayerHost::~LayerHost() = default;

void LayerHost::emit(const Unit& unit, const EventDef& def, std::span<const Field> fields,
                     std::span<const Note> notes) {
  if (!wants(def)) return;
  Event event;
  event.def = &def;
  event.stream = scope_.stream;
  event.has_direction = true;
  event.dir = unit.dir;
  event.explained = unit.explained;
  event.packets = unit.packets;
  event.fields = fields;
  event.notes = notes;
  event.raw = unit.raw;
  trace_.emit(event, &connection_, scope_.session);
}

void LayerHost::offer_messages(Offer offer) {
  if (upper_ != nullptr) return;
  if (offer.kind == Offer::Kind::packets && scope_.session != nullptr && scope_.session->packets != nullptr) {
    upper_ = std::make_unique<MessageLayer>(trace_, connection_, scope_, *scope_.session->packets);
    return;
  }
  undecided_ = std::make_unique<Offer>(std::move(offer));
  decide({});
}

void LayerHost::decide(const Heads& heads) {
  // Another connection of the same session may have decided meanwhile: what it chose serves them all.
  if (undecided_->kind == Offer::Kind::packets && scope_.session != nullptr && scope_.session->packets != nullptr) {
    upper_ = std::make_unique<MessageLayer>(trace_, connection_, scope_, *scope_.session->packets);
    undecided_.reset();
    return;
  }
  const Choice choice = choose_upper(*undecided_, heads);
  if (choice.kind == Choice::Kind::need_more) return;
  const std::unique_ptr<Offer> offer = std::move(undecided_);
  if (choice.kind == Choice::Kind::nobody) return;
  std::unique_ptr<MessageDissector> made = choice.dissector->make_messages(*offer);
  if (offer->kind == Offer::Kind::packets && scope_.session != nullptr) {
    scope_.session->packets = std::move(made);
    upper_ = std::make_unique<MessageLayer>(trace_, connection_, scope_, *scope_.session->packets);
  } else {
    upper_ = std::make_unique<MessageLayer>(trace_, connection_, scope_, std::move(made));
  }
  upper_->start();
}

bool LayerHost::upper_wants(Direction dir, const Message& message) {
  if (undecided_ != nullptr) {
    decide(dir == Direction::c2s ? Heads{message.payload, {}} : Heads{{}, message.payload});
  }
  return upper_ != nullptr;
}

void LayerHost::message(Direction dir, const Message& message) {
  if (upper_ != nullptr) upper_->on_message(dir, message);
}

void LayerHost::message_gap(Direction dir) {
  if (upper_ != nullptr) upper_->on_gap(dir);
}

void LayerHost::end_upper(Direction dir, End how) {
  if (upper_ != nullptr) upper_->on_end(dir, how);
}

Session& LayerHost::open_session(SessionKind kind) {
  if (scope_.session == nullptr) {
    scope_.session = &trace_.sessions().open(kind, connection_);
  } else {
    scope_.session->facts.rise_to(kind);
  }
  return *scope_.session;
}

Session& LayerHost::join_session(SessionKind kind, std::string_view key) {
  SessionTable& table = trace_.sessions();
  Session* session = table.find(key);
  if (session == nullptr) {
    session = &open_session(kind);
    table.set_key(*session, key);
  }
  session->facts.rise_to(kind);
  table.attach(*session, connection_);
  scope_.session = session;
  return *session;
}

void LayerHost::handshake(std::string_view label, Duration took) { connection_.add_handshake(label, took); }

void LayerHost::count_payload(std::uint64_t bytes) { connection_.traffic.payload += bytes; }

MessageLayer::MessageLayer(Trace& trace, Connection& connection, Scope& scope,
                           std::unique_ptr<MessageDissector> dissector)
    : LayerHost(trace, connection, scope), own_(std::move(dissector)), dissector_(own_.get()) {}

MessageLayer::MessageLayer(Trace& trace, Connection& connection, Scope& scope, MessageDissector& dissector)
    : LayerHost(trace, connection, scope), dissector_(&dissector) {}

void MessageLayer::on_end(Direction dir, End how) {
  dissector_->on_end(*this, dir, how);
  end_upper(dir, how);
}

}  // namespace wstrace
