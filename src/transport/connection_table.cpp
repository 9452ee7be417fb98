#include "transport/connection_table.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "dissectors/tcp/definitions.h"

namespace wstrace {

ConnectionKey ConnectionKey::of(const Endpoint& a, const Endpoint& b) {
  const bool in_order = a < b;
  const Endpoint& low = in_order ? a : b;
  const Endpoint& high = in_order ? b : a;
  ConnectionKey key;
  std::memcpy(&key.text[0], low.address.bytes.data(), low.address.bytes.size());
  std::memcpy(&key.text[2], high.address.bytes.data(), high.address.bytes.size());
  key.text[4] = std::uint64_t{low.port} << 32 | std::uint64_t{high.port} << 8 | std::uint64_t{low.address.v6};
  return key;
}

std::size_t ConnectionKeyHash::operator()(const ConnectionKey& key) const noexcept {
  // Multiply and fold: spreads the low bits of addresses and ports, where real traffic differs.
  constexpr std::uint64_t kMixer = 0x9e3779b97f4a7c15;
  std::uint64_t h = kMixer;
  for (const std::uint64_t word : key.text) {
    h = (h ^ word) * kMixer;
    h ^= h >> 32;
  }
  return h;
}

TrackedConnection::TrackedConnection(Trace& trace, HappyEyeballs& happy_eyeballs, DecryptionQueue& holding,
                                     const ConnectionKey& k, const ConnectionInfo& about)
    : key(k),
      happy_eyeballs_(happy_eyeballs),
      tcp_context_(trace, *this, scope),
      tcp(trace.limits(), tcp_context_, *this),
      input(trace, holding, *this, tcp) {
  info = about;
  tcp_state = &tcp;
  stack.add({&tcp::protocol});
  root = std::make_unique<StreamLayer>(trace, *this, scope, Offer{});
  root->stands_on_tcp();
}

void TrackedConnection::release() {
  input.release();
  for (const Direction dir : {Direction::c2s, Direction::s2c})
    acknowledged[index(dir)] = tcp.acknowledged(dir) >= tcp.next_offset(dir);
}

void TrackedConnection::finish(End how) {
  tcp.finish(how);
  input.finish();
}

void TrackedConnection::note_failure() {
  if (arrival.failure.state == "open" || tcp.state(Direction::c2s) != tcp::State::syn_sent) return;
  on_outcome(arrival.failure);
}

void ConnectionQueue::push_back(TrackedConnection& c) {
  c.before_ = back_;
  c.behind_ = nullptr;
  (back_ != nullptr ? back_->behind_ : front_) = &c;
  back_ = &c;
}

void ConnectionQueue::remove(TrackedConnection& c) {
  (c.before_ != nullptr ? c.before_->behind_ : front_) = c.behind_;
  (c.behind_ != nullptr ? c.behind_->before_ : back_) = c.before_;
}

TrackedConnection* ConnectionTable::find(const ConnectionKey& key) {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : found->second.get();
}

TrackedConnection& ConnectionTable::add(const ConnectionKey& key, const Endpoint& client, const Endpoint& server) {
  if (by_key_.size() >= trace_.limits().connections) {
    remove(lingering_.front() != nullptr ? *lingering_.front() : *alive_.front(), End::idle);
  }
  const ConnectionInfo about{++last_number_, client, server, trace_.now()};
  auto made = std::make_unique<TrackedConnection>(trace_, attempts_, holding_, key, about);
  TrackedConnection& connection = *made;
  connection.last_seen = trace_.now();
  connection.running_seen = trace_.running();
  by_key_.emplace(key, std::move(made));
  alive_.push_back(connection);
  return connection;
}

void ConnectionTable::touch(TrackedConnection& c) {
  c.release();
  c.last_seen = std::max(c.last_seen, trace_.now());
  c.running_seen = trace_.running();
  queue_of(c).remove(c);
  c.lingers = c.tcp.over();
  // What lingers only explains late segments: its layers have been told of the end, and are free to go.
  if (c.lingers && c.handed_on()) c.root.reset();
  queue_of(c).push_back(c);
}

void ConnectionTable::remove(TrackedConnection& c, End how) {
  c.note_failure();
  emit_refusal(c);
  c.finish(how);
  c.root.reset();  // and with it whatever holds a session
  if (c.multiplexes) trace_.multiplexed_connections().remove(c.info, c.last_seen);
  trace_.sessions().connection_gone(c, how);
  attempts_.on_gone(c);
  queue_of(c).remove(c);
  by_key_.erase(ConnectionKey(c.key));
}

/// It is known only now that the client got through nowhere else; it is reported as of then.
void ConnectionTable::emit_refusal(TrackedConnection& c) {
  if (c.excused) return;
  const Time now = trace_.exchange_now(c.last_seen);
  c.tcp.emit_refusal();
  trace_.exchange_now(now);
}

void ConnectionTable::expire_closed(Time now) {
  while (lingering_.front() != nullptr && lingering_.front()->running_seen + trace_.limits().linger < now) {
    TrackedConnection& c = *lingering_.front();
    if (!c.is_to_be_listed() && !c.input.holds()) {
      remove(c, End::idle);
      continue;
    }
    // Its successor is open, and nobody knows yet for which session; or its keys may still come.
    c.running_seen = now;
    lingering_.remove(c);
    lingering_.push_back(c);
  }
}

void ConnectionTable::expire() {
  const Time now = trace_.running();
  expire_closed(now);
  while (alive_.front() != nullptr && alive_.front()->running_seen + trace_.limits().idle < now) {
    remove(*alive_.front(), End::idle);
  }
  trace_.sessions().expire(now);
}

void ConnectionTable::finish() {
  holding_.look();
  std::vector<TrackedConnection*> rest;
  rest.reserve(by_key_.size());
  for (const auto& entry : by_key_) rest.push_back(entry.second.get());
  std::sort(rest.begin(), rest.end(), [](const auto* a, const auto* b) { return a->info.number < b->info.number; });
  // What is an attempt of another one is listed by that one first.
  std::stable_partition(rest.begin(), rest.end(), [](const auto* c) { return !c->is_to_be_listed(); });
  for (TrackedConnection* c : rest) remove(*c, End::capture_end);
  trace_.sessions().finish();
}

}  // namespace wstrace
