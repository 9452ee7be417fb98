#include "session/exchange_layer.h"

namespace wstrace {

ExchangeLayer::ExchangeLayer(Trace& trace, Connection& connection, std::unique_ptr<ExchangeDissector> dissector)
    : LayerHost(trace, connection, own_scope), dissector_(std::move(dissector)) {}

ExchangeLayer::~ExchangeLayer() {
  if (scope_.session != nullptr) trace_.sessions().release(*scope_.session);
}

void ExchangeLayer::enter(Session& session) {
  if (scope_.session == &session) return;
  if (scope_.session != nullptr) trace_.sessions().release(*scope_.session);
  trace_.sessions().hold(session);
  LayerHost::enter(session);
}

}  // namespace wstrace
