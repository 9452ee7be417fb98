// The engine: packets in, events out. Finds each packet's connection, feeds TCP, and ends what has ended.
//
//   reader ──packet──▶ Engine ──▶ packet layers ──▶ connection table ──▶ segment screening ──▶ TCP ──▶ layers ──events──▶ sinks
//                                       ├─ UDP ──▶ flows of datagrams (QUIC is named)
//                                       └─ ICMP errors ──▶ the connection or flow that they are about
#pragma once

#include "engine/datagram_flows.h"
#include "engine/icmp_errors.h"
#include "model/sink.h"
#include "packet/packet_path.h"
#include "session/trace.h"
#include "transport/connection_table.h"
#include "transport/segment_screening.h"

namespace wstrace {

class Engine {
 public:
  Engine(const Limits& limits, int verbosity, bool verify_checksums = false)
      : trace_(limits, verbosity),
        connections_(trace_),
        path_(limits),
        screening_(trace_, verify_checksums),
        datagrams_(trace_),
        icmp_errors_(trace_, connections_, datagrams_) {}

  /// The sink must outlive the engine's last call.
  void add_sink(Sink& sink) { trace_.add_sink(sink); }
  /// Keys of what is encrypted. They must outlive the engine's last call.
  void use_secrets(Secrets& secrets) { trace_.use_secrets(secrets); }

  void begin(const CaptureFacts& facts);
  void on_packet(const Packet& packet);
  /// No packet came. Live, time passes all the same; `now` is 0 where that is not known.
  void on_idle(Time now);
  /// Ends every connection, reports the sessions, and says what the whole run was. The reader's own findings
  /// (damage, drops) are put into `end` by the caller beforehand.
  void finish(EndFacts end);

 private:
  void on_view(const Packet& packet, const PacketView& view);
  void on_tcp(const Packet& packet, const PacketView& view);
  void emit_time_back(const Packet& packet);
  void on_lost_fragments();
  TrackedConnection* connection_of(const ip::Datagram& lost);
  void on_oddity(const Packet& packet, const PacketView& view);
  TrackedConnection& connection_of(const PacketView& view, tcp::Segment& segment);
  void count(Connection& connection, const PacketView& view, Direction dir);

  Trace trace_;
  ConnectionTable connections_;
  PacketPath path_;
  SegmentScreening screening_;
  DatagramFlows datagrams_;
  IcmpErrors icmp_errors_;
  EndFacts totals_;
  Time last_time_ = 0;  ///< of a packet
  bool time_back_reported_ = false;
};

}  // namespace wstrace
