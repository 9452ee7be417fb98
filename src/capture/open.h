// Opens capture files: pcap and pcapng of either byte order, plain or in gzip or zstd, from disk or a pipe.
//
// What a file is, is recognised by its first bytes and never by its name.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "capture/source.h"
#include "core/secrets.h"

namespace wstrace {

struct OpenOptions {
  /// Asked while a pipe has not said yet what it carries: true gives up. Empty: wait for as long as it takes.
  std::function<bool()> stop = {};
  /// Where secrets go that a pcapng file carries; null: nowhere.
  Secrets* secrets = nullptr;
  /// The packets' order does not matter.
  bool any_order = false;
};

/// One file; "-" is standard input.
OpenResult open_capture(const std::string& path, const OpenOptions& options = {});

/// Several files as one capture: packets in time order (on ties in the files' order), numbered from 1 over all files,
/// with interface ids that are unique over all files. A damaged file ends early; the others go on.
OpenResult open_captures(const std::vector<std::string>& paths, const OpenOptions& options = {});

}  // namespace wstrace
