// An event put into the words of its row, and whether it gets a row at all.
#pragma once

#include <string>
#include <vector>

#include "output/event_log.h"
#include "output/text_options.h"

namespace wstrace {

/// Where a summary begins, counted from the title, unless the title is longer; and what is left between the two then.
inline constexpr std::size_t kTitleColumns = 13;
inline constexpr std::size_t kApart = 3;

enum class Shown : std::uint8_t { row, heartbeat, hidden };

/// Of the events that the user chose, a note always shows, and so does the event that carries it.
Shown shown_as(const Event& event, const TextOptions& options);

class RowFormatter {
 public:
  /// `head`: the columns of a row that stand before its words.
  RowFormatter(const TextOptions& options, std::size_t width, std::size_t head);

  /// What the event's row says; valid until the next call.
  const LoggedEvent& of(const Event& event, Shown shown);

 private:
  void fill(const Event& event);
  void fill_summary(const Event& event);
  void write_summary(std::string_view pattern, std::span<const Field> fields);
  void spare_the_rest(const Event& event, std::size_t room);
  void fill_notes(const Event& event);

  std::size_t room_;       // a row that is not wrapped has this many columns for title and summary
  std::size_t columns_;    // no row shows more of a text than this
  std::size_t hex_bytes_;  // nor a hexdump more bytes
  LoggedEvent text_;
  std::string filled_;
  std::string title_;
  std::string summary_;
  std::string shortened_;
  std::vector<Field> fields_;
  std::vector<std::string> notes_;
};

}  // namespace wstrace
