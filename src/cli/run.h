// One run of the program: from the options to the exit status.
#pragma once

#include <functional>

#include "cli/options.h"
#include "output/output.h"

namespace wstrace {

/// Where a run writes, and who may stop it. `out_fd` is standard output, for what the options name no file for.
struct Environment {
  int out_fd = 1;
  Output& messages;                   ///< standard error
  std::function<int()> stop_signal;   ///< the signal that asks for the end (Ctrl-C: SIGINT); 0 for none
  bool messages_on_terminal = false;  ///< where a user need not be told twice of a signal
};

/// Traces, lists or explains, as the options say. Returns the exit status.
int run(const Options& options, Environment& environment);

}  // namespace wstrace
