// Engine.IO 3 and 4: packets that come as WebSocket messages.
//
//   WebSocket message ──▶ claim ──▶ decode_packet (wire.h) ──▶ event
//                                        └─ message ──▶ upper layer (Socket.IO)
//
// This file is the WebSocket transport: one message is one packet. What the session as a whole knows lives in State
// (state.h), so that polling requests and other connections of the same session share it. The session is found by its
// sid: from the target when the client changes to this transport, from the open packet when the session begins here.
#pragma once

#include "core/dissector.h"
#include "dissectors/engineio/open.h"
#include "dissectors/engineio/state.h"
#include "dissectors/engineio/wire.h"

namespace wstrace::engineio {

class Dissector final : public MessageDissector {
 public:
  explicit Dissector(const Offer& offer) : target_(offer.target), asked_(offer.asked), handshake_(offer.packets) {}

  void on_start(Context& ctx) override;
  void on_message(Context& ctx, Direction dir, const Message& message) override;
  void on_gap(Context& ctx, Direction dir) override;
  void on_end(Context&, Direction, End) override {}

 private:
  /// One packet on its way through.
  struct Incoming {
    Context& ctx;
    const Message& message;
    const Packet& packet;
    Unit unit;
  };

  void join(Context& ctx, std::string_view sid);
  void take(Session& session);
  void set_version(unsigned version);
  unsigned version() const;
  void offer_packets(Context& ctx, Time opened);

  void on_packet(const Incoming& in);
  void on_open(const Incoming& in);
  void emit_open(const Incoming& in, const OpenData& open, std::span<const Note> notes);
  void on_close(const Incoming& in);
  void on_ping(const Incoming& in);
  void on_pong(const Incoming& in);
  void on_message_packet(const Incoming& in);
  void on_upgrade(const Incoming& in);
  void plain(const Incoming& in, const EventDef& def, std::span<const Note> notes = {});
  void bad_packet(Context& ctx, Direction dir, const Message& message);

  std::string target_;
  Time asked_;  // for this WebSocket; 0 when that was not seen
  PacketRange handshake_;
  Session* session_ = nullptr;  // outlives this: the connection holds it
  State* state_ = nullptr;      // the session's
  bool opened_here_ = false;
  bool offered_ = false;
  std::optional<Time> probed_;         // the client's probe on this transport
  std::optional<Time> probe_waiting_;  // the same, until its pong
};

extern const DissectorDef dissector;

}  // namespace wstrace::engineio
