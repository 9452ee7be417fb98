// The bytes of CRYPTO frames, put into their order. Clients split their ClientHello and shuffle the pieces over several
// packets, so that nobody on the way relies on its form; pieces come again when a packet is thought lost.
#pragma once

#include <vector>

#include "core/bytes.h"

namespace wstrace::quic {

class CryptoStream {
 public:
  /// What came first stands. False when the piece would need more than `limit` bytes, or there are too many pieces; it is
  /// left out then.
  bool add(std::uint64_t offset, Bytes data, std::size_t limit);
  /// From the beginning on, up to the first byte that is missing.
  Bytes contiguous() const;
  void clear() { *this = {}; }

 private:
  struct Range {
    std::size_t begin;
    std::size_t end;
  };

  void fill(Range range, Bytes data);

  std::vector<std::uint8_t> bytes_;
  std::vector<Range> ranges_;  // that have come: in order, apart from each other
};

}  // namespace wstrace::quic
