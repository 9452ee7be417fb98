#include "host/exchange_layer.h"

#include <utility>

#include "session/connection.h"

namespace wstrace {

void HoldingLayer::enter(Session& session) {
  if (scope_.session == &session) return;
  let_go();
  trace_.sessions().hold(session);
  LayerContext::enter(session);
}

void HoldingLayer::let_go() {
  if (Session* const held = std::exchange(scope_.session, nullptr)) trace_.sessions().release(*held);
}

std::unique_ptr<ExchangeDissector> IdentifiedExchange::around(std::unique_ptr<ExchangeDissector> own) {
  return own == nullptr ? nullptr : std::make_unique<IdentifiedExchange>(std::move(own));
}

/// The dissector says whose session it is.
void IdentifiedExchange::on_request(Context& ctx, const RequestHead& head) {
  own_->on_request(ctx, head);
  if (Session* const session = ctx.session()) session->facts.identity.see(head.headers);
}

}  // namespace wstrace
