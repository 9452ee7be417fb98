// Which of the captured segments TCP gets to see: not the copies of what it has seen, and, where checksums are verified,
// not what a receiver would drop. What is kept from it is reported and counted.
#pragma once

#include "packet/packet_view.h"
#include "session/trace.h"
#include "transport/connection_table.h"
#include "transport/duplicates.h"

namespace wstrace {

class SegmentScreening {
 public:
  SegmentScreening(Trace& trace, bool verify_checksums) : trace_(trace), verify_(verify_checksums) {}

  /// Before it is known whose segment it is: is the IPv4 header whole?
  bool admits(const Packet& packet, const PacketView& view);
  bool admits(TrackedConnection& connection, const Packet& packet, const PacketView& view, const tcp::Segment& segment);

  std::uint64_t duplicates() const { return duplicates_; }
  std::uint64_t damaged() const { return damaged_; }

 private:
  void count_copy(TrackedConnection& connection, const Packet& packet, const tcp::Segment& segment, CopyOf copy);
  bool is_sound(TrackedConnection& connection, const PacketView& view, const tcp::Segment& segment);
  void emit_offload(TrackedConnection& connection, const tcp::Segment& segment, const NoteDef& note);
  void report(TrackedConnection& connection, const tcp::Segment& segment, const EventDef& def,
              std::span<const Field> fields, const NoteDef& note);

  Trace& trace_;
  const bool verify_;
  DuplicateFinder finder_;
  std::uint64_t duplicates_ = 0;
  std::uint64_t damaged_ = 0;
};

}  // namespace wstrace
