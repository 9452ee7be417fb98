// The timeline of a live trace: a row as soon as something happens, with its session and connection beside it.
//
// A connection's first rows wait until it turns out to serve a session; those of connections that never do are dropped,
// so that a busy host's other traffic does not flood the screen.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "model/sink.h"
#include "output/closing.h"
#include "output/event_log.h"
#include "output/row_formatter.h"
#include "output/text_options.h"
#include "output/text_writer.h"
#include "output/timeline.h"

namespace wstrace {

class LiveText final : public Sink {
 public:
  LiveText(Output& output, const Terminal& terminal, const TextOptions& options);

  void on_event(const Event& event) override;
  void on_session(const SessionFacts& session) override;
  void on_connection_gone(std::uint32_t number) override;
  void on_end(const EndFacts& end) override;
  void flush() override { writer_.flush(); }

 private:
  void print_whole(const SessionFacts& session);
  bool is_of_another(const Event& event);
  bool must_wait(const Event& event);
  void hold(std::uint32_t connection, const LoggedEvent& event);
  void show_held(std::uint32_t connection);

  TextWriter writer_;
  TextOptions options_;
  RowFormatter text_;
  EventLog held_;
  Timeline timeline_;
  Tally tally_;
  std::unordered_set<std::uint32_t> in_session_;  // connections that serve a session
};

}  // namespace wstrace
