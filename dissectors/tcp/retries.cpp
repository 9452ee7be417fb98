#include "dissectors/tcp/retries.h"

#include <algorithm>

namespace wstrace::tcp {
namespace {

/// Who was asked so often, for so long, and sent nothing at all is gone.
constexpr std::uint64_t kManyRepeats = 3;
constexpr Duration kLongWait = 2 * kSecond;
/// What comes so soon after the first byte that is not acknowledged was on its way before.
constexpr Duration kOnTheWay = 100 * kMillisecond;

/// Duplicate ACKs call for a fast retransmission (RFC 5681 3.2); one that comes soon after them answers them. Two are
/// enough to be sure of here: the third may have been lost.
constexpr unsigned kCallingAcks = 2;
constexpr Duration kFastRetransmissionTime = 20 * kMillisecond;

}  // namespace

std::optional<Time> Retries::unanswered_since(Time heard) const {
  const Time since = std::max(unacked_since_, progress_);
  const bool gone = heard != 0 && heard <= since + kOnTheWay;
  const bool often = count_ >= kManyRepeats && last_ - since >= kLongWait;
  return gone && often ? std::optional(since) : std::nullopt;
}

bool DuplicateAcks::call_for(Time now, Duration reach) const {
  return count_ >= kCallingAcks && now - since_ >= reach && now - last_ < kFastRetransmissionTime;
}

}  // namespace wstrace::tcp
