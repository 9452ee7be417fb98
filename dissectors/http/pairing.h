// Which request does an answer belong to?
//
// Answers come in the order of their requests (RFC 9112 9.3.2), so a queue would do if every packet were captured. Once
// bytes were lost where messages begin, requests or answers may be missing from it. Then the order of packets tells:
// clients wait for an answer before they ask again, so an answer belongs to the last request before it. A client that
// was seen to ask ahead (pipelining), or a request that may have others behind it, gives no such certainty: the answer
// then belongs to nobody.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "dissectors/http/upgrade.h"
#include "seam/dissector.h"

namespace wstrace::http {

/// A request whose final answer has not come.
struct Exchange {
  std::shared_ptr<UpperExchange> upper;  ///< null when no upper layer has a say in it
  std::uint64_t id = 0;
  std::string method;
  std::string target;
  UpgradeRequest upgrade;
  std::string settings = {};  ///< HTTP2-Settings
  Time ended = 0;             ///< when the request was complete; 0 while it is not
  PacketRange packets;
  bool doubtful = false;       ///< its answer may have been lost
  bool others_behind = false;  ///< requests that came next may have been lost

  bool is_connect() const { return method == "CONNECT"; }
  /// The bytes that follow it depend on its answer.
  bool decides() const { return !upgrade.protocol.empty() || is_connect(); }
};

class Pairing {
 public:
  /// A request comes: those before it whose answers may have been lost have been answered.
  void settle();
  void push(Exchange asked) { queue_.push_back(std::move(asked)); }
  /// The request that an answer in these packets belongs to; null when that is not certain. What cannot be answered any
  /// more is forgotten.
  Exchange* match(PacketRange answer);
  /// Takes off what match() found.
  Exchange take();
  void clear() { queue_.clear(); }
  /// Bytes of this direction were lost where messages begin and end.
  void lose(Direction dir);
  /// The capture begins somewhere in the conversation.
  void begin_anywhere() { lossy_ = true; }

  /// False once bytes were lost: an answer without a request is then no wonder.
  bool whole() const { return !lossy_; }
  bool empty() const { return queue_.empty(); }
  std::size_t size() const { return queue_.size(); }
  Exchange& front() { return queue_.front(); }
  const Exchange& front() const { return queue_.front(); }
  Exchange& back() { return queue_.back(); }
  std::deque<Exchange>& all() { return queue_; }

 private:
  void notice_pipelining(PacketRange answer);
  Exchange* match_by_packets(PacketRange answer);

  std::deque<Exchange> queue_;
  bool lossy_ = false;
  bool pipelined_ = false;
};

}  // namespace wstrace::http
