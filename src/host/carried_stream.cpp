#include "host/carried_stream.h"

#include <algorithm>
#include <string>
#include <utility>

#include "host/upper_layer.h"

namespace wstrace {
namespace {

constexpr std::string_view kCarrier = "HTTP/2 stream";

}  // namespace

CarriedStream::CarriedStream(Trace& trace, Connection& connection, std::uint32_t id,
                             std::unique_ptr<ExchangeDissector> dissector)
    : HoldingLayer(trace, connection), dissector_(IdentifiedExchange::around(std::move(dissector))) {
  own_conduit_.closing.carrier = kCarrier;
  scope_.stream = id;
  scope_.conduit = &own_conduit_;
}

CarriedStream::~CarriedStream() {
  // The session may be reported now: nobody above may refer to it any more.
  child_.reset();
  dissector_.reset();
  Session* const session = scope_.session;
  let_go();
  if (session != nullptr && ended_alone_) trace_.sessions().stream_over(*session, connection_, own_conduit_.outcome);
}

void CarriedStream::enter(Session& session) {
  HoldingLayer::enter(session);
  session.facts.last_stream = std::max(session.facts.last_stream, scope_.stream);
}

void CarriedStream::served() {
  if (connection_.scope.session == scope_.session) return;
  if (scope_.session != nullptr) {
    trace_.sessions().attach(*scope_.session, connection_);
  } else {
    trace_.sessions().exchange_begins(connection_, false);
  }
}

void CarriedStream::hand_over(Offer offer) {
  child_ = std::make_unique<StreamLayer>(trace_, connection_, scope_, std::move(offer));
  SessionTable::carried_by(scope_.session, connection_, scope_.stream);
}

void CarriedStream::data(Direction dir, Bytes bytes, PacketRange packets) {
  if (child_ != nullptr && !ended_[index(dir)] && !bytes.empty()) child_->on_data(dir, bytes, packets);
}

void CarriedStream::gap(Direction dir, std::uint64_t n, bool vague) {
  if (child_ != nullptr && !ended_[index(dir)]) child_->on_gap(dir, n, vague);
}

void CarriedStream::tell_end(Direction dir, End how) {
  if (std::exchange(ended_[index(dir)], true)) return;
  if (child_ != nullptr) child_->on_end(dir, how);
}

void CarriedStream::end(Direction dir) {
  Closing& closing = own_conduit_.closing;
  if (closing.time == 0) {
    closing.time = trace_.now();
    closing.by = dir;
    const std::string by(party(dir));
    own_conduit_.tcp_outcome = {"closed", party(dir), "the " + by + " closed the HTTP/2 stream"};
  }
  ended_alone_ = true;
  tell_end(dir, End::fin);
}

void CarriedStream::reset(Direction by, std::string_view why) {
  Closing& closing = own_conduit_.closing;
  if (closing.time == 0) {
    closing.time = trace_.now();
    closing.by = by;
    closing.reset = true;
    std::string words = "the " + std::string(party(by)) + " reset the HTTP/2 stream";
    if (!why.empty()) words.append(" ").append(why);
    own_conduit_.tcp_outcome = {"reset", party(by), std::move(words)};
  }
  ended_alone_ = true;
  for (const Direction dir : {by, opposite(by)}) tell_end(dir, End::rst);
}

void CarriedStream::connection_ends(Direction dir, End how) {
  const Closing& connection = connection_.closing;
  if (own_conduit_.closing.time == 0 && connection.time != 0) {
    own_conduit_.closing = connection;
    own_conduit_.tcp_outcome = connection_.tcp_outcome;
  }
  tell_end(dir, how);
}

std::unique_ptr<UpperStream> LayerHost::offer_stream(std::uint32_t id, Offer offer) {
  const Choice choice = choose_upper(offer, {});
  const bool claimed = choice.kind == Choice::Kind::chosen;
  connection_.http2 = true;
  connection_.last_stream = std::max(connection_.last_stream, id);
  agreed_on("h2");
  // What asks for another protocol becomes a session by itself.
  trace_.sessions().exchange_begins(connection_, claimed || !offer.protocol.empty());
  auto stream = std::make_unique<CarriedStream>(trace_, connection_, id,
                                                claimed ? choice.dissector->make_exchange(offer) : nullptr);
  if (claimed) stream->explained_by(*choice.dissector->protocol);
  return stream;
}

}  // namespace wstrace
