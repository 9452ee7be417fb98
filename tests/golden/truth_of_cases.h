// Each case's log and trace, and what is known not to be in the log.
#pragma once

#include <vector>

#include "support/cases.h"
#include "support/truth.h"

namespace wstrace::test {

/// A snap length cut the case's packets: what the applications logged need not be in the trace; but nothing else may be.
bool lacks_messages(const Case& one);

std::vector<Line> trace_of(const Case& one);
std::vector<Line> truth_of(const Case& one);

/// Takes out what the case's applications are known not to log, as often as they did not, and gives it back; it must be there.
std::vector<Said> take_out_unlogged(const Case& one, Account& trace, const Account& truth);

}  // namespace wstrace::test
