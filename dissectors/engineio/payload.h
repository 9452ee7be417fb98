// Packets out of the body of an HTTP polling exchange: a GET's answer or a POST's request.
//
// The body comes without its content coding and, for JSONP, out of its wrapping (jsonp.h). It is read as the
// parsers write it (engine.io-parser 1.x to 5.x), which is more than the protocol documents say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/arena.h"
#include "core/bytes.h"

namespace wstrace::engineio {

/// Between the packets of version 4 (protocol 4, "Packet encoding", "HTTP long-polling").
inline constexpr std::uint8_t kRecordSeparator = 0x1e;
/// After a length in the text form of version 3 (protocol 3, "Payload").
inline constexpr std::uint8_t kTextLengthEnd = ':';
/// What a packet begins with in the binary form of version 3, and what ends the length that follows (same section).
inline constexpr std::uint8_t kStringMark = 0;
inline constexpr std::uint8_t kBinaryMark = 1;
inline constexpr std::uint8_t kBinaryLengthEnd = 0xff;
/// No peer can mean a longer number: JavaScript's integers end at 9007199254740991.
inline constexpr std::size_t kMaxLengthDigits = 16;

/// One packet of a body, as decode_packet (wire.h) wants it. It may be none: that is for decode_packet to say.
struct PayloadPart {
  Bytes bytes;  ///< into the body, or into the arena when `utf8_twice`
  bool binary = false;
  bool utf8_twice = false;  ///< the sender had encoded the text to UTF-8 twice, and `bytes` has it once
};

/// Why a body makes no sense from some place on.
enum class PayloadProblem : std::uint8_t {
  none,
  not_a_payload,  ///< the body does not begin as a payload does: "ok", an error in JSON, a page
  bad_length,     ///< where a length should be there is none, or it ends within a character
  cut_short,      ///< the body ends within a packet, or within its length
  bad_utf8,       ///< characters are to be counted, and these bytes are none
  bad_jsonp,      ///< for those who unwrap: what should be JSONP is not (jsonp.h). A reader never says so
};

/// Hands out the packets one by one until there are none, or until the body makes no sense any more. An empty body has
/// no packet and no problem. A cut body of version 4 looks like a whole one: its last packet is what there is of it.
class PayloadReader {
 public:
  enum class Form : std::uint8_t { v4, v3_text, v3_binary };

  /// `version` is the one the target asks for (target.h). The form of version 3 is recognised by the body's first byte, since
  /// a body without binary data may have either form.
  PayloadReader(Bytes body, unsigned version, Arena& arena);

  std::optional<PayloadPart> next();

  Form form() const { return form_; }
  PayloadProblem problem() const { return problem_; }
  /// What has not been handed out. When there is a problem: from the packet on that has it.
  Bytes rest() const { return after(body_, at_); }

 private:
  bool begins_as_payload() const;
  PayloadPart next_v4();
  std::optional<PayloadPart> next_v3_text();
  std::optional<PayloadPart> next_v3_binary();
  PayloadPart text_part(Bytes packet);
  std::nullopt_t stop(PayloadProblem problem);

  Bytes body_;
  Arena& arena_;
  std::size_t at_ = 0;  // one past the end when a body of version 4 is through: after its last separator comes a packet
  Form form_;
  PayloadProblem problem_ = PayloadProblem::none;
  bool utf8_once_ = false;  // a packet has shown it, and one parser made them all
};

}  // namespace wstrace::engineio
