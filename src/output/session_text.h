// The timeline of a capture: one block a session, in the order of their numbers.
//
// Events wait in the log. A session that ended is printed as soon as every session with a lower number is out; until
// then its head and foot wait in the log too, in their final words, and little of it stays here.
//
// An event without a session's number (a TCP handshake, say) stands in one block only: that of the session which its
// connection serves at the time, or of the next one that it serves.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "model/sink.h"
#include "output/closing.h"
#include "output/event_log.h"
#include "output/row_formatter.h"
#include "output/text_options.h"
#include "output/text_writer.h"
#include "output/timeline.h"

namespace wstrace {

class SessionText final : public Sink {
 public:
  SessionText(Output& output, const Terminal& terminal, const TextOptions& options)
      : writer_(output, terminal), options_(options), text_(options, terminal.width, kRowHead), log_(options.log) {}

  void on_event(const Event& event) override;
  void on_session(const SessionFacts& session) override;
  void on_connection_gone(std::uint32_t number) override;
  void on_end(const EndFacts& end) override;
  void flush() override { writer_.flush(); }

  /// What waits to be printed.
  const EventLog& log() const { return log_; }

 private:
  /// Columns before a row's words while there are fewer than 27 connections and the session lasts less than 100 s.
  static constexpr std::size_t kRowHead = 43;

  /// Whose a connection's events are that do not say it themselves.
  struct ConnectionUse {
    std::uint32_t owner = 0;    ///< the first session that it served of those that are not over; 0 for none
    std::uint32_t others = 0;   ///< where events of its streams are kept that are of no session
    std::uint32_t stretch = 0;  ///< where they are kept while there is none; 0 when there are no such events
    std::vector<const NoteDef*> reported = {};  ///< of those that are shown once
  };

  /// A session that ended, and is not printed yet.
  struct Waiting {
    std::uint32_t number = 0;
    Time start = 0;
    Time end = 0;
    std::uint32_t last_stream = 0;  ///< of HTTP/2; 0 for none
    std::vector<std::uint32_t> connections;
    std::vector<std::uint32_t> upgraded;  ///< of them
    std::vector<std::uint32_t> attempts;  ///< of them: refused, before another one was not
    std::uint32_t first = 0;              ///< of them, the one that carried anything first
    std::vector<EventLog::Key> keys;      ///< of its events
  };

  bool is_wanted(const SessionFacts& session) const;
  EventLog::Key key_of(const Event& event);
  bool is_repeated(const Event& event);
  bool is_beside_the_point(const Event& event) const;
  void own(std::uint32_t connection, std::uint32_t session);
  std::vector<EventLog::Key> end_of(const SessionFacts& session);
  void keep(const SessionFacts& session, std::vector<EventLog::Key> keys);
  void print_ready();
  void settle(const Waiting& session);
  void print(const Waiting& session);
  void print_rows(const Waiting& session);
  bool is_folded(const Waiting& session, const LoggedEvent& event, std::vector<const NoteDef*>& reported) const;
  static void label_rows(TimelineLayout& layout, const Waiting& session, bool several);
  static TimelineLayout layout_of(const Waiting& session);
  void print_unattached();

  TextWriter writer_;
  TextOptions options_;
  RowFormatter text_;
  EventLog log_;
  Tally tally_;
  std::map<std::uint32_t, std::unique_ptr<Waiting>> waiting_;  // null: it is over, and not to be printed
  std::uint32_t next_ = 1;                                     // the lowest number that is not out yet
  std::unordered_map<std::uint32_t, ConnectionUse> connections_;
  std::unordered_map<std::uint32_t, std::vector<EventLog::Key>> stretches_;  // that belong to a session not over yet
  std::uint32_t last_stretch_ = 0;
  bool any_block_ = false;
};

}  // namespace wstrace
