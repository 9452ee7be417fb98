#include "session/capture_gaps.h"

namespace wstrace {
namespace {

/// Hosts between which bytes were lost are remembered up to here: it makes a verdict careful, no more.
constexpr std::size_t kRemembered = 4096;

}  // namespace

void CaptureGaps::awaits(const ConnectionInfo& connection, bool begins) {
  const Hosts hosts{connection.client.address, connection.server};
  Missing& missing = hosts_[hosts];
  missing.awaiting += begins ? 1 : -1U;
  if (missing.awaiting == 0 && !missing.lost) hosts_.erase(hosts);
}

void CaptureGaps::lost(const ConnectionInfo& connection) {
  if (hosts_.size() >= kRemembered) std::erase_if(hosts_, [](const auto& each) { return each.second.awaiting == 0; });
  hosts_[{connection.client.address, connection.server}].lost = true;
}

bool CaptureGaps::awaited(const IpAddress& client, const Endpoint& server) const {
  const Missing* const missing = find(client, server);
  return missing != nullptr && missing->awaiting > 0;
}

bool CaptureGaps::between(const IpAddress& client, const Endpoint& server) const {
  return find(client, server) != nullptr;
}

const CaptureGaps::Missing* CaptureGaps::find(const IpAddress& client, const Endpoint& server) const {
  const auto found = hosts_.find({client, server});
  return found == hosts_.end() ? nullptr : &found->second;
}

}  // namespace wstrace
