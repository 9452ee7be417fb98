// What is wrong with a frame by its header alone (RFC 9113 4 to 6), and with a setting by its value. Nothing here has a state.
#pragma once

#include <string_view>

#include "dissectors/http2/wire.h"
#include "model/definitions.h"

namespace wstrace::http2 {

/// Why a frame's size is wrong for its type (6); empty when it is not.
std::string_view wrong_size(const FrameHeader& header);

/// Why a frame may not stand on its stream (6); empty when it may.
std::string_view wrong_stream(const FrameHeader& header);

/// Why a setting's value is not allowed (6.5.2, RFC 8441 3); empty when it is.
std::string_view wrong_value(const Setting& setting);

/// False for what no peer sends, not even a wrong one: bytes that were taken for a frame's header, and are none. An unknown type
/// and flags that mean nothing are possible (4.1).
bool is_possible(const FrameHeader& header, Direction dir);

}  // namespace wstrace::http2
