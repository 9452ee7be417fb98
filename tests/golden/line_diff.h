// The difference of two texts, line by line, short enough to read in a test's message.
#pragma once

#include <string>
#include <string_view>

namespace wstrace::test {

/// Hunks of "- expected" and "+ actual" lines, each under its line number in the expected text; long lines are cut
/// around the place where they differ. Empty when the texts are equal.
std::string line_diff(std::string_view expected, std::string_view actual);

}  // namespace wstrace::test
