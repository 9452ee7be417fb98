#include "session/exchange_layer.h"

#include <utility>

namespace wstrace {

void HoldingLayer::enter(Session& session) {
  if (scope_.session == &session) return;
  let_go();
  trace_.sessions().hold(session);
  LayerHost::enter(session);
}

void HoldingLayer::let_go() {
  if (Session* const held = std::exchange(scope_.session, nullptr)) trace_.sessions().release(*held);
}

}  // namespace wstrace
