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

#include "seam/dissector.h"
#include "session/scope.h"
#include "session/trace.h"

namespace wstrace {

struct Connection;
class MessageLayer;

/// What all layers have in common: everything a Context offers except the packets of a byte range.
class LayerHost : public Context {
 public:
  LayerHost(Trace& trace, Connection& connection, Scope& scope);
  ~LayerHost() override;
  LayerHost(const LayerHost&) = delete;
  LayerHost& operator=(const LayerHost&) = delete;

  Time now() const override { return trace_.now(); }
  Arena& arena() override { return trace_.arena(); }
  const Limits& limits() const override { return trace_.limits(); }
  Fanout& fanout() override { return trace_.fanout(); }
  PacketRange packets(Direction, std::uint64_t, std::uint64_t) const override { return {}; }
  std::uint64_t position(Direction) const override { return 0; }
  bool wants(const EventDef& def) const override { return trace_.wants(def); }
  void emit(const Unit& unit, const EventDef& def, std::span<const Field> fields, std::span<const Note> notes) override;

  Bytes secret(std::string_view label, Bytes client_random) override;
  std::uint64_t secrets_revision() const override;
  bool any_secrets() const override;
  bool has_damaged_secret(Bytes client_random) const override;
  bool may_hold() const override;
  bool gap_is_vague() const override { return false; }
  // Only what is a stream itself can carry one (StreamLayer).
  void open_plaintext(Offer) override {}
  void plaintext(Direction, Bytes, PacketRange) override {}
  void plaintext_gap(Direction, std::uint64_t, bool) override {}

  void offer_messages(Offer offer) override;
  bool upper_wants(Direction dir, const Message& message) override;
  void message(Direction dir, const Message& message) override;
  void message_gap(Direction dir) override;
  void lost_place(Direction dir) override;
  bool awaits_bytes() const override { return trace_.awaits_bytes(scope_.session); }
  void end_packets(End how) override;

  Session* session() override { return scope_.session; }
  Session& open_session(SessionKind kind) override;
  void awaits_request(std::string_view target) override;
  bool resumes_session(std::string_view target) override;
  Session& join_session(SessionKind kind, std::string_view key, std::string_view request) override;
  Session& name_session(SessionKind kind, std::string_view key) override;
  void pair_session(std::string_view key, Time asked) override;
  void pair_request(std::string_view request) override;
  std::string_view closed_across(Direction by, Time at) const override;
  const Issued* issuer(std::string_view key) override { return trace_.sessions().issuer(key); }
  const ConnectionInfo& connection() const override;
  std::unique_ptr<UpperExchange> offer_exchange(Offer offer) override;
  std::unique_ptr<UpperStream> offer_stream(std::uint32_t id, Offer offer) override;
  void ends(const Outcome& how) override;
  const Outcome& connection_outcome() const override;
  std::optional<Delivery> delivery(Direction dir) const override;
  void was_mistaken(const ProtocolDef& protocol) override;
  void closes(Direction by, unsigned code, std::string_view words, bool sound) override;
  const Closing& closing() const override;
  bool just_left_beyond(Direction who) const override;
  Signs signs(Direction dir) const override;
  Signs session_signs(Direction dir) const override;
  void explains_end(const NoteDef& why) override;
  const NoteDef* end_explained() const override;
  bool is_acknowledged(Direction dir) const override;
  void agreed_on(std::string_view protocol) override;
  bool http2_beside() const override;
  void secured_by(std::string_view protocol) override;
  bool is_secured() const override;
  // Offsets are those of TCP's stream, which only the lowest layer knows (StreamLayer).
  void says_goodbye(Direction, Goodbye) override {}
  Goodbye goodbye(Direction dir) const override;
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

  Trace& trace_;
  Connection& connection_;
  Scope& scope_;

 private:
  Conduit& conduit() const;
  std::span<const Note> for_sealed(std::span<const Note> notes);
  std::span<const Note> without_accusations(std::span<const Note> notes);
  void decide(const Heads& heads);
  bool decided_for_session(const Offer& offer);

  std::unique_ptr<MessageLayer> upper_;
  const ProtocolDef* upper_protocol_ = nullptr;
  std::unique_ptr<Offer> undecided_;  // kept until a message decides who takes them, or nobody does
};

class MessageLayer final : public LayerHost {
 public:
  MessageLayer(Trace& trace, Connection& connection, Scope& scope, std::unique_ptr<MessageDissector> dissector);
  /// For a dissector that the session owns, because several connections bring its messages.
  MessageLayer(Trace& trace, Connection& connection, Scope& scope, MessageDissector& dissector);

  void start() { dissector_->on_start(*this); }
  void on_message(Direction dir, const Message& message) { dissector_->on_message(*this, dir, message); }
  void on_gap(Direction dir) { dissector_->on_gap(*this, dir); }
  void on_closing() { dissector_->on_closing(*this); }
  void on_end(Direction dir, End how);
  /// False when the session owns the dissector: it outlives this transport.
  bool own() const { return own_ != nullptr; }

 private:
  std::unique_ptr<MessageDissector> own_;  // null when the session owns it
  MessageDissector* dissector_;
};

}  // namespace wstrace
