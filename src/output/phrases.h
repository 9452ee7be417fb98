// Words that several text outputs share: counts, ranges, what a session is and how it ended.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/session.h"
#include "output/terminal.h"

namespace wstrace {

/// "1 heartbeat", "4 heartbeats".
std::string counted(std::uint64_t n, std::string_view one);
/// "9999", "12.3 kB": for a column that is headed "bytes".
std::string size_figure(std::uint64_t bytes);
/// "200–900 µs", "900 µs–1.2 ms"; one duration when both read the same.
std::string human_range(Duration least, Duration most);
/// "Socket.IO 5 on Engine.IO 4", "WebSocket".
std::string session_title(const SessionFacts& session);

/// A, B, … Z, AA, AB, …
std::string connection_letter(std::size_t place);
/// "note", "warning", "error".
std::string_view text_for(Severity severity);
/// How many warnings and errors the session's events carried: "1 error, 2 warnings"; empty when none.
std::string trouble_text(const SessionFacts& session);
/// Two texts as two sentences: the full stop between them is added when the first has none.
std::string sentences(std::string_view first, std::string_view second);

Style style_of(Layer layer);
Style style_of(Severity severity);

}  // namespace wstrace
