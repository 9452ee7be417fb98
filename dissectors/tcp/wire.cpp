#include "dissectors/tcp/wire.h"

namespace wstrace::tcp {
namespace {

constexpr std::size_t kSackBlockSize = 8;

void read_sack(Options& into, Bytes value) {
  into.sack_blocks = 0;
  for (; value.size() >= kSackBlockSize && into.sack_blocks < kMostSackBlocks; value = value.subspan(kSackBlockSize)) {
    into.sack[into.sack_blocks++] = {load_be32(value, 0), load_be32(value, 4)};
  }
}

void read_option(Options& into, OptionKind kind, Bytes value) {
  switch (kind) {
    case OptionKind::maximum_segment_size:
      if (value.size() == 2) into.mss = load_be16(value, 0);
      break;
    case OptionKind::window_scale:
      if (value.size() != 1) break;
      into.has_window_scale = true;
      // RFC 7323 2.3: a shift above 14 is taken as 14.
      into.window_scale = value[0] > 14 ? std::uint8_t{14} : value[0];
      break;
    case OptionKind::sack_permitted: into.sack_permitted = true; break;
    case OptionKind::timestamps:
      if (value.size() != 8) break;
      into.timestamps = true;
      into.timestamp = load_be32(value, 0);
      break;
    case OptionKind::sack: read_sack(into, value); break;
    case OptionKind::fast_open: into.fast_open = value.empty() ? FastOpen::request : FastOpen::cookie; break;
    default: break;
  }
}

}  // namespace

std::optional<Header> read(Bytes segment) {
  if (segment.size() < kSmallest) return std::nullopt;
  Header h;
  h.source_port = load_be16(segment, kSourcePortAt);
  h.destination_port = load_be16(segment, kDestinationPortAt);
  h.sequence = load_be32(segment, kSequenceAt);
  h.acknowledgement = load_be32(segment, kAcknowledgementAt);
  h.length = std::size_t{segment[kDataOffsetAt]} / 16 * 4;
  h.flags = segment[kFlagsAt];
  h.window = load_be16(segment, kWindowAt);
  h.urgent_pointer = load_be16(segment, kUrgentPointerAt);
  if (h.length < kSmallest) return std::nullopt;
  h.options = first(segment, h.length).subspan(kSmallest);
  return h;
}

Options read_options(Bytes options) {
  Options found;
  while (!options.empty()) {
    const auto kind = static_cast<OptionKind>(options[0]);
    if (kind == OptionKind::end) break;
    if (kind == OptionKind::no_operation) {
      options = options.subspan(1);
      continue;
    }
    if (options.size() < 2) break;
    const std::size_t length = options[1];
    if (length < 2 || length > options.size()) break;
    read_option(found, kind, options.subspan(2, length - 2));
    options = options.subspan(length);
  }
  return found;
}

}  // namespace wstrace::tcp
