// Are these bytes HTTP/2? For connections whose beginning is not in the capture.
//
// A frame has no mark. What speaks for one: its header is one that may stand there (RFC 9113 4.1, 6), its payload is what its
// type says (HPACK with pseudo-header fields, known settings, known error codes), and its length leads to the next such
// frame. Records of other protocols have lengths and zeros, too; so frames must vary, and where both sides speak, both must
// speak HTTP/2. Evidence is counted in bits (seam/chain_search.h).
#pragma once

#include <memory>

#include "seam/dissector.h"

namespace wstrace::http2 {

std::unique_ptr<StreamSearch> make_search();

}  // namespace wstrace::http2
