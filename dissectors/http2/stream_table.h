// The streams of one connection by their numbers (RFC 9113 5.1.1): those that are open, which number the client used last,
// and the requests that it reset before they were answered.
#pragma once

#include <tsl/robin_map.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dissectors/http2/stream.h"

namespace wstrace::http2 {

class StreamTable {
 public:
  /// Null when no such stream is open.
  Stream* find(std::uint32_t id);
  /// A new stream, idle; the table owns it until it is closed. The number must not be in use.
  Stream& add(std::uint32_t id);
  /// Closing deletes the stream.
  void close(std::uint32_t id) { streams_.erase(id); }
  void clear() { streams_.clear(); }

  bool empty() const { return streams_.empty(); }
  std::size_t size() const { return streams_.size(); }
  /// By ascending number. The list stays as it is when streams are closed.
  std::vector<Stream*> in_order();
  /// The one with the lowest number. There must be one.
  Stream& oldest();

  /// True when a client's HEADERS with this number open a stream: odd, and higher than all before (5.1.1).
  bool is_new(std::uint32_t id) const { return id % 2 == 1 && id > highest_; }
  /// The client has used this number; an even one, a server's, changes nothing.
  void use(std::uint32_t id);

  /// The client reset the stream (6.4) before its request was answered. The latest 32 are kept.
  void remember_reset(std::uint32_t id, std::string method);
  /// The method of such a request, once: it is forgotten then.
  std::optional<std::string> take_reset(std::uint32_t id);

 private:
  struct ResetRequest {
    std::uint32_t stream = 0;
    std::string method;
  };

  tsl::robin_map<std::uint32_t, std::unique_ptr<Stream>> streams_;
  std::vector<ResetRequest> resets_;  // the latest one last
  std::uint32_t highest_ = 0;         // number that the client has used
};

}  // namespace wstrace::http2
