// permessage-deflate: inflates messages, and checks them against what was negotiated.
#include "dissectors/websocket/deflate.h"

#include <algorithm>

namespace wstrace::websocket {
namespace {

/// RFC 7692 7.2.2: the end of an empty stored block, which the sender left off.
constexpr std::array<std::uint8_t, 4> kTail = {0x00, 0x00, 0xff, 0xff};
/// Always allowed, whatever the ratio (model/limits.h).
constexpr std::uint64_t kAlwaysAllowed = std::uint64_t{64} << 10;
constexpr std::size_t kLargestWindow = std::size_t{1} << kMostWindowBits;

// z_stream.data_type after inflate(), in zlib.h's words: unused bits of the last byte, and "end of block".
constexpr int kUnusedBits = 0x07;
constexpr int kBlockEnded = 0x80;

/// Output of the strict decoder at a time.
constexpr std::size_t kStrictPiece = 64;

/// Begins a DEFLATE stream anew in `z`, with the window that `from` has now.
bool restart(z_stream& z, z_stream& from) {
  std::array<std::uint8_t, kLargestWindow> window;
  uInt length = 0;
  if (inflateGetDictionary(&from, window.data(), &length) != Z_OK || inflateReset(&z) != Z_OK) return false;
  return length == 0 || inflateSetDictionary(&z, window.data(), length) == Z_OK;
}

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
  if (inflateInit2(&made->z, -kMostWindowBits) != Z_OK) return false;
  stream_ = std::move(made);
  if (!parameters_.no_context_takeover && parameters_.window_bits == kMostWindowBits) return true;
  auto strict = std::make_unique<Strict>();
  strict->ready = inflateInit2(&strict->z, -parameters_.window_bits) == Z_OK;
  if (strict->ready) strict_ = std::move(strict);
  return true;
}

void Inflater::start() {
  in_ = out_ = 0;
  ended_ = false;
  result_ = Result::good;
  breaches_ = {};
  if (stream_ == nullptr && !open()) return fail(Result::damaged);
  if (parameters_.no_context_takeover) history_whole_ = true;
  if (strict_ != nullptr) start_strict();
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
  if (strict_ != nullptr && !compressed.empty()) run_strict(compressed);
  if (result_ == Result::good && !compressed.empty()) run(compressed, out);
}

Inflater::Result Inflater::finish(Payload& out) {
  // A message of no bytes is empty. One that ends with a final block has no tail to be completed (7.2.3.4), although
  // a sender should have added a byte for it. One that ends with any other whole block lacks the empty one of which the
  // tail is to be cut off, or has it uncut (7.2.1).
  breaches_.tail = result_ == Result::good && in_ > 0 && !ended_ && at_block_end();
  if (result_ == Result::good && in_ > 0 && !ended_ && !breaches_.tail) {
    if (strict_ != nullptr) run_strict(kTail);
    run(kTail, out);
  }
  if (result_ == Result::good && in_ > 0 && !at_block_end()) fail(Result::damaged);
  if (strict_ != nullptr && result_ == Result::good) judge_strict();
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
  ended_ = true;
  if (!restart(stream_->z, stream_->z)) fail(Result::damaged);
}

// ---- the strict decoder

Inflater::Strict::~Strict() {
  if (ready) inflateEnd(&z);
}

/// With no_context_takeover from nothing; otherwise from where it was, or when it had failed from what came before.
void Inflater::start_strict() {
  Strict& strict = *strict_;
  if (parameters_.no_context_takeover || reset_due_) {
    inflateReset(&strict.z);
  } else if (strict.failed) {
    restart(strict.z, stream_->z);
  }
  strict.failed = false;
  strict.begin = strict.z.total_out;
}

/// zlib looks at distances where it runs into the window, and not within one piece of output; hence the small pieces.
void Inflater::run_strict(Bytes compressed) {
  Strict& strict = *strict_;
  z_stream& z = strict.z;
  z.next_in = const_cast<Bytef*>(compressed.data());  // zlib does not write there
  z.avail_in = static_cast<uInt>(compressed.size());
  const std::size_t piece = parameters_.window_bits == kMostWindowBits ? strict.out.size() : kStrictPiece;
  while (!strict.failed) {
    z.next_out = strict.out.data();
    z.avail_out = static_cast<uInt>(piece);
    const int result = inflate(&z, Z_SYNC_FLUSH);
    if (result == Z_STREAM_END) {
      const std::uint64_t written = z.total_out - strict.begin;
      strict.failed = !restart(z, z);
      strict.begin = z.total_out - written;
      if (z.avail_in == 0) return;
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      strict.failed = true;
    } else if (z.avail_out > 0) {
      return;  // all input is used
    }
  }
}

/// The generous decoder could read what the strict one could not. Before a window's worth of output a reference that
/// reaches too far reaches behind the message's beginning.
void Inflater::judge_strict() {
  const Strict& strict = *strict_;
  if (!strict.failed) return;
  const bool before = parameters_.no_context_takeover && strict.z.total_out - strict.begin < window();
  (before ? breaches_.takeover : breaches_.window) = true;
}

}  // namespace wstrace::websocket
