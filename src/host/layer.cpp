#include "host/layer.h"

#include <algorithm>
#include <utility>

#include "dissectors/tcp/tracker.h"
#include "host/upper_layer.h"
#include "session/connection.h"
#include "session/definitions.h"

namespace wstrace {

LayerHost::LayerHost(Trace& trace, Connection& connection, Scope& scope)
    : trace_(trace), connection_(connection), scope_(scope) {}

LayerHost::~LayerHost() = default;

void LayerHost::emit(const Unit& unit, const EventDef& def, std::span<const Field> fields,
                     std::span<const Note> notes) {
  if (!wants(def)) return;
  Event event;
  event.time = now();
  event.def = &def;
  event.stream = scope_.stream;
  event.has_direction = true;
  event.dir = unit.dir;
  if (unit.explained) event.explained_by = upper_protocol_;
  event.carried = unit.carried;
  event.packets = unit.packets;
  event.fields = fields;
  event.notes = connection_.sealed && !connection_.lossy ? for_sealed(notes) : notes;
  if (end_explained() != nullptr) event.notes = without_accusations(event.notes);
  event.raw = unit.raw;
  trace_.emit(event, &connection_, scope_.session);
}

/// What is missing is in the capture: whoever misses it says only that it did not come.
std::span<const Note> LayerHost::for_sealed(std::span<const Note> notes) {
  const std::span<Note> all = arena().allocate<Note>(notes.size());
  bool told = false;
  std::size_t n = 0;
  for (const Note& note : notes) {
    if (!note.def->loss) {
      all[n++] = note;
    } else if (!std::exchange(told, true)) {
      all[n++] = {&stream::sealed_note, {}};
    }
  }
  return all.first(n);
}

/// What happens when the cause has been told follows from it.
std::span<const Note> LayerHost::without_accusations(std::span<const Note> notes) {
  const auto harmless = [](const Note& note) { return note.def->severity <= Severity::note; };
  if (std::all_of(notes.begin(), notes.end(), harmless)) return notes;
  const std::span<Note> kept = arena().allocate<Note>(notes.size());
  const auto end = std::copy_if(notes.begin(), notes.end(), kept.begin(), harmless);
  return kept.first(static_cast<std::size_t>(end - kept.begin()));
}

void LayerHost::offer_messages(Offer offer) {
  if (upper_ != nullptr || decided_for_session(offer)) return;
  undecided_ = std::make_unique<Offer>(std::move(offer));
  decide({});
}

/// The packets of a session are taken by one dissector, whichever connection brings them: what was chosen (or that
/// nobody wants them) stands for all.
bool LayerHost::decided_for_session(const Offer& offer) {
  Session* const session = scope_.session;
  if (offer.kind != Offer::Kind::packets || session == nullptr) return false;
  if (session->packets != nullptr) {
    upper_ = std::make_unique<MessageLayer>(trace_, connection_, scope_, *session->packets);
    upper_protocol_ = session->packets_protocol;
  }
  return session->packets != nullptr || session->packets_unclaimed;
}

void LayerHost::decide(const Heads& heads) {
  if (decided_for_session(*undecided_)) {
    undecided_.reset();
    return;
  }
  const Choice choice = choose_upper(*undecided_, heads);
  if (choice.kind == Choice::Kind::need_more) return;
  const std::unique_ptr<Offer> offer = std::move(undecided_);
  const bool shared = offer->kind == Offer::Kind::packets && scope_.session != nullptr;
  if (choice.kind == Choice::Kind::nobody) {
    if (shared) scope_.session->packets_unclaimed = true;
    return;
  }
  upper_protocol_ = choice.dissector->protocol;
  std::unique_ptr<MessageDissector> made = choice.dissector->make_messages(*offer);
  if (shared) {
    scope_.session->packets = std::move(made);
    scope_.session->packets_protocol = choice.dissector->protocol;
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
  if (upper_ != nullptr && upper_->own()) upper_->on_end(dir, how);
}

void LayerHost::lost_place(Direction dir) {
  trace_.missing().lost(connection_.info);
  const auto tell = [&](Session& session) {
    if (session.state != nullptr) session.state->on_loss();
    if (session.packets == nullptr) return;
    Scope scope{&session, 0};
    MessageLayer(trace_, connection_, scope, *session.packets).on_gap(dir);
  };
  for (Session* session : connection_.sessions) tell(*session);
  // The request that was lost may have been the one that names the session.
  trace_.sessions().for_polling_between(connection_.info, [&](Session& session) {
    const auto& served = connection_.sessions;
    if (std::find(served.begin(), served.end(), &session) == served.end()) tell(session);
  });
}

void LayerHost::end_packets(End how) {
  if (scope_.session != nullptr) scope_.session->end_packets(*this, how);
}

const ConnectionInfo& LayerHost::connection() const { return connection_.info; }

void LayerHost::enter(Session& session) {
  scope_.session = &session;
  trace_.sessions().attach(session, connection_);
}

Session& LayerHost::open_session(SessionKind kind) {
  if (scope_.session == nullptr) {
    enter(trace_.sessions().open(kind, trace_.now()));
  } else {
    scope_.session->facts.rise_to(kind);
  }
  return *scope_.session;
}

void LayerHost::awaits_request(std::string_view target) {
  if (scope_.session != nullptr) trace_.sessions().await(*scope_.session, connection_.info.client.address, target);
}

bool LayerHost::resumes_session(std::string_view target) {
  Session* const session = trace_.sessions().awaiting(connection_.info.client.address, target);
  if (session != nullptr) enter(*session);
  return session != nullptr;
}

Session& LayerHost::join_session(SessionKind kind, std::string_view key, std::string_view request) {
  SessionTable& table = trace_.sessions();
  Session* session = table.find(key, connection_.info, request);
  if (session == nullptr) {
    const bool free = scope_.session != nullptr && scope_.session->facts.sid.empty();
    session = free ? scope_.session : &table.open(kind, trace_.now());
    table.set_key(*session, key, connection_.info, false);
  }
  table.asks(*session, request);
  session->facts.rise_to(kind);
  enter(*session);
  return *session;
}

Session& LayerHost::name_session(SessionKind kind, std::string_view key) {
  Session* const session = scope_.session;
  if (session != nullptr && session->facts.sid == key) return *session;
  if (Session* const later = trace_.sessions().begun_later(key, connection_.info); later != nullptr) {
    later->facts.start = std::min(later->facts.start, connection_.info.first_seen);
    enter(*later);
    return *later;
  }
  if (session == nullptr || !session->facts.sid.empty()) enter(trace_.sessions().open(kind, trace_.now()));
  trace_.sessions().set_key(*scope_.session, key, connection_.info, true);
  trace_.sessions().note_issuer(*scope_.session, connection_.info.server);
  scope_.session->facts.rise_to(kind);
  return *scope_.session;
}

void LayerHost::pair_session(std::string_view key, Time asked) {
  if (scope_.session != nullptr) trace_.sessions().pair(*scope_.session, key, connection_.info, asked);
}

void LayerHost::pair_request(std::string_view request) {
  if (scope_.session != nullptr) trace_.sessions().pair_request(*scope_.session, request, connection_.info);
}

std::string_view LayerHost::closed_across(Direction by, Time at) const {
  return scope_.session != nullptr ? trace_.sessions().closed_across(*scope_.session, by, at) : std::string_view{};
}

Conduit& LayerHost::conduit() const { return scope_.conduit != nullptr ? *scope_.conduit : connection_; }

void LayerHost::ends(const Outcome& how) { conduit().ends(how); }

std::optional<Delivery> LayerHost::delivery(Direction dir) const {
  if (connection_.tcp_state == nullptr) return std::nullopt;
  const auto offset = [](std::int64_t at) { return static_cast<std::uint64_t>(std::max<std::int64_t>(at, 0)); };
  return Delivery{offset(connection_.tcp_state->next_offset(dir)), offset(connection_.tcp_state->acknowledged(dir))};
}

void LayerHost::was_mistaken(const ProtocolDef& protocol) {
  connection_.kind = SessionKind::tcp;
  if (scope_.session != nullptr) scope_.session->facts.is_no(protocol);
}

const Outcome& LayerHost::connection_outcome() const {
  const Conduit& ended = conduit();
  return ended.outcome.state != "open" ? ended.outcome : ended.tcp_outcome;
}

void LayerHost::closes(Direction by, unsigned code, std::string_view words, bool sound) {
  Closing& closing = conduit().closing;
  if (closing.time == 0) {
    closing = {.time = trace_.now(),
               .by = by,
               .announced = true,
               .code = code,
               .words = std::string(words),
               .carrier = closing.carrier,
               .sound = sound};
    if (scope_.session != nullptr && scope_.session->facts.left == 0) scope_.session->facts.left = trace_.now();
  }
  if (upper_ != nullptr && upper_->own()) upper_->on_closing();
}

const Closing& LayerHost::closing() const { return conduit().closing; }

bool LayerHost::just_left_beyond(Direction who) const {
  return scope_.session != nullptr && trace_.sessions().just_left_beyond(*scope_.session, who);
}

Signs LayerHost::signs(Direction dir) const { return connection_.signs(dir); }

Signs LayerHost::session_signs(Direction dir) const {
  return scope_.session != nullptr ? trace_.sessions().signs(*scope_.session, dir) : signs(dir);
}

void LayerHost::explains_end(const NoteDef& why) {
  const NoteDef*& explained = conduit().end_explained;
  if (explained == nullptr) explained = &why;
}

const NoteDef* LayerHost::end_explained() const { return conduit().end_explained; }

bool LayerHost::is_acknowledged(Direction dir) const { return connection_.acknowledged[index(dir)]; }

Bytes LayerHost::secret(std::string_view label, Bytes client_random) {
  return trace_.secrets() != nullptr ? trace_.secrets()->find(label, client_random) : Bytes();
}

void LayerHost::agreed_on(std::string_view protocol) {
  const bool http2 = protocol == "h2";
  if (std::exchange(connection_.http2_agreed, http2) == http2) return;
  Http2Connections& alive = trace_.http2_connections();
  http2 ? alive.add(connection_.info) : alive.remove(connection_.info, 0);
}

bool LayerHost::http2_beside() const {
  return trace_.http2_connections().any_beside(connection_.info, connection_.http2_agreed);
}

std::uint64_t LayerHost::secrets_revision() const {
  return trace_.secrets() != nullptr ? trace_.secrets()->revision() : 0;
}

bool LayerHost::any_secrets() const { return trace_.secrets() != nullptr && !trace_.secrets()->empty(); }

bool LayerHost::has_damaged_secret(Bytes client_random) const {
  return trace_.secrets() != nullptr && trace_.secrets()->is_damaged(client_random);
}

bool LayerHost::may_hold() const {
  return trace_.secrets() != nullptr && trace_.secrets()->more_may_come() && !connection_.keys_given_up;
}

void LayerHost::secured_by(std::string_view protocol) { connection_.secured = protocol; }

bool LayerHost::is_secured() const { return !connection_.secured.empty(); }

Goodbye LayerHost::goodbye(Direction dir) const { return connection_.goodbyes[index(dir)]; }

void LayerHost::handshake(Handshake done) {
  done.end = trace_.now();
  if (scope_.session == nullptr) {
    connection_.handshakes.push_back(std::move(done));
    return;
  }
  // A session that polls goes on doing so until the WebSocket is there.
  if (done.usable_as == SessionKind::websocket && scope_.session->facts.polls > 0) done.aside = true;
  scope_.session->facts.add_handshake(done);
}

void LayerHost::count_payload(std::uint64_t bytes) { connection_.traffic.payload += bytes; }

void LayerHost::count_framing(const ProtocolDef& protocol, std::uint64_t bytes) {
  // What lies between transport and application is a layer of its own (TLS).
  if (protocol.events.front()->layer == Layer::presentation) {
    connection_.traffic.layers[index(Layer::presentation)] += bytes;
  } else {
    connection_.traffic.add_framing(protocol, bytes);
  }
}

void LayerHost::count_saved(std::uint64_t bytes) { connection_.traffic.saved += bytes; }

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
