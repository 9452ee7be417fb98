// What one side announces in SETTINGS (RFC 9113 6.5), and since when the other side keeps to it.
#pragma once

#include <cstdint>

#include "dissectors/http2/wire.h"

namespace wstrace::http2 {

class AnnouncedSettings {
 public:
  /// One of them; those that nobody needs to know are ignored.
  void learn(const Setting& setting);
  /// A SETTINGS frame was seen.
  void announce() { seen_ = true; }
  /// The other side acknowledges what was announced (6.5.3): from now on it is in force. Returns by how many bytes the windows of
  /// its streams change (6.9.2).
  std::int64_t put_in_force();

  /// Without one, what this side accepts is not known.
  bool seen() const { return seen_; }
  std::uint32_t table_size() const { return table_size_; }
  /// The largest payload that it has ever allowed: a smaller one may not be in force yet.
  std::uint32_t frame_size() const { return frame_size_; }
  /// With how many bytes the windows of the other side's streams begin.
  std::int64_t window_in_force() const { return window_in_force_; }
  /// WebSockets may be opened in streams (RFC 8441 3).
  bool connect_protocol() const { return connect_protocol_; }

 private:
  bool seen_ = false;
  std::uint32_t table_size_ = kDefaultTableSize;
  std::int64_t initial_window_ = kDefaultWindow;
  std::int64_t window_in_force_ = kDefaultWindow;
  std::uint32_t frame_size_ = kLeastFrameSize;
  bool connect_protocol_ = false;
};

}  // namespace wstrace::http2
