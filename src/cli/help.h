// What --help prints: grouped, 80 columns, in agreement with man/wstrace.1.
#pragma once

#include <string_view>

namespace wstrace {

extern const std::string_view kHelp;

}  // namespace wstrace
