// The interfaces that a live trace can be taken from.
#pragma once

#include <string>
#include <vector>

namespace wstrace {

struct Interface {
  std::string name;
  std::string description;             ///< empty when the system has none
  std::vector<std::string> addresses;  ///< IPv4 and IPv6, as text
  bool up = false;
  bool running = false;
  bool loopback = false;
};

struct InterfaceList {
  std::vector<Interface> interfaces;
  std::string error;  ///< why they cannot be listed; empty when they can (and are then perhaps none)
};

InterfaceList list_interfaces();

}  // namespace wstrace
