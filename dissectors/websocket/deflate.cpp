#include "dissectors/websocket/deflate.h"

#include <algorithm>

namespace wstrace::websocket {
namespace {

/// RFC 7692 7.2.2: the end of an empty stored block, which the sender left off.
constexpr std::array<std::uint8_t, 4> kTail = {0x00, 0x00, 0xff, 0xff};
/// Always allowed, whatever the ratio (core/limits.h).
constexpr std::uint64_t kAlwaysAllowed = std::uint64_t{64} << 10;
constexpr std::size_t kLargestWindow = std::size_t{1} << kMostWindowBits;

// z_stream.data_type after inflate(), in zlib.h's words: unused bits of the last byte, and "end of block".
constexpr int kUnusedBits = 0x07;
constexpr int kBlockEnded = 0x80;

}  // namespace

Inflater::~Inflater() {
  if (stream_ != nullptr) inflateEnd(&stream_->z);
}

void Inflater::configure(const DeflateParameters& parameters, std::size_t ratio) {
  parameters_ = parameters;
  ratio_ = ratio;
}

bool Inflater::open() {
  auto made = std::make_unique<Stream>();
  if (inflateInit2(&made->z, -parameters_.window_bits) != Z_OK) return false;
  stream_ = std::move(made);
  return true;
}

void Inflater::start() {
  in_ = out_ = 0;
  ended_ = false;
  result_ = Result::good;
  if (stream_ == nullptr && !open()) return fail(Result::damaged);
  if (parameters_.no_context_takeover) {
    reset_due_ = true;
    history_whole_ = true;
  }
  if (reset_due_) inflateReset(&stream_->z);
  reset_due_ = false;
}

void Inflater::lose_history() {
  history_whole_ = false;
  reset_due_ = true;
  known_ = 0;
}

void Inflater::feed(Bytes compressed, Payload& out) {
  in_ += compressed.size();
  if (result_ == Result::good && !compressed.empty()) run(compressed, out);
}

Inflater::Result Inflater::finish(Payload& out) {
  // A message of no bytes is empty. One that ends with a final block has no tail to be completed (7.2.3.4), although
  // a sender should have added a byte for it.
  if (result_ == Result::good && in_ > 0 && !ended_) run(kTail, out);
  if (result_ == Result::good && in_ > 0 && !at_block_end()) fail(Result::damaged);
  return result_;
}

void Inflater::run(Bytes compressed, Payload& out) {
  z_stream& z = stream_->z;
  z.next_in = const_cast<Bytef*>(compressed.data());  // zlib does not write there
  z.avail_in = static_cast<uInt>(compressed.size());
  while (result_ == Result::good) {
    z.next_out = stream_->out.data();
    z.avail_out = static_cast<uInt>(stream_->out.size());
    ended_ = false;
    const int result = inflate(&z, Z_SYNC_FLUSH);
    take(out);
    if (result == Z_STREAM_END) {
      begin_next_stream();
      if (z.avail_in == 0) return;
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      return fail(history_whole_ ? Result::damaged : Result::history_missing);
    } else if (z.avail_out > 0) {
      return;  // all input is used
    }
  }
}

void Inflater::take(Payload& out) {
  const std::size_t n = stream_->out.size() - stream_->z.avail_out;
  out_ += n;
  known_ += n;
  if (known_ >= kLargestWindow) history_whole_ = true;
  out.append(Bytes(stream_->out).first(n));
  if (out_ > std::max<std::uint64_t>(kAlwaysAllowed, in_ * ratio_)) fail(Result::over_ratio);
}

void Inflater::fail(Result why) {
  result_ = why;
  lose_history();
}

bool Inflater::at_block_end() const {
  return ended_ || ((stream_->z.data_type & kBlockEnded) != 0 && (stream_->z.data_type & kUnusedBits) == 0);
}

/// A sender may close its DEFLATE stream and begin another; the window goes on (RFC 7692 7.2.3.4).
void Inflater::begin_next_stream() {
  std::array<std::uint8_t, kLargestWindow> window;
  uInt length = 0;
  z_stream& z = stream_->z;
  const bool kept = inflateGetDictionary(&z, window.data(), &length) == Z_OK && inflateReset(&z) == Z_OK &&
                    (length == 0 || inflateSetDictionary(&z, window.data(), length) == Z_OK);
  ended_ = true;
  if (!kept) fail(Result::damaged);
}

}  // namespace wstrace::websocket
