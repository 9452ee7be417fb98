// Buffers that are used again for each packet.
#pragma once

#include <cstddef>

namespace wstrace::socketio {

/// Room for a usual packet, in bytes.
inline constexpr std::size_t kUsualScratch = std::size_t{256} << 10;

/// Empties a string or a vector and gives back the room that a larger packet needed.
template <class Container>
void empty_scratch(Container& container, std::size_t kept = kUsualScratch) {
  container.clear();
  if (container.capacity() * sizeof(container[0]) > kept) container.shrink_to_fit();
}

}  // namespace wstrace::socketio
