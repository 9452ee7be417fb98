#include "dissectors/quic/dissector.h"

#include "dissectors/quic/claim.h"
#include "dissectors/quic/connection.h"
#include "dissectors/quic/definitions.h"

namespace wstrace::quic {
namespace {

const DatagramDissectorDef datagrams{.claim = claim, .known_as = "HTTP/3", .advice = advice};

}  // namespace

DatagramClaim claim(const Datagram& first) {
  const auto header = read_long_header(first.bytes);
  if (!header) return {};
  if (is_first_initial(first, *header)) return {std::make_unique<Connection>(), Direction::c2s};
  if (answers_first(first, *header)) return {std::make_unique<Connection>(), Direction::s2c};
  return {};
}

const DissectorDef dissector{.protocol = &protocol, .datagrams = &datagrams};

}  // namespace wstrace::quic
