// The seam for protocols on UDP. A dissector claims a flow (all datagrams between two endpoints) by its first datagram
// and is shown every one that follows, in both directions.
//
// The host (src/engine/datagram_flows.h) finds the flow, counts what it carries and ends it when it has been silent for long
// enough. Nothing is joined: a datagram is a unit by itself.
#pragma once

#include <memory>
#include <string_view>

#include "seam/dissector.h"

namespace wstrace {

/// What one UDP datagram carries. Valid during the call.
struct Datagram {
  Bytes bytes;             ///< as captured
  std::size_t length = 0;  ///< on the wire
  PacketRange packets;

  bool cut() const { return bytes.size() < length; }
};

/// Who talks to whom over UDP.
struct DatagramFlow {
  Endpoint client;
  Endpoint server;
  std::uint64_t number = 0;  ///< among those of its protocol, from 1
};

/// What the host lends to a dissector during a call.
class DatagramContext {
 public:
  virtual ~DatagramContext() = default;

  /// The time of the packet that is being dealt with.
  virtual Time now() const = 0;
  virtual Arena& arena() = 0;
  virtual const Limits& limits() const = 0;
  virtual const DatagramFlow& flow() const = 0;
  /// `at`: when it happened, if not now.
  virtual void emit(const Unit& unit, const EventDef& def, std::span<const Field> fields,
                    std::span<const Note> notes = {}, Time at = 0) = 0;
};

class DatagramDissector {
 public:
  virtual ~DatagramDissector() = default;
  /// The first one included. False when it may begin another conversation between the same two ports: the host offers it
  /// anew, and when nobody claims it, it is this one's all the same.
  virtual bool on_datagram(DatagramContext&, Direction, const Datagram&) = 0;
  /// A datagram of this sender came back as undeliverable (ICMP). Gives what that means; null where there is nothing to report.
  /// The note's fields may be {from}, {to} and {meaning}.
  virtual const NoteDef* on_undelivered(DatagramContext&, Direction sender) = 0;
  virtual void on_end(DatagramContext&, End) = 0;
};

/// Null when the datagram begins nothing of this protocol.
struct DatagramClaim {
  std::unique_ptr<DatagramDissector> dissector;
  Direction sender = Direction::c2s;  ///< of the datagram that was offered
};

/// What a protocol on UDP is, for whoever hosts it.
struct DatagramDissectorDef {
  DatagramClaim (*claim)(const Datagram& first) = nullptr;
  /// What runs over it and is not decoded, as people know it: "HTTP/3".
  std::string_view known_as;
  /// What to do to see it.
  std::string_view advice;
};

}  // namespace wstrace
