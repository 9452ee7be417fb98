// The closing lines of the text outputs: what was not printed, what could not be read, and what to try.
#pragma once

#include <cstdint>
#include <vector>

#include "core/number_ranges.h"
#include "model/sink.h"
#include "output/text_options.h"
#include "output/text_writer.h"

namespace wstrace {

/// Connections of one type that carry no session.
struct BareConnections {
  const SessionType* type = nullptr;
  std::uint64_t count = 0;
  NumberRanges numbers;
};

/// Sessions so far, and the connections that carry none, by what they are.
struct Tally {
  std::uint64_t sessions = 0;
  std::uint32_t last_session = 0;     ///< highest number of a session: a reader misses numbers below that one
  std::vector<BareConnections> bare;  ///< those that say most first

  void add(const SessionFacts& session);
};

/// Of chosen sessions only what concerns them, and what was not read.
void print_closing(TextWriter& writer, const EndFacts& end, const Tally& tally, const TextOptions& options);

}  // namespace wstrace
