#include "select/event_choice.h"

#include <algorithm>

namespace wstrace {

bool EventChoice::contains(const EventDef& def) const {
  if (layers_.any() && !layers_.test(index(def.layer))) return false;
  return protocols_.empty() || std::find(protocols_.begin(), protocols_.end(), def.protocol) != protocols_.end();
}

bool EventChoice::says_above(const Event& event) const {
  if (event.explained_by == nullptr) return false;
  if (choose_all()) return true;
  const auto events = event.explained_by->events();
  return std::any_of(events.begin(), events.end(), [this](const EventDef* def) { return contains(*def); });
}

}  // namespace wstrace
