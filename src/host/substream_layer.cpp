#include "host/substream_layer.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace wstrace {
SubstreamLayer::SubstreamLayer(Trace& trace, Connection& connection, const Substream& substream,
                               std::unique_ptr<ExchangeDissector> dissector)
    : HoldingLayer(trace, connection), dissector_(IdentifiedExchange::around(std::move(dissector))) {
  own_carrier_.closing.carrier = substream.name;
  own_carrier_.protocol = substream.protocol;
  scope_.stream = substream.id;
  scope_.carrier = &own_carrier_;
}

SubstreamLayer::~SubstreamLayer() {
  // The session may be reported now: nobody above may refer to it any more.
  child_.reset();
  dissector_.reset();
  Session* const session = scope_.session;
  let_go();
  if (session != nullptr && ended_alone_) trace_.sessions().stream_over(*session, connection_, own_carrier_.outcome);
}

void SubstreamLayer::enter(Session& session) {
  HoldingLayer::enter(session);
  session.facts.last_stream = std::max(session.facts.last_stream, scope_.stream);
}

void SubstreamLayer::served() {
  if (connection_.scope.session == scope_.session) return;
  if (scope_.session != nullptr) {
    trace_.sessions().attach(*scope_.session, connection_);
  } else {
    trace_.sessions().exchange_begins(connection_, false);
  }
}

void SubstreamLayer::hand_over(Offer offer) {
  child_ = std::make_unique<StreamLayer>(trace_, connection_, scope_, std::move(offer));
  if (Session* const session = scope_.session)
    session->facts.stack.add({.protocol = own_carrier_.protocol, .substream = scope_.stream});
}

void SubstreamLayer::data(Direction dir, Bytes bytes, PacketRange packets) {
  if (child_ != nullptr && !ended_[index(dir)] && !bytes.empty()) child_->on_data(dir, bytes, packets);
}

void SubstreamLayer::gap(Direction dir, std::uint64_t n, bool vague) {
  if (child_ != nullptr && !ended_[index(dir)]) child_->on_gap(dir, n, vague);
}

void SubstreamLayer::end_direction(Direction dir, End how) {
  if (std::exchange(ended_[index(dir)], true)) return;
  if (child_ != nullptr) child_->on_end(dir, how);
}

void SubstreamLayer::end(Direction dir) {
  Closing& closing = own_carrier_.closing;
  if (closing.time == 0) {
    closing.time = trace_.now();
    closing.by = dir;
    own_carrier_.tcp_outcome = {"closed", party(dir), fmt::format("the {} closed the {}", party(dir), closing.carrier)};
  }
  ended_alone_ = true;
  end_direction(dir, End::fin);
}

void SubstreamLayer::reset(Direction by, std::string_view why) {
  Closing& closing = own_carrier_.closing;
  if (closing.time == 0) {
    closing.time = trace_.now();
    closing.by = by;
    closing.reset = true;
    std::string reason = fmt::format("the {} reset the {}", party(by), closing.carrier);
    if (!why.empty()) reason.append(" ").append(why);
    own_carrier_.tcp_outcome = {"reset", party(by), std::move(reason)};
  }
  ended_alone_ = true;
  for (const Direction dir : {by, opposite(by)}) end_direction(dir, End::rst);
}

void SubstreamLayer::connection_ends(Direction dir, End how) {
  const Closing& connection = connection_.closing;
  if (own_carrier_.closing.time == 0 && connection.time != 0) {
    own_carrier_.closing = connection;
    own_carrier_.tcp_outcome = connection_.tcp_outcome;
  }
  end_direction(dir, how);
}

}  // namespace wstrace
