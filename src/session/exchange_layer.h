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

class ExchangeLayer final : private OwnScope, public LayerHost, public UpperExchange {
 public:
  /// `dissector` is null when nobody claimed the exchange.
  ExchangeLayer(Trace& trace, Connection& connection, std::unique_ptr<ExchangeDissector> dissector);
  ~ExchangeLayer() override;

  Context& context() override { return *this; }
  ExchangeDissector* dissector() override { return dissector_.get(); }

 protected:
  void enter(Session& session) override;

 private:
  std::unique_ptr<ExchangeDissector> dissector_;
};

}  // namespace wstrace
