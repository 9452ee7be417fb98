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

std::unique_ptr<ExchangeDissector> IdentifiedExchange::around(std::unique_ptr<ExchangeDissector> own) {
  return own == nullptr ? nullptr : std::make_unique<IdentifiedExchange>(std::move(own));
}

/// The dissector says whose session it is.
void IdentifiedExchange::on_request(Context& ctx, const RequestHead& head) {
  own_->on_request(ctx, head);
  if (Session* const session = ctx.session()) session->facts.identity.see(head.headers);
}

}  // namespace wstrace
