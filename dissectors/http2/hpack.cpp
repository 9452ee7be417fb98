#include "dissectors/http2/hpack.h"

#include <algorithm>
#include <array>
#include <new>
#include <string_view>
#include <vector>

#include "dissectors/http2/wire.h"

namespace wstrace::http2 {
namespace {

/// No field's name: "?" is no character of a token (RFC 9110 5.6.2).
constexpr std::string_view kPlaceholder = "?";
/// An entry takes this much more than its name and value (RFC 7541 4.1).
constexpr std::size_t kEntryOverhead = 32;
/// A larger table is not kept, whatever a peer allows: Chromium allows 64 kB.
constexpr std::uint32_t kMostTable = 1U << 20;
/// What is allowed where nobody has said so in the capture.
constexpr std::uint32_t kAssumedTable = 1U << 16;

// RFC 7541 6.3 and 6.2.1.
constexpr std::uint8_t kSizeUpdate = 0x20;
constexpr std::uint8_t kSizeUpdateMask = 0x1f;
constexpr std::uint8_t kLiteralIndexed = 0x40;

/// An integer behind the prefix's largest value (RFC 7541 5.1).
void append_integer(std::vector<std::uint8_t>& out, std::uint32_t rest) {
  for (; rest >= 0x80; rest >>= 7) out.push_back(static_cast<std::uint8_t>(0x80 | (rest & 0x7f)));
  out.push_back(static_cast<std::uint8_t>(rest));
}

std::string_view text_of(const std::uint8_t* bytes, std::size_t size) { return as_text({bytes, size}); }

}  // namespace

HeaderDecoder::HeaderDecoder() : allowed_(kDefaultTableSize) { start(); }

void HeaderDecoder::start() {
  nghttp2_hd_inflater* made = nullptr;
  if (nghttp2_hd_inflate_new(&made) != 0) throw std::bad_alloc();
  inflater_.reset(made);
  if (allowed_ != kDefaultTableSize) nghttp2_hd_inflate_change_table_size(made, allowed_);
}

void HeaderDecoder::allow(std::uint32_t size) {
  // The real table may have had that size before: no update of it is due, and a larger one keeps what nobody refers to.
  if (assumed_ && size <= allowed_) return;
  allowed_ = std::min(size, kMostTable);
  nghttp2_hd_inflate_change_table_size(inflater_.get(), allowed_);
}

void HeaderDecoder::forget() {
  allowed_ = std::max(allowed_, kAssumedTable);
  assumed_ = true;
  start();
  fill();
}

void HeaderDecoder::fill() {
  std::vector<std::uint8_t> block;
  block.push_back(kSizeUpdate | kSizeUpdateMask);
  append_integer(block, allowed_ - kSizeUpdateMask);
  const std::size_t entries = allowed_ / (kEntryOverhead + kPlaceholder.size());
  for (std::size_t i = 0; i < entries; ++i) {
    block.insert(block.end(), {kLiteralIndexed, static_cast<std::uint8_t>(kPlaceholder.size())});
    block.insert(block.end(), kPlaceholder.begin(), kPlaceholder.end());
    block.push_back(0);  // an empty value
  }
  HeaderList nobody;
  feed(block, true, nobody, 0);
}

bool HeaderDecoder::feed(Bytes fragment, bool last, HeaderList& fields, std::size_t most) {
  while (true) {
    nghttp2_nv field;
    int flags = 0;
    const auto taken = nghttp2_hd_inflate_hd2(inflater_.get(), &field, &flags, fragment.data(), fragment.size(), last);
    if (taken < 0) {
      forget();
      return false;
    }
    fragment = fragment.subspan(static_cast<std::size_t>(taken));
    if ((flags & NGHTTP2_HD_INFLATE_EMIT) != 0) {
      const std::string_view name = text_of(field.name, field.namelen);
      if (name == kPlaceholder) {
        fields.add_unknown();
      } else {
        fields.add(name, text_of(field.value, field.valuelen), most);
      }
    }
    if ((flags & NGHTTP2_HD_INFLATE_FINAL) != 0) {
      nghttp2_hd_inflate_end_headers(inflater_.get());
      return true;
    }
    if ((flags & NGHTTP2_HD_INFLATE_EMIT) == 0 && fragment.empty()) return true;
  }
}

}  // namespace wstrace::http2
