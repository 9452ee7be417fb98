// Which clients have a connection to which servers that carries many exchanges at once (HTTP/2), or had one lately. They need no
// second one: browsers close those that they opened ahead of need.
#pragma once

#include <algorithm>
#include <map>
#include <utility>

#include "model/event.h"

namespace wstrace {

class MultiplexedConnections {
 public:
  void add(const ConnectionInfo& connection) { ++known_[key_of(connection)].alive; }
  /// It is gone, or speaks something else after all (`last_seen` 0).
  void remove(const ConnectionInfo& connection, Time last_seen) {
    Known& known = known_[key_of(connection)];
    --known.alive;
    known.gone = std::max(known.gone, last_seen);
    if (known_.size() > kMost) std::erase_if(known_, [](const auto& each) { return each.second.alive == 0; });
  }
  /// There is another one between the same hosts, or was while this one was open. `itself`: this one was added.
  bool any_beside(const ConnectionInfo& connection, bool itself) const {
    const auto known = known_.find(key_of(connection));
    if (known == known_.end()) return false;
    return known->second.alive > (itself ? 1U : 0U) || known->second.gone >= connection.first_seen;
  }

 private:
  using Key = std::pair<IpAddress, Endpoint>;
  struct Known {
    unsigned alive = 0;
    Time gone = 0;  ///< when the last one that is gone was last seen
  };
  /// Pairs of hosts that are remembered, beyond those with connections alive.
  static constexpr std::size_t kMost = 4096;

  static Key key_of(const ConnectionInfo& connection) { return {connection.client.address, connection.server}; }

  std::map<Key, Known> known_;
};

}  // namespace wstrace
