// GraphQL over WebSocket: the subprotocols graphql-transport-ws (graphql-ws) and graphql-ws (subscriptions-transport-ws).
//
//   message ──▶ MessageReader ──▶ flaw_of ──▶ connection_init, connection_ack, ping …   the connection's state
//                                        ├──▶ subscribe, start                          Operations, EventCounts
//                                        └──▶ next, data, error, complete               answer one of them
#pragma once

#include <array>
#include <optional>

#include "dissectors/graphql/message.h"
#include "dissectors/graphql/messages.h"
#include "dissectors/graphql/operations.h"
#include "model/event_counts.h"
#include "model/fields.h"
#include "model/notes.h"
#include "seam/dissector.h"

namespace wstrace::graphql {

class Dissector final : public MessageDissector {
 public:
  explicit Dissector(const Offer& offer);

  void on_start(Context& ctx) override;
  void on_message(Context& ctx, Direction dir, const Message& message) override;
  void on_gap(Context& ctx, Direction dir) override;
  CloseCode close_code(unsigned code) const override;
  void on_closing(Context& ctx) override;
  void on_end(Context& ctx, Direction dir, End how) override;

 private:
  /// What is kept over the connection's messages. Bounded by the limits that are in force.
  struct Tables {
    explicit Tables(const Limits& limits) : operations(limits.pending_acks), counts(limits.event_names) {}
    Operations operations;
    EventCounts counts;
  };

  /// One message that has been read, on its way to its event.
  struct Incoming {
    Context& ctx;
    Unit unit;
    Type type;
    const OperationMessage& message;
    std::string_view label = {};  // of the operation that it is about
    Notes notes = {};
    Fields fields = {};
  };

  void on_flaw(Context& ctx, const Unit& unit, const NoteDef& def, std::string_view why);
  void dispatch(Incoming& in);
  void on_init(Incoming& in);
  void on_ack(Incoming& in);
  void on_ping(Incoming& in);
  void on_pong(Incoming& in);
  void on_subscribe(Incoming& in);
  void on_result(Incoming& in);
  void on_error(Incoming& in);
  void on_complete(Incoming& in);
  void on_stop(Incoming& in);
  void on_connection_error(Incoming& in);

  std::uint32_t count_operation(Incoming& in, std::string_view name, std::string_view type);
  void first_answer(Incoming& in, Running& operation);
  Running* answered(Incoming& in);
  void note_failure(Incoming& in, const NoteDef& def, const Running* operation);
  void emit(Incoming& in, const EventDef& def);

  /// Messages were lost in the capture, or are waited for.
  bool may_lack(const EventContext& ctx) const { return lossy_ || ctx.awaits_bytes(); }
  void emit_not_acked(Context& ctx);
  void emit_unanswered(Context& ctx, End how);
  bool had_time(const Running& operation, Time until) const;
  void emit_unanswered_one(Context& ctx, const Operations::Oldest& oldest, Duration waited);

  Subprotocol subprotocol_;
  bool expected_ = true;   // by the subprotocol, or by a message; false: by the path alone
  bool lossy_ = false;     // messages are missing from the capture
  std::string path_;       // of the URL
  bool spoke_ = false;     // the server has sent a message
  bool acked_ = false;     // the server acknowledged the connection
  bool early_ = false;     // an operation was asked for before that
  bool misspoke_ = false;  // the client has sent an invalid message
  bool rejected_ = false;  // the server has sent connection_error in place of the acknowledgement
  bool failed_ = false;    // the close code says what failed
  Time asked_ = 0;         // connection_init, as long as nothing answers it
  PacketRange asked_in_;
  std::array<Time, 2> pinged_{};  // by direction, as long as nothing answers
  unsigned ended_ = 0;            // directions
  SessionFacts* facts_ = nullptr;
  MessageReader reader_;
  std::optional<Tables> tables_;
};

extern const DissectorDef dissector;

}  // namespace wstrace::graphql
