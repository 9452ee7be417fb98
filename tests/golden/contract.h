// The NDJSON contract ("wstrace/2", described in the manual), as a checker over a whole output: each record against the
// schema, and what the records say of one another.
#pragma once

#include <string>
#include <vector>

#include "support/ndjson.h"

namespace wstrace::test {

/// What the output does that the contract does not allow, one line each with the output's line number. Empty when all
/// is well.
std::vector<std::string> contract_violations(const std::vector<Line>& output);

}  // namespace wstrace::test
