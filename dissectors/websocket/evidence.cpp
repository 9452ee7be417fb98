#include "dissectors/websocket/evidence.h"

#include <algorithm>
#include <array>

#include "dissectors/websocket/close_code.h"
#include "dissectors/websocket/mask.h"
#include "dissectors/websocket/utf8.h"
#include "dissectors/websocket/wire.h"

namespace wstrace::websocket {
namespace {

// Of 256 first bytes about a dozen may begin a frame, and one of two mask bits is the direction's.
constexpr unsigned kHeaderBits = 6;
/// A header that was in the chain before says little: data that repeats itself repeats what looks like a header, too.
/// With its mask it says nothing, for no client draws a mask twice.
constexpr unsigned kRepeatedHeaderBits = 1;
/// So many headers of a chain are remembered.
constexpr std::size_t kHeadersRemembered = 8;
/// The last frame ends where the bytes end: senders write whole frames.
constexpr unsigned kExactEndBits = 7;
/// A 64-bit length has five bytes or more that are zero in any frame of a size that occurs.
constexpr unsigned kLongFormBits = 24;
constexpr unsigned kCloseCodeBits = 6;
/// A JSON text, or the digit that begins an Engine.IO packet.
constexpr unsigned kTextStartBits = 3;
constexpr std::string_view kTextStarts = "{[\"0123456";
/// Unmasked with a wrong key, each byte is ASCII by chance only every second time.
constexpr std::size_t kMostTextBits = 24;
/// So much of a payload is looked at.
constexpr std::size_t kTextLookedAt = 256;
/// A longer frame is no frame.
constexpr std::uint64_t kLongestFrame = std::uint64_t{64} << 20;
/// An unknown stream is searched so far.
constexpr std::size_t kLongestStreamSearch = 4096;
/// A place that was searched for is one of many (2^10).
constexpr unsigned kSearchedCost = 10;

/// What came before a frame, as far as a chain has been followed.
struct Chain {
  Direction dir;
  bool first = true;
  bool open = false;             // a fragmented message is not complete
  bool text = false;             // … and it is text whose beginning was seen
  Utf8Validator validator = {};  // of that text
  std::array<FrameHeader, kHeadersRemembered> headers = {};
  std::size_t frames = 0;
};

unsigned weigh_header(Chain& chain, const FrameHeader& h) {
  const std::size_t known = std::min(chain.frames, kHeadersRemembered);
  const bool repeated = std::any_of(chain.headers.begin(), chain.headers.begin() + static_cast<std::ptrdiff_t>(known),
                                    [&h](const FrameHeader& other) {
                                      return h.flags == other.flags && h.length == other.length && h.key == other.key;
                                    });
  chain.headers[chain.frames++ % kHeadersRemembered] = h;
  if (repeated) return h.masked ? 0 : kRepeatedHeaderBits;
  return kHeaderBits + (h.form == kLength64 ? kLongFormBits : 0);
}

bool may_follow(const Chain& chain, const FrameHeader& h) {
  if (h.rsv2_or_3() || h.is_reserved() || !h.is_minimal() || h.length > kLongestFrame) return false;
  if (h.is_control()) return h.fin() && !h.rsv1() && h.length <= kLongestControl;
  // Zeros would be empty continuations without end.
  const bool zeros = h.flags == 0 && !h.masked && h.length == 0;
  if (h.is_continuation()) return !h.rsv1() && (chain.first || chain.open) && !zeros;
  return !chain.open;
}

/// The same as far as the first bytes of a header tell.
bool may_begin(const Chain& chain, Bytes bytes) {
  FrameHeader h;
  h.flags = bytes[kFlagsAt];
  h.length = 1;
  if (bytes.size() > kLengthAt && ((bytes[kLengthAt] & kMask) != 0) != (chain.dir == Direction::c2s)) return false;
  return may_follow(chain, h);
}

/// The beginning of a payload, unmasked.
Bytes readable(const FrameHeader& h, Bytes payload, std::array<std::uint8_t, kTextLookedAt>& room) {
  const Bytes seen = first(payload, kTextLookedAt);
  if (!h.masked) return seen;
  unmask(room.data(), seen, h.key, 0);
  return Bytes(room).first(seen.size());
}

/// What no text has, but for the marks that end a STOMP frame (NUL) and a SignalR message (RS).
bool has_controls(Bytes text) {
  constexpr std::string_view kAllowed{"\t\n\r\x1e", 4};
  const Bytes body = !text.empty() && text.back() == 0 ? text.first(text.size() - 1) : text;
  return std::any_of(body.begin(), body.end(), [&](std::uint8_t byte) {
    return byte < ' ' && kAllowed.find(static_cast<char>(byte)) == std::string_view::npos;
  });
}

/// Bits that a text's payload adds; false when it cannot be text.
bool weigh_text(Chain& chain, const FrameHeader& h, Bytes seen, bool whole, unsigned& bits) {
  if (!h.is_continuation()) {
    chain.validator = {};
    chain.text = true;
    if (!seen.empty() && kTextStarts.find(static_cast<char>(seen[0])) != std::string_view::npos) bits += kTextStartBits;
  }
  if (!chain.text) return true;
  if (has_controls(seen) || !chain.validator.feed(seen)) return false;
  if (whole && seen.size() == h.length && h.fin() && !chain.validator.complete()) return false;
  if (seen.size() < h.length) chain.text = false;  // the rest is not looked at
  if (h.masked) bits += static_cast<unsigned>(std::min(seen.size(), kMostTextBits));
  return true;
}

bool weigh_close(const FrameHeader& h, Bytes seen, bool whole, unsigned& bits) {
  if (h.length == 1) return false;
  if (!whole || h.length == 0) return true;
  if (!may_be_sent(load_be16(seen, 0)) || !is_utf8(after(seen, 2))) return false;
  bits += kCloseCodeBits;
  return true;
}

/// What the payload says, as far as it is there.
bool weigh_payload(Chain& chain, const FrameHeader& h, Bytes payload, bool whole, unsigned& bits) {
  std::array<std::uint8_t, kTextLookedAt> room;
  const Bytes seen = readable(h, payload, room);
  if (h.opcode() == Opcode::close) return weigh_close(h, seen, whole, bits);
  if (h.is_control()) return true;
  const bool text = h.opcode() == Opcode::text && !h.rsv1();
  if (!text && !h.is_continuation()) chain.text = false;
  return !(text || chain.text) || weigh_text(chain, h, seen, whole, bits);
}

}  // namespace

std::optional<unsigned> weigh_frames(Bytes bytes, Direction dir, unsigned enough) {
  Chain chain{.dir = dir};
  unsigned bits = 0;
  while (bits < enough) {
    if (bytes.empty()) return chain.first ? 0 : bits + kExactEndBits;
    if (!may_begin(chain, bytes)) return std::nullopt;
    const auto header = FrameHeader::parse(bytes);
    if (!header) return bits;
    if (!may_follow(chain, *header)) return std::nullopt;
    bits += weigh_header(chain, *header);
    const Bytes rest = bytes.subspan(header->size);
    const bool whole = rest.size() >= header->length;
    const Bytes payload = whole ? rest.first(static_cast<std::size_t>(header->length)) : rest;
    if (!weigh_payload(chain, *header, payload, whole, bits)) return std::nullopt;
    if (!whole) return bits;
    chain.first = false;
    if (!header->is_control()) chain.open = !header->fin();
    bytes = rest.subspan(payload.size());
  }
  return bits;
}

Search find_frames(Bytes bytes, Direction dir, std::size_t from, bool resumes) {
  Search search{.at = from};
  for (std::size_t at = from; at < bytes.size(); ++at) {
    const unsigned enough = at == 0 && resumes ? kEnoughAtOnce : kEnoughSearched;
    const std::optional<unsigned> bits = weigh_frames(bytes.subspan(at), dir, enough);
    if (bits && *bits >= enough) return {true, at};
    if (!bits && search.at == at) ++search.at;
  }
  return search;
}

unsigned weigh_stream(Bytes bytes, Direction dir) {
  const unsigned at_once = weigh_frames(bytes, dir, kEnoughToClaim).value_or(0);
  if (at_once >= kEnoughAtOnce) return at_once;
  const std::size_t most = std::min(bytes.size(), kLongestStreamSearch);
  for (std::size_t at = 1; at < most; ++at) {
    const unsigned bits = weigh_frames(bytes.subspan(at), dir, kEnoughToClaim + kSearchedCost).value_or(0);
    if (bits >= kEnoughSearched) return bits - kSearchedCost;
  }
  return at_once;
}

}  // namespace wstrace::websocket
