#include "model/stack.h"

#include <algorithm>

namespace wstrace {

void Stack::add(const StackLayer& layer) {
  const auto known = std::find_if(layers_.begin(), layers_.end(),
                                  [&](const StackLayer& each) { return each.protocol == layer.protocol; });
  if (known == layers_.end()) {
    const auto above = std::find_if(layers_.begin(), layers_.end(), [&](const StackLayer& each) {
      return each.protocol->level > layer.protocol->level;
    });
    layers_.insert(above, layer);
    return;
  }
  if (!layer.version.empty()) known->version = layer.version;
  if (layer.substream != 0) known->substream = layer.substream;
}

void Stack::replace(const StackLayer& layer) {
  std::erase_if(layers_, [&](const StackLayer& each) {
    return each.protocol != layer.protocol && each.protocol->level == layer.protocol->level;
  });
  add(layer);
}

void Stack::add(const Stack& other) {
  for (const StackLayer& each : other.layers_) add(each);
}

void Stack::remove(const ProtocolDef& protocol) {
  std::erase_if(layers_, [&](const StackLayer& each) { return each.protocol == &protocol; });
}

const StackLayer* Stack::find(std::string_view protocol) const {
  const auto found = std::find_if(layers_.begin(), layers_.end(),
                                  [&](const StackLayer& each) { return each.protocol->name == protocol; });
  return found != layers_.end() ? &*found : nullptr;
}

const StackLayer* Stack::at(Level level) const {
  const auto found = std::find_if(layers_.begin(), layers_.end(),
                                  [&](const StackLayer& each) { return each.protocol->level == level; });
  return found != layers_.end() ? &*found : nullptr;
}

bool Stack::is_left(const StackLayer& layer) const {
  return layer.protocol->level == Level::exchange && layer.substream == 0 && at(Level::messages) != nullptr;
}

}  // namespace wstrace
