// Which side of a connection is the client, where the capture shows no SYN.
#pragma once

#include "packet/packet_path.h"
#include "transport/connection_table.h"

namespace wstrace {

/// By the first packet that was captured of the connection: its flags, what its payload says (requests and masked frames come
/// from clients), which of the two ends is a server that is known, and at last the ports.
bool source_is_client(const PacketView& view, const ConnectionTable& connections);

}  // namespace wstrace
