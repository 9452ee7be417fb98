// EarlyData.
#include "dissectors/tls/early_data.h"

#include <cstddef>
#include <utility>

namespace wstrace::tls {
namespace {

/// Bytes that are held at most; OpenSSL's servers take 16 KiB.
constexpr std::size_t kMostEarly = std::size_t{64} << 10;

}  // namespace

void EarlyData::hold(Bytes content, const PacketRange& packets) {
  if (held_.bytes.size() + content.size() > kMostEarly) return;
  held_.bytes.insert(held_.bytes.end(), content.begin(), content.end());
  held_.packets = held_.packets.joined(packets);
}

EarlyData::Held EarlyData::decide(bool accepted) {
  expected_ = false;
  Held held = std::exchange(held_, {});
  return accepted ? std::move(held) : Held();
}

}  // namespace wstrace::tls
