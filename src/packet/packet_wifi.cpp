// The walk through what monitor mode records: radiotap or PPI, the 802.11 header, then LLC and SNAP.
#include <algorithm>

#include "dissectors/link/definitions.h"
#include "dissectors/wifi/wire.h"
#include "packet/packet_walk.h"

namespace wstrace {

PacketWalk::Step PacketWalk::radiotap() {
  const auto view = radiotap::read(bytes_);
  if (!view) return unreadable("radiotap header");
  take(view->header);
  if ((view->flags & radiotap::kBadFcs) != 0) return unreadable("802.11 frame with a wrong checksum");
  if ((view->flags & radiotap::kFcsAtEnd) != 0) {
    wire_ -= radiotap::kFcs < wire_ ? radiotap::kFcs : wire_;
    bytes_ = first(bytes_, wire_);
  }
  padded_ = (view->flags & radiotap::kPadded) != 0;
  return {&PacketWalk::wifi};
}

PacketWalk::Step PacketWalk::per_packet_information() {
  const auto view = ppi::read(bytes_);
  if (!view || view->link == LinkType::ppi) return unreadable("PPI header");
  take(view->header);
  return by_link(view->link);
}

PacketWalk::Step PacketWalk::wifi() {
  const auto view = wifi::read(bytes_);
  if (!view) return unreadable("802.11 header");
  if (!view->data) return other();
  if (view->protected_frame) return not_followed("encrypted 802.11 frame", link::note::encrypted);
  if (view->fragment) return not_followed("802.11 fragment");
  if (view->between_points) {
    view_.encapsulations.push(wifi::distribution);
  } else {
    view_.encapsulations.push(wifi::encapsulation, view->bssid);
  }
  constexpr std::size_t kAlignment = 4;
  take(padded_ ? (view->header + kAlignment - 1) / kAlignment * kAlignment : view->header);
  return {view->aggregate ? &PacketWalk::wifi_subframe : &PacketWalk::llc};
}

/// Each packet of an A-MSDU is a packet of its own; the rest wait for their turn.
PacketWalk::Step PacketWalk::wifi_subframe() {
  if (bytes_.size() < wifi::kSubframe) return unreadable("802.11 A-MSDU");
  const std::size_t length = load_be16(bytes_, wifi::kSubframeLengthAt);
  constexpr std::size_t kAlignment = 4;
  const std::size_t end = wifi::kSubframe + length;
  const std::size_t next = (end + kAlignment - 1) / kAlignment * kAlignment;
  rest_.bytes = after(bytes_, next);
  if (rest_.bytes.size() < wifi::kSubframe) rest_.bytes = {};
  rest_.wire = rest_.bytes.empty() ? 0 : wire_ - next;
  rest_.outer = view_.encapsulations;
  view_.wire_bytes -= std::min<std::uint64_t>(rest_.wire, view_.wire_bytes);
  wire_ = end < wire_ ? end : wire_;
  bytes_ = first(bytes_, wire_);
  take(wifi::kSubframe);
  return {&PacketWalk::llc};
}

}  // namespace wstrace
