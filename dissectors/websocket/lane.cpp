// Lane: gives each frame to the part that it belongs to.
#include "dissectors/websocket/lane.h"

#include <algorithm>
#include <optional>

namespace wstrace::websocket {
namespace {

/// The longest payload that is asked for as a whole.
std::uint64_t longest_whole(const Limits& limits) {
  return std::min<std::uint64_t>(limits.message, limits.unit - std::min(limits.unit, kLongestHeader));
}

}  // namespace

void Lane::configure(const Extensions& extensions, const Limits& limits) {
  frames = FrameReader(longest_whole(limits));
  checks.configure(extensions);
  message.configure(extensions, dir, limits);
}

void Lane::doubt(const NoteDef& instead, const FieldDef& code) {
  message.notes().doubt(instead, code);
  control.notes().doubt(instead, code);
}

void Lane::begin_frame(PacketRange range) {
  const FrameHeader& header = frames.header();
  packets = range;
  stray = header.is_reserved() || (header.is_continuation() && !message.open());
  if (is_data()) {
    message.begin_frame(header);
  } else {
    control.begin();
  }
  checks.check(header, stray, notes());
}

void Lane::add(const FramePart& part) {
  const FrameHeader& header = frames.header();
  if (is_data()) {
    message.add(header, part);
  } else if (header.is_control()) {
    control.add(header, part);
  }
}

void Lane::damage() {
  if (is_data()) {
    message.damage();
  } else {
    control.damage();
  }
}

void Lane::lose_place() {
  incomplete = true;
  search.start();
  frames.forget();
  message.lose_place();
}

/// What never became a whole frame, or a whole message, may be wrong all the same, and be what it was given up for.
Notes& Lane::cut_off(Bytes unread, PacketRange range) {
  const std::optional<FramePart> begun = frames.cut_off(unread);
  if (begun) {
    begin_frame(range);
    add(*begun);
  }
  const bool data = !begun || is_data();
  if (data) message.cut_off();
  Notes& all = data ? message.notes() : control.notes();
  blame(all, packets);
  return all;
}

}  // namespace wstrace::websocket
