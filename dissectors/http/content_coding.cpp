#include "dissectors/http/content_coding.h"

#include <algorithm>

#include "dissectors/http/wire.h"

namespace wstrace::http {
namespace {

constexpr int kRawWindow = -MAX_WBITS;
constexpr int kZlibWindow = MAX_WBITS;
constexpr int kGzipWindow = MAX_WBITS + 16;
/// Always allowed, whatever the ratio (model/limits.h).
constexpr std::size_t kAlwaysAllowed = std::size_t{64} << 10;
constexpr std::size_t kPiece = std::size_t{4} << 10;

/// RFC 1950 2.2: the low half of the first byte is the method, 8. Its check bits are in the second byte, which may not
/// have come; no raw deflate stream begins with this byte, for it would be a stored block whose padding is not zero.
bool begins_as_zlib(std::uint8_t first_byte) { return (first_byte & 0x0f) == Z_DEFLATED; }

}  // namespace

void ContentDecoder::start(std::string_view coding, std::size_t most, std::size_t inflate_ratio) {
  stop();
  decoded_.clear();
  most_ = most;
  ratio_ = inflate_ratio;
  coded_ = 0;
  deflate_ = false;
  if (coding.empty() || same_ignoring_case(coding, "identity")) {
    state_ = State::plain;
  } else if (same_ignoring_case(coding, "gzip") || same_ignoring_case(coding, "x-gzip")) {
    state_ = open_stream(kGzipWindow) ? State::inflating : State::damaged;
  } else if (same_ignoring_case(coding, "deflate")) {
    state_ = State::inflating;
    deflate_ = true;
  } else {
    state_ = State::unknown_coding;
  }
}

void ContentDecoder::feed(Bytes content) {
  if (content.empty()) return;
  coded_ += content.size();
  if (state_ == State::plain) keep(content);
  if (state_ == State::inflating && (open_ || choose_format(content))) inflate_all(content);
}

void ContentDecoder::stop() {
  if (open_) inflateEnd(&stream_);
  open_ = false;
}

void ContentDecoder::clear() {
  stop();
  decoded_.clear();
  state_ = State::idle;
}

void ContentDecoder::keep(Bytes content) {
  const std::size_t n = std::min(room(), content.size());
  decoded_.append(as_text(content.first(n)));
  if (n < content.size()) state_ = State::limit;
}

bool ContentDecoder::choose_format(Bytes content) {
  const int window = deflate_ && begins_as_zlib(content[0]) ? kZlibWindow : kRawWindow;
  if (open_stream(window)) return true;
  state_ = State::damaged;
  return false;
}

bool ContentDecoder::open_stream(int window_bits) {
  stream_ = z_stream{};
  open_ = inflateInit2(&stream_, window_bits) == Z_OK;
  return open_;
}

std::size_t ContentDecoder::room() const {
  std::uint64_t allowed = most_;
  if (open_) allowed = std::min<std::uint64_t>(allowed, std::max<std::uint64_t>(kAlwaysAllowed, coded_ * ratio_));
  return allowed > decoded_.size() ? static_cast<std::size_t>(allowed) - decoded_.size() : 0;
}

void ContentDecoder::inflate_all(Bytes content) {
  stream_.next_in = const_cast<Bytef*>(content.data());  // zlib does not write there
  stream_.avail_in = static_cast<uInt>(content.size());
  Bytef piece[kPiece];
  while (state_ == State::inflating) {
    stream_.next_out = piece;
    stream_.avail_out = sizeof piece;
    const int result = inflate(&stream_, Z_SYNC_FLUSH);
    keep({piece, sizeof piece - stream_.avail_out});
    if (state_ != State::inflating) break;
    if (result == Z_STREAM_END) {
      state_ = State::ended;
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      state_ = State::damaged;
    } else if (stream_.avail_out > 0) {
      return;  // all input is used
    }
  }
  stop();
}

}  // namespace wstrace::http
