#include "core/idle.h"

#include <algorithm>
#include <array>

namespace wstrace {
namespace {

/// In seconds.
constexpr std::array kUsualLimits = {5, 10, 15, 20, 30, 45, 50, 55, 60, 75, 90, 100, 120, 180, 240, 300, 350, 600};

constexpr std::array<std::string_view, 13> kProxies = {"nginx",   "openresty",  "tengine",   "caddy",   "envoy",
                                                       "istio",   "apache",     "awselb",    "varnish", "haproxy",
                                                       "traefik", "cloudflare", "cloudfront"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool is_usual_idle_limit(Duration quiet) {
  return std::any_of(kUsualLimits.begin(), kUsualLimits.end(), [quiet](int seconds) {
    const Duration limit = seconds * kSecond;
    return quiet >= limit - kSecond / 10 && quiet <= limit + limit / 50;
  });
}

bool names_proxy(std::string_view software) {
  return std::any_of(kProxies.begin(), kProxies.end(), [software](std::string_view proxy) {
    return std::search(software.begin(), software.end(), proxy.begin(), proxy.end(),
                       [](char a, char b) { return lower(a) == b; }) != software.end();
  });
}

}  // namespace wstrace
