// The types of messages, and what is wrong with a message of one.
#pragma once

#include <optional>
#include <string_view>

#include "dissectors/graphql/message.h"
#include "model/definitions.h"

namespace wstrace::graphql {

inline constexpr std::string_view kTransportWs = "graphql-transport-ws";  ///< of graphql-ws
inline constexpr std::string_view kLegacyWs = "graphql-ws";               ///< of subscriptions-transport-ws

enum class Subprotocol : std::uint8_t { unknown, transport_ws, legacy };

Subprotocol subprotocol_named(std::string_view name);
/// Empty where it is not known.
std::string_view name_of(Subprotocol subprotocol);

enum class Type : std::uint8_t {
  init,
  ack,
  ping,
  pong,
  subscribe,
  next,
  error,
  complete,
  connection_error,
  keep_alive,
  terminate,
  start,
  start_ack,  ///< AWS AppSync's
  data,
  stop,
};

/// Nothing where it is of neither subprotocol.
std::optional<Type> type_named(std::string_view name);
/// The only subprotocol that has messages of this type; unknown where both have.
Subprotocol subprotocol_of(Type type);

/// Why this is no message that the subprotocol allows in this direction, in static words; empty when it is one.
std::string_view flaw_of(const OperationMessage& message, Direction dir, Subprotocol subprotocol);

/// The message says by itself that it is of one of the subprotocols: its type together with its content.
bool is_unmistakable(const OperationMessage& message, Direction dir);

}  // namespace wstrace::graphql
