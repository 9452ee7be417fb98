// AnnouncedSettings: one side's settings.
#include "dissectors/http2/settings.h"

#include <algorithm>
#include <utility>

namespace wstrace::http2 {

void AnnouncedSettings::learn(const Setting& setting) {
  switch (static_cast<SettingId>(setting.id)) {
    case SettingId::header_table_size: table_size_ = setting.value; break;
    case SettingId::initial_window_size: initial_window_ = setting.value; break;
    case SettingId::max_frame_size: frame_size_ = std::max(frame_size_, setting.value); break;
    case SettingId::enable_connect_protocol: connect_protocol_ = setting.value == 1; break;
    default: break;
  }
}

std::int64_t AnnouncedSettings::put_in_force() {
  return initial_window_ - std::exchange(window_in_force_, initial_window_);
}

}  // namespace wstrace::http2
