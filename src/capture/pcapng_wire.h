// The layout of pcapng files (draft-ietf-opsawg-pcapng): offsets from the beginning of a block, sizes in bytes.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wstrace::capture::pcapng {

// draft-ietf-opsawg-pcapng 3.1: every block.
inline constexpr std::size_t kBlockLengthAt = 4;
inline constexpr std::size_t kTrailerSize = 4;
inline constexpr std::size_t kSmallestBlock = 12;
inline constexpr std::size_t kAlignment = 4;

// Block types, 11.1.
inline constexpr std::uint32_t kSectionHeader = 0x0a0d0d0a;  // the same in both byte orders
inline constexpr std::uint32_t kInterfaceDescription = 1;
inline constexpr std::uint32_t kObsoletePacket = 2;
inline constexpr std::uint32_t kSimplePacket = 3;
inline constexpr std::uint32_t kEnhancedPacket = 6;
inline constexpr std::uint32_t kDecryptionSecrets = 10;

// 4.1: Section Header Block.
inline constexpr std::size_t kMagicAt = 8;
inline constexpr std::uint32_t kByteOrderMagic = 0x1a2b3c4d;
inline constexpr std::size_t kMajorVersionAt = 12;
inline constexpr std::size_t kMinorVersionAt = 14;
inline constexpr std::size_t kSmallestSectionHeader = 28;
inline constexpr std::uint16_t kMajorVersion = 1;
inline constexpr std::uint16_t kMinorVersion = 0;
inline constexpr std::uint64_t kLengthNotStated = ~std::uint64_t{0};

// 4.2: Interface Description Block, and its options (3.5).
inline constexpr std::size_t kLinkTypeAt = 8;
inline constexpr std::size_t kSnapLengthAt = 12;
inline constexpr std::size_t kInterfaceOptionsAt = 16;
inline constexpr std::size_t kSmallestInterface = 20;
inline constexpr std::size_t kOptionHeaderSize = 4;
inline constexpr std::uint16_t kEndOfOptions = 0;
inline constexpr std::uint16_t kInterfaceName = 2;
inline constexpr std::uint16_t kTimeResolution = 9;
inline constexpr std::uint16_t kTimeOffset = 14;

// 4.3 and A: Enhanced Packet Block, and the older Packet Block, which differs only in its first field.
inline constexpr std::size_t kInterfaceIndexAt = 8;
inline constexpr std::size_t kTicksHighAt = 12;
inline constexpr std::size_t kTicksLowAt = 16;
inline constexpr std::size_t kCapturedLengthAt = 20;
inline constexpr std::size_t kOriginalLengthAt = 24;
inline constexpr std::size_t kPacketDataAt = 28;

// 4.4: Simple Packet Block.
inline constexpr std::size_t kSimpleOriginalLengthAt = 8;
inline constexpr std::size_t kSimpleDataAt = 12;

// 4.7: Decryption Secrets Block.
inline constexpr std::size_t kSecretsTypeAt = 8;
inline constexpr std::size_t kSecretsLengthAt = 12;
inline constexpr std::size_t kSecretsAt = 16;
inline constexpr std::uint32_t kTlsKeyLog = 0x544c534b;

}  // namespace wstrace::capture::pcapng
