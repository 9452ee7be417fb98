// Live captures, through libpcap.
#pragma once

#include <cstddef>
#include <string>

#include "capture/source.h"

namespace wstrace {

struct LiveOptions {
  std::string interface = {};
  std::string filter = {};  ///< a pcap filter expression; empty takes everything
  int snap_length = 262144;
  bool promiscuous = true;
  std::size_t buffer_size = std::size_t{64} << 20;  ///< the kernel's, for packets that are not read yet
  int wait_milliseconds = 100;                      ///< how long next() waits before it answers `idle`
};

/// A source that never ends by itself; an interface that goes down is idle until it comes back. A signal ends the wait
/// of its next(), which then answers `idle`.
OpenResult open_live(const LiveOptions& options);

}  // namespace wstrace
