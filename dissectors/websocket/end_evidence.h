// EndEvidence (verdict.h), gathered: what the frames of both sides show, and what the connection shows.
#pragma once

#include "dissectors/websocket/lane.h"
#include "dissectors/websocket/verdict.h"
#include "model/event.h"
#include "seam/context.h"

namespace wstrace::websocket {

/// `evidence` says when (`at`) and who (`by`). `own` is that side, `peer` the other one.
void add_frames(EndEvidence& evidence, const Lane& own, const Lane& peer, Time opened_at);
void add_connection(EndEvidence& evidence, Context& ctx);

}  // namespace wstrace::websocket
