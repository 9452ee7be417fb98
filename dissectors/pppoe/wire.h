// PPPoE (RFC 2516 4): the session stage's header, then PPP.
#pragma once

#include <optional>

#include "core/bytes.h"
#include "model/encapsulation.h"

namespace wstrace::pppoe {

inline constexpr std::size_t kHeader = 6;
inline constexpr std::uint8_t kVersionAndType = 0x11;
inline constexpr std::uint8_t kSessionData = 0x00;  // code
inline constexpr std::size_t kCodeAt = 1;
inline constexpr std::size_t kSessionAt = 2;
inline constexpr std::size_t kLengthAt = 4;  // of what follows; Ethernet's padding is not counted

inline constexpr EncapsulationDef encapsulation{.name = "PPPoE", .number = "session", .ref = "RFC 2516 4"};

struct View {
  std::uint16_t session = 0;
  std::size_t length = 0;
};

inline std::optional<View> read(Bytes bytes) {
  if (bytes.size() < kHeader || bytes[0] != kVersionAndType || bytes[kCodeAt] != kSessionData) return std::nullopt;
  return View{load_be16(bytes, kSessionAt), load_be16(bytes, kLengthAt)};
}

}  // namespace wstrace::pppoe
