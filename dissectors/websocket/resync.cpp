// Evidence for frames: chains of headers, and what their payloads say.
#include "dissectors/websocket/resync.h"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "dissectors/websocket/close_code.h"
#include "dissectors/websocket/mask.h"
#include "dissectors/websocket/utf8.h"
#include "dissectors/websocket/wire.h"
#include "seam/chain_search.h"

namespace wstrace::websocket {
namespace {

// Of 256 first bytes about a dozen may begin a frame, and one of two mask bits is the direction's.
constexpr unsigned kHeaderBits = 6;
/// A header that was in the chain before says little: data that repeats itself repeats what looks like a header, too.
/// With its mask it says nothing, for no client draws a mask twice.
constexpr unsigned kRepeatedHeaderBits = 1;
/// A continuation of a message whose beginning was not seen: a byte of zeros, in other protocols, and a length.
constexpr unsigned kOrphanBits = 4;
/// So many headers of a chain are remembered.
constexpr std::size_t kHeadersRemembered = 8;
/// The last frame ends where the bytes end: senders write whole frames.
constexpr unsigned kExactEndBits = 7;
/// A 64-bit length has five bytes or more that are zero in any frame of a size that occurs. So have other protocols' numbers.
constexpr unsigned kLongFormBits = 24;
constexpr unsigned kCloseCodeBits = 6;
/// A JSON text, or the digit that begins an Engine.IO packet.
constexpr unsigned kTextStartBits = 3;
constexpr std::string_view kTextStarts = "{[\"0123456";
/// … and a JSON text's end where the frame ends.
constexpr unsigned kTextEndBits = 6;
/// A heartbeat of Engine.IO, all of its frame; a packet of Socket.IO; what nobody else says.
constexpr unsigned kHeartbeatBits = 4;
constexpr unsigned kPacketBits = 8;
constexpr unsigned kUpperWordBits = 16;
/// A compressed message that ends where its frame does.
constexpr unsigned kDeflatedBits = 8;
/// So many of them vary enough, though they are all of one type.
constexpr unsigned kManyDeflated = 3;
constexpr std::size_t kMostInflated = std::size_t{64} << 10;
/// Characters beyond ASCII, well formed.
constexpr unsigned kCharacterBits = 4;
/// Text that is not masked is text in other protocols, too: so many characters for a bit, and so many bits at most.
constexpr std::size_t kPlainTextShare = 8;
constexpr std::size_t kMostPlainTextBits = 4;
/// Unmasked with a wrong key, each byte is ASCII by chance only every second time.
constexpr std::size_t kMostTextBits = 24;
/// So much of a payload is looked at.
constexpr std::size_t kTextLookedAt = 256;
/// A longer frame is no frame.
constexpr std::uint64_t kLongestFrame = std::uint64_t{64} << 20;
/// Bytes that repeat themselves after so many or fewer, for so long, are no header and payload.
constexpr std::size_t kLongestPeriod = 8;
constexpr std::size_t kPeriodicFor = 16;

// To claim a stream that nothing else says to be a WebSocket: in each direction that speaks, and in both together;
constexpr unsigned kEnoughOfEach = 13;
constexpr unsigned kEnoughOfBoth = 40;
/// of one direction, while the other one is silent;
constexpr unsigned kEnoughOfOne = 48;
/// or says something that may be the inside of a long message.
constexpr unsigned kEnoughDespiteOther = 72;
constexpr unsigned kLeastFrames = 3;

/// What came before a frame, as far as a chain has been followed.
struct Chain {
  Direction dir = Direction::c2s;
  bool known = false;  // the stream is a WebSocket: only its place is in question
  bool first = true;
  bool open = false;             // a fragmented message is not complete
  bool begun = false;            // … and its beginning was seen
  bool text = false;             // … and it is text whose beginning was seen
  Utf8Validator validator = {};  // of that text
  std::array<FrameHeader, kHeadersRemembered> headers = {};
  std::size_t weighed = 0;  // headers so far
  unsigned frames = 0;      // as ChainSearch counts them
  unsigned begun_here = 0;  // of them: no continuations
  unsigned bits = 0;
  unsigned cost = 0;
  unsigned content = 0;   // of the bits: what the payloads say
  unsigned deflated = 0;  // compressed messages
  unsigned kinds = 0;     // headers unlike those before
  bool types_vary = false;
  bool periodic = false;  // what looks like the present header is a part of what repeats itself

  unsigned worth(unsigned more) const { return bits + more > cost ? bits + more - cost : 0; }
  void speaks(unsigned n) {
    if (periodic) return;
    bits += n;
    content += n;
  }
};

bool same_size(const FrameHeader& a, const FrameHeader& b) { return a.flags == b.flags && a.length == b.length; }

/// Such a payload of zeros unmasks to its key, and a key of zeros to the payload itself.
bool is_telling(const MaskingKey& key) {
  return std::any_of(key.begin(), key.end(), [&](std::uint8_t byte) { return byte != 0 && byte != key[0]; });
}

bool is_periodic(Bytes bytes) {
  if (bytes.size() < kPeriodicFor) return false;
  const Bytes seen = first(bytes, kPeriodicFor);
  for (std::size_t period = 1; period <= kLongestPeriod; ++period)
    if (std::equal(seen.begin() + static_cast<std::ptrdiff_t>(period), seen.end(), seen.begin())) return true;
  return false;
}

/// `bytes` begin with the header.
unsigned weigh_header(Chain& chain, const FrameHeader& h, Bytes bytes) {
  const std::size_t remembered = std::min(chain.weighed, kHeadersRemembered);
  const std::span<const FrameHeader> before = std::span(chain.headers).first(remembered);
  const auto again = std::find_if(before.begin(), before.end(), [&](const FrameHeader& b) { return same_size(b, h); });
  const bool same_key =
      std::any_of(again, before.end(), [&](const FrameHeader& b) { return same_size(b, h) && b.key == h.key; });
  chain.types_vary = chain.types_vary || (remembered > 0 && before[0].flags != h.flags);
  chain.headers[chain.weighed++ % kHeadersRemembered] = h;
  chain.periodic = is_periodic(bytes);
  if (chain.periodic) return 0;
  if (again != before.end()) {
    if (same_key) return h.masked || !chain.known ? 0 : kRepeatedHeaderBits;
    return chain.known ? kHeaderBits : kRepeatedHeaderBits;
  }
  ++chain.kinds;
  if (h.is_continuation() && !chain.begun && !chain.known) return h.masked && is_telling(h.key) ? kOrphanBits : 0;
  return kHeaderBits + (chain.known && h.form == kLength64 ? kLongFormBits : 0);
}

bool may_follow(const Chain& chain, const FrameHeader& h) {
  if (h.rsv2_or_3() || h.is_reserved() || !h.is_minimal() || h.length > kLongestFrame) return false;
  if (h.is_control()) return h.fin() && !h.rsv1() && h.length <= kLongestControl;
  // Zeros would be empty continuations without end.
  const bool zeros = h.flags == 0 && !h.masked && h.length == 0;
  if (h.is_continuation()) return !h.rsv1() && (chain.first || chain.open) && !zeros;
  return !chain.open;
}

/// The same as far as the first bytes of a header show.
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

/// A packet of Engine.IO that carries one of Socket.IO: "42[…", "43112[…", "40{…".
bool is_socketio(std::string_view text) {
  if (text.size() < 3 || text[0] != '4' || text[1] < '0' || text[1] > '6') return false;
  const std::size_t payload = text.find_first_not_of("0123456789-", 2);
  return payload != std::string_view::npos && (text[payload] == '[' || text[payload] == '{' || text[payload] == '/');
}

/// What a whole text says of the protocol above.
unsigned weigh_text(std::string_view text) {
  if (text == "2" || text == "3") return kHeartbeatBits;
  if (text == "2probe" || text == "3probe" || text.starts_with("0{\"sid\":")) return kUpperWordBits;
  if (is_socketio(text)) return kPacketBits;
  const bool json =
      text.size() >= 2 && ((text.front() == '{' && text.back() == '}') || (text.front() == '[' && text.back() == ']'));
  return json ? kTextEndBits : 0;
}

/// Each byte that a wrong key would have spoiled. What is the same in every round of the key says nothing more.
unsigned weigh_unmasked(const FrameHeader& h, Bytes text) {
  if (!is_telling(h.key)) return 0;
  unsigned bits = 0;
  for (std::size_t i = 0; i < text.size() && bits < kMostTextBits; ++i)
    bits += i < h.key.size() || text[i] != text[i - h.key.size()] ? 1 : 0;
  return bits;
}

/// A server's text.
unsigned weigh_plain(Bytes text) {
  const bool beyond_ascii = std::any_of(text.begin(), text.end(), [](std::uint8_t byte) { return byte >= 0x80; });
  const std::size_t share = std::min(text.size() / kPlainTextShare, kMostPlainTextBits);
  return static_cast<unsigned>(share) + (beyond_ascii ? kCharacterBits : 0);
}

/// False when it cannot be text.
bool weigh_text(Chain& chain, const FrameHeader& h, Bytes seen, bool whole) {
  if (!h.is_continuation()) {
    chain.validator = {};
    chain.text = true;
    if (!seen.empty() && kTextStarts.find(static_cast<char>(seen[0])) != std::string_view::npos)
      chain.speaks(kTextStartBits);
  }
  if (!chain.text) return true;
  const bool all = whole && seen.size() == h.length && h.fin();
  if (has_controls(seen) || !chain.validator.feed(seen)) return false;
  if (all && !chain.validator.complete()) return false;
  if (seen.size() < h.length) chain.text = false;  // the rest is not looked at
  if (chain.known) {
    if (h.masked) chain.speaks(static_cast<unsigned>(std::min(seen.size(), kMostTextBits)));
    return true;
  }
  chain.speaks(h.masked ? weigh_unmasked(h, seen) : weigh_plain(seen));
  if (all && !h.is_continuation()) chain.speaks(weigh_text(as_text(seen)));
  return true;
}

bool weigh_close(Chain& chain, const FrameHeader& h, Bytes seen, bool whole) {
  if (h.length == 1) return false;
  if (!whole || h.length == 0) return true;
  if (!may_be_sent(load_be16(seen, 0)) || !is_utf8(after(seen, 2))) return false;
  chain.speaks(kCloseCodeBits);
  return true;
}

/// Whether these bytes are a message of permessage-deflate (RFC 7692 7.2.1): blocks that end with its last byte. What they refer
/// to is not known, so anything may be there.
bool is_deflated(Bytes payload) {
  static constexpr std::array<std::uint8_t, std::size_t{1} << 15> kAnything{};
  static constexpr std::array<std::uint8_t, 4> kTail{0, 0, 0xff, 0xff};
  constexpr int kAtBlock = 128;
  z_stream z{};
  if (inflateInit2(&z, -MAX_WBITS) != Z_OK) return false;
  int result = inflateSetDictionary(&z, kAnything.data(), kAnything.size());
  std::array<std::uint8_t, 4096> out;
  for (const Bytes piece : {payload, Bytes(kTail)}) {
    z.next_in = const_cast<Bytef*>(piece.data());
    z.avail_in = static_cast<uInt>(piece.size());
    while (result == Z_OK && z.avail_in > 0 && z.total_out < kMostInflated) {
      z.next_out = out.data();
      z.avail_out = static_cast<uInt>(out.size());
      result = inflate(&z, Z_SYNC_FLUSH);
    }
  }
  const bool good = result == Z_OK && z.avail_in == 0 && (z.data_type & kAtBlock) != 0;
  inflateEnd(&z);
  return good;
}

/// What the payload says, as far as it is there.
bool weigh_payload(Chain& chain, const FrameHeader& h, Bytes payload, bool whole) {
  std::array<std::uint8_t, kTextLookedAt> room;
  const Bytes seen = readable(h, payload, room);
  if (h.opcode() == Opcode::close) return weigh_close(chain, h, seen, whole);
  if (h.is_control()) return true;
  if (!chain.known && h.rsv1() && h.fin() && h.length > 1 && seen.size() == h.length && is_deflated(seen)) {
    ++chain.deflated;
    chain.speaks(kDeflatedBits);
  }
  const bool text = h.opcode() == Opcode::text && !h.rsv1();
  if (!text && !h.is_continuation()) chain.text = false;
  return !(text || chain.text) || weigh_text(chain, h, seen, whole);
}

/// A whole frame stands behind what came before.
void go_on(Chain& chain, const FrameHeader& h) {
  chain.first = false;
  chain.begun_here += h.is_continuation() ? 0 : 1;
  if (h.is_control()) return;
  chain.begun = !h.fin() && (chain.begun || !h.is_continuation());
  chain.open = !h.fin();
}

/// The frame at the front of `rest`, once enough of its payload is there.
Link weigh_frame(Chain& chain, Bytes rest) {
  if (rest.empty()) return Link::need(1);
  if (!may_begin(chain, rest)) return Link::broken();
  const auto header = FrameHeader::parse(rest);
  if (!header) return Link::need(FrameHeader::size_of(rest));
  if (!may_follow(chain, *header)) return Link::broken();
  const auto seen = static_cast<std::size_t>(std::min<std::uint64_t>(header->length, kTextLookedAt));
  if (rest.size() < header->size + seen) return Link::need(header->size + seen);
  chain.bits += weigh_header(chain, *header, rest);
  if (!weigh_payload(chain, *header, rest.subspan(header->size, seen), seen == header->length)) return Link::broken();
  go_on(chain, *header);
  return Link::next(header->size + header->length);
}

class WebSocketSearch final : public StreamSearch {
 public:
  Claim look(Direction dir, Window kept) override {
    spoke_[index(dir)] = true;
    chains_[index(dir)].look(kept, weigh_frame);
    best_[index(dir)] = best_of(dir);
    const Evidence& client = best_[index(Direction::c2s)];
    const Evidence& server = best_[index(Direction::s2c)];
    return agree(client, server) || is_enough(dir) ? Claim::yes : Claim::need_more;
  }

 private:
  struct Evidence {
    unsigned bits = 0;
    unsigned content = 0;
    unsigned kinds = 0;
    unsigned frames = 0;
    bool varied = false;
  };

  Evidence best_of(Direction dir) const {
    const auto best = chains_[index(dir)].best(kExactEndBits);
    // Of continuations alone any records look made that begin with their length in two bytes (DNS).
    if (best.chain == nullptr || best.chain->begun_here * 2 < best.chain->frames) return {};
    const Chain& c = *best.chain;
    const bool varied = c.kinds > 1 && (c.types_vary || c.deflated >= kManyDeflated);
    return {best.bits, c.content, c.kinds, c.frames, varied};
  }

  static bool agree(const Evidence& client, const Evidence& server) {
    const bool varied = client.kinds + server.kinds >= kLeastFrames || client.content + server.content >= kPacketBits;
    return varied && client.bits >= kEnoughOfEach && server.bits >= kEnoughOfEach &&
           client.bits + server.bits >= kEnoughOfBoth;
  }

  /// Of one direction alone.
  bool is_enough(Direction dir) const {
    const Evidence& all = best_[index(dir)];
    if (all.frames < kLeastFrames || !all.varied) return false;
    if (!spoke_[index(opposite(dir))]) return all.bits >= kEnoughOfOne;
    return dir == Direction::c2s && all.content >= kMostTextBits && all.bits >= kEnoughDespiteOther;
  }

  std::array<ChainSearch<Chain>, 2> chains_{ChainSearch<Chain>({.dir = Direction::c2s}),
                                            ChainSearch<Chain>({.dir = Direction::s2c})};
  std::array<Evidence, 2> best_{};
  std::array<bool, 2> spoke_{};
};

}  // namespace

std::optional<unsigned> weigh_frames(Bytes bytes, Direction dir, unsigned enough) {
  Chain chain{.dir = dir, .known = true};
  while (chain.bits < enough) {
    if (bytes.empty()) return chain.first ? 0 : chain.bits + kExactEndBits;
    if (!may_begin(chain, bytes)) return std::nullopt;
    const auto header = FrameHeader::parse(bytes);
    if (!header) return chain.bits;
    if (!may_follow(chain, *header)) return std::nullopt;
    chain.bits += weigh_header(chain, *header, bytes);
    const Bytes rest = bytes.subspan(header->size);
    const bool whole = rest.size() >= header->length;
    const Bytes payload = whole ? rest.first(static_cast<std::size_t>(header->length)) : rest;
    if (!weigh_payload(chain, *header, payload, whole)) return std::nullopt;
    if (!whole) return chain.bits;
    go_on(chain, *header);
    bytes = rest.subspan(payload.size());
  }
  return chain.bits;
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

std::unique_ptr<StreamSearch> make_search() { return std::make_unique<WebSocketSearch>(); }

}  // namespace wstrace::websocket
