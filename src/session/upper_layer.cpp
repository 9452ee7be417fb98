#include "session/upper_layer.h"

#include "session/dissector_table.h"

namespace wstrace {
namespace {

bool fits(const DissectorDef& dissector, Offer::Kind kind) {
  const bool messages = kind == Offer::Kind::messages || kind == Offer::Kind::packets;
  return messages ? dissector.make_messages != nullptr : dissector.make_stream != nullptr;
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

}  // namespace wstrace
