#include "cli/loop.h"

#include <chrono>
#include <csignal>

namespace wstrace {
namespace {

Time wall_clock() {
  using std::chrono::nanoseconds;
  return std::chrono::duration_cast<nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

std::string_view name_of_signal(int signal) {
  switch (signal) {
    case SIGINT: return "SIGINT";
    case SIGTERM: return "SIGTERM";
    case SIGHUP: return "SIGHUP";
    default: return "a signal";
  }
}

Ending Loop::run(const std::function<int()>& signal) {
  PacketSource::Result result = PacketSource::Result::idle;
  Packet packet;
  int caught = 0;
  do {
    result = parts_.source.next(packet);
    begin();
    step(result, packet);
  } while (!finished(result) && (caught = signal()) == 0);
  if (parts_.saver != nullptr) parts_.saver->flush();
  Ending ending;
  ending.packets = packets_;
  ending.damaged = result == PacketSource::Result::damaged;
  ending.signal = parts_.options.live() ? 0 : caught;
  ending.stopped = why_stopped();
  end(ending);
  // What waits may show only now that it cannot be printed.
  ending.stopped = why_stopped();
  return ending;
}

/// The interfaces of a pcapng file are known once its first packet has been read.
void Loop::begin() {
  if (begun_) return;
  begun_ = true;
  const Options& options = parts_.options;
  CaptureFacts facts;
  facts.files = options.live() ? std::vector<std::string>{options.interface} : options.files;
  facts.interfaces = parts_.source.interfaces();
  facts.live = options.live();
  parts_.engine.begin(facts);
}

void Loop::step(PacketSource::Result result, const Packet& packet) {
  const bool live = parts_.options.live();
  if (result == PacketSource::Result::packet) {
    if (parts_.saver != nullptr) parts_.saver->save(packet, parts_.source.interfaces());
    parts_.engine.on_packet(packet);
    ++packets_;
  } else if (result == PacketSource::Result::idle) {
    parts_.keys.on_pause();
    parts_.engine.on_idle(live ? wall_clock() : 0);
  }
  // Live, people wait for each line; so they do on a pipe that has paused.
  if (live || result == PacketSource::Result::idle) parts_.sink.flush();
  if (parts_.saver != nullptr && result != PacketSource::Result::packet) parts_.saver->flush();
}

bool Loop::finished(PacketSource::Result result) const {
  if (result == PacketSource::Result::end || result == PacketSource::Result::damaged) return true;
  if (!why_stopped().empty()) return true;
  // A reader that went away has seen enough of the trace; what is saved goes on.
  if (parts_.output.stopped() && parts_.saver == nullptr) return true;
  return parts_.options.count != 0 && packets_ >= parts_.options.count;
}

std::string_view Loop::why_stopped() const {
  if (parts_.saver != nullptr && !parts_.saver->error().empty()) return parts_.saver->error();
  return !parts_.no_room.empty() ? parts_.no_room : parts_.output.error();
}

void Loop::end(const Ending& ending) {
  EndFacts facts;
  facts.truncated = ending.damaged;
  facts.damage = parts_.source.damage();
  if (ending.signal != 0) facts.interrupted = name_of_signal(ending.signal);
  facts.stopped = ending.stopped;
  if (parts_.options.live()) facts.kernel_drops = parts_.source.kernel_drops();
  parts_.engine.finish(facts);
  parts_.sink.flush();
}

}  // namespace wstrace
