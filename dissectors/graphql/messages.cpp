#include "dissectors/graphql/messages.h"

#include <algorithm>
#include <array>

namespace wstrace::graphql {
namespace {

using Kind = Value::Kind;

struct TypeRow {
  std::string_view name;
  Type type;
  Subprotocol only;  // unknown: of both
  bool from_client;
  bool from_server;
};

constexpr std::array kTypes = std::to_array<TypeRow>({
    {"connection_init", Type::init, Subprotocol::unknown, true, false},
    {"connection_ack", Type::ack, Subprotocol::unknown, false, true},
    {"ping", Type::ping, Subprotocol::transport_ws, true, true},
    {"pong", Type::pong, Subprotocol::transport_ws, true, true},
    {"subscribe", Type::subscribe, Subprotocol::transport_ws, true, false},
    {"next", Type::next, Subprotocol::transport_ws, false, true},
    {"error", Type::error, Subprotocol::unknown, false, true},
    {"complete", Type::complete, Subprotocol::unknown, true, true},
    {"connection_error", Type::connection_error, Subprotocol::legacy, false, true},
    {"ka", Type::keep_alive, Subprotocol::legacy, false, true},
    {"connection_terminate", Type::terminate, Subprotocol::legacy, true, false},
    {"start", Type::start, Subprotocol::legacy, true, false},
    {"start_ack", Type::start_ack, Subprotocol::legacy, false, true},
    {"data", Type::data, Subprotocol::legacy, false, true},
    {"stop", Type::stop, Subprotocol::legacy, true, false},
});

const TypeRow* row_named(std::string_view name) {
  const auto* const found =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeRow& r) { return r.name == name; });
  return found != kTypes.end() ? found : nullptr;
}

/// What both subprotocols require: the older one's libraries look at nothing more.
std::string_view flaw_of_type(const TypeRow& row, Direction dir, Subprotocol subprotocol) {
  if (row.only == Subprotocol::legacy && subprotocol == Subprotocol::transport_ws)
    return "only the older subprotocol graphql-ws has messages of this type";
  if (row.only == Subprotocol::transport_ws && subprotocol == Subprotocol::legacy)
    return "only the newer subprotocol graphql-transport-ws has messages of this type";
  const bool stops = row.type == Type::complete && dir == Direction::c2s;
  if (stops && subprotocol == Subprotocol::legacy) return "clients of the older subprotocol send stop instead";
  if (dir == Direction::c2s && !row.from_client) return "only servers send messages of this type";
  if (dir == Direction::s2c && !row.from_server) return "only clients send messages of this type";
  return {};
}

bool needs_id(Type type) {
  return type == Type::subscribe || type == Type::next || type == Type::error || type == Type::complete;
}

std::string_view flaw_of_query(const OperationMessage& message) {
  if (!message.payload.is(Kind::object)) return "its payload is not an object";
  if (!message.query.is(Kind::string)) return "its payload has no query";
  if (!message.variables.is_none() && !message.variables.is(Kind::object)) return "its variables are not an object";
  const Value& name = message.operation_name;
  return name.is_none() || name.is(Kind::string) ? std::string_view{} : "its operationName is not a string";
}

/// What graphql-transport-ws requires of the content.
std::string_view flaw_of_content(const OperationMessage& message, Type type) {
  if (needs_id(type) && (!message.id.is(Kind::string) || message.id_text.empty()))
    return message.id.is(Kind::absent) ? "it has no id" : "its id is not a string, or empty";
  const Value& payload = message.payload;
  switch (type) {
    case Type::subscribe: return flaw_of_query(message);
    case Type::next: return payload.is(Kind::object) ? std::string_view{} : "its payload is not an object";
    case Type::error: return payload.is(Kind::array) ? std::string_view{} : "its payload is not an array of errors";
    case Type::complete: return {};
    default: return payload.is_none() || payload.is(Kind::object) ? std::string_view{} : "its payload is not an object";
  }
}

}  // namespace

Subprotocol subprotocol_named(std::string_view name) {
  if (name == kTransportWs) return Subprotocol::transport_ws;
  return name == kLegacyWs ? Subprotocol::legacy : Subprotocol::unknown;
}

std::string_view name_of(Subprotocol subprotocol) {
  if (subprotocol == Subprotocol::unknown) return {};
  return subprotocol == Subprotocol::legacy ? kLegacyWs : kTransportWs;
}

std::optional<Type> type_named(std::string_view name) {
  const TypeRow* const row = row_named(name);
  return row != nullptr ? std::optional(row->type) : std::nullopt;
}

Subprotocol subprotocol_of(Type type) {
  const auto* const row = std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeRow& r) { return r.type == type; });
  return row->only;
}

std::string_view flaw_of(const OperationMessage& message, Direction dir, Subprotocol subprotocol) {
  if (!message.type.is(Kind::string)) return "it has no type";
  const TypeRow* const row = row_named(message.type_text);
  if (row == nullptr) return "its type is unknown";
  if (const std::string_view flaw = flaw_of_type(*row, dir, subprotocol); !flaw.empty()) return flaw;
  const bool strict = subprotocol == Subprotocol::transport_ws || row->only == Subprotocol::transport_ws;
  return strict ? flaw_of_content(message, row->type) : std::string_view{};
}

bool is_unmistakable(const OperationMessage& message, Direction dir) {
  if (!flaw_of(message, dir, Subprotocol::unknown).empty()) return false;
  switch (*type_named(message.type_text)) {
    case Type::init:
    case Type::ack:
    case Type::connection_error:
    case Type::terminate: return true;
    case Type::subscribe:
    case Type::start: return message.query.is(Kind::string) && !message.id_text.empty();
    case Type::next:
    case Type::data: return message.has_result && !message.id_text.empty();
    default: return false;
  }
}

}  // namespace wstrace::graphql
