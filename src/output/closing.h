// The closing lines of the text outputs: what was not printed, what could not be read, and what to try.
#pragma once

#include <cstdint>

#include "core/number_ranges.h"
#include "model/sink.h"
#include "output/page.h"

namespace wstrace {

/// Sessions so far, and the connections that carry none, by what they are.
struct Tally {
  std::uint64_t sessions = 0;
  std::uint64_t tcp = 0;
  std::uint64_t tls = 0;
  std::uint64_t http = 0;
  /// The numbers of those that carry none, and the highest of a session: a reader misses numbers below that one.
  NumberRanges tcp_numbers;
  NumberRanges tls_numbers;
  NumberRanges http_numbers;
  std::uint32_t last_session = 0;

  void add(const SessionFacts& session);
};

/// Why the input was not read to its end, or not all of it could be: nothing that follows from that is the network's doing.
void print_unread(Page& page, const EndFacts& end);

/// `shown_all`: the connections without a session were printed too.
void print_closing(Page& page, const EndFacts& end, const Tally& tally, bool shown_all);

}  // namespace wstrace
