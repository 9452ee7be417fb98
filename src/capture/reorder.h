// Packets in the order of their times, where a file has them in another.
//
// dumpcap writes what several interfaces bring in the order in which it empties their buffers, and files are joined
// carelessly: an answer then stands before its question. A packet is held back until none that is older can be expected
// any more, within bounds (Limits::reorder_…). A file with one interface and no packet out of order is passed through.
#pragma once

#include <memory>

#include "capture/source.h"
#include "model/limits.h"

namespace wstrace::capture {

/// Packets keep the numbers that they have in the file; on equal times the file's order stands. What goes back further
/// than the window (a clock that was set back, files joined end to end) comes as the file has it. Nothing is held back
/// while the source is idle: whoever waits at a pipe sees every packet that has come.
std::unique_ptr<PacketSource> in_time_order(std::unique_ptr<PacketSource> source, const Limits& limits = {});

}  // namespace wstrace::capture
