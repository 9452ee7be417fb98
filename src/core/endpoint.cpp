#include "core/endpoint.h"

#include <arpa/inet.h>

#include <algorithm>

namespace wstrace {

IpAddress IpAddress::from_v4(Bytes four) {
  IpAddress a;
  std::copy_n(four.begin(), 4, a.bytes.begin());
  return a;
}

IpAddress IpAddress::from_v6(Bytes sixteen) {
  IpAddress a;
  std::copy_n(sixteen.begin(), a.bytes.size(), a.bytes.begin());
  a.v6 = true;
  return a;
}

std::string IpAddress::to_string() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  // inet_ntop cannot fail here: both families are known to it and the buffer has room for the longest form.
  inet_ntop(v6 ? AF_INET6 : AF_INET, bytes.data(), text.data(), text.size());
  return text.data();
}

bool IpAddress::is_loopback() const {
  constexpr std::uint8_t kLoopbackNet = 127;
  constexpr std::array<std::uint8_t, 16> kLoopback6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  constexpr std::array<std::uint8_t, 13> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, kLoopbackNet};
  if (!v6) return bytes[0] == kLoopbackNet;
  return bytes == kLoopback6 || std::equal(kMapped.begin(), kMapped.end(), bytes.begin());
}

std::string Endpoint::to_string() const {
  const std::string host = address.to_string();
  return (address.v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

}  // namespace wstrace
