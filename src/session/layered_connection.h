// A connection with the tree of layers above it. It is freed as a whole.
#pragma once

#include <memory>

#include "session/connection.h"
#include "session/stream_layer.h"

namespace wstrace {

struct LayeredConnection : Connection {
  std::unique_ptr<StreamLayer> root;  ///< null once nothing more can come for it
};

}  // namespace wstrace
