// One HTTP request and its response, of whichever version, as upper layers see them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/bytes.h"
#include "model/event.h"

namespace wstrace {

class Context;
enum class End : std::uint8_t;

/// The head of an HTTP request, of whichever version. Valid during the call.
struct RequestHead {
  std::string_view method;
  std::string_view target;        ///< origin form: path and query
  std::span<const Pair> headers;  ///< names in lower case
  std::string_view upgrade;       ///< the protocol that it asks to change to, in lower case; empty for none

  std::string_view header(std::string_view name) const;
};

struct ResponseHead {
  unsigned status = 0;
  std::string_view reason;
  std::span<const Pair> headers;
  bool switches = false;  ///< what comes now belongs to the protocol that the request asked for

  std::string_view header(std::string_view name) const;
};

/// The body of a request or an answer: content codings are undone. Valid during the call.
struct Body {
  enum class State : std::uint8_t {
    whole,
    cut,         ///< bytes are missing in the capture, or a limit was met: the content is a prefix
    unfinished,  ///< its connection, or the capture, ended before it did: the same
    undecodable  ///< its content coding is unknown or damaged
  };
  Bytes content;
  State state = State::whole;
  PacketRange packets;
};

/// One HTTP request and its answer. Calls come in the order in which they stand here, but for an answer that comes
/// before the request's body has: then the body comes last.
class ExchangeDissector {
 public:
  virtual ~ExchangeDissector() = default;
  /// The request's head has come and is not reported yet: the time to say whose session it is.
  virtual void on_request(Context&, const RequestHead&) = 0;
  /// The request was reported. Not called when its body is skipped over.
  virtual void on_request_body(Context&, const Body&) = 0;
  /// True when what this reports says all that is in the request (status 0) or in the answer with this status.
  virtual bool explains(unsigned status) const = 0;
  /// The answer was reported; where it switches, what comes now belongs to the new protocol.
  virtual void on_response(Context&, const ResponseHead&, const Body&) = 0;
  /// The connection ended (`how`) or its direction became unreadable before the answer was there.
  virtual void on_no_response(Context&, Direction ended_by, End how) = 0;
};

}  // namespace wstrace
