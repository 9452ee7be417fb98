// IP addresses and endpoints: one 16-byte form for both versions, so that a connection's key has one size.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "core/bytes.h"

namespace wstrace {

/// IPv4 is kept in the first four bytes, the rest zero.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};
  bool v6 = false;

  static IpAddress from_v4(Bytes four);
  static IpAddress from_v6(Bytes sixteen);
  /// As people write it: dotted decimal, or RFC 5952's shortest form.
  std::string to_string() const;
  /// 127.0.0.0/8 (RFC 1122 3.2.1.3), ::1 (RFC 4291 2.5.3), and the former as IPv6 writes it (2.5.5.2).
  bool is_loopback() const;

  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;
};

struct Endpoint {
  IpAddress address;
  std::uint16_t port = 0;

  /// "127.0.0.1:3000", "[::1]:3000".
  std::string to_string() const;

  friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

}  // namespace wstrace
