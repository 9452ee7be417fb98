// The flows of UDP datagrams that a dissector has claimed, found by their two endpoints; all other datagrams are nobody's.
//
// A datagram that belongs to no flow costs a look at its first bytes, one that does a look-up; nothing is allocated for either.
// A flow leaves when it has been silent for long enough, when its dissector sees another conversation begin on the same
// ports, or when there are too many.
#pragma once

#include <tsl/robin_map.h>

#include <list>
#include <memory>
#include <vector>

#include "packet/packet_view.h"
#include "seam/datagram.h"
#include "session/trace.h"
#include "transport/connection_table.h"

namespace wstrace {

class DatagramFlows {
 public:
  struct Flow {
    ConnectionKey key;
    DatagramFlow about;
    std::size_t protocol = 0;  ///< index into the flows' protocols
    std::unique_ptr<DatagramDissector> dissector;
    bool answered = false;  ///< both sides have sent something
    Time running_seen = 0;
  };

  explicit DatagramFlows(Trace& trace);

  /// False when nobody claims the datagram.
  bool take(const PacketView& view);
  /// A datagram of this sender came back (DatagramDissector::on_undelivered).
  const NoteDef* undelivered(Flow& flow, Direction sender);
  /// Null when there is no such flow.
  Flow* find(const Endpoint& source, const Endpoint& destination);
  /// Ends what has been silent for long enough at the trace's present time.
  void expire();
  void finish();
  /// What all of them came to, for each protocol that there was any of.
  std::vector<UndecodedFacts> facts() const;

 private:
  using Flows = std::list<Flow>;  // those that were silent for longest first

  struct Protocol {
    const DatagramDissectorDef* def = nullptr;
    UndecodedFacts facts;
  };

  bool begin(const ConnectionKey& key, const PacketView& view, const Datagram& datagram);
  void add(const ConnectionKey& key, const PacketView& view, std::size_t protocol, DatagramClaim claimed);
  void show(Flow& flow, const PacketView& view, const Datagram& datagram, Direction dir);
  void end(Flow& flow, End how);
  Flows& queue_of(const Flow& flow) { return flow.answered ? answered_ : asking_; }
  void expire(Flows& flows, Duration silence);

  Trace& trace_;
  std::vector<Protocol> protocols_;
  tsl::robin_map<ConnectionKey, Flows::iterator, ConnectionKeyHash> by_key_;
  Flows asking_;
  Flows answered_;
};

}  // namespace wstrace
