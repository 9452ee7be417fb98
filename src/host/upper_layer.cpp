#include "host/upper_layer.h"

#include "host/dissector_table.h"

namespace wstrace {
namespace {

bool fits(const DissectorDef& dissector, Offer::Kind kind) {
  switch (kind) {
    case Offer::Kind::stream:
    case Offer::Kind::upgrade: return dissector.make_stream != nullptr;
    case Offer::Kind::messages:
    case Offer::Kind::packets: return dissector.make_messages != nullptr;
    case Offer::Kind::exchange: return dissector.make_exchange != nullptr;
  }
  return false;
}

}  // namespace

Choice choose_upper(const Offer& offer, const Heads& heads) {
  const DissectorDef* maybe = nullptr;
  bool need_more = false;
  for (const DissectorDef* dissector : all_dissectors()) {
    if (!fits(*dissector, offer.kind)) continue;
    switch (dissector->claim(offer, heads)) {
      case Claim::yes: return {Choice::Kind::chosen, dissector};
      case Claim::maybe: maybe = maybe == nullptr ? dissector : maybe; break;
      case Claim::need_more: need_more = true; break;
      case Claim::no: break;
    }
  }
  if (need_more) return {Choice::Kind::need_more, nullptr};
  if (maybe != nullptr) return {Choice::Kind::chosen, maybe};
  return {};
}

UpperSearch::UpperSearch() {
  for (const DissectorDef* dissector : all_dissectors())
    if (dissector->make_search != nullptr) candidates_.push_back({dissector, dissector->make_search()});
}

const DissectorDef* UpperSearch::look(Direction dir, Window kept) {
  for (const Candidate& candidate : candidates_)
    if (candidate.search->look(dir, kept) == Claim::yes) return candidate.dissector;
  return nullptr;
}

}  // namespace wstrace
