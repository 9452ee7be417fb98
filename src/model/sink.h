// Sink: where events go. Each output is one; the engine feeds them all.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"
#include "model/packet.h"
#include "model/session.h"

namespace wstrace {

struct InterfaceFacts {
  std::string name;  ///< empty when the file does not say
  LinkType link = LinkType::ethernet;
};

struct CaptureFacts {
  std::vector<std::string> files;  ///< or the interface's name, when live
  std::vector<InterfaceFacts> interfaces;
  bool live = false;
};

/// A message that a server sent to several sessions at once; all of its times together.
struct BroadcastFacts {
  std::string label;             ///< what people know it by: its name, behind the namespace unless that is "/"
  std::uint64_t times = 0;       ///< how often it was sent so
  std::uint64_t receptions = 0;  ///< how many sessions got it, all times added up
  std::uint64_t most = 0;        ///< how many sessions got it at once, at most
  Duration widest = 0;           ///< from the first to the last of the sessions that got it at once, at most
};

/// What was recognised and is not decoded: the flows of one protocol on UDP.
struct UndecodedFacts {
  const ProtocolDef* protocol = nullptr;
  std::string_view known_as;  ///< what runs over it, as people know it
  std::string_view advice;    ///< what to do to see it
  std::uint64_t connections = 0;
  std::uint64_t unanswered = 0;  ///< of these: nothing came from the server
  std::array<std::uint64_t, 2> packets{};
  std::array<std::uint64_t, 2> bytes{};  ///< on the wire
};

/// Something that went wrong, in one session or in several.
struct CauseFacts {
  std::string_view code;  ///< of the note that says it
  Severity severity = Severity::error;
  std::string text;
  std::string_view advice;
  std::vector<std::uint32_t> sessions;  ///< in ascending order; the first of very many
  std::uint64_t unlisted = 0;           ///< further ones
};

/// The whole run, when it is over.
struct EndFacts {
  std::uint64_t packets = 0;
  std::uint64_t bytes = 0;  ///< on the wire
  std::uint64_t sessions = 0;
  std::uint64_t connections = 0;
  std::uint64_t not_tcp = 0;                          ///< packets that carry nothing that is followed
  std::map<std::string, std::uint64_t> not_followed;  ///< what was seen and not followed yet, and in how many packets
  std::uint64_t duplicates = 0;                       ///< packets that were captured before, and are left out
  std::uint64_t damaged = 0;                  ///< packets with a wrong checksum, left out (where that is verified)
  std::uint64_t cut = 0;                      ///< packets of which the capture has the beginning only
  std::uint32_t cut_to = 0;                   ///< and how many bytes of each, at most
  std::uint64_t icmp_elsewhere = 0;           ///< ICMP errors about connections that are not in the capture
  std::uint64_t icmp_untold = 0;              ///< ICMP errors beyond those that were told one by one
  bool truncated = false;                     ///< the input was cut off or damaged
  std::string damage;                         ///< where and how, when it was
  std::string_view interrupted = {};          ///< the signal that ended the reading of a file: "SIGINT"
  std::string stopped = {};                   ///< why the run ended before the input did
  std::optional<std::uint64_t> kernel_drops;  ///< live: packets that the kernel could not hand over
  std::vector<BroadcastFacts> broadcasts;
  std::vector<UndecodedFacts> undecoded;
  std::vector<CauseFacts> causes;  ///< the gravest first
};

class Sink {
 public:
  virtual ~Sink() = default;
  virtual void on_capture(const CaptureFacts&) {}
  virtual void on_event(const Event&) {}
  /// A session is over. Its number was given when it began; sessions may end in another order.
  virtual void on_session(const SessionFacts&) {}
  /// A connection is over; sessions that it served may go on.
  virtual void on_connection(const ConnectionFacts&) {}
  /// Nothing more will be said of this connection: every session that it served has been reported.
  virtual void on_connection_gone(std::uint32_t /*number*/) {}
  virtual void on_end(const EndFacts&) {}
  /// Writes out what is pending (live traces, after each batch of packets).
  virtual void flush() {}
};

}  // namespace wstrace
