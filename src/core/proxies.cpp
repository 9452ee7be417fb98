#include "core/proxies.h"

#include <algorithm>
#include <array>

namespace wstrace {
namespace {

struct Trait {
  Proxy proxy;
  std::string_view begins;  ///< how a Server header, or an element of Via, begins
};
constexpr std::array kTraits = std::to_array<Trait>({{Proxy::nginx, "nginx"},
                                                     {Proxy::nginx, "openresty"},
                                                     {Proxy::haproxy, "HAProxy"},
                                                     {Proxy::apache, "Apache"},
                                                     {Proxy::caddy, "Caddy"},
                                                     {Proxy::traefik, "Traefik"},
                                                     {Proxy::envoy, "envoy"},
                                                     {Proxy::aws, "awselb"},
                                                     {Proxy::cloudflare, "cloudflare"},
                                                     {Proxy::varnish, "Varnish"},
                                                     {Proxy::varnish, "varnish"}});

/// HAProxy's own pages; it adds no header.
constexpr std::array kHaproxyPages = std::to_array<std::string_view>(
    {"<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.",
     "<html><body><h1>502 Bad Gateway</h1>\nThe server returned an invalid or incomplete response.",
     "<html><body><h1>504 Gateway Time-out</h1>\nThe server didn't respond in time.",
     "<html><body><h1>408 Request Time-out</h1>\nYour browser didn't send a complete request in time."});

Proxy named(std::string_view name) {
  const auto found =
      std::find_if(kTraits.begin(), kTraits.end(), [name](const Trait& each) { return name.starts_with(each.begins); });
  return found == kTraits.end() ? Proxy::unknown : found->proxy;
}

/// "1.1 Caddy" (RFC 9110 7.6.3): the protocol stands first.
Proxy named_in_via(std::string_view via) {
  const std::size_t space = via.find(' ');
  return space == std::string_view::npos ? Proxy::unknown : named(via.substr(space + 1));
}

struct HowTo {
  Proxy proxy;
  ProxyTask task;
  std::string_view words;
};
constexpr std::array kHowTo = std::to_array<HowTo>({
    {Proxy::nginx, ProxyTask::forward_upgrade,
     "in nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "
     "\"upgrade\""},
    {Proxy::apache, ProxyTask::forward_upgrade,
     "in Apache: ProxyPass … upgrade=websocket (2.4.47 and later), or mod_proxy_wstunnel with a ws:// rule for this "
     "path"},
    {Proxy::envoy, ProxyTask::forward_upgrade, "in Envoy: upgrade_configs with upgrade_type websocket"},
    {Proxy::cloudflare, ProxyTask::forward_upgrade, "in Cloudflare: turn on WebSockets under Network"},
    {Proxy::aws, ProxyTask::forward_upgrade,
     "in AWS: an Application Load Balancer forwards upgrades, a Classic one only with TCP listeners"},
    {Proxy::haproxy, ProxyTask::forward_upgrade,
     "HAProxy forwards upgrades in mode http by itself: look for rules that delete headers"},
    {Proxy::caddy, ProxyTask::forward_upgrade,
     "Caddy's reverse_proxy forwards upgrades by itself: look for header_up rules"},
    {Proxy::nginx, ProxyTask::wait_longer,
     "in nginx raise proxy_read_timeout (60 s by default) above pingInterval + pingTimeout"},
    {Proxy::apache, ProxyTask::wait_longer,
     "in Apache raise ProxyTimeout, or timeout= of the ProxyPass rule, above pingInterval + pingTimeout"},
    {Proxy::haproxy, ProxyTask::wait_longer,
     "in HAProxy set timeout tunnel for WebSockets, and raise timeout server and timeout client above pingInterval + "
     "pingTimeout"},
    {Proxy::caddy, ProxyTask::wait_longer, "in Caddy look at stream_timeout, read_timeout and write_timeout"},
    {Proxy::traefik, ProxyTask::wait_longer, "in Traefik raise respondingTimeouts above pingInterval + pingTimeout"},
    {Proxy::envoy, ProxyTask::wait_longer,
     "in Envoy raise stream_idle_timeout and the route's timeout above pingInterval + pingTimeout"},
    {Proxy::aws, ProxyTask::wait_longer,
     "in AWS raise the load balancer's idle timeout (60 s by default) above pingInterval + pingTimeout"},
    {Proxy::cloudflare, ProxyTask::wait_longer,
     "Cloudflare ends connections that are idle for 100 s: let pingInterval be shorter"},
    {Proxy::nginx, ProxyTask::keep_clients_together,
     "in nginx: ip_hash, or hash by a cookie, in the upstream block; or use only the websocket transport"},
    {Proxy::haproxy, ProxyTask::keep_clients_together,
     "in HAProxy: cookie … insert indirect nocache, or balance source; or use only the websocket transport"},
    {Proxy::apache, ProxyTask::keep_clients_together,
     "in Apache: stickysession= with a route cookie for the balancer; or use only the websocket transport"},
    {Proxy::caddy, ProxyTask::keep_clients_together,
     "in Caddy: lb_policy cookie, or ip_hash; or use only the websocket transport"},
    {Proxy::traefik, ProxyTask::keep_clients_together,
     "in Traefik: loadBalancer.sticky.cookie for the service; or use only the websocket transport"},
    {Proxy::envoy, ProxyTask::keep_clients_together,
     "in Envoy: a ring hash with a cookie in hash_policy; or use only the websocket transport"},
    {Proxy::aws, ProxyTask::keep_clients_together,
     "in AWS: turn on stickiness for the target group; or use only the websocket transport"},
    {Proxy::cloudflare, ProxyTask::keep_clients_together,
     "in Cloudflare Load Balancing: turn on session affinity; or use only the websocket transport"},
    {Proxy::nginx, ProxyTask::take_larger_bodies, "in nginx: client_max_body_size (1 MB by default)"},
    {Proxy::apache, ProxyTask::take_larger_bodies, "in Apache: LimitRequestBody"},
    {Proxy::caddy, ProxyTask::take_larger_bodies, "in Caddy: request_body max_size"},
    {Proxy::traefik, ProxyTask::take_larger_bodies, "in Traefik: maxRequestBodyBytes of the buffering middleware"},
    {Proxy::cloudflare, ProxyTask::take_larger_bodies,
     "Cloudflare's limit for a body depends on the plan: send less at once"},
});

}  // namespace

Proxy proxy_of(const ResponseHead& head, std::string_view body) {
  if (const Proxy by_server = named(head.header("server")); by_server != Proxy::unknown) return by_server;
  if (const Proxy by_via = named_in_via(head.header("via")); by_via != Proxy::unknown) return by_via;
  const bool haproxy = std::any_of(kHaproxyPages.begin(), kHaproxyPages.end(),
                                   [body](std::string_view page) { return body.starts_with(page); });
  return haproxy ? Proxy::haproxy : Proxy::unknown;
}

std::string_view how_to(Proxy proxy, ProxyTask task) {
  const auto found = std::find_if(kHowTo.begin(), kHowTo.end(),
                                  [=](const HowTo& each) { return each.proxy == proxy && each.task == task; });
  return found == kHowTo.end() ? std::string_view{} : found->words;
}

}  // namespace wstrace
