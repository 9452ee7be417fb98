// The engine: packets in, events out. Finds each packet's connection, feeds TCP, and ends what has ended.
//
//   reader ──packet──▶ Engine ──▶ packet layers ──▶ connection table ──▶ TCP ──▶ layers ──events──▶ sinks
#pragma once

#include "core/sink.h"
#include "session/connection_table.h"
#include "session/packet_path.h"
#include "session/trace.h"

namespace wstrace {

class Engine {
 public:
  Engine(const Limits& limits, int verbosity) : trace_(limits, verbosity), connections_(trace_), path_(limits) {}

  /// The sink must outlive the engine's last call.
  void add_sink(Sink& sink) { trace_.add_sink(sink); }

  void begin(const CaptureFacts& facts);
  void on_packet(const Packet& packet);
  /// Live traces: time passes although no packet came.
  void on_idle(Time now);
  /// Ends every connection, reports the sessions, and says what the whole run was. The reader's own findings
  /// (damage, drops) are put into `end` by the caller beforehand.
  void finish(EndFacts end);

 private:
  void on_view(const Packet& packet, const PacketView& view);
  void on_tcp(const PacketView& view);
  void on_lost_fragments();
  TrackedConnection* connection_of(const ip::Datagram& lost);
  void on_oddity(const Packet& packet, const PacketView& view);
  TrackedConnection& connection_of(const PacketView& view, tcp::Segment& segment);
  static void count(Connection& connection, const PacketView& view, Direction dir);

  Trace trace_;
  ConnectionTable connections_;
  PacketPath path_;
  EndFacts totals_;
};

}  // namespace wstrace
