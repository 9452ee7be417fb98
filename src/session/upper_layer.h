// Choosing the upper layer: the one place where it is decided who takes a stream or a run of messages apart.
//
// In this order: what a lower layer negotiated, then what each dissector claims of the first bytes of both directions.
// The surest claim wins; while somebody needs more bytes and nobody is sure, the choice waits.
#pragma once

#include "core/dissector.h"

namespace wstrace {

struct Choice {
  enum class Kind : std::uint8_t { chosen, need_more, nobody };
  Kind kind = Kind::nobody;
  const DissectorDef* dissector = nullptr;
};

Choice choose_upper(const Offer& offer, const Heads& heads);

}  // namespace wstrace
