// A session's events by name in its foot: one is listed in a line, several in a table as wide as what is in it.
#pragma once

#include "model/session.h"
#include "output/text_writer.h"

namespace wstrace {

/// The label "events" stands before it; everything else begins at column `indent`.
void print_events(TextWriter& writer, const SessionFacts& session, std::size_t indent, int verbosity);

}  // namespace wstrace
