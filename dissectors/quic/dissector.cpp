#include "dissectors/quic/dissector.h"

#include "dissectors/quic/claim.h"
#include "dissectors/quic/definitions.h"

namespace wstrace::quic {
namespace {

const DatagramDissectorDef datagrams{.claim = claim, .known_as = "HTTP/3", .advice = advice};

}  // namespace

const DissectorDef dissector{.protocol = &protocol, .datagrams = &datagrams};

}  // namespace wstrace::quic
