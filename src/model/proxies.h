// Reverse proxies and load balancers: how they give themselves away, so that advice can be for the one that is there.
#pragma once

#include <span>
#include <string_view>

#include "model/definitions.h"
#include "model/event.h"

namespace wstrace {

/// "Apache"; empty for Proxy::none.
std::string_view name_of(Proxy proxy);

/// Of what a Server or Via header names: a proxy, and never the application itself. Proxy::other is one without advice of
/// its own.
Proxy proxy_named(std::string_view software);

/// Of an answer that the proxy gave, or passed on: its Server and Via headers, its own error page, its cookie.
/// `headers` have names in lower case.
Proxy proxy_of_answer(unsigned status, std::span<const Pair> headers, std::string_view body);

/// True of an answer that a proxy made itself, as its page shows, or its name where there is none. What it passed on from
/// the server may carry its name, too.
bool is_proxys_own(unsigned status, std::span<const Pair> headers, std::string_view body);

/// Of a request on the server's side of a proxy: what the proxy adds to it.
Proxy proxy_of_request(std::span<const Pair> headers);

}  // namespace wstrace
