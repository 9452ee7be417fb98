// The foot of a session's block: why it ended, its events and traffic in figures, and every diagnosis once more.
#pragma once

#include "model/session.h"
#include "output/text_writer.h"

namespace wstrace {

void print_session_foot(TextWriter& writer, const SessionFacts& session, int verbosity);
/// Of a session in which something went wrong, only why it ended and its warnings and errors, with what to do; of any other
/// nothing.
void print_session_problems(TextWriter& writer, const SessionFacts& session);

}  // namespace wstrace
