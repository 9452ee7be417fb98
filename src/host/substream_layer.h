// SubstreamLayer: the host of one substream, as HTTP/2 has them (seam/upper_service.h: UpperStream).
//
// Its scope and its end are its own. A WebSocket that is opened in it (RFC 8441) is a tree of layers like that of a
// connection, and a session that it carried is over when the stream is, though the connection goes on.
#pragma once

#include <array>
#include <memory>

#include "host/exchange_layer.h"
#include "host/stream_layer.h"
#include "session/connection.h"

namespace wstrace {

class SubstreamLayer final : public HoldingLayer, public UpperStream {
 public:
  /// `dissector` is null when nobody claimed the exchange.
  SubstreamLayer(Trace& trace, Connection& connection, const Substream& substream,
                 std::unique_ptr<ExchangeDissector> dissector);
  ~SubstreamLayer() override;

  Context& context() override { return *this; }
  ExchangeDissector* dissector() override { return dissector_.get(); }

  void served() override;
  void hand_over(Offer offer) override;
  void data(Direction dir, Bytes bytes, PacketRange packets) override;
  void gap(Direction dir, std::uint64_t n, bool vague) override;
  void end(Direction dir) override;
  void reset(Direction by, std::string_view why) override;
  void connection_ends(Direction dir, End how) override;

 protected:
  void enter(Session& session) override;

 private:
  void end_direction(Direction dir, End how);

  Carrier own_carrier_;
  std::unique_ptr<StreamLayer> child_;
  std::array<bool, 2> ended_{};
  bool ended_alone_ = false;  // not because the connection did
  // Last, for it may count on the session until it is gone.
  std::unique_ptr<ExchangeDissector> dissector_;
};

}  // namespace wstrace
