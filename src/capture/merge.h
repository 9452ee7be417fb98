// Several sources as one, in time order.
#pragma once

#include <memory>
#include <vector>

#include "capture/source.h"

namespace wstrace::capture {

/// On equal times the earlier source goes first. Within one source the order stays as it is, whatever its times say.
std::unique_ptr<PacketSource> merge_sources(std::vector<std::unique_ptr<PacketSource>> sources);

}  // namespace wstrace::capture
