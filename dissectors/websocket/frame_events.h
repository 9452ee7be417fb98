// The events of one direction: frames, messages, pings, pongs, what belongs to nothing, and what was lost. Notes on them are
// remembered as what the side did wrong (Lane::violations).
#pragma once

#include <string_view>

#include "core/bytes.h"
#include "dissectors/websocket/lane.h"
#include "dissectors/websocket/wire.h"
#include "model/definitions.h"
#include "model/event.h"
#include "seam/context.h"
#include "seam/dissector.h"

namespace wstrace::websocket {

/// "text", "ping", "reserved"
std::string_view name_of(Opcode opcode);
/// Text where it is text, bytes where it is not.
Field text_or_bytes(const FieldDef& text, const FieldDef& binary, Bytes bytes);

// Of the lane's present frame. `raw`: its bytes on the wire; empty where it went by in pieces.

void emit_frame(Context& ctx, const Lane& lane, Bytes raw);
/// A frame that belongs to nothing.
void emit_violation(Context& ctx, Lane& lane, Bytes raw);
void emit_ping(Context& ctx, Lane& lane, Bytes raw);
/// `peer` may have sent the ping.
void emit_pong(Context& ctx, Lane& lane, Lane& peer, Bytes raw);

/// `decoded`: the payload is what the application sent. `inferred`: the handshake is not in the capture.
void emit_message(Context& ctx, Lane& lane, const Unit& unit, bool decoded, bool inferred);
/// The lane's loss, which is reported by that.
void emit_gap(Context& ctx, Lane& lane, const NoteDef& why, PacketRange packets);
/// The direction ends with `unread`, within a frame or a message; does nothing between them. `why`: null where nobody is to blame.
void emit_unfinished(Context& ctx, Lane& lane, const NoteDef* why, Window unread);

}  // namespace wstrace::websocket
