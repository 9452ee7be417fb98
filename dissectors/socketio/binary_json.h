// Bytes as JSON: {"$binary":"<base64>"}.
#pragma once

#include <string>
#include <string_view>

#include "core/bytes.h"

namespace wstrace::socketio {

inline constexpr std::string_view kBinaryOpening = R"({"$binary":")";
inline constexpr std::string_view kBinaryClosing = "\"}";

inline constexpr std::size_t base64_size(std::size_t n) { return (n + 2) / 3 * 4; }

/// Writes base64_size() characters and a NUL behind them.
void write_base64(char* to, Bytes bytes);
void append_base64(std::string& out, Bytes bytes);

}  // namespace wstrace::socketio
