// The foot of a session's block: why it ended, its events and traffic in figures, and every diagnosis once more.
#pragma once

#include "model/session.h"
#include "output/text_writer.h"

namespace wstrace {

void print_session_foot(TextWriter& writer, const SessionFacts& session, int verbosity);

}  // namespace wstrace
