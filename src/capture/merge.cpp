// A k-way merge: each source shows its next packet, and a heap knows the oldest of them.
//
// A packet's bytes live in its source's buffer until that source is asked again, so nothing is copied: the source whose
// packet was handed out last is the only one to be asked on the next call.
#include "capture/merge.h"

#include <algorithm>

namespace wstrace::capture {
namespace {

class MergedSource final : public PacketSource {
 public:
  explicit MergedSource(std::vector<std::unique_ptr<PacketSource>> sources) {
    inputs_.resize(sources.size());
    for (std::size_t i = 0; i < sources.size(); ++i) {
      inputs_[i].source = std::move(sources[i]);
      learn_interfaces(inputs_[i]);
      unasked_.push_back(i);
    }
  }

  Result next(Packet& packet) override {
    ask_all();
    if (!unasked_.empty()) return Result::idle;  // the oldest packet may still come from there
    if (heap_.empty()) return damage_.empty() ? Result::end : Result::damaged;
    std::pop_heap(heap_.begin(), heap_.end(), Later{*this});
    const std::size_t oldest = heap_.back();
    heap_.pop_back();
    unasked_.push_back(oldest);
    packet = inputs_[oldest].head;
    packet.number = ++packets_;
    return Result::packet;
  }

  const std::vector<InterfaceFacts>& interfaces() const override { return interfaces_; }
  std::string damage() const override { return damage_; }

 private:
  struct Input {
    std::unique_ptr<PacketSource> source;
    Packet head;
    std::vector<std::uint32_t> interface_ids;  ///< from the source's own ids to those of the merged capture
  };

  struct Later {
    const MergedSource& merged;
    bool operator()(std::size_t a, std::size_t b) const {
      const Time one = merged.inputs_[a].head.time;
      const Time other = merged.inputs_[b].head.time;
      return one != other ? one > other : a > b;
    }
  };

  void ask_all() {
    std::erase_if(unasked_, [this](std::size_t index) { return ask(index); });
  }

  // True when the source has answered: with a packet, or for the last time.
  bool ask(std::size_t index) {
    Input& input = inputs_[index];
    const Result result = input.source->next(input.head);
    if (result == Result::idle) return false;
    learn_interfaces(input);
    if (result == Result::packet) {
      input.head.interface_id = input.interface_ids[input.head.interface_id];
      heap_.push_back(index);
      std::push_heap(heap_.begin(), heap_.end(), Later{*this});
      return true;
    }
    if (result == Result::damaged) damage_ += (damage_.empty() ? "" : "\n") + input.source->damage();
    input.source.reset();
    return true;
  }

  void learn_interfaces(Input& input) {
    const std::vector<InterfaceFacts>& known = input.source->interfaces();
    while (input.interface_ids.size() < known.size()) {
      const InterfaceFacts& facts = known[input.interface_ids.size()];
      input.interface_ids.push_back(static_cast<std::uint32_t>(interfaces_.size()));
      interfaces_.push_back(facts);
    }
  }

  std::vector<Input> inputs_;
  std::vector<std::size_t> heap_;     ///< of inputs that show a packet; the oldest on top
  std::vector<std::size_t> unasked_;  ///< inputs whose next packet is not known yet
  std::vector<InterfaceFacts> interfaces_;
  std::uint64_t packets_ = 0;
  std::string damage_;
};

}  // namespace

std::unique_ptr<PacketSource> merge_sources(std::vector<std::unique_ptr<PacketSource>> sources) {
  return std::make_unique<MergedSource>(std::move(sources));
}

}  // namespace wstrace::capture
