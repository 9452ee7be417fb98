// A heap of the packets that are held back, the oldest on top. The first packets of every file are looked at in this way,
// since the handshake that a wrong order spoils most often stands there; then a file that keeps its order is passed
// through, at the price of one comparison for a packet, until a packet goes back in time.
#include "capture/reorder.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace wstrace::capture {
namespace {

/// So many packets in order, of one interface, and the file is trusted.
constexpr std::size_t kWatched = 64;

class OrderedSource final : public PacketSource {
 public:
  OrderedSource(std::unique_ptr<PacketSource> source, const Limits& limits)
      : source_(std::move(source)), limits_(limits) {}

  Result next(Packet& packet) override {
    if (trusted_ && heap_.empty() && !late_) return pass(packet);
    give_back();
    while (!draining_ && !is_due()) {
      Packet taken;
      const Result result = source_->next(taken);
      if (result == Result::packet) {
        take(taken);
      } else {
        drain(result);
      }
    }
    return hand_out(packet);
  }

  const std::vector<InterfaceFacts>& interfaces() const override { return source_->interfaces(); }
  std::string damage() const override { return source_->damage(); }
  std::uint64_t kernel_drops() override { return source_->kernel_drops(); }

 private:
  struct Slot {
    Packet packet;
    std::uint64_t arrival = 0;
    std::vector<std::uint8_t> bytes;
  };

  struct Later {
    const std::vector<Slot>& slots;
    bool operator()(std::size_t a, std::size_t b) const {
      const Slot& one = slots[a];
      const Slot& other = slots[b];
      return one.packet.time != other.packet.time ? one.packet.time > other.packet.time : one.arrival > other.arrival;
    }
  };

  /// In order so far, from one interface: nothing is copied.
  Result pass(Packet& packet) {
    const Result result = source_->next(packet);
    if (result != Result::packet) return result;
    // Too late for this one: what it should have preceded has been handed out. It is the last one, if others follow it.
    trusted_ = packet.time >= last_out_ && source_->interfaces().size() < 2;
    if (!trusted_) in_row_ = 0;
    last_out_ = newest_ = packet.time;
    return result;
  }

  void take(const Packet& packet) {
    const bool in_order = arrivals_ == 0 || packet.time >= newest_;
    const bool too_late = any_out_ && packet.time < last_out_;
    ++arrivals_;
    in_row_ = in_order ? in_row_ + 1 : 0;
    if (too_late) {
      late_ = keep(packet);
      draining_ = true;
      return;
    }
    newest_ = in_order ? packet.time : newest_;
    heap_.push_back(keep(packet));
    std::push_heap(heap_.begin(), heap_.end(), Later{slots_});
    const bool never_broken = in_row_ == arrivals_;
    if (in_row_ >= kWatched && never_broken && source_->interfaces().size() < 2) trusted_ = draining_ = true;
  }

  void drain(Result result) {
    after_ = result;
    draining_ = true;
  }

  bool is_due() const {
    if (heap_.empty()) return false;
    return newest_ - slots_[heap_.front()].packet.time >= limits_.reorder_time ||
           heap_.size() >= limits_.reorder_packets || held_bytes_ >= limits_.reorder_bytes;
  }

  Result hand_out(Packet& packet) {
    if (!heap_.empty()) {
      std::pop_heap(heap_.begin(), heap_.end(), Later{slots_});
      out_ = heap_.back();
      heap_.pop_back();
    } else if (late_) {
      // Behind all that came before it; times are counted anew from here.
      out_ = std::exchange(late_, std::nullopt);
      newest_ = slots_[*out_].packet.time;
    } else {
      draining_ = false;
      return std::exchange(after_, Result::packet);
    }
    packet = slots_[*out_].packet;
    last_out_ = packet.time;
    any_out_ = true;
    if (heap_.empty() && !late_ && after_ == Result::packet) draining_ = false;
    return Result::packet;
  }

  std::size_t keep(const Packet& packet) {
    if (free_.empty()) {
      free_.push_back(slots_.size());
      slots_.emplace_back();
    }
    const std::size_t index = free_.back();
    free_.pop_back();
    Slot& slot = slots_[index];
    slot.bytes.assign(packet.bytes.begin(), packet.bytes.end());
    slot.packet = packet;
    slot.packet.bytes = slot.bytes;
    slot.arrival = arrivals_;
    held_bytes_ += slot.bytes.size();
    return index;
  }

  /// The packet that was handed out last has been dealt with.
  void give_back() {
    if (!out_) return;
    Slot& slot = slots_[*out_];
    held_bytes_ -= slot.bytes.size();
    if (slot.bytes.capacity() > kKeptRoom) slot.bytes = {};
    free_.push_back(*out_);
    out_.reset();
  }

  /// A slot keeps its room for the next packet, unless that is more than a usual packet needs.
  static constexpr std::size_t kKeptRoom = 2048;

  std::unique_ptr<PacketSource> source_;
  const Limits limits_;
  std::vector<Slot> slots_;
  std::vector<std::size_t> free_;
  std::vector<std::size_t> heap_;    ///< indices of slots
  std::optional<std::size_t> late_;  ///< older than what was handed out: comes when the heap is empty
  std::optional<std::size_t> out_;   ///< handed out last
  std::size_t held_bytes_ = 0;
  std::uint64_t arrivals_ = 0;
  std::uint64_t in_row_ = 0;  ///< packets in order, since the last one that was not
  Time newest_ = 0;
  Time last_out_ = 0;
  bool any_out_ = false;
  bool trusted_ = false;
  bool draining_ = false;
  Result after_ = Result::packet;  ///< what the source answered in place of a packet: passed on when the heap is empty
};

}  // namespace

std::unique_ptr<PacketSource> in_time_order(std::unique_ptr<PacketSource> source, const Limits& limits) {
  return std::make_unique<OrderedSource>(std::move(source), limits);
}

}  // namespace wstrace::capture
