// The request's target as Engine.IO reads it: the path, and the query that names version, transport and session.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wstrace::engineio {

/// The path, without the query. An absolute-form target (RFC 9112 3.2.2) loses its scheme and host.
std::string_view path_of(std::string_view target);
/// The value of a query parameter as it stands in the target; nothing when the parameter is absent.
std::optional<std::string_view> query_value(std::string_view target, std::string_view name);
/// Percent-escapes resolved. What is no escape stands as it is.
std::string percent_decoded(std::string_view text);

/// The transport stands before the version, as python-engineio's client writes it; JavaScript's begins with the version.
bool names_transport_first(std::string_view target);
/// True when the path or the query says that this is Engine.IO.
bool names_engineio(std::string_view target);
/// The version that the target asks for; 0 when it does not name Engine.IO.
unsigned version_asked(std::string_view target);

}  // namespace wstrace::engineio
