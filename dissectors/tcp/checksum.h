// The TCP checksum (RFC 9293 3.1) and what takes its place on hosts that leave it to the network card.
#pragma once

#include "core/bytes.h"
#include "core/endpoint.h"

namespace wstrace::tcp {

inline constexpr std::size_t kChecksumAt = 16;

/// Is the segment (header and payload, whole) as its checksum says?
bool checksum_is_right(Bytes segment, const IpAddress& from, const IpAddress& to);

/// A sender that leaves the checksum to its network card puts the sum of the pseudo header into the field, with the
/// segment's length or, for segments that the card cuts, without. A capture on that host sees this.
bool checksum_is_partial(std::uint16_t checksum, const IpAddress& from, const IpAddress& to, std::size_t length);

}  // namespace wstrace::tcp
