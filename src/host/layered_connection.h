// A connection with the tree of layers above it. It is freed as a whole.
#pragma once

#include <memory>

#include "host/stream_layer.h"
#include "session/connection.h"

namespace wstrace {

struct LayeredConnection : Connection {
  std::unique_ptr<StreamLayer> root;  ///< null once nothing more can come for it
};

}  // namespace wstrace
