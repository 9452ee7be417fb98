// The UDP header (RFC 768), and the ports by which tunnels over UDP are known.
#pragma once

#include <optional>

#include "core/bytes.h"

namespace wstrace::udp {

inline constexpr std::size_t kHeader = 8;
inline constexpr std::size_t kSourcePortAt = 0;
inline constexpr std::size_t kDestinationPortAt = 2;
inline constexpr std::size_t kLengthAt = 4;  // header and data

/// Destination ports (IANA; 8472 is what Linux used before VXLAN had a number).
inline constexpr std::uint16_t kGtpPort = 2152;
inline constexpr std::uint16_t kVxlanPort = 4789;
inline constexpr std::uint16_t kVxlanGpePort = 4790;
inline constexpr std::uint16_t kGenevePort = 6081;
inline constexpr std::uint16_t kOldVxlanPort = 8472;

struct View {
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  std::size_t length = 0;  ///< as stated, 0 for a jumbogram (RFC 2675 4)
};

inline std::optional<View> read(Bytes datagram) {
  if (datagram.size() < kHeader) return std::nullopt;
  return View{load_be16(datagram, kSourcePortAt), load_be16(datagram, kDestinationPortAt),
              load_be16(datagram, kLengthAt)};
}

}  // namespace wstrace::udp
