// ExchangeLayer: the host of one HTTP exchange (seam/upper_service.h: UpperExchange).
//
// It has a scope of its own, and it keeps the session that it joined from being reported as long as it lasts.
#pragma once

#include "host/layer.h"

namespace wstrace {

/// A base, so that the scope exists before the LayerContext that refers to it.
struct OwnScope {
  Scope own_scope;
};

/// Holds the session that its scope is in.
class HoldingLayer : private OwnScope, public LayerContext {
 public:
  HoldingLayer(Trace& trace, Connection& connection) : LayerContext(trace, connection, own_scope) {}
  ~HoldingLayer() override { let_go(); }

 protected:
  void enter(Session& session) override;
  void let_go();
};

/// Sees whose requests they are, on their way to the dissector that claimed the exchange.
class IdentifiedExchange final : public ExchangeDissector {
 public:
  explicit IdentifiedExchange(std::unique_ptr<ExchangeDissector> own) : own_(std::move(own)) {}
  /// Null for none.
  static std::unique_ptr<ExchangeDissector> around(std::unique_ptr<ExchangeDissector> own);

  void on_request(Context& ctx, const RequestHead& head) override;
  void on_request_body(Context& ctx, const Body& body) override { own_->on_request_body(ctx, body); }
  bool explains(unsigned status) const override { return own_->explains(status); }
  void on_response(Context& ctx, const ResponseHead& head, const Body& body) override {
    own_->on_response(ctx, head, body);
  }
  void on_no_response(Context& ctx, Direction ended_by, End how) override { own_->on_no_response(ctx, ended_by, how); }

 private:
  std::unique_ptr<ExchangeDissector> own_;
};

class ExchangeLayer final : public HoldingLayer, public UpperExchange {
 public:
  /// `dissector` is null when nobody claimed the exchange.
  ExchangeLayer(Trace& trace, Connection& connection, std::unique_ptr<ExchangeDissector> dissector)
      : HoldingLayer(trace, connection), dissector_(IdentifiedExchange::around(std::move(dissector))) {}

  Context& context() override { return *this; }
  ExchangeDissector* dissector() override { return dissector_.get(); }

 private:
  std::unique_ptr<ExchangeDissector> dissector_;
};

}  // namespace wstrace
