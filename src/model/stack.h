// What lies on what in a session or on a connection, from TCP up. Dissectors add their layers; outputs print them and know none.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/definitions.h"

namespace wstrace {

struct StackLayer {
  const ProtocolDef* protocol = nullptr;
  std::string version = {};     ///< "1.3"; empty where it has none, or it is not known
  std::uint32_t substream = 0;  ///< number of that of its substreams which carries what lies above; 0 for none
};

class Stack {
 public:
  /// Puts a layer in its place by its protocol's level. A known one keeps its place, and takes a version and a substream.
  void add(const StackLayer& layer);
  /// The same of what comes in place of all layers of its level: a connection speaks one of them at a time.
  void replace(const StackLayer& layer);
  void add(const Stack& other);
  void remove(const ProtocolDef& protocol);

  /// Lowest first; those of one level in the order in which they were added.
  std::span<const StackLayer> layers() const { return layers_; }
  const StackLayer* find(std::string_view protocol) const;
  /// The first of this level; null for none.
  const StackLayer* at(Level level) const;
  /// Its connection, or all of them, went on to what lies above: an exchange of HTTP/1.1, after an upgrade.
  bool is_left(const StackLayer& layer) const;

 private:
  std::vector<StackLayer> layers_;
};

}  // namespace wstrace
