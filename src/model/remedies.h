// What to do about a fault where a certain proxy is there, in the words of that proxy's own configuration.
#pragma once

#include <array>

#include "model/definitions.h"

namespace wstrace::remedy {

/// The Upgrade header does not reach the server.
inline constexpr std::array kForwardUpgrade = std::to_array<Remedy>(
    {{Proxy::nginx,
      "let nginx forward the upgrade, in the location of this path: proxy_http_version 1.1; proxy_set_header Upgrade "
      "$http_upgrade; proxy_set_header Connection \"upgrade\";"},
     {Proxy::apache,
      "let Apache forward the upgrade for this path: ProxyPass /path http://server/path upgrade=websocket (from 2.4.47 "
      "on), or mod_proxy_wstunnel with a rule to ws://, which must come before the one to http://"},
     {Proxy::haproxy,
      "HAProxy in mode http forwards upgrades by itself: look for an http-request rule that removes headers, for "
      "option "
      "httpclose, or for another proxy on the path"},
     {Proxy::caddy,
      "Caddy's reverse_proxy forwards upgrades by itself: look for header_up lines that change Connection or Upgrade, "
      "or "
      "for another proxy on the path"},
     {Proxy::traefik,
      "Traefik forwards upgrades by itself: look for a middleware that changes headers, or for another proxy on the "
      "path"},
     {Proxy::envoy,
      "allow the upgrade in Envoy's HTTP connection manager: upgrade_configs, with upgrade_type websocket"},
     {Proxy::aws,
      "an Application Load Balancer forwards WebSockets, a Classic one only with TCP or SSL listeners; CloudFront in "
      "front of it must pass on the Sec-WebSocket headers (origin request policy)"},
     {Proxy::cloudflare,
      "switch WebSockets on for this zone (Network settings), and check the proxy between Cloudflare and the server"}});

/// It did not come to a WebSocket behind the proxy, for whatever reason: the path, the server, the header.
inline constexpr std::array kUpgradeFailed = std::to_array<Remedy>(
    {{Proxy::nginx,
      "the session continues on polling, at a higher cost; nginx's error log says why: the location of this path needs "
      "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\"; and a "
      "proxy_pass to the server that answers the polls"},
     {Proxy::apache,
      "the session continues on polling, at a higher cost; Apache needs ProxyPass /path http://server/path "
      "upgrade=websocket (from 2.4.47 on), or mod_proxy_wstunnel with a rule to ws:// before the one to http://, with "
      "the same path on both sides; its error log says where it connected to"},
     {Proxy::haproxy,
      "the session continues on polling, at a higher cost; HAProxy forwards upgrades by itself in mode http: check "
      "that "
      "polls and WebSockets reach the same server (backend rules), and its log"},
     {Proxy::caddy,
      "the session continues on polling, at a higher cost; Caddy's reverse_proxy forwards upgrades by itself: check "
      "that "
      "its matcher covers this path for WebSockets, too, and its log"},
     {Proxy::traefik,
      "the session continues on polling, at a higher cost; Traefik forwards upgrades by itself: check the router's "
      "rule "
      "and middlewares for this path"},
     {Proxy::envoy,
      "the session continues on polling, at a higher cost; allow the upgrade in Envoy's HTTP connection manager: "
      "upgrade_configs, with upgrade_type websocket"},
     {Proxy::aws,
      "the session continues on polling, at a higher cost; an Application Load Balancer forwards WebSockets, a Classic "
      "one only with TCP or SSL listeners"},
     {Proxy::cloudflare,
      "the session continues on polling, at a higher cost; switch WebSockets on for this zone (Network settings), and "
      "check the proxy between Cloudflare and the server"}});

/// A connection was cut because nothing was sent on it.
inline constexpr std::array kIdleLimit = std::to_array<Remedy>(
    {{Proxy::nginx,
      "raise nginx's proxy_read_timeout and proxy_send_timeout (60 s by default) for this path, or let one side send "
      "something more often (Socket.IO: a pingInterval below it)"},
     {Proxy::apache,
      "raise Apache's ProxyTimeout, or timeout= of this ProxyPass (60 s by default), or let one side send something "
      "more "
      "often (Socket.IO: a pingInterval below it)"},
     {Proxy::haproxy,
      "raise HAProxy's timeout tunnel (for WebSockets; without it timeout client and timeout server apply, for polls, "
      "too), or let one side send something more often (Socket.IO: a pingInterval below it)"},
     {Proxy::caddy,
      "Caddy limits WebSockets only where stream_timeout says so, and polls by the transport's read_timeout and "
      "write_timeout: raise these, or let one side send something more often (Socket.IO: a pingInterval below them)"},
     {Proxy::traefik,
      "raise the entry point's transport.respondingTimeouts (readTimeout: 60 s since version 3), or let one side send "
      "something more often (Socket.IO: a pingInterval below it)"},
     {Proxy::envoy,
      "raise Envoy's stream_idle_timeout (5 minutes by default) for this route, or let one side send something more "
      "often (Socket.IO: a pingInterval below it)"},
     {Proxy::aws,
      "raise the load balancer's idle timeout (idle_timeout.timeout_seconds, 60 s by default), or let one side send "
      "something more often (Socket.IO: a pingInterval below it)"},
     {Proxy::cloudflare,
      "Cloudflare closes what is idle for 100 s, which only some plans can change: let one side send something more "
      "often (Socket.IO: a pingInterval below it)"}});

/// The requests of one session must reach one server.
inline constexpr std::array kSticky = std::to_array<Remedy>(
    {{Proxy::nginx,
      "if there are several servers (or worker processes), let nginx send a client to one of them: ip_hash; or hash "
      "$remote_addr consistent; in the upstream block; or use only the websocket transport"},
     {Proxy::apache,
      "if there are several servers (or worker processes), let Apache's balancer send a client to one of them: "
      "ProxySet "
      "stickysession=ROUTEID, a route= for each BalancerMember, and a Header add Set-Cookie that sets it; or use only "
      "the websocket transport"},
     {Proxy::haproxy,
      "if there are several servers (or worker processes), let HAProxy send a client to one of them: cookie SERVERID "
      "insert indirect nocache, with a cookie for each server, or balance source; or use only the websocket transport"},
     {Proxy::caddy,
      "if there are several servers (or worker processes), let Caddy send a client to one of them: lb_policy cookie, "
      "or "
      "lb_policy ip_hash; or use only the websocket transport"},
     {Proxy::traefik,
      "if there are several servers (or worker processes), let Traefik send a client to one of them: sticky.cookie in "
      "the service's loadBalancer; or use only the websocket transport"},
     {Proxy::envoy,
      "if there are several servers (or worker processes), let Envoy send a client to one of them: a hash_policy with "
      "a "
      "cookie, and lb_policy RING_HASH; or use only the websocket transport"},
     {Proxy::aws,
      "if there are several servers (or worker processes), switch on stickiness for the target group "
      "(stickiness.enabled, type lb_cookie); or use only the websocket transport"},
     {Proxy::cloudflare,
      "if there are several servers (or worker processes), switch on session affinity in Cloudflare's load balancer, "
      "or "
      "sticky sessions in the one behind it; or use only the websocket transport"}});

/// Answers are served again.
inline constexpr std::array kCache = std::to_array<Remedy>(
    {{Proxy::nginx,
      "let nginx not cache this path: proxy_cache off; in its location (or proxy_no_cache and proxy_cache_bypass), and "
      "let the server send Cache-Control: no-store"},
     {Proxy::apache,
      "let Apache not cache this path: CacheDisable /path, and let the server send Cache-Control: no-store"},
     {Proxy::haproxy,
      "let HAProxy not cache this path: no http-request cache-use for it, and let the server send Cache-Control: "
      "no-store"},
     {Proxy::aws,
      "let CloudFront, or what is in front of the load balancer, not cache this path (policy CachingDisabled), and let "
      "the server send Cache-Control: no-store"},
     {Proxy::cloudflare,
      "let Cloudflare not cache this path (a cache rule with Bypass cache), and let the server send Cache-Control: "
      "no-store"}});

/// 413.
inline constexpr std::array kLargerBodies = std::to_array<Remedy>(
    {{Proxy::nginx,
      "send less at once, or raise the limits on both: nginx's client_max_body_size (1 MB by default) and the server's "
      "maxHttpBufferSize"},
     {Proxy::apache,
      "send less at once, or raise the limits on both: Apache's LimitRequestBody and the server's maxHttpBufferSize"},
     {Proxy::caddy,
      "send less at once, or raise the limits on both: Caddy's request_body max_size and the server's "
      "maxHttpBufferSize"},
     {Proxy::traefik,
      "send less at once, or raise the limits on both: maxRequestBodyBytes of Traefik's buffering middleware and the "
      "server's maxHttpBufferSize"},
     {Proxy::cloudflare,
      "send less at once: Cloudflare takes 100 MB at most (more on some plans); the server's own limit is "
      "maxHttpBufferSize"}});

/// 431, or 400 for a header that is too large.
inline constexpr std::array kLargerHeaders = std::to_array<Remedy>(
    {{Proxy::nginx,
      "most often cookies have piled up: remove them, or raise nginx's large_client_header_buffers (4 8k by default)"},
     {Proxy::apache,
      "most often cookies have piled up: remove them, or raise Apache's LimitRequestFieldSize (8190 by default)"},
     {Proxy::haproxy,
      "most often cookies have piled up: remove them, or raise HAProxy's tune.bufsize (16384 by default)"},
     {Proxy::aws,
      "most often cookies have piled up: remove them; the load balancer's limit of 16 kB a header is fixed"},
     {Proxy::cloudflare, "most often cookies have piled up: remove them; Cloudflare's limit is fixed"}});

/// 429.
inline constexpr std::array kRateLimit = std::to_array<Remedy>(
    {{Proxy::nginx,
      "HTTP polling sends a request for each batch of messages: raise the rate and the burst of nginx's limit_req for "
      "this path, or use only the websocket transport"},
     {Proxy::haproxy,
      "HTTP polling sends a request for each batch of messages: raise the limit of HAProxy's http-request deny rule "
      "(http_req_rate of its stick-table) for this path, or use only the websocket transport"},
     {Proxy::apache,
      "HTTP polling sends a request for each batch of messages: raise the limit of Apache's module (mod_evasive, "
      "mod_qos) for this path, or use only the websocket transport"},
     {Proxy::traefik,
      "HTTP polling sends a request for each batch of messages: raise average and burst of Traefik's rateLimit "
      "middleware for this path, or use only the websocket transport"},
     {Proxy::cloudflare,
      "HTTP polling sends a request for each batch of messages: exempt this path from Cloudflare's rate limiting "
      "rules, "
      "or use only the websocket transport"}});

/// 502, 503: no server behind the proxy.
inline constexpr std::array kNoServer = std::to_array<Remedy>(
    {{Proxy::nginx,
      "check that the server runs, and at the address of nginx's proxy_pass; nginx's error log says what it tried "
      "(\"connect() failed\", \"upstream prematurely closed\"), or which limit was met: it answers 503 for limit_req "
      "and "
      "limit_conn"},
     {Proxy::apache,
      "check that the server runs, and at the address of Apache's ProxyPass; Apache's error log says what it tried, "
      "and "
      "it tries a failed server again only after retry= seconds (60 by default)"},
     {Proxy::haproxy,
      "check that a server of HAProxy's backend runs and passes its health check: HAProxy answers 503 when none is up, "
      "and its log's termination state says why"},
     {Proxy::caddy,
      "check that the server runs, and at the address of Caddy's reverse_proxy; Caddy's log says what it tried"},
     {Proxy::traefik,
      "check that the server runs, and that Traefik's service names its address and port; 503 means that it knows "
      "none"},
     {Proxy::envoy,
      "check that a host of Envoy's cluster runs and is healthy; the response flags in its access log say why (UF, UH, "
      "UC)"},
     {Proxy::aws,
      "check the target group's health checks: the load balancer answers 503 without a registered target, and 502 when "
      "a "
      "target closes the connection (keepAliveTimeout of Node must exceed the balancer's idle timeout)"},
     {Proxy::cloudflare, "check that the origin runs, and that its firewall lets Cloudflare's addresses in"}});

}  // namespace wstrace::remedy
