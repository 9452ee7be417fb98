// Between which hosts the capture misses bytes. A polling session's packets come on many connections: while one of them
// waits for bytes that were acknowledged and have not come, nobody can say that a packet on another one was uncalled for.
#pragma once

#include <map>

#include "core/endpoint.h"
#include "model/event.h"

namespace wstrace {

class CaptureGaps {
 public:
  /// The connection begins (or ceases) to wait for bytes that their receiver acknowledged.
  void awaits(const ConnectionInfo& connection, bool begins);
  /// Bytes of the connection are given up.
  void lost(const ConnectionInfo& connection);

  bool awaited(const IpAddress& client, const Endpoint& server) const;
  /// Awaited, or lost by now.
  bool between(const IpAddress& client, const Endpoint& server) const;

 private:
  struct Hosts {
    IpAddress client;
    Endpoint server;
    friend auto operator<=>(const Hosts&, const Hosts&) = default;
  };
  struct Missing {
    unsigned awaiting = 0;  ///< connections
    bool lost = false;
  };

  const Missing* find(const IpAddress& client, const Endpoint& server) const;

  std::map<Hosts, Missing> hosts_;
};

}  // namespace wstrace
