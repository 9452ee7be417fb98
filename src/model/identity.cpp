#include "model/identity.h"

#include <algorithm>

namespace wstrace {
namespace {

/// Cookies change; the latest ones are those that the client's next session brings.
constexpr std::size_t kCookies = 8;
/// Shorter values name a server behind a balancer ("s1"), a language or a theme, and many clients have the same.
constexpr std::size_t kLeastCookie = 12;

void see_cookie(std::vector<std::uint64_t>& cookies, std::string_view pair) {
  const std::size_t first = pair.find_first_not_of(' ');
  const std::size_t equals = pair.find('=');
  if (first == std::string_view::npos || equals == std::string_view::npos) return;
  if (pair.size() - equals - 1 < kLeastCookie) return;
  const std::uint64_t cookie = identity_hash(pair.substr(first));
  if (std::find(cookies.begin(), cookies.end(), cookie) != cookies.end()) return;
  if (cookies.size() == kCookies) cookies.erase(cookies.begin());
  cookies.push_back(cookie);
}

void see_cookies(std::vector<std::uint64_t>& cookies, std::string_view header) {
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(';'), header.size());
    see_cookie(cookies, header.substr(0, end));
    header.remove_prefix(std::min(end + 1, header.size()));
  }
}

}  // namespace

std::uint64_t identity_hash(std::string_view text) {
  constexpr std::uint64_t kBasis = 0xcbf29ce484222325;
  constexpr std::uint64_t kPrime = 0x100000001b3;
  std::uint64_t hash = kBasis;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  hash = (hash ^ (hash >> 32)) * 0x9e3779b97f4a7c15;
  return hash == 0 ? 1 : hash;
}

void ClientIdentity::see(std::span<const Pair> headers) {
  for (const auto& [name, value] : headers) {
    if (name == "cookie") {
      see_cookies(cookies, value);
    } else if (name == "authorization") {
      log_in(value);
    } else if (name == "user-agent" && agent == 0) {
      agent = identity_hash(value);
    } else if (name == "x-forwarded-for" && forwarded == 0) {
      forwarded = identity_hash(value);
    }
  }
}

void ClientIdentity::log_in(std::string_view credentials) {
  const bool says_nothing = credentials.empty() || credentials == "{}" || credentials == "null";
  if (auth == 0 && !says_nothing) auth = identity_hash(credentials);
}

}  // namespace wstrace
