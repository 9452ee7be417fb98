// Choosing the upper layer: the one place where it is decided who takes a stream or a run of messages apart.
//
// In this order: what a lower layer negotiated, then what each dissector claims of the first bytes of both directions.
// The surest claim wins; while somebody needs more bytes and nobody is sure, the choice waits.
//
// Where the beginning of a stream is not in the capture, each dissector that can tell by the bytes alone searches for its
// protocol as they come (UpperSearch).
#pragma once

#include <memory>
#include <vector>

#include "seam/dissector.h"

namespace wstrace {

struct Choice {
  enum class Kind : std::uint8_t { chosen, need_more, nobody };
  Kind kind = Kind::nobody;
  const DissectorDef* dissector = nullptr;
};

Choice choose_upper(const Offer& offer, const Heads& heads);

class UpperSearch {
 public:
  /// True of a stream that is to be searched, and not claimed by its first bytes.
  static bool is_for(const Offer& offer) {
    return offer.kind == Offer::Kind::stream && offer.mid_stream && offer.protocol.empty();
  }

  UpperSearch();
  /// More has come of the direction (StreamSearch::look). Null while nobody is sure.
  const DissectorDef* look(Direction dir, Window kept);

 private:
  struct Candidate {
    const DissectorDef* dissector;
    std::unique_ptr<StreamSearch> search;
  };
  std::vector<Candidate> candidates_;
};

}  // namespace wstrace
