#include "host/exchange_layer.h"

#include <utility>

#include "host/upper_layer.h"
#include "session/connection.h"

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

std::unique_ptr<UpperExchange> LayerHost::offer_exchange(Offer offer) {
  const Choice choice = choose_upper(offer, {});
  const bool claimed = choice.kind == Choice::Kind::chosen;
  trace_.sessions().exchange_begins(connection_, claimed);
  // Beside exchanges of sessions, one that nobody claims belongs to none of them.
  if (!claimed && !connection_.shared) return nullptr;
  auto layer =
      std::make_unique<ExchangeLayer>(trace_, connection_, claimed ? choice.dissector->make_exchange(offer) : nullptr);
  if (claimed) layer->explained_by(*choice.dissector->protocol);
  return layer;
}

}  // namespace wstrace
