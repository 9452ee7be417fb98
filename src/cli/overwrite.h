// What must not be written: files that the same run reads.
#pragma once

#include <string>

#include "cli/options.h"

namespace wstrace {

/// Why an output may not be opened: it is a file that is also read, by whatever name, or both outputs are one file. Empty
/// when all is well. `out_fd` is standard output.
std::string overwrite_conflict(const Options& options, int out_fd);

}  // namespace wstrace
