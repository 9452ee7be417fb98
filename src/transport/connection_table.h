// The TCP connections that are alive, found by their two endpoints, and when they are given up.
//
// A connection leaves when it has been closed for a while (late segments still belong to it), when it was idle for too
// long, when its port pair is used again, or when there are too many. Both queues are intrusive lists in time order, so
// a packet costs one look-up and two pointer moves.
#pragma once

#include <tsl/robin_map.h>

#include <array>
#include <cstdint>
#include <memory>

#include "dissectors/tcp/tracker.h"
#include "host/layered_connection.h"
#include "transport/decryption_queue.h"
#include "transport/happy_eyeballs.h"
#include "transport/input_queue.h"

namespace wstrace {

/// Both endpoints in an order that does not depend on the direction.
struct ConnectionKey {
  std::array<std::uint64_t, 5> text{};

  static ConnectionKey of(const Endpoint& a, const Endpoint& b);
  friend bool operator==(const ConnectionKey&, const ConnectionKey&) = default;
};

struct ConnectionKeyHash {
  std::size_t operator()(const ConnectionKey& key) const noexcept;
};

/// How a connection's packets come, apart from what they say.
struct Arrival {
  std::array<std::uint64_t, 2> segments{};  ///< by direction, without copies
  unsigned sure_copies = 0;                 ///< of segments with something in them, captured twice at one place
  std::array<bool, 2> copies_reported{};    ///< from another place, from the same
  std::array<bool, 2> checksums_proven{};   ///< by direction: a right one has been seen
  std::array<bool, 2> offload_reported{};
  unsigned icmp_errors = 0;
  Outcome failure;  ///< what ICMP says to its opening: stands unless the connection comes about all the same
};

/// A connection with TCP under it: the tracker, the queue of what it yields, and the layers above (`root`).
class TrackedConnection final : public LayeredConnection, private tcp::Receiver {
 public:
  TrackedConnection(Trace& trace, HappyEyeballs& happy_eyeballs, DecryptionQueue& holding, const ConnectionKey& key,
                    const ConnectionInfo& about);

  Signs signs(Direction dir) const override { return tcp.signs(dir); }

  /// An opening that nobody answered but a router, or the server by ICMP, ended with what that said.
  void note_failure();
  /// Nothing more will come.
  void finish(End how);
  /// All that TCP yielded has gone on, and no more will come.
  bool handed_on() const { return tcp.ended() && input.empty(); }
  /// It is excused, and will be listed by its successor.
  bool is_to_be_listed() const { return excused && !listed && successor != nullptr; }
  /// After each segment.
  void release();

  const ConnectionKey key;
  Arrival arrival;
  Time running_seen = 0;  ///< when it was last seen, by the trace's running clock

 private:
  void on_mid_stream() override {
    if (root != nullptr) root->begin_mid_stream();
  }
  void on_asked() override { happy_eyeballs_.on_asked(*this); }
  void on_established(PacketRange packets) override { happy_eyeballs_.on_established(*this, packets); }
  void on_refused() override { happy_eyeballs_.on_refused(*this); }
  void on_data(Direction dir, Bytes bytes, PacketRange packets, Time at) override {
    input.on_data(dir, bytes, packets, at);
  }
  void on_gap(Direction dir, std::uint64_t n) override { input.on_gap(dir, n); }
  void on_end(Direction dir, End how, Time at) override { input.on_end(dir, how, at); }
  bool accepted_before() const override { return happy_eyeballs_.accepted(info.server); }
  bool at_rest() const override { return root != nullptr && input.empty() && root->at_rest(); }
  bool explains_reset(Direction by) override { return root != nullptr && input.empty() && root->explains_reset(by); }
  void on_outcome(const Outcome& how) override {
    if (tcp_outcome.state == "open") tcp_outcome = how;
  }

  HappyEyeballs& happy_eyeballs_;
  LayerContext tcp_context_;

 public:
  tcp::Tracker tcp;
  InputQueue input;

 private:
  friend class ConnectionQueue;
  TrackedConnection* before_ = nullptr;
  TrackedConnection* behind_ = nullptr;
};

/// A doubly linked list through the connections themselves, longest unused first.
class ConnectionQueue {
 public:
  TrackedConnection* front() const { return front_; }
  void push_back(TrackedConnection& c);
  void remove(TrackedConnection& c);

 private:
  TrackedConnection* front_ = nullptr;
  TrackedConnection* back_ = nullptr;
};

class ConnectionTable {
 public:
  explicit ConnectionTable(Trace& trace) : trace_(trace), attempts_(trace), holding_(trace) {}

  TrackedConnection* find(const ConnectionKey& key);
  TrackedConnection& add(const ConnectionKey& key, const Endpoint& client, const Endpoint& server);
  /// A connection to this end was established before.
  bool accepted(const Endpoint& server) const { return attempts_.accepted(server); }
  /// The connection had a packet just now.
  void touch(TrackedConnection& c);
  /// Ends it as `how` says, reports it and forgets it.
  void remove(TrackedConnection& c, End how);
  /// Removes what has been closed or idle for long enough at the trace's present time.
  void expire();
  /// For connections that wait for keys.
  void look_for_keys() { holding_.on_time(); }
  /// Removes all of them, in order of their numbers.
  void finish();

  std::uint32_t count() const { return last_number_; }

 private:
  ConnectionQueue& queue_of(const TrackedConnection& c) { return c.lingers ? lingering_ : alive_; }

  void emit_refusal(TrackedConnection& c);
  void expire_closed(Time now);

  Trace& trace_;
  HappyEyeballs attempts_;
  DecryptionQueue holding_;
  std::uint32_t last_number_ = 0;
  tsl::robin_map<ConnectionKey, std::unique_ptr<TrackedConnection>, ConnectionKeyHash> by_key_;
  ConnectionQueue alive_;
  ConnectionQueue lingering_;
};

}  // namespace wstrace
