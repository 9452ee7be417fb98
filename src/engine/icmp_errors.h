// ICMP errors about TCP: finds the connection that the quoted segment belongs to, and reports the error there. Of errors about
// UDP, those are reported that mean something to a flow which a dissector has claimed.
//
// An error about a connection that is not in the capture is reported without one. Errors about all else are none of
// wstrace's business. Whoever floods a network with errors does not flood the trace: Limits::told_singly.
#pragma once

#include <array>

#include "dissectors/icmp/wire.h"
#include "engine/datagram_flows.h"
#include "packet/packet_view.h"
#include "session/trace.h"
#include "transport/connection_table.h"

namespace wstrace {

class IcmpErrors {
 public:
  IcmpErrors(Trace& trace, ConnectionTable& connections, DatagramFlows& flows)
      : trace_(trace), connections_(connections), flows_(flows) {}

  /// False when the message is no error about TCP, or about a flow of datagrams that is known.
  bool take(const Packet& packet, const PacketView& view);

  /// About connections that are not in the capture.
  std::uint64_t elsewhere() const { return elsewhere_; }
  /// Those beyond the ones that were reported one by one.
  std::uint64_t unreported() const { return unreported_; }
  /// The same message, captured again.
  std::uint64_t copies() const { return copies_; }

 private:
  struct Known {
    std::uint64_t fingerprint = 0;
    Time time = 0;
  };

  bool take_tcp(const Packet& packet, const PacketView& view, const icmp::Message& message, const icmp::Quoted& quoted);
  bool take_udp(const Packet& packet, const PacketView& view, const icmp::Message& message, const icmp::Quoted& quoted);
  bool is_copy(const Packet& packet, const PacketView& view);
  void report(const Packet& packet, const PacketView& view, const icmp::Message& message, const icmp::Quoted& quoted,
              TrackedConnection& connection);
  void report(const Packet& packet, const PacketView& view, const icmp::Message& message, const icmp::Quoted& quoted,
              Direction sender, const NoteDef& why);
  void emit_elsewhere(const Packet& packet, const PacketView& view, const icmp::Message& message,
                      const icmp::Quoted& quoted);

  Trace& trace_;
  ConnectionTable& connections_;
  DatagramFlows& flows_;
  std::array<Known, 8> recent_{};
  std::size_t next_ = 0;
  std::uint64_t elsewhere_ = 0;
  std::uint64_t unreported_ = 0;
  std::uint64_t copies_ = 0;
};

}  // namespace wstrace
