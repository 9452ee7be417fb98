#include "dissectors/http2/resync.h"

#include <algorithm>
#include <array>
#include <optional>

#include "dissectors/http2/wire.h"
#include "seam/chain_search.h"

namespace wstrace::http2 {
namespace {

constexpr unsigned kHeaderBits = 6;
constexpr unsigned kExactEndBits = 7;
/// Of a payload: for each pseudo-header field, and so many at most; for each setting; for a value in its range.
constexpr unsigned kPseudoBits = 4;
constexpr unsigned kMostPseudo = 4;
constexpr unsigned kSettingBits = 4;
constexpr unsigned kMostSettings = 2;
constexpr unsigned kValueBits = 4;
/// A block of header fields that came before in the same form.
constexpr unsigned kRepeatedShare = 2;

constexpr std::size_t kHeadersRemembered = 8;
/// Longer blocks of header fields are not looked at.
constexpr std::uint32_t kBlockLookedAt = 4096;
/// Beyond these, a number in the place of a stream's is likely to be something else.
constexpr std::uint32_t kLikelyStream = 1U << 24;

// To claim a connection: in each direction that speaks, and in both together; or in one, while the other one is silent.
constexpr unsigned kEnoughOfEach = 13;
constexpr unsigned kEnoughInAll = 40;
constexpr unsigned kLeastFrames = 3;
constexpr int kLeastTypes = 2;

/// RFC 7541 appendix A: the pseudo-header fields of requests and of answers.
constexpr std::uint32_t kLastOfRequest = 7;
constexpr std::uint32_t kLastPseudo = 14;
/// The largest dynamic table that anybody uses has fewer entries.
constexpr std::uint32_t kMostIndex = 4096;

struct Shape {
  std::uint32_t length = 0;
  std::uint8_t type = 0;
  std::uint8_t flags = 0;
  bool operator==(const Shape&) const = default;
};

struct Chain {
  Direction dir = Direction::c2s;
  std::array<Shape, kHeadersRemembered> shapes = {};
  unsigned frames = 0;
  unsigned bits = 0;
  unsigned cost = 0;
  std::uint32_t types = 0;  // one bit each

  unsigned worth(unsigned more) const { return bits + more > cost ? bits + more - cost : 0; }
};

/// HPACK as far as its form goes (RFC 7541 5, 6): what the dynamic table holds is not known.
class BlockReader {
 public:
  BlockReader(Bytes block, Direction dir) : rest_(block), dir_(dir) {}

  /// How many pseudo-header fields it has, which stand first (RFC 9113 8.3). Nothing when it is no block of header fields.
  std::optional<unsigned> count_pseudo() {
    unsigned pseudo = 0;
    while (!rest_.empty()) {
      const std::uint8_t form = rest_[0];
      if ((form & 0xe0) == 0x20) {  // size update
        if (any_ || !integer(5)) return std::nullopt;
        continue;
      }
      any_ = true;
      const bool indexed = (form & 0x80) != 0;
      const auto name = integer(indexed ? 7 : (form & 0x40) != 0 ? 6 : 4);
      if (!name || *name > kMostIndex || (indexed && *name == 0)) return std::nullopt;
      std::string_view literal;
      if (!indexed && *name == 0 && (!string(true, literal) || literal.empty())) return std::nullopt;
      std::string_view value;
      if (!indexed && !string(false, value)) return std::nullopt;
      const bool is_pseudo = *name == 0 ? literal.starts_with(':') : *name <= kLastPseudo;
      if (!is_pseudo) continue;
      const bool of_request = *name == 0 ? literal != ":status" : *name <= kLastOfRequest;
      if (of_request != (dir_ == Direction::c2s)) return std::nullopt;
      ++pseudo;
    }
    return any_ ? std::optional(pseudo) : std::nullopt;
  }

 private:
  std::optional<std::uint32_t> integer(unsigned prefix) {
    const std::uint32_t most = (1U << prefix) - 1;
    std::uint32_t value = rest_[0] & most;
    rest_ = rest_.subspan(1);
    if (value < most) return value;
    for (unsigned shift = 0; shift <= 14 && !rest_.empty(); shift += 7) {
      const std::uint8_t byte = rest_[0];
      rest_ = rest_.subspan(1);
      value += static_cast<std::uint32_t>(byte & 0x7f) << shift;
      if ((byte & 0x80) == 0) return value;
    }
    return std::nullopt;
  }

  /// Of one that is Huffman-coded only a placeholder.
  bool string(bool is_name, std::string_view& text) {
    if (rest_.empty()) return false;
    const bool huffman = (rest_[0] & 0x80) != 0;
    const auto length = integer(7);
    if (!length || *length > rest_.size() || (*length == 0 && huffman)) return false;
    text = huffman ? std::string_view("?") : as_text(rest_.first(*length));
    rest_ = rest_.subspan(*length);
    return std::all_of(text.begin(), text.end(), [&](char each) {
      const auto c = static_cast<unsigned char>(each);
      return c >= ' ' && c != 0x7f && !(is_name && (c == ' ' || c >= 0x80 || (c >= 'A' && c <= 'Z')));
    });
  }

  Bytes rest_;
  Direction dir_;
  bool any_ = false;
};

/// What a frame in the middle of a connection looks like: empty DATA ends its stream, settings are not empty, nobody pushes.
bool may_stand(const FrameHeader& h, Direction dir) {
  if (!is_plausible(h, dir) || h.length > kLeastFrameSize || h.stream >= kLikelyStream) return false;
  const bool client_opened = h.stream == 0 || h.stream % 2 == 1;
  if (!client_opened || h.is(FrameType::push_promise)) return false;
  if (h.is(FrameType::data)) return h.length > 0 || h.has(flag::kEndStream);
  if (h.is(FrameType::settings))
    return h.has(flag::kAck) ? h.length == 0 : h.length > 0 && h.length % kSettingSize == 0;
  const bool extension = h.type > static_cast<std::uint8_t>(FrameType::continuation);
  return !extension || h.flags == 0;
}

bool has_whole_block(const FrameHeader& h) {
  return h.is(FrameType::headers) && h.has(flag::kEndHeaders) && h.length <= kBlockLookedAt;
}

/// How much of the payload is needed to judge it.
std::size_t looked_at(const FrameHeader& h) {
  if (has_whole_block(h)) return h.length;
  const bool small = !h.is(FrameType::data) && !h.has_fields();
  return small ? std::min<std::size_t>(h.length, kSettingSize * kMostSettings) : 0;
}

std::optional<unsigned> weigh_block(const FrameHeader& h, Bytes payload, Direction dir) {
  const auto content = without_padding(h, payload);
  const std::size_t priority = h.has(flag::kPriority) ? kPrioritySize : 0;
  if (!content || content->size() <= priority) return std::nullopt;
  const auto pseudo = BlockReader(content->subspan(priority), dir).count_pseudo();
  return pseudo ? std::optional(std::min(*pseudo, kMostPseudo) * kPseudoBits) : std::nullopt;
}

std::optional<unsigned> weigh_settings(Bytes payload) {
  unsigned bits = 0;
  for (std::size_t i = 0; (i + 1) * kSettingSize <= payload.size(); ++i) {
    const std::uint16_t id = setting_at(payload, i).id;
    if (id == 0 || id > static_cast<std::uint16_t>(SettingId::no_rfc7540_priorities)) return std::nullopt;
    bits += kSettingBits;
  }
  return bits;
}

/// Nothing when it cannot be the payload of such a frame.
std::optional<unsigned> weigh_payload(const FrameHeader& h, Bytes payload, Direction dir) {
  const auto in_range = [](bool fits) { return fits ? std::optional(kValueBits) : std::nullopt; };
  switch (static_cast<FrameType>(h.type)) {
    case FrameType::headers: return has_whole_block(h) ? weigh_block(h, payload, dir) : 0;
    case FrameType::settings: return weigh_settings(payload);
    case FrameType::window_update: {
      const std::uint32_t increment = load_be32(payload, 0);
      return in_range(increment != 0 && increment <= kLargestWindow);
    }
    case FrameType::rst_stream:
      return in_range(load_be32(payload, 0) <= static_cast<std::uint32_t>(ErrorCode::http_1_1_required));
    case FrameType::goaway:
      return in_range((load_be32(payload, 0) < kLikelyStream || load_be32(payload, 0) == kStreamMask) &&
                      load_be32(payload, 4) <= static_cast<std::uint32_t>(ErrorCode::http_1_1_required));
    default: return 0;
  }
}

Link weigh_frame(Chain& chain, Bytes rest) {
  const auto header = FrameHeader::parse(rest);
  if (!header) return Link::need(kHeaderSize);
  if (!may_stand(*header, chain.dir)) return Link::broken();
  const std::size_t seen = looked_at(*header);
  if (rest.size() < kHeaderSize + seen) return Link::need(kHeaderSize + seen);
  const auto content = weigh_payload(*header, rest.subspan(kHeaderSize, seen), chain.dir);
  if (!content) return Link::broken();
  const Shape shape{header->length, header->type, header->flags};
  const bool repeated = std::find(chain.shapes.begin(), chain.shapes.end(), shape) != chain.shapes.end();
  chain.shapes[chain.frames % kHeadersRemembered] = shape;
  chain.types |= 1U << std::min<unsigned>(header->type, 31);
  chain.bits += repeated ? *content / kRepeatedShare : kHeaderBits + *content;
  return Link::next(kHeaderSize + header->length);
}

class Http2Search final : public StreamSearch {
 public:
  Claim look(Direction dir, Window kept) override {
    spoke_[index(dir)] = true;
    chains_[index(dir)].look(kept, weigh_frame);
    const auto best = chains_[index(dir)].best(kExactEndBits);
    best_[index(dir)] = best.chain == nullptr ? Evidence{} : Evidence{best.bits, best.chain->frames, best.chain->types};
    return is_enough() ? Claim::yes : Claim::need_more;
  }

 private:
  struct Evidence {
    unsigned bits = 0;
    unsigned frames = 0;
    std::uint32_t types = 0;
  };

  bool is_enough() const {
    const Evidence& a = best_[0];
    const Evidence& b = best_[1];
    const bool each = spoke_[0] && spoke_[1] ? a.bits >= kEnoughOfEach && b.bits >= kEnoughOfEach
                                             : a.frames + b.frames >= kLeastFrames;
    return each && a.bits + b.bits >= kEnoughInAll && std::popcount(a.types | b.types) >= kLeastTypes;
  }

  std::array<ChainSearch<Chain>, 2> chains_{ChainSearch<Chain>({.dir = Direction::c2s}),
                                            ChainSearch<Chain>({.dir = Direction::s2c})};
  std::array<Evidence, 2> best_{};
  std::array<bool, 2> spoke_{};
};

}  // namespace

std::unique_ptr<StreamSearch> make_search() { return std::make_unique<Http2Search>(); }

}  // namespace wstrace::http2
