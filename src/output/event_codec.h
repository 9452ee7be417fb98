// Logged events as bytes: what the event log keeps in memory and in its temporary file.
//
// The bytes are read by the process that wrote them, so pointers to definitions stand as they are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "output/logged_event.h"

namespace wstrace {

/// Every record begins with this many bytes, from which its whole length is known.
inline constexpr std::size_t kRecordPrefix = 2 * sizeof(std::uint64_t);

struct RecordPrefix {
  std::uint64_t size = 0;   ///< of the record, this included
  std::uint64_t order = 0;  ///< its place among all events of the log
};

void append_record(std::string& out, const LoggedEvent& event, std::uint64_t order);
RecordPrefix record_prefix(std::string_view bytes);
/// Reads one whole record; the event's texts point into it.
void read_record(std::string_view record, LoggedEvent& event);

}  // namespace wstrace
