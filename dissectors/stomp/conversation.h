// What the frames of one connection mean, whether a WebSocket's messages or TCP brought them.
//
// frames.cpp and destinations.cpp report each frame, ending.cpp judges how the session ended. Both accuse nobody while packets are missing.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dissectors/stomp/frame_reader.h"
#include "dissectors/stomp/headers.h"
#include "dissectors/stomp/heart_beats.h"
#include "dissectors/stomp/receipts.h"
#include "dissectors/stomp/subscriptions.h"
#include "model/event_counts.h"
#include "model/fields.h"
#include "model/notes.h"
#include "seam/dissector.h"

namespace wstrace::stomp {

class Conversation {
 public:
  explicit Conversation(const Limits& limits)
      : counts_(limits.event_names),
        receipts_(limits.pending_acks),
        subscriptions_(limits.pending_acks),
        deliveries_(limits.pending_acks) {}

  void start(Context& ctx);
  void on_frame(Context& ctx, const Frame& frame, const Unit& unit);
  /// An end of line between frames. `closes_frame`: it belongs to the frame before it.
  void on_eol(Context& ctx, const Unit& unit, bool closes_frame);
  /// Bytes of this direction are being read, of whatever they are a part.
  void heard(Direction dir, Time now) { heart_beats_.heard(dir, now); }
  void on_loss(Direction dir) { lossy_ = lost_[index(dir)] = true; }
  /// What came before this is not known. A CONNECTED that answers shows that nothing of it matters.
  void begins_unknown() { begin_unknown_ = true; }
  /// The connection ended in the middle of this.
  void on_incomplete(Context& ctx, const Frame& frame, const Unit& unit);
  void on_closing(Context& ctx);
  void on_over(Context& ctx, End how);

  /// The last frame of a side was invalid, as far as is known.
  bool has_invalid() const { return invalid_[0] || invalid_[1]; }
  bool may_lack(const EventContext& ctx) const { return lossy_ || begin_unknown_ || ctx.awaits_bytes(); }

 private:
  /// One frame on its way to its event.
  struct Incoming {
    Context& ctx;
    const Frame& frame;
    const Unit& unit;
    Headers headers;
    Fields fields = {};
    Notes notes = {};

    std::string_view header(std::string_view name) const { return headers.get(name); }
    std::string_view add(const FieldDef& def, std::string_view name) {
      const std::string_view value = header(name);
      fields.add_text(def, value);
      return value;
    }
  };

  /// The client's last frame, which the server may fail at.
  struct Last {
    Time time = 0;
    PacketRange packets;
    std::string text;  ///< "SEND /queue/a"
  };

  // frames.cpp
  void on_invalid(Incoming& in, std::string_view reason);
  void note_form(Incoming& in);
  void note_missing(Incoming& in, std::string_view header);
  void on_connect(Incoming& in);
  void on_connected(Incoming& in);
  void offer_heart_beats(Incoming& in);
  void on_send(Incoming& in);
  void on_subscribe(Incoming& in);
  void on_unsubscribe(Incoming& in);
  void on_ack(Incoming& in);
  void on_transaction(Incoming& in);
  void on_disconnect(Incoming& in);
  void on_message(Incoming& in);
  void on_receipt(Incoming& in);
  void on_error(Incoming& in);
  void note_rejection(Incoming& in);
  void ask_receipt(Incoming& in, std::string_view about, std::uint32_t counted);
  void add_body(Incoming& in);
  void says(Incoming& in, std::string_view about);
  std::uint32_t count(Incoming& in, std::string_view destination);
  void acknowledge(Incoming& in, std::string_view key);
  void emit(Incoming& in, const EventDef& def);

  // ending.cpp
  void end(Context& ctx, const Outcome& how);
  bool emit_silence(Context& ctx, Direction closer);
  bool emit_unanswered(Context& ctx, Direction closer);
  bool emit_cut_short(Context& ctx, Direction closer);
  void emit_missing_receipts(Context& ctx);
  void emit_unacknowledged(Context& ctx);

  SessionFacts* facts_ = nullptr;
  Version version_ = Version::unknown;
  std::string accepted_;  // versions that the client offers
  Time asked_ = 0;        // CONNECT
  PacketRange asked_in_;
  bool connected_ = false;
  Time disconnected_ = 0;               // DISCONNECT
  bool in_error_ = false;               // nothing but a goodbye has come since the last ERROR
  const NoteDef* rejection_ = nullptr;  // of CONNECT
  bool closing_ = false;                // somebody has begun to
  bool lossy_ = false;                  // packets are missing in the capture
  std::array<bool, 2> lost_{};          // … in this direction
  bool begin_unknown_ = false;
  std::array<bool, 2> invalid_{};
  Last last_;
  Time server_spoke_ = 0;  // its last frame
  HeartBeats heart_beats_;
  EventCounts counts_;
  Receipts receipts_;
  Subscriptions subscriptions_;
  Deliveries deliveries_;
};

}  // namespace wstrace::stomp
