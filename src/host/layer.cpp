#include "host/layer.h"

#include <algorithm>
#include <utility>

#include "host/upper_layer.h"
#include "seam/decryption_service.h"
#include "seam/session_service.h"
#include "session/definitions.h"

namespace wstrace {

Session* Context::session() const { return layer_.scope_.session; }
SessionService Context::sessions() const { return SessionService(layer_); }
ConnectionService Context::connection() const { return ConnectionService(layer_); }
UpperService Context::upper() const { return UpperService(layer_); }
DecryptionService Context::decryption() const { return DecryptionService(layer_); }

LayerContext::LayerContext(Trace& trace, Connection& connection, Scope& scope)
    : Context(*this), trace_(trace), connection_(connection), scope_(scope) {}

LayerContext::~LayerContext() = default;

void LayerContext::emit(const Unit& unit, const EventDef& def, std::span<const Field> fields,
                        std::span<const Note> notes) {
  if (!wants(def)) return;
  Event event;
  event.time = now();
  event.def = &def;
  event.stream = scope_.stream;
  event.has_direction = true;
  event.dir = unit.dir;
  if (unit.explained) event.explained_by = upper_protocol_;
  event.other_fold = unit.fold;
  event.carried = unit.carried;
  event.packets = unit.packets;
  event.fields = fields;
  event.notes = connection_.has_undecrypted && !connection_.has_gaps ? for_undecrypted(notes) : notes;
  if (carrier().end_explained != nullptr) event.notes = without_accusations(event.notes);
  event.raw = unit.raw;
  trace_.emit(event, &connection_, scope_.session);
}

/// What is missing is in the capture: whoever misses it says only that it did not come.
std::span<const Note> LayerContext::for_undecrypted(std::span<const Note> notes) {
  const std::span<Note> all = arena().allocate<Note>(notes.size());
  bool reported = false;
  std::size_t n = 0;
  for (const Note& note : notes) {
    if (!note.def->loss) {
      all[n++] = note;
    } else if (!std::exchange(reported, true)) {
      all[n++] = {&stream::note::undecrypted, {}};
    }
  }
  return all.first(n);
}

/// What happens when the cause has been reported follows from it.
std::span<const Note> LayerContext::without_accusations(std::span<const Note> notes) {
  const auto harmless = [](const Note& note) { return note.def->severity <= Severity::note; };
  if (std::all_of(notes.begin(), notes.end(), harmless)) return notes;
  const std::span<Note> kept = arena().allocate<Note>(notes.size());
  const auto end = std::copy_if(notes.begin(), notes.end(), kept.begin(), harmless);
  return kept.first(static_cast<std::size_t>(end - kept.begin()));
}

/// The packets of a session are taken by one dissector, whichever connection brings them: what was chosen (or that
/// nobody wants them) stands for all.
bool LayerContext::decided_for_session(const Offer& offer) {
  Session* const session = scope_.session;
  if (offer.kind != Offer::Kind::packets || session == nullptr) return false;
  if (session->packets != nullptr) {
    upper_ = std::make_unique<MessageLayer>(trace_, connection_, scope_, *session->packets);
    upper_protocol_ = session->packets_protocol;
  }
  return session->packets != nullptr || session->packets_unclaimed;
}

void LayerContext::decide(const Heads& heads) {
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

void LayerContext::end_upper(Direction dir, End how) {
  if (upper_ != nullptr && upper_->own()) upper_->on_end(dir, how);
}

void LayerContext::lost_place(Direction dir) {
  trace_.missing().lost(connection_.info);
  const auto report = [&](Session& session) {
    if (session.state != nullptr) session.state->on_loss();
    if (session.packets == nullptr) return;
    Scope scope{&session, 0};
    MessageLayer(trace_, connection_, scope, *session.packets).on_gap(dir);
  };
  for (Session* session : connection_.sessions) report(*session);
  // The request that was lost may have been the one that names the session.
  trace_.sessions().for_polling_between(connection_.info, [&](Session& session) {
    const auto& served = connection_.sessions;
    if (std::find(served.begin(), served.end(), &session) == served.end()) report(session);
  });
}

void LayerContext::enter(Session& session) {
  scope_.session = &session;
  trace_.sessions().attach(session, connection_);
}

Carrier& LayerContext::carrier() const { return scope_.carrier != nullptr ? *scope_.carrier : connection_; }

void LayerContext::handshake(Handshake done) {
  done.end = trace_.now();
  if (scope_.session == nullptr) {
    connection_.handshakes.push_back(std::move(done));
    return;
  }
  // A session that polls goes on doing so until the WebSocket is there.
  if (done.usable_as == Level::messages && scope_.session->facts.polls > 0) done.aside = true;
  scope_.session->facts.add_handshake(done);
}

void LayerContext::count_payload(std::uint64_t bytes) { connection_.traffic.payload += bytes; }

void LayerContext::count_framing(const ProtocolDef& protocol, std::uint64_t bytes) {
  connection_.traffic.add_framing(protocol, bytes);
}

void LayerContext::count_saved(std::uint64_t bytes) { connection_.traffic.saved += bytes; }

MessageLayer::MessageLayer(Trace& trace, Connection& connection, Scope& scope,
                           std::unique_ptr<MessageDissector> dissector)
    : LayerContext(trace, connection, scope), own_(std::move(dissector)), dissector_(own_.get()) {}

MessageLayer::MessageLayer(Trace& trace, Connection& connection, Scope& scope, MessageDissector& dissector)
    : LayerContext(trace, connection, scope), dissector_(&dissector) {}

void MessageLayer::on_end(Direction dir, End how) {
  dissector_->on_end(*this, dir, how);
  end_upper(dir, how);
}

}  // namespace wstrace
