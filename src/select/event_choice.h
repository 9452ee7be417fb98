// The events that the user asked for by layer and by protocol. What is left out of the rows is in the sessions' facts all
// the same: headers, footers and diagnoses are those of the whole session.
#pragma once

#include <bitset>
#include <vector>

#include "model/event.h"

namespace wstrace {

class EventChoice {
 public:
  /// Without any layer or any protocol, those of all are chosen.
  void add(Layer layer) { layers_.set(index(layer)); }
  void add(const ProtocolDef& protocol) { protocols_.push_back(&protocol); }

  bool choose_all() const { return layers_.none() && protocols_.empty(); }
  bool contains(const Event& event) const { return contains(*event.def); }
  /// An event of an upper layer says all of this one, and events of that protocol are chosen too.
  bool says_above(const Event& event) const;

 private:
  static constexpr std::size_t kLayers = index(Layer::application) + 1;

  bool contains(const EventDef& def) const;

  std::bitset<kLayers> layers_;  // by number
  std::vector<const ProtocolDef*> protocols_;
};

}  // namespace wstrace
