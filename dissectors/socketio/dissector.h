// Socket.IO, protocols 4 and 5, with the default parser (JSON packets with binary attachments) or the msgpack parser.
//
//   text packet ──▶ parse_head (wire.h) ──▶ PayloadReader ──▶ connect / disconnect / connect_error
//                                                        ├──▶ event ──▶ EventCounts, PendingAcks
//                                                        └──▶ ack   ──▶ PendingAcks
//   binary packet ──▶ Attachments of its direction, until the event or ack that announced them is whole
//                 └─▶ when none is waited for: MsgpackReader, and on as above
//
// One of these serves a whole Engine.IO session and belongs to it, whichever connections bring its packets.
#pragma once

#include <array>
#include <optional>

#include "dissectors/socketio/acks.h"
#include "dissectors/socketio/attachments.h"
#include "dissectors/socketio/msgpack_packet.h"
#include "dissectors/socketio/namespaces.h"
#include "dissectors/socketio/payload.h"
#include "dissectors/socketio/wire.h"
#include "model/event_counts.h"
#include "model/fields.h"
#include "model/notes.h"
#include "seam/broadcasts.h"
#include "seam/dissector.h"

namespace wstrace::socketio {

class Dissector final : public MessageDissector {
 public:
  explicit Dissector(const Offer& offer) : opened_(offer.asked) {}

  void on_start(Context& ctx) override;
  void on_message(Context& ctx, Direction dir, const Message& message) override;
  void on_gap(Context& ctx, Direction dir) override;
  void on_end(Context& ctx, Direction dir, End how) override;
  void on_session_over(EventContext& ctx, End how) override;

 private:
  enum class Parser : std::uint8_t { json, msgpack };

  /// What each direction keeps between packets.
  struct Lane {
    PayloadReader reader;
    Attachments attachments;
    MsgpackReader msgpack;
    bool repaired = false;         // the payload that was read last
    std::optional<Parser> parser;  // of the packets so far
    Time latest = 0;               // of the messages so far
    bool late = false;             // the last one came out of turn
  };

  /// What the client has just said, to which the server's next event may be the answer.
  class Prompt {
   public:
    /// `what` is what it asks, `name` its event's.
    void said(Time now, std::string_view what, std::string_view name);
    /// The server's event: as a hash, what it may answer; 0 for nothing.
    std::uint64_t answered(Time now);
    Time last() const { return last_; }

   private:
    std::uint64_t hash_ = 0;
    Time last_ = 0;
    unsigned open_ = 0;  // so many may still be answered
    Time replied_ = 0;   // the last one
  };

  /// What is kept over the session's packets. Bounded by the limits that are in force.
  struct Tables {
    explicit Tables(const Limits& limits)
        : acks(limits.pending_acks), counts(limits.event_names), namespaces(limits.event_names) {}
    PendingAcks acks;
    EventCounts counts;
    Namespaces namespaces;
  };

  /// What a packet is made of besides its head and payload. All of it may be absent.
  struct Parts {
    const Attachments* attachments = nullptr;  // of a binary packet
    const NoteDef* missing = nullptr;          // why not all of them are there
    const MsgpackPacket* msgpack = nullptr;    // of the msgpack parser
  };

  /// One packet that has been read, on its way to its event.
  struct Incoming {
    EventContext& ctx;
    Unit unit;
    const Head& head;
    NamespaceQuery nsp;
    std::uint32_t nsp_number;
    const Payload& payload;
    const Attachments* attachments;  // null unless the packet is a binary one
    const MsgpackPacket* msgpack;    // null with the default parser
    Notes notes = {};
  };

  Lane& lane(Direction dir) { return lanes_[index(dir)]; }
  const Lane& lane(Direction dir) const { return lanes_[index(dir)]; }
  void announce();

  void on_text(EventContext& ctx, Direction dir, const Message& message);
  void on_binary(EventContext& ctx, Direction dir, const Message& message);
  void finish(EventContext& ctx, Direction dir, const NoteDef* missing);
  void on_msgpack(EventContext& ctx, Direction dir, const Message& message);
  const NoteDef& why_no_msgpack(const EventContext& ctx, Direction dir, MsgpackReader::Result result) const;
  void dispatch(EventContext& ctx, const Unit& unit, const Head& head, const Parts& parts);

  void on_connect(Incoming& in);
  void infer_version(const Incoming& in);
  void on_request(Incoming& in, Fields& fields);
  void join(const Incoming& in, Namespace& nsp);
  void on_reply(Incoming& in, Fields& fields);
  void on_disconnect(Incoming& in);
  void on_connect_error(Incoming& in);
  std::string_view offset_of(const Incoming& in);
  static void ask_to_recover(const Incoming& in, Namespace& nsp);
  static void emit_recovery(Incoming& in, Fields& fields, Namespace& nsp);
  bool add_place(const Incoming& in, Fields& fields);
  Broadcasts::Place place_among_sessions(const Incoming& in, std::string_view offset, std::uint64_t prompt);
  void note_refusal(Incoming& in);
  void on_event(Incoming& in);
  void on_ack(Incoming& in);
  std::uint64_t add_args(Incoming& in, Fields& fields, bool after_name);
  void note_parser(Incoming& in);
  void note_turn(Context& ctx, Direction dir);
  void note_missing(Incoming& in, const NoteDef* missing);
  const Awaited* awaited(const Incoming& in);
  void note_slow(Incoming& in, const Awaited& event, std::uint64_t rtt);
  void count_answer(const Awaited& event, std::uint64_t rtt);
  bool knows_all_events(const Incoming& in);
  /// Packets were lost in the capture, or are waited for.
  bool may_lack(const EventContext& ctx) const { return lossy_ || ctx.awaits_bytes(); }
  Namespace* known(const Incoming& in);
  bool server_died(const EventContext& ctx) const;
  void emit_unanswered(EventContext& ctx);
  void emit_unjoined(EventContext& ctx);
  bool had_time(const PendingAcks::Oldest& ack) const;
  void emit_missing_acks(EventContext& ctx, bool in_order);
  void emit_missing_ack(EventContext& ctx, const PendingAcks::Oldest& ack, const Namespace& nsp, Duration waited);
  void not_a_packet(EventContext& ctx, const Unit& unit, bool binary, const NoteDef& why);

  Time opened_;                    // the Engine.IO session; 0 when that was not seen
  SessionFacts* facts_ = nullptr;  // of the session that owns this
  unsigned version_ = kProtocol5;
  bool version_known_ = false;
  std::array<Lane, 2> lanes_;
  std::optional<Tables> tables_;
  Prompt prompt_;
  std::size_t joined_ = 0;  // namespaces
  bool any_joined_ = false;
  bool began_ = false;  // a CONNECT was seen
  bool ended_ = false;  // the last one was left
  bool mismatch_reported_ = false;
  bool over_ = false;   // the session
  bool lossy_ = false;  // packets are missing from the capture
};

extern const DissectorDef dissector;

}  // namespace wstrace::socketio
