// The layers above one TCP connection, as a tree, and the host that serves them.
//
// A StreamLayer (stream_layer.h) buffers for its dissector; a MessageLayer carries whole messages upwards. Both lend
// their dissector the same Context. Which dissector sits in a layer is decided by upper_layer.h alone.
//
//
//   data, gap, end ──▶ StreamLayer ──window──▶ StreamDissector ──message──▶ MessageLayer ──▶ MessageDissector …
//                          │                        └─ request, answer ──▶ ExchangeLayer ──▶ ExchangeDissector
//                          └─ hand_over ──▶ StreamLayer (the child gets both directions)
#pragma once

#include <memory>

#include "seam/connection_service.h"
#include "seam/dissector.h"
#include "session/connection.h"
#include "session/scope.h"
#include "session/trace.h"

namespace wstrace {

class MessageLayer;

/// What all layers have in common: what a Context promises, but for the packets of a byte range. The services that a Context
/// lends work on it.
class LayerContext : public Context {
 public:
  LayerContext(Trace& trace, Connection& connection, Scope& scope);
  ~LayerContext() override;
  LayerContext(const LayerContext&) = delete;
  LayerContext& operator=(const LayerContext&) = delete;

  Time now() const override { return trace_.now(); }
  Arena& arena() override { return trace_.arena(); }
  const Limits& limits() const override { return trace_.limits(); }
  Broadcasts& broadcasts() override { return trace_.broadcasts(); }
  PacketRange packets(Direction, std::uint64_t, std::uint64_t) const override { return {}; }
  std::uint64_t position(Direction) const override { return 0; }
  bool gap_is_vague() const override { return false; }
  bool wants(const EventDef& def) const override { return trace_.wants(def); }
  void emit(const Unit& unit, const EventDef& def, std::span<const Field> fields, std::span<const Note> notes) override;
  bool awaits_bytes() const override { return trace_.awaits_bytes(scope_.session); }
  const Closing& closing() const override { return carrier().closing; }
  void handshake(Handshake done) override;
  void count_payload(std::uint64_t bytes) override;
  void count_framing(const ProtocolDef& protocol, std::uint64_t bytes) override;
  void count_saved(std::uint64_t bytes) override;

  /// What explains this layer's units (Unit::explained), where that was chosen beforehand.
  void explained_by(const ProtocolDef& upper) { upper_protocol_ = &upper; }

 protected:
  /// Tells the upper layer that has this transport for its own.
  void end_upper(Direction dir, End how);
  /// This layer's events belong to the session from now on.
  virtual void enter(Session& session);
  // What only a layer of a stream can do (StreamLayer).
  virtual void set_close_notify(Direction, CloseNotify) {}
  virtual void open_plaintext(Offer&&) {}
  virtual void plaintext(Direction, Bytes, PacketRange) {}
  virtual void plaintext_gap(Direction, std::uint64_t, bool) {}
  /// The capture lost this connection's place in a direction.
  void lost_place(Direction dir);

  Trace& trace_;
  Connection& connection_;
  Scope& scope_;

 private:
  friend Context;
  friend ConnectionService;
  friend SessionService;
  friend DecryptionService;
  friend UpperService;

  Carrier& carrier() const;
  SessionTable& table() const { return trace_.sessions(); }
  std::span<const Note> for_undecrypted(std::span<const Note> notes);
  std::span<const Note> without_accusations(std::span<const Note> notes);
  void decide(const Heads& heads);
  bool decided_for_session(const Offer& offer);

  std::unique_ptr<MessageLayer> upper_;
  const ProtocolDef* upper_protocol_ = nullptr;
  std::unique_ptr<Offer> undecided_;  // kept until a message decides who takes them, or nobody does
};

class MessageLayer final : public LayerContext {
 public:
  MessageLayer(Trace& trace, Connection& connection, Scope& scope, std::unique_ptr<MessageDissector> dissector);
  /// For a dissector that the session owns, because several connections bring its messages.
  MessageLayer(Trace& trace, Connection& connection, Scope& scope, MessageDissector& dissector);

  void start() { dissector_->on_start(*this); }
  void on_message(Direction dir, const Message& message) { dissector_->on_message(*this, dir, message); }
  void on_gap(Direction dir) { dissector_->on_gap(*this, dir); }
  void on_closing() { dissector_->on_closing(*this); }
  CloseCode close_code(unsigned code) const { return dissector_->close_code(code); }
  void on_end(Direction dir, End how);
  /// False when the session owns the dissector: it outlives this transport.
  bool own() const { return own_ != nullptr; }

 private:
  std::unique_ptr<MessageDissector> own_;  // null when the session owns it
  MessageDissector* dissector_;
};

}  // namespace wstrace
