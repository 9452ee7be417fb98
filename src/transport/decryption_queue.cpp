#include "transport/decryption_queue.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

namespace wstrace {
namespace {

/// How often keys are looked for that nobody waits for any more.
constexpr Duration kLookInterval = 50 * kMillisecond;

}  // namespace

void DecryptionQueue::on_time() {
  while (!waiting_.empty() && waiting_.front()->held_since() + trace_.limits().keys_wait < trace_.running())
    waiting_.front()->give_up(0);
  // What waits goes on before the next packet finds its keys by itself, and is reported too early.
  if (waiting_.empty() && trace_.running() < next_look_) return;
  next_look_ = trace_.running() + kLookInterval;
  look();
}

void DecryptionQueue::look() {
  Secrets* const secrets = trace_.secrets();
  if (secrets == nullptr || !secrets->more_may_come() || !secrets->any_missing()) return;
  secrets->look();
  // A reader adds those that it comes across.
  if (std::exchange(revision_, secrets->revision()) != secrets->revision()) go_on();
}

/// Those that can, in the order in which it all came.
void DecryptionQueue::go_on() {
  std::set<std::pair<std::uint64_t, HeldInput*>> next;
  const auto add = [&next](HeldInput* input) {
    if (const auto order = input->next_order()) next.emplace(*order, input);
  };
  for (HeldInput* const input : waiting_) add(input);
  while (!next.empty()) {
    HeldInput* const first = next.extract(next.begin()).value().second;
    first->step();
    if (!first->holds()) add(first);
    first->stepped();
  }
}

void DecryptionQueue::begin(HeldInput& input) { waiting_.push_back(&input); }

void DecryptionQueue::end(HeldInput& input) { std::erase(waiting_, &input); }

void DecryptionQueue::limit(HeldInput& input) {
  const Limits& limits = trace_.limits();
  const auto add = [](std::size_t sum, const HeldInput* each) { return sum + each->room(); };
  if (input.room() > limits.keys_bytes) {
    input.give_up(limits.keys_bytes);
  } else if (std::accumulate(waiting_.begin(), waiting_.end(), std::size_t{0}, add) > limits.keys_bytes_of_all) {
    waiting_.front()->give_up(limits.keys_bytes_of_all);
  }
}

}  // namespace wstrace
