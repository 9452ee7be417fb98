// What is wrong with a frame by its header alone, and with a setting by its value.
#include "dissectors/http2/frame_checks.h"

namespace wstrace::http2 {

std::string_view wrong_size(const FrameHeader& header) {
  switch (static_cast<FrameType>(header.type)) {
    case FrameType::priority: return header.length != kPrioritySize ? "a PRIORITY frame must have 5 bytes" : "";
    case FrameType::rst_stream: return header.length != kRstStreamSize ? "an RST_STREAM frame must have 4 bytes" : "";
    case FrameType::ping: return header.length != kPingSize ? "a PING frame must have 8 bytes" : "";
    case FrameType::window_update:
      return header.length != kWindowUpdateSize ? "a WINDOW_UPDATE frame must have 4 bytes" : "";
    case FrameType::goaway: return header.length < kGoawaySize ? "a GOAWAY frame must have at least 8 bytes" : "";
    case FrameType::settings:
      if (header.has(flag::kAck)) return header.length != 0 ? "a SETTINGS frame with ACK must be empty" : "";
      return header.length % kSettingSize != 0 ? "the length of a SETTINGS frame must be a multiple of 6 bytes" : "";
    default: return "";
  }
}

std::string_view wrong_stream(const FrameHeader& header) {
  switch (static_cast<FrameType>(header.type)) {
    case FrameType::data:
    case FrameType::headers:
    case FrameType::priority:
    case FrameType::rst_stream:
    case FrameType::push_promise:
    case FrameType::continuation:
      return header.stream == 0 ? "a frame that must belong to a stream has stream number 0" : "";
    case FrameType::settings:
    case FrameType::ping:
    case FrameType::goaway:
      return header.stream != 0 ? "a frame that concerns the whole connection has a stream number" : "";
    default: return "";
  }
}

std::string_view wrong_value(const Setting& setting) {
  switch (static_cast<SettingId>(setting.id)) {
    case SettingId::enable_push: return setting.value > 1 ? "ENABLE_PUSH is neither 0 nor 1" : "";
    case SettingId::enable_connect_protocol:
      return setting.value > 1 ? "ENABLE_CONNECT_PROTOCOL is neither 0 nor 1" : "";
    case SettingId::initial_window_size:
      return setting.value > kLargestWindow ? "INITIAL_WINDOW_SIZE exceeds the maximum window size" : "";
    case SettingId::max_frame_size:
      return setting.value < kLeastFrameSize || setting.value > kMostFrameSize
                 ? "MAX_FRAME_SIZE is not between 16384 and 16777215"
                 : "";
    default: return "";
  }
}

bool is_possible(const FrameHeader& header, Direction dir) {
  if (name_of_type(header.type).empty()) return header.length <= kLeastFrameSize;
  FrameHeader plain = header;  // flags that mean nothing are to be ignored
  plain.flags = 0;
  return is_plausible(plain, dir);
}

}  // namespace wstrace::http2
