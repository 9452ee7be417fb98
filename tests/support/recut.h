// The same conversations in other segments: a capture's TCP streams are taken out of their packets, in time order, and
// written into new packets that are cut in another way. What the applications said must not depend on the cut.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/endpoint.h"
#include "model/limits.h"
#include "support/capture_writer.h"

namespace wstrace::test {

/// One TCP connection.
struct Talk {
  Endpoint client;
  Endpoint server;
};

/// Something that happened on one of them.
struct Step {
  enum class Kind {
    syn,  ///< asked for (c2s) or accepted (s2c)
    data,
    gap,  ///< bytes that the capture does not have
    fin,
    rst,
  };
  Kind kind = Kind::data;
  std::size_t talk = 0;  ///< index
  Direction dir = Direction::c2s;
  Time time = 0;
  std::string bytes = {};
  std::uint64_t missing = 0;
};

/// A capture as its applications' hosts saw it: bytes in order, without packets.
struct Script {
  std::vector<Talk> talks;
  std::vector<Step> steps;  ///< of all connections, in time order
};

Script script_of(const std::vector<PacketRecord>& capture);

/// Joins data of one direction that follow each other soon and with nothing of any connection in between: the order in
/// which things were said stays as it was, and so do silences, which mean something.
Script coalesced(Script script);
/// Each direction of each connection ends (without FIN) after this many bytes.
Script limited(const Script& script, std::size_t bytes);
std::size_t data_bytes(const Script& script);

/// Given how many bytes of a step are left, says how many the next segment carries.
using Cut = std::function<std::size_t(std::size_t left)>;

Cut as_large_as_possible();
Cut single_bytes();
/// 1 to `largest` bytes, the same for the same seed everywhere.
Cut random_sizes(std::uint32_t seed, std::size_t largest);

/// The script as packets on Ethernet.
std::vector<PacketRecord> packets_of(const Script& script, const Cut& cut);

/// A field's value as text, whatever its kind.
std::string value_of(const Field& field);

/// Keys that come while the packets do, as in a live trace.
struct LateKeys {
  std::string log;         ///< a key log's text
  std::size_t behind = 0;  ///< they are there from behind so many packets on
};

/// What the engine says of a capture above TCP, a line each, without packet numbers and durations; then its sessions.
/// `keys`: a key log's text.
std::vector<std::string> application_events(const std::vector<PacketRecord>& capture, const std::string& keys = {});
std::vector<std::string> application_events(const std::vector<PacketRecord>& capture, const LateKeys& keys,
                                            const Limits& limits = {});

}  // namespace wstrace::test
