// One run of the program: from the options to the exit status.
#pragma once

#include <functional>

#include "cli/options.h"
#include "output/output.h"

namespace wstrace {

/// Where a run writes, and who may stop it. `out` is standard output unless the options name a file.
struct Surroundings {
  int out_fd = 1;
  Output& messages;                      ///< standard error
  std::function<bool()> stop_requested;  ///< Ctrl-C was pressed
};

/// Traces, lists or explains, as the options say. Returns the exit status.
int run(const Options& options, Surroundings& surroundings);

}  // namespace wstrace
