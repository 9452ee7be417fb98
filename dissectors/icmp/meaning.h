// What an ICMP message means: its event, its note, and its type and code in words.
#pragma once

#include <string_view>

#include "dissectors/icmp/wire.h"
#include "model/definitions.h"

namespace wstrace::icmp {

/// The event that a message is.
const EventDef& event_of(const Message& message);

/// Type and code in words that follow "because"; static text.
std::string_view meaning_of(const Message& message);

/// What it means for the connection; null where there is nothing to worry about. `connecting`: it answers a SYN.
const NoteDef* note_of(const Message& message, bool connecting);

/// Does it end a connection that is being opened (RFC 5461 2.2: what stacks do)?
bool fails_connect(const Message& message);

}  // namespace wstrace::icmp
