// The reading of a run: packets from the source to the engine, until one of several reasons to end.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "capture/save.h"
#include "capture/source.h"
#include "cli/keys.h"
#include "cli/options.h"
#include "engine/engine.h"
#include "output/output.h"

namespace wstrace {

/// "SIGINT"
std::string_view name_of_signal(int signal);

/// How the reading ended. All is well when nothing is set.
struct Ending {
  std::uint64_t packets = 0;
  bool damaged = false;  ///< the input
  int signal = 0;        ///< that ended the reading of a file; a live trace has no other end
  std::string stopped;   ///< why it ended before the input did
};

/// What a loop works with; all of it outlives the loop.
struct LoopParts {
  const Options& options;
  PacketSource& source;
  Keys& keys;
  Engine& engine;
  Sink& sink;
  Output& output;
  CaptureSaver* saver;         ///< null when nothing is saved
  const std::string& no_room;  ///< why a sink can take no more; empty while it can
};

/// Reads packets until there are no more, the user has enough, nobody listens any more, or there is no room.
class Loop {
 public:
  explicit Loop(const LoopParts& parts) : parts_(parts) {}

  /// `signal`: the one that asks for the end; 0 for none.
  Ending run(const std::function<int()>& signal);

 private:
  void begin();
  void step(PacketSource::Result result, const Packet& packet);
  bool finished(PacketSource::Result result) const;
  std::string_view why_stopped() const;
  void end(const Ending& ending);

  LoopParts parts_;
  std::uint64_t packets_ = 0;
  bool begun_ = false;
};

}  // namespace wstrace
