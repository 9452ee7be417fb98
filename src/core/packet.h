// One captured packet, as a reader hands it to the engine.
#pragma once

#include <cstdint>

#include "core/bytes.h"
#include "core/event.h"

namespace wstrace {

/// The link-layer header types that wstrace reads, by their numbers in the tcpdump.org link-type registry.
enum class LinkType : std::uint32_t {
  null = 0,  // BSD loopback: 4 bytes of address family, the capturing host's byte order
  ethernet = 1,
  raw_bsd = 12,  // raw IP, as some BSDs number it
  raw_openbsd = 14,
  raw = 101,
  loop = 108,       // OpenBSD loopback: as null, network byte order
  linux_sll = 113,  // Linux "cooked" v1
  ipv4 = 228,
  ipv6 = 229,
  linux_sll2 = 276,  // Linux "cooked" v2
};

struct Packet {
  std::uint64_t number = 0;  ///< from 1, over all files
  Time time = 0;
  LinkType link = LinkType::ethernet;
  std::uint32_t interface_id = 0;  ///< index into the capture's list of interfaces
  std::uint32_t wire_length = 0;   ///< length on the wire; more than bytes.size() when the snap length cut it
  Bytes bytes;                     ///< what was captured; valid until the next packet is read
};

}  // namespace wstrace
