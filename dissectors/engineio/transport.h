// What the transports have in common: which session a transport belongs to, and what each packet means.
//
//   WebSocket message ──▶ dissector.h ──┐
//                                       ├──▶ Transport: decode_packet (wire.h) ──▶ event, State
//   polling exchange  ──▶ exchange.h  ──┘                     └─ message ──▶ upper layer (Socket.IO)
//
// What the session as a whole knows lives in State (state.h). The session is found by its sid: from the target, or
// from the open packet where the session begins here.
#pragma once

#include "dissectors/engineio/open.h"
#include "dissectors/engineio/state.h"
#include "dissectors/engineio/wire.h"
#include "seam/dissector.h"

namespace wstrace::engineio {

class Transport {
 public:
  /// `name` is static text, as the protocol calls the transport.
  Transport(std::string_view name, const Offer& offer)
      : name_(name), target_(offer.target), asked_(offer.asked), handshake_(offer.packets), inferred_(offer.inferred) {}

  /// Finds the session by the target's sid, or begins one. `request` is what a proxy passes on as it is.
  void begin(Context& ctx, std::string_view request = {});
  /// The bytes of one packet. `unit.raw` is what they are of the transport's own unit.
  void on_packet(Context& ctx, const Unit& unit, Bytes bytes, bool binary, bool truncated);
  void on_gap(Context& ctx, Direction dir);
  /// The session's packets come over this transport.
  void carries();
  /// Bytes that are no packet.
  void undecodable(Context& ctx, const Unit& unit, Bytes bytes, bool binary, const NoteDef& why);

  Session& session() { return *session_; }
  State& state() { return *state_; }
  const std::string& target() const { return target_; }
  bool named() const { return named_; }
  bool opened_here() const { return opened_here_; }
  unsigned version() const;
  void set_version(unsigned version);
  void asked_at(Time time) { asked_ = time; }

 private:
  /// One packet on its way through.
  struct Incoming {
    Context& ctx;
    const Packet& packet;
    Unit unit;
    bool truncated;
  };

  void take(Session& session);
  void offer_packets(Context& ctx, Time opened);
  void infer_version(Bytes bytes, bool binary);
  void count(const Incoming& in);

  void on_open(const Incoming& in);
  void learn(const OpenData& open, Time now);
  void emit_open(const Incoming& in, const OpenData& open, std::span<const Note> notes);
  void emit_opening(const Incoming& in, const OpenData& open);
  void emit_cached(const Incoming& in, const OpenData& open, std::string_view story);
  std::string given_out_before(Context& ctx, std::string_view sid) const;
  void not_a_packet(Context& ctx, const Unit& unit, Bytes bytes, bool binary);
  void on_close(const Incoming& in);
  void on_ping(const Incoming& in);
  void on_pong(const Incoming& in);
  void on_probe(const Incoming& in);
  bool misses_nothing(const Context& ctx) const;
  void on_probe_answer(const Incoming& in);
  void on_message_packet(const Incoming& in);
  void on_upgrade(const Incoming& in);
  static void plain(const Incoming& in, const EventDef& def, std::span<const Note> notes = {});
  static void emit_message(const Incoming& in);

  std::string_view name_;
  std::string target_;
  Time asked_;  // for this transport; 0 when that was not seen
  PacketRange handshake_;
  bool inferred_;               // the WebSocket's handshake is not in the capture
  Session* session_ = nullptr;  // outlives this: the connection or the exchange holds it
  State* state_ = nullptr;      // the session's
  bool named_ = false;          // the target names the session
  bool opened_here_ = false;
  bool offered_ = false;
};

}  // namespace wstrace::engineio
