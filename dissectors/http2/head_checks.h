// What the head of a request or an answer may say (RFC 9113 8.2, 8.3; RFC 8441 4).
#pragma once

#include <string_view>

#include "dissectors/http2/header_list.h"
#include "model/definitions.h"

namespace wstrace::http2 {

/// Which rule the head that this side sends breaks, in words; empty when it breaks none. Where fields of it are not known, or were
/// left out, none is missed.
std::string_view wrong_head(const HeaderList& head, Direction dir);

/// ":status" as a number (8.3.2); 0 when it is missing or not one of at most four digits.
unsigned status_of(const HeaderList& head);

}  // namespace wstrace::http2
