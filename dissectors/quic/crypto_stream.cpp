#include "dissectors/quic/crypto_stream.h"

#include <algorithm>

namespace wstrace::quic {
namespace {

/// Chromium makes about twenty pieces of a ClientHello.
constexpr std::size_t kMostRanges = 256;

}  // namespace

bool CryptoStream::add(std::uint64_t offset, Bytes data, std::size_t limit) {
  if (data.empty()) return true;
  if (offset > limit || data.size() > limit - offset || ranges_.size() == kMostRanges) return false;
  const auto begin = static_cast<std::size_t>(offset);
  const Range range{begin, begin + data.size()};
  bytes_.resize(std::max(bytes_.size(), range.end));
  fill(range, data);
  return true;
}

/// Copies what is not there yet, and makes one range of it and those that it touches.
void CryptoStream::fill(Range range, Bytes data) {
  const auto first = std::find_if(ranges_.begin(), ranges_.end(), [&](const Range& r) { return r.end >= range.begin; });
  Range joined = range;
  std::size_t at = range.begin;
  const auto copy_up_to = [&](std::size_t end) {
    for (; at < end; ++at) bytes_[at] = data[at - range.begin];
  };
  auto last = first;
  for (; last != ranges_.end() && last->begin <= range.end; ++last) {
    copy_up_to(std::max(at, last->begin));
    at = std::clamp(last->end, at, range.end);
    joined = {std::min(joined.begin, last->begin), std::max(joined.end, last->end)};
  }
  copy_up_to(range.end);
  ranges_.insert(ranges_.erase(first, last), joined);
}

Bytes CryptoStream::contiguous() const {
  const bool begun = !ranges_.empty() && ranges_.front().begin == 0;
  return begun ? Bytes(bytes_).first(ranges_.front().end) : Bytes{};
}

}  // namespace wstrace::quic
