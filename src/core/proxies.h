// Programs that stand between client and server: which one answered, as far as its answer shows, and where each is told
// what.
#pragma once

#include <string_view>

#include "core/dissector.h"

namespace wstrace {

enum class Proxy : std::uint8_t { unknown, nginx, haproxy, apache, caddy, traefik, envoy, aws, cloudflare, varnish };

/// By the headers Server and Via, and by pages that only one has. `body`: as much of it as there is.
Proxy proxy_of(const ResponseHead& head, std::string_view body);

/// What somebody may want a proxy to do.
enum class ProxyTask : std::uint8_t { forward_upgrade, wait_longer, keep_clients_together, take_larger_bodies };

/// Where this proxy is told so, as advice; empty where nothing better is known than a general sentence.
std::string_view how_to(Proxy proxy, ProxyTask task);

}  // namespace wstrace
