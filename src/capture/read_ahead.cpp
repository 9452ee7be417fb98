#include "capture/read_ahead.h"

#include <deque>
#include <utility>

namespace wstrace::capture {
namespace {

/// The packets between the source and their turn.
class Ahead {
 public:
  Ahead(Secrets& secrets, std::unique_ptr<PacketSource> source, std::size_t limit)
      : secrets_(secrets), source_(std::move(source)), limit_(limit) {}

  PacketSource& source() { return *source_; }

  PacketSource::Result next(Packet& packet) {
    if (waiting_.empty()) {
      // The packet is kept while it is dealt with: reading ahead then would overwrite it in the source's buffer.
      const PacketSource::Result result = read();
      if (result != PacketSource::Result::packet) return result;
    }
    out_ = std::move(waiting_.front());
    waiting_.pop_front();
    bytes_ -= out_.bytes.size();
    packet = out_.packet;
    packet.bytes = out_.bytes;
    return PacketSource::Result::packet;
  }

  /// Until there are any more secrets.
  void look() {
    const std::uint64_t before = secrets_.revision();
    while (!stopped_ && bytes_ < limit_ && secrets_.revision() == before) read();
  }

 private:
  struct Kept {
    Packet packet;
    std::vector<std::uint8_t> bytes;
  };

  PacketSource::Result read() {
    Packet packet;
    const PacketSource::Result result = source_->next(packet);
    stopped_ = stopped_ || result != PacketSource::Result::packet;
    if (result == PacketSource::Result::idle) secrets_.expect_more();
    if (result != PacketSource::Result::packet) return result;
    waiting_.push_back({packet, {packet.bytes.begin(), packet.bytes.end()}});
    bytes_ += packet.bytes.size();
    return result;
  }

  Secrets& secrets_;
  std::unique_ptr<PacketSource> source_;
  std::size_t limit_;
  std::deque<Kept> waiting_;
  Kept out_;  ///< handed out last
  std::size_t bytes_ = 0;
  bool stopped_ = false;  ///< the pipe has ended, or has paused once
};

class ReadAhead final : public PacketSource {
 public:
  explicit ReadAhead(std::shared_ptr<Ahead> ahead) : ahead_(std::move(ahead)) {}

  Result next(Packet& packet) override { return ahead_->next(packet); }
  const std::vector<InterfaceFacts>& interfaces() const override { return ahead_->source().interfaces(); }
  std::string damage() const override { return ahead_->source().damage(); }

 private:
  std::shared_ptr<Ahead> ahead_;
};

}  // namespace

std::unique_ptr<PacketSource> read_ahead_for(Secrets& secrets, std::unique_ptr<PacketSource> source,
                                             const Limits& limits) {
  auto ahead = std::make_shared<Ahead>(secrets, std::move(source), limits.keys_ahead);
  secrets.on_miss([known = std::weak_ptr<Ahead>(ahead)](Secrets&) {
    if (const auto alive = known.lock()) alive->look();
  });
  return std::make_unique<ReadAhead>(std::move(ahead));
}

}  // namespace wstrace::capture
