// Interfaces as libpcap finds them, which includes pseudo-devices such as "any". The addresses are turned to text here,
// so that no caller needs the system's socket headers.
#include "capture/interfaces.h"

#include <netinet/in.h>
#include <pcap/pcap.h>

#include <cstring>
#include <memory>

#include "core/endpoint.h"

namespace wstrace {
namespace {

struct FreeDevices {
  void operator()(pcap_if_t* devices) const { pcap_freealldevs(devices); }
};

// Copied out: the list's socket addresses need not be aligned for their own types.
template <typename SocketAddress>
SocketAddress copy_of(const sockaddr* address) {
  SocketAddress copy{};
  std::memcpy(&copy, address, sizeof copy);
  return copy;
}

template <typename T>
Bytes bytes_of(const T& value) {
  return {reinterpret_cast<const std::uint8_t*>(&value), sizeof value};
}

std::string to_text(const sockaddr* address) {
  if (address == nullptr) return {};
  if (address->sa_family == AF_INET) {
    return IpAddress::from_v4(bytes_of(copy_of<sockaddr_in>(address).sin_addr)).to_string();
  }
  if (address->sa_family == AF_INET6) {
    return IpAddress::from_v6(bytes_of(copy_of<sockaddr_in6>(address).sin6_addr)).to_string();
  }
  return {};
}

Interface facts_of(const pcap_if_t& device) {
  Interface interface;
  interface.name = device.name;
  interface.description = device.description != nullptr ? device.description : "";
  interface.up = (device.flags & PCAP_IF_UP) != 0;
  interface.running = (device.flags & PCAP_IF_RUNNING) != 0;
  interface.loopback = (device.flags & PCAP_IF_LOOPBACK) != 0;
  for (const pcap_addr* address = device.addresses; address != nullptr; address = address->next) {
    if (std::string text = to_text(address->addr); !text.empty()) interface.addresses.push_back(std::move(text));
  }
  return interface;
}

}  // namespace

InterfaceList list_interfaces() {
  InterfaceList list;
  char message[PCAP_ERRBUF_SIZE] = "";
  pcap_if_t* found = nullptr;
  if (pcap_findalldevs(&found, message) != 0) {
    list.error = std::string("The interfaces cannot be listed: ") + message;
    return list;
  }
  const std::unique_ptr<pcap_if_t, FreeDevices> devices(found);
  for (const pcap_if_t* device = devices.get(); device != nullptr; device = device->next) {
    list.interfaces.push_back(facts_of(*device));
  }
  return list;
}

}  // namespace wstrace
