// Timeline: rows of events under one heading, with their notes, heartbeats counted and, when asked for, hexdumps.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "output/event_log.h"
#include "output/text_options.h"
#include "output/text_writer.h"

namespace wstrace {

struct TimelineLayout {
  bool time_of_day = false;  ///< live; otherwise seconds since `origin`
  Time origin = 0;
  std::size_t time_width = 9;
  std::size_t label_width = 0;  ///< of the column that says which connection; 0 for none
  std::string_view label_heading = {};
  std::function<std::string(const LoggedEvent&)> label = {};
  bool blank_before = false;  ///< an empty line before the heading
  bool advice = false;        ///< what to do is said beside a note, because no foot will
};

class Timeline {
 public:
  Timeline(TextWriter& writer, const TextOptions& options, TimelineLayout layout)
      : writer_(writer), options_(options), layout_(std::move(layout)) {}

  /// Adds a row below the others; the first one brings the heading with it.
  void add(const LoggedEvent& event);
  bool empty() const { return !headed_; }
  /// Says what is pending: heartbeats that no row has followed yet.
  void finish();

 private:
  struct Heartbeats {
    std::uint64_t by_direction[2] = {0, 0};
    std::uint64_t least_us = 0;
    std::uint64_t most_us = 0;
    bool has_rtt = false;
  };

  std::size_t delta_end() const { return layout_.time_width + 9; }
  std::size_t label_at() const { return delta_end() + 2; }
  std::size_t layer_at() const { return label_at() + (layout_.label_width == 0 ? 0 : layout_.label_width + 2); }
  std::size_t protocol_at() const { return layer_at() + 5; }
  std::size_t arrow_at() const { return protocol_at() + 11; }

  void heading();
  void count_heartbeat(const LoggedEvent& event);
  void when(LineBuilder& line, const LoggedEvent& event);
  void row(const LoggedEvent& event);
  void text(LineBuilder line, const LoggedEvent& event);
  void one_line(LineBuilder& line, const LoggedEvent& event);
  void note(const LoggedNote& note);

  TextWriter& writer_;
  TextOptions options_;
  TimelineLayout layout_;
  Heartbeats heartbeats_;
  bool headed_ = false;
  bool any_row_ = false;
  Time last_time_ = 0;
  std::uint64_t last_packet_ = 0;
  std::set<const NoteDef*> advised_;  // what to do is said once
};

}  // namespace wstrace
