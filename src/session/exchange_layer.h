// ExchangeLayer: the host of one HTTP exchange (core/dissector.h: UpperExchange).
//
// It has a scope of its own, and it keeps the session that it joined from being reported as long as it lasts.
#pragma once

#include "session/layer.h"

namespace wstrace {

/// A base, so that the scope exists before the LayerHost that refers to it.
struct OwnScope {
  Scope own_scope;
};

/// Holds the session that its scope is in.
class HoldingLayer : private OwnScope, public LayerHost {
 public:
  HoldingLayer(Trace& trace, Connection& connection) : LayerHost(trace, connection, own_scope) {}
  ~HoldingLayer() override { let_go(); }

 protected:
  void enter(Session& session) override;
  void let_go();
};

class ExchangeLayer final : public HoldingLayer, public UpperExchange {
 public:
  /// `dissector` is null when nobody claimed the exchange.
  ExchangeLayer(Trace& trace, Connection& connection, std::unique_ptr<ExchangeDissector> dissector)
      : HoldingLayer(trace, connection), dissector_(std::move(dissector)) {}

  Context& context() override { return *this; }
  ExchangeDissector* dissector() override { return dissector_.get(); }

 private:
  std::unique_ptr<ExchangeDissector> dissector_;
};

}  // namespace wstrace
