// The versions of QUIC whose Initial packets can be read: each protects them with constants of its own.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/arena.h"

namespace wstrace::quic {

enum class PacketType : std::uint8_t { initial, zero_rtt, handshake, retry };

struct Version {
  std::uint32_t number = 0;
  std::string_view name;
  std::array<PacketType, 4> types;         ///< by the two bits in a long header's first byte
  std::array<std::uint8_t, 20> salt;       ///< for Initial secrets (RFC 9001 5.2)
  std::string_view label;                  ///< before "key", "iv" and "hp"
  std::array<std::uint8_t, 16> retry_key;  ///< for the integrity of a Retry (RFC 9001 5.8)
  std::array<std::uint8_t, 12> retry_nonce;
};

/// Null for one whose packets cannot be read.
const Version* find_version(std::uint32_t number);

/// Numbers that exist to provoke a Version Negotiation (RFC 9000 15).
inline constexpr bool is_reserved(std::uint32_t number) { return (number & 0x0f0f0f0f) == 0x0a0a0a0a; }

/// The drafts of version 1.
inline constexpr bool is_draft(std::uint32_t number) { return number >> 8 == 0xff0000; }

/// "1", "draft-29"; an unknown number gives "0x1a2a3a4a".
std::string_view version_name(std::uint32_t number, Arena& arena);

}  // namespace wstrace::quic
