// What a browser does with an answer from another origin (Fetch standard, "CORS protocol"): it withholds it from the page
// unless the answer's headers allow the page's origin.
#pragma once

#include <optional>
#include <string>

#include "seam/dissector.h"

namespace wstrace::engineio {

/// What a browser asked for a page of another origin.
struct CrossOrigin {
  std::string origin;        ///< of the page; empty where no browser is known to ask, or not across origins
  bool credentials = false;  ///< cookies came with the request
  std::string method;        ///< that a preflight asks for
  std::string headers;       ///< … and the names of headers, separated by commas

  explicit operator bool() const { return !origin.empty(); }
};

/// Of what came through a proxy nothing is known: the proxy may have changed Host, and may add what the answer lacks.
CrossOrigin read_cross_origin(const RequestHead& head);

/// Why the browser withholds the answer, in words that go on after "the answer …".
struct Withheld {
  std::string story;
  bool certain = true;  ///< false: it does so only if the page asks with credentials
};

std::optional<Withheld> withheld_answer(const CrossOrigin& asked, const ResponseHead& answer);
/// Why a preflight (OPTIONS) fails; the request that it is for is not sent then. Nothing when it succeeds.
std::optional<std::string> failed_preflight(const CrossOrigin& asked, const ResponseHead& answer);

}  // namespace wstrace::engineio
