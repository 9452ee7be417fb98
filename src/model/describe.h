// Definitions put into words: the templates of EventDef and NoteDef filled with an event's fields.
//
// Used by every output that speaks to people, and for the text of notes. What comes out is *not* safe for a terminal:
// it holds bytes from the network as they came. The outputs escape (output/escape.h).
#pragma once

#include <string>
#include <string_view>

#include "model/event.h"

namespace wstrace {

/// "43 µs", "3.5 ms", "1.18 s", "25 s", "12 min", "2.5 h": three significant digits at most.
std::string human_duration(Duration d);
/// "118 bytes", "1 byte", "12.3 kB"
std::string human_size(std::uint64_t bytes);

/// As it stands between quotation marks: those in it, and backslashes, have a backslash in front.
std::string with_quotes_escaped(std::string_view text);

/// Appends `pattern` (see EventDef) filled with `fields`. An unknown name in braces is a defect of the definition and
/// is printed as it stands, which the definitions' test rejects.
void append_filled(std::string& out, std::string_view pattern, std::span<const Field> fields);

/// A moment as the rows of a trace say it: "1.031 s" into the session, or the time of day where the trace is live.
std::string moment_text(Time time, Time session_start, bool live);
/// "17:01:16.123456", in the local time zone.
std::string time_of_day(Time time);

inline std::string filled(std::string_view pattern, std::span<const Field> fields) {
  std::string out;
  append_filled(out, pattern, fields);
  return out;
}

}  // namespace wstrace
