#include "seam/upper_service.h"

#include <algorithm>
#include <utility>

#include "host/exchange_layer.h"
#include "host/layer.h"
#include "host/substream_layer.h"
#include "host/upper_layer.h"

namespace wstrace {

void UpperService::offer_messages(Offer offer) {
  if (layer_.upper_ != nullptr || layer_.decided_for_session(offer)) return;
  layer_.undecided_ = std::make_unique<Offer>(std::move(offer));
  layer_.decide({});
}

bool UpperService::wants(Direction dir, const Message& message) {
  if (layer_.undecided_ != nullptr)
    layer_.decide(dir == Direction::c2s ? Heads{message.payload, {}} : Heads{{}, message.payload});
  return layer_.upper_ != nullptr;
}

void UpperService::message(Direction dir, const Message& message) {
  if (layer_.upper_ != nullptr) layer_.upper_->on_message(dir, message);
}

void UpperService::message_gap(Direction dir) {
  if (layer_.upper_ != nullptr) layer_.upper_->on_gap(dir);
}

CloseCode UpperService::close_code(unsigned code) const {
  return layer_.upper_ != nullptr ? layer_.upper_->close_code(code) : CloseCode{};
}

std::unique_ptr<UpperExchange> UpperService::offer_exchange(const Offer& offer) {
  const Choice choice = choose_upper(offer, {});
  const bool claimed = choice.kind == Choice::Kind::chosen;
  layer_.table().exchange_begins(layer_.connection_, claimed);
  // Beside exchanges of sessions, one that nobody claims belongs to none of them.
  if (!claimed && !layer_.connection_.shared) return nullptr;
  auto layer = std::make_unique<ExchangeLayer>(layer_.trace_, layer_.connection_,
                                               claimed ? choice.dissector->make_exchange(offer) : nullptr);
  if (claimed) layer->explained_by(*choice.dissector->protocol);
  return layer;
}

std::unique_ptr<UpperStream> UpperService::offer_stream(const Substream& substream, const Offer& offer) {
  const Choice choice = choose_upper(offer, {});
  const bool claimed = choice.kind == Choice::Kind::chosen;
  Connection& connection = layer_.connection_;
  connection.last_stream = std::max(connection.last_stream, substream.id);
  layer_.connection().multiplexes(true);
  // What asks for another protocol becomes a session by itself.
  layer_.table().exchange_begins(connection, claimed || !offer.protocol.empty());
  auto stream = std::make_unique<SubstreamLayer>(layer_.trace_, connection, substream,
                                                 claimed ? choice.dissector->make_exchange(offer) : nullptr);
  if (claimed) stream->explained_by(*choice.dissector->protocol);
  return stream;
}

}  // namespace wstrace
