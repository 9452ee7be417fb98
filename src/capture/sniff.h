// Names what a file is when it is no capture, so that the message can say more than "unknown format".
#pragma once

#include <string>

#include "core/bytes.h"

namespace wstrace::capture {

/// A phrase that follows "it": "looks like ...", with what to try where something can be done. Never empty.
std::string describe_content(Bytes head);

}  // namespace wstrace::capture
