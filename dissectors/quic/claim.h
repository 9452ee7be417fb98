// Is this UDP datagram QUIC? Told by evidence, never by its port: other protocols on UDP (DNS, DTLS, STUN, RTP) and random
// bytes are not to be taken for it.
#pragma once

#include "dissectors/quic/wire.h"
#include "seam/datagram.h"

namespace wstrace::quic {

/// Bytes of a version in a Version Negotiation.
inline constexpr std::size_t kVersionSize = 4;

/// RFC 9000 17.2.1: versions to the end of the datagram.
bool is_negotiation(const LongHeader& header, Bytes datagram);

/// A client's first Initial, which authenticates with the keys that follow from its own destination. Where a snap length cut it,
/// or its version's keys are not known, its header alone must do.
bool is_first_initial(const Datagram& datagram, const LongHeader& header);

/// The Version Negotiation that answers one.
bool answers_first(const Datagram& datagram, const LongHeader& header);

}  // namespace wstrace::quic
