#include "model/proxies.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace wstrace {
namespace {

constexpr std::size_t kProxies = static_cast<std::size_t>(Proxy::other) + 1;
constexpr std::array<std::string_view, kProxies> kNames = {"",        "nginx", "Apache", "HAProxy",    "Caddy",
                                                           "Traefik", "Envoy", "AWS",    "Cloudflare", "a proxy"};

struct Trait {
  std::string_view sign;  ///< in lower case
  Proxy proxy;
};

/// In a Server or Via header.
constexpr std::array kSoftware = std::to_array<Trait>({{"nginx", Proxy::nginx},
                                                       {"openresty", Proxy::nginx},
                                                       {"tengine", Proxy::nginx},
                                                       {"apache", Proxy::apache},
                                                       {"haproxy", Proxy::haproxy},
                                                       {"caddy", Proxy::caddy},
                                                       {"traefik", Proxy::traefik},
                                                       {"envoy", Proxy::envoy},
                                                       {"istio", Proxy::envoy},
                                                       {"awselb", Proxy::aws},
                                                       {"cloudflare", Proxy::cloudflare},
                                                       {"cloudfront", Proxy::other},
                                                       {"varnish", Proxy::other},
                                                       {"nghttpx", Proxy::other}});
/// Tomcat's name in a Server header: an application server.
constexpr std::string_view kTomcat = "apache-coyote";

/// Cookies by which they keep a client at one server, as their manuals name them.
constexpr std::array kStickyCookies = std::to_array<Trait>({{"AWSALB", Proxy::aws},
                                                            {"AWSELB", Proxy::aws},
                                                            {"SERVERID=", Proxy::haproxy},
                                                            {"ROUTEID=", Proxy::apache},
                                                            {"INGRESSCOOKIE=", Proxy::nginx},
                                                            {"__cflb=", Proxy::cloudflare}});

/// What only they add to a request that they pass on.
constexpr std::array kAdded = std::to_array<Trait>({{"x-amzn-trace-id", Proxy::aws},
                                                    {"cf-ray", Proxy::cloudflare},
                                                    {"x-envoy-expected-rq-timeout-ms", Proxy::envoy},
                                                    {"x-envoy-internal", Proxy::envoy}});

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool contains(std::string_view text, std::string_view sign) {
  return std::search(text.begin(), text.end(), sign.begin(), sign.end(),
                     [](char a, char b) { return lower(a) == b; }) != text.end();
}

/// HAProxy names itself nowhere, but all of its pages begin so, and those of others do not.
bool is_page_of_haproxy(unsigned status, std::string_view body) {
  return body.starts_with(fmt::format("<html><body><h1>{} ", status));
}

Proxy proxy_of_page(unsigned status, std::string_view body) {
  if (is_page_of_haproxy(status, body)) return Proxy::haproxy;
  if (body.starts_with("upstream connect error or disconnect/reset before headers")) return Proxy::envoy;
  return Proxy::none;
}

/// How the error pages of nginx and its relatives begin, and those of Apache.
constexpr std::array<std::string_view, 2> kPages = {"<html>\r\n<head><title>",
                                                    "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">"};

Proxy proxy_of_cookie(std::string_view cookie) {
  for (const auto& [sign, proxy] : kStickyCookies)
    if (cookie.starts_with(sign)) return proxy;
  return Proxy::none;
}

bool has(std::span<const Pair> headers, std::string_view name) {
  return std::any_of(headers.begin(), headers.end(), [name](const Pair& each) { return each.first == name; });
}

}  // namespace

std::string_view name_of(Proxy proxy) { return kNames[static_cast<std::size_t>(proxy)]; }

Proxy proxy_named(std::string_view software) {
  if (contains(software, kTomcat)) return Proxy::none;
  for (const auto& [sign, proxy] : kSoftware)
    if (contains(software, sign)) return proxy;
  return Proxy::none;
}

Proxy proxy_of_answer(unsigned status, std::span<const Pair> headers, std::string_view body) {
  Proxy found = proxy_of_page(status, body);
  for (const auto& [name, value] : headers) {
    if (found != Proxy::none) break;
    if (name == "server" || name == "via") found = proxy_named(value);
  }
  for (const auto& [name, value] : headers) {
    if (found != Proxy::none) break;
    if (name == "set-cookie") found = proxy_of_cookie(value);
  }
  return found;
}

bool is_proxys_own(unsigned status, std::span<const Pair> headers, std::string_view body) {
  if (proxy_of_page(status, body) != Proxy::none) return true;
  const bool named = std::any_of(headers.begin(), headers.end(), [](const Pair& each) {
    return (each.first == "server" || each.first == "via") && proxy_named(each.second) != Proxy::none;
  });
  const bool page = proxy_named(body) != Proxy::none ||
                    std::any_of(kPages.begin(), kPages.end(), [body](auto each) { return body.starts_with(each); });
  return named && (body.empty() || page);
}

Proxy proxy_of_request(std::span<const Pair> headers) {
  for (const auto& [sign, proxy] : kAdded)
    if (has(headers, sign)) return proxy;
  for (const auto& [name, value] : headers) {
    if (name != "via") continue;
    if (const Proxy named = proxy_named(value); named != Proxy::none) return named;
  }
  // Traefik and Apache's mod_proxy_http say on which of their hosts a request came; Traefik alone says by which port.
  if (has(headers, "x-forwarded-server")) return has(headers, "x-forwarded-port") ? Proxy::traefik : Proxy::apache;
  return Proxy::none;
}

}  // namespace wstrace
