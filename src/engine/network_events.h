// What the engine reports of the layers below TCP: what packets are carried in, and their fragments.
#pragma once

#include "dissectors/ip/fragments.h"
#include "packet/packet_view.h"
#include "session/connection.h"
#include "session/trace.h"

namespace wstrace {

/// The packet came another way than the connection's last one did. Each way is reported once.
void emit_encapsulations(Trace& trace, Connection& connection, const PacketView& view, Direction dir);

/// The packet was put together from fragments.
void emit_joined(Trace& trace, Connection& connection, const PacketView& view, Direction dir);

/// Its packets were the connection's, although they came to nothing.
void count_lost(Connection& connection, const ip::Datagram& lost);

/// A datagram could not be put together. `connection`: whose it was; null when nobody knows.
void emit_lost(Trace& trace, Connection* connection, const ip::Datagram& lost);

}  // namespace wstrace
