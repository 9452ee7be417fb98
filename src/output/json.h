// The NDJSON output: one JSON object a line, "wstrace/2". The manual describes it as a contract; tests hold it to it.
//
// A payload is said once: by the event of the uppermost layer that decodes it. What that explains is left out; -v adds it
// without payloads, -vv with them.
//
// Keys that do not apply are left out. A value that is not UTF-8 goes out as base64 under "<name>_base64", and a note
// says so. Values past `max_payload` are cut and the event's fields say "truncated":true.
#pragma once

#include <tsl/robin_map.h>

#include <string>
#include <string_view>
#include <vector>

#include "model/sink.h"
#include "output/json_headers.h"
#include "output/json_writer.h"
#include "output/output.h"
#include "select/event_choice.h"
#include "select/session_numbers.h"

namespace wstrace {

struct JsonOptions {
  std::string_view version = {};  ///< of this program
  std::size_t max_payload = std::size_t{1} << 20;
  SessionNumbers sessions = {};  ///< only these sessions' events and records
  EventChoice events = {};       ///< only these
  bool only_sessions = false;    ///< none but the records of sessions
  int verbosity = 0;
  bool all = false;  ///< connections that served no session, too
};

class JsonSink final : public Sink {
 public:
  JsonSink(Output& output, JsonOptions options) : output_(output), options_(std::move(options)) {}

  void on_capture(const CaptureFacts& capture) override;
  void on_event(const Event& event) override;
  void on_connection(const ConnectionFacts& connection) override;
  void on_session(const SessionFacts& session) override;
  void on_end(const EndFacts& end) override;
  void flush() override { output_.flush(); }

 private:
  void open_record(std::string_view record);
  void close_record();
  void number(std::string_view key, std::uint64_t value);
  void word(std::string_view key, std::string_view value);
  void text(std::string_view key, std::string_view value);
  void repaired(std::string_view key, std::string_view value);

  void event_head(const Event& event);
  std::string_view members_of(const EventDef& def);
  /// Not asked for, or said by an upper layer's event.
  bool is_left_out(const Event& event) const;
  /// A payload that is said above is not.
  bool is_shown(const Event& event, const Field& field) const;
  void fields(const Event& event);
  void carried(const Event& event);
  void handshakes(const std::vector<Handshake>& handshakes);
  void both(std::string_view key, const std::array<std::uint64_t, 2>& by_direction);
  /// Each of these is true when the value was cut.
  bool field(const Field& field);
  bool text_field(const Field& field);
  bool binary_field(const Field& field);
  bool json_field(const Field& field);

  bool has_notes(std::size_t given) const { return given != 0 || !not_utf8_.empty(); }
  void event_notes(std::span<const Note> notes, Proxy proxy);
  void note_head(const NoteDef& def, std::string_view phrase, Proxy proxy, bool primary = false);
  void not_utf8_notes();

  void session_head(const SessionFacts& session);
  void session_attempts(const std::vector<ConnectionRef>& connections);
  void session_stack(const SessionFacts& session);
  void session_encapsulations(const std::vector<std::string>& encapsulations);
  void session_connecting(const SessionFacts& session);
  void session_traffic(const Traffic& traffic);
  void traffic_protocols(const Traffic& traffic);
  void traffic_duplicates(const Traffic& traffic);
  void session_events(const std::vector<NamedCount>& events);
  void round_trips(const Quantiles& rtt_us);
  void session_heartbeats(const Heartbeats& heartbeats);
  void session_other_sides(const std::vector<std::uint32_t>& sessions);
  void session_outcome(const Outcome& outcome);
  void session_notes(const std::vector<SessionNote>& notes, Proxy proxy, const NoteDef* primary);
  void end_undecoded(const std::vector<UndecodedFacts>& undecoded);
  void end_broadcasts(const std::vector<BroadcastFacts>& broadcasts);
  void end_causes(const std::vector<CauseFacts>& causes);

  Output& output_;
  JsonOptions options_;
  JsonWriter json_;
  JsonHeaders headers_;
  tsl::robin_map<const EventDef*, std::string> members_;
  std::vector<std::string_view> not_utf8_;  // names of this record's values that went out as base64
  std::string text_;                        // a note's text while it is written
};

}  // namespace wstrace
