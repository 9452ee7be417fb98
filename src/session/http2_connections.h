// Which clients have a connection that speaks HTTP/2 to which servers. They need no second one: browsers close
// those that they opened ahead of need.
#pragma once

#include <map>
#include <utility>

#include "core/event.h"

namespace wstrace {

class Http2Connections {
 public:
  void add(const ConnectionInfo& connection) { ++alive_[key_of(connection)]; }
  void remove(const ConnectionInfo& connection) {
    const auto known = alive_.find(key_of(connection));
    if (known != alive_.end() && --known->second == 0) alive_.erase(known);
  }
  /// How many there are between the hosts of this connection.
  unsigned count(const ConnectionInfo& connection) const {
    const auto known = alive_.find(key_of(connection));
    return known == alive_.end() ? 0 : known->second;
  }

 private:
  using Key = std::pair<IpAddress, Endpoint>;
  static Key key_of(const ConnectionInfo& connection) { return {connection.client.address, connection.server}; }

  std::map<Key, unsigned> alive_;
};

}  // namespace wstrace
