#include "seam/connection_service.h"

#include <algorithm>
#include <utility>

#include "dissectors/tcp/tracker.h"
#include "host/layer.h"

namespace wstrace {

const ConnectionInfo& ConnectionService::info() const { return layer_.connection_.info; }

/// Of what is in a substream, the session alone has the layers: the connection carries others, too.
void ConnectionService::add_layer(const ProtocolDef& protocol, std::string_view version) {
  const StackLayer layer{.protocol = &protocol, .version = std::string(version)};
  const Carrier* const carrier = layer_.scope_.carrier;
  if (carrier == nullptr) layer_.connection_.stack.replace(layer);
  Session* const session = layer_.scope_.session;
  if (session == nullptr) return;
  if (carrier != nullptr) session->facts.stack.add({.protocol = carrier->protocol, .substream = layer_.scope_.stream});
  session->facts.stack.add(layer);
}

bool ConnectionService::is_protected() const { return layer_.connection_.stack.at(Level::protection) != nullptr; }

void ConnectionService::was_mistaken(const ProtocolDef& protocol) {
  layer_.connection_.type = &kTcpConnection;
  layer_.connection_.stack.remove(protocol);
  if (layer_.scope_.session != nullptr) layer_.scope_.session->facts.is_no(protocol);
}

void ConnectionService::multiplexes(bool many) {
  Connection& connection = layer_.connection_;
  if (std::exchange(connection.multiplexes, many) == many) return;
  MultiplexedConnections& alive = layer_.trace_.multiplexed_connections();
  many ? alive.add(connection.info) : alive.remove(connection.info, 0);
}

bool ConnectionService::multiplexed_beside() const {
  const Connection& connection = layer_.connection_;
  return layer_.trace_.multiplexed_connections().any_beside(connection.info, connection.multiplexes);
}

Signs ConnectionService::signs(Direction dir) const { return layer_.connection_.signs(dir); }

bool ConnectionService::is_acknowledged(Direction dir) const { return layer_.connection_.acknowledged[index(dir)]; }

std::optional<Delivery> ConnectionService::delivery(Direction dir) const {
  const tcp::Tracker* const tcp = layer_.connection_.tcp_state;
  if (tcp == nullptr) return std::nullopt;
  const auto offset = [](std::int64_t at) { return static_cast<std::uint64_t>(std::max<std::int64_t>(at, 0)); };
  return Delivery{offset(tcp->next_offset(dir)), offset(tcp->acknowledged(dir))};
}

void ConnectionService::lost_place(Direction dir) { layer_.lost_place(dir); }

void ConnectionService::set_close_notify(Direction dir, CloseNotify bytes) { layer_.set_close_notify(dir, bytes); }

CloseNotify ConnectionService::close_notify(Direction dir) const {
  return layer_.connection_.close_notifies[index(dir)];
}

void ConnectionService::closes(Direction by, unsigned code, std::string_view reason, bool sound) {
  Closing& closing = layer_.carrier().closing;
  const Time now = layer_.now();
  if (closing.time == 0) {
    closing = {.time = now,
               .by = by,
               .announced = true,
               .code = code,
               .reason = std::string(reason),
               .carrier = closing.carrier,
               .sound = sound};
    Session* const session = layer_.scope_.session;
    if (session != nullptr && session->facts.left == 0) session->facts.left = now;
  }
  if (layer_.upper_ != nullptr && layer_.upper_->own()) layer_.upper_->on_closing();
}

void ConnectionService::ends(const Outcome& how) { layer_.carrier().ends(how); }

const Outcome& ConnectionService::outcome() const {
  const Carrier& ended = layer_.carrier();
  return ended.outcome.state != "open" ? ended.outcome : ended.tcp_outcome;
}

void ConnectionService::explain_end(const NoteDef& why) {
  const NoteDef*& explained = layer_.carrier().end_explained;
  if (explained == nullptr) explained = &why;
}

const NoteDef* ConnectionService::end_explained() const { return layer_.carrier().end_explained; }

}  // namespace wstrace
