// Answers that no Engine.IO server worded: of a proxy, of HTTP below it, or of another server altogether.
#pragma once

#include "dissectors/engineio/asked.h"
#include "dissectors/engineio/transport.h"
#include "seam/dissector.h"

namespace wstrace::engineio {

/// Tells what the answer means, by its status, and what it does to the session. That this is no Socket.IO server is said
/// only where none has shown itself: where a sid was issued or has worked, there is one.
void foreign_answer(Context& ctx, Transport& transport, const ResponseHead& head, const Body& body, const Asked& asked);

}  // namespace wstrace::engineio
