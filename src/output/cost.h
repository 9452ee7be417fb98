// What each layer took of a session's bytes on the wire, in one line of its foot.
#pragma once

#include "model/session.h"
#include "output/text_writer.h"

namespace wstrace {

/// Nothing when nothing is known of the layers.
void print_cost(TextWriter& writer, const SessionFacts& session, std::size_t indent);

}  // namespace wstrace
