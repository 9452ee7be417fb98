#include "transport/decryption_queue.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "session/definitions.h"
#include "transport/input_queue.h"

namespace wstrace {
namespace {

/// How often keys are looked for that nobody waits for any more.
constexpr Duration kLookInterval = 50 * kMillisecond;

}  // namespace

void DecryptionQueue::on_time() {
  while (!waiting_.empty() && waiting_.front()->hold_->since + trace_.limits().keys_wait < trace_.running())
    waiting_.front()->give_up();
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
  std::set<std::pair<std::uint64_t, InputQueue*>> next;
  const auto add = [&next](InputQueue* input) {
    if (const auto order = input->next_order()) next.emplace(*order, input);
  };
  for (InputQueue* const input : waiting_) add(input);
  while (!next.empty()) {
    InputQueue* const first = next.extract(next.begin()).value().second;
    first->step();
    if (!first->holds()) add(first);
    first->note_waiting();
  }
}

void DecryptionQueue::begin(InputQueue& input) { waiting_.push_back(&input); }

void DecryptionQueue::end(InputQueue& input) { std::erase(waiting_, &input); }

void DecryptionQueue::limit(InputQueue& input) {
  const Limits& limits = trace_.limits();
  const auto add = [](std::size_t sum, const InputQueue* each) { return sum + each->room_; };
  if (input.room_ > limits.keys_bytes) {
    give_up(input, limits.keys_bytes);
  } else if (std::accumulate(waiting_.begin(), waiting_.end(), std::size_t{0}, add) > limits.keys_bytes_of_all) {
    give_up(*waiting_.front(), limits.keys_bytes_of_all);
  }
}

void DecryptionQueue::give_up(InputQueue& input, std::size_t limit) {
  LayerContext layer(trace_, input.connection_, input.connection_.scope);
  const Field fields[] = {make_field(stream::field::length, input.room_), make_field(stream::field::limit, limit)};
  const Note notes[] = {{&stream::keys_note, fields}};
  layer.emit({}, stream::keys_met, fields, notes);
  input.give_up();
}

}  // namespace wstrace
