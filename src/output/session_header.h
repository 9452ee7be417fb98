// The head of a session's block: what it is, who talks to whom, and how long its handshakes took.
#pragma once

#include "model/session.h"
#include "output/text_writer.h"

namespace wstrace {

/// "Session 1 · Socket.IO 5 on Engine.IO 4 · polling → websocket · 1.18 s · closed by the client"
std::string session_line(const SessionFacts& session);

void print_session_header(TextWriter& writer, const SessionFacts& session, int verbosity);

}  // namespace wstrace
