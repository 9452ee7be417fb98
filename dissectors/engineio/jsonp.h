// JSONP: polling as scripts and forms can do it. The payload is wrapped in a call and in a form field.
#pragma once

#include <optional>
#include <string_view>

#include "core/arena.h"
#include "core/bytes.h"

namespace wstrace::engineio {

/// Around the payload in an answer, with the query's `j` in between (protocol 3, "JSONP").
inline constexpr std::string_view kJsonpHead = "___eio[";
inline constexpr std::string_view kJsonpArgument = "](\"";
inline constexpr std::string_view kJsonpFoot = ");";
/// The form field that a POST carries the payload in (same section, "Posting data").
inline constexpr std::string_view kJsonpField = "d";

/// The payload in the answer `___eio[<j>]("…");`, in the arena; nothing when the body is no such call. Of a body that
/// ends before the call does there is what it holds.
std::optional<Bytes> jsonp_answer(Bytes body, Arena& arena);

/// The payload in the form `d=…`, in the arena, as engine.io's server reads it; nothing when there is not just one `d`.
/// Bytes that are no UTF-8 stay as they are (the server has U+FFFD for them).
std::optional<Bytes> jsonp_post(Bytes body, Arena& arena);

}  // namespace wstrace::engineio
