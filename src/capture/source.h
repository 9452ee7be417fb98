// PacketSource: where packets come from. Files, several files merged, and live interfaces all look like this.
//
// A source hands out one packet at a time as a view into its own buffer, so that nothing is allocated or copied for a
// packet. It never throws on what it reads: input that ends too early or makes no sense is an answer (`damaged`), given
// after every packet that stood before it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "model/packet.h"
#include "model/sink.h"

namespace wstrace {

class PacketSource {
 public:
  enum class Result {
    packet,   ///< the packet was filled in; its bytes are valid until the next call
    end,      ///< no more packets, and the input was whole
    damaged,  ///< no more packets, and damage() says where the input (or one of the inputs) broke off, and why
    idle,     ///< nothing right now (live, pipes, long runs that a filter rejects): do what is pending and call again
  };

  virtual ~PacketSource() = default;
  /// After `end` or `damaged`, every further call answers the same.
  virtual Result next(Packet& packet) = 0;
  /// Those known so far; a pcapng file may describe more of them later. Packet::interface_id is an index into it.
  virtual const std::vector<InterfaceFacts>& interfaces() const = 0;
  /// What, where and what to try, in one line; for several damaged files, one line each. Empty when all is well.
  virtual std::string damage() const { return {}; }
  /// Live: packets that the kernel could not hand over, until now.
  virtual std::uint64_t kernel_drops() { return 0; }
};

/// A source, or a message that says why there is none.
struct OpenResult {
  std::unique_ptr<PacketSource> source;
  std::string error;

  explicit operator bool() const { return source != nullptr; }
};

}  // namespace wstrace
