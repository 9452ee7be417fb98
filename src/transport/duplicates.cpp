#include "transport/duplicates.h"

#include <algorithm>

namespace wstrace {
namespace {

// Times after which a copy is not believed in. Retransmission timers run for 200 ms and more (RFC 6298 2.4 asks for a
// second; Linux 200 ms, Windows 300 ms), a tail loss probe may come after 10 ms; a router's queue may hold a packet long.
constexpr Duration kNumberedElsewhere = kSecond;
constexpr Duration kNumberedHere = 150 * kMillisecond;
constexpr Duration kUnnumberedElsewhere = 50 * kMillisecond;
constexpr Duration kUnnumberedHere = 3 * kMillisecond;
/// ACKs without a number are alike; of a connection that is known to come twice, the neighbour is believed to be a copy.
constexpr Duration kNeighbour = kMillisecond;

/// So much of the payload goes into the fingerprint; the checksum covers the rest.
constexpr std::size_t kSample = 16;

constexpr std::uint64_t kWordMixer = 0x9e3779b97f4a7c15;

std::uint64_t mixed(std::uint64_t h, std::uint64_t word) {
  h = (h ^ word) * kWordMixer;
  return h ^ h >> 32;
}

std::uint64_t mixed(std::uint64_t h, Bytes bytes) {
  for (; bytes.size() >= 8; bytes = bytes.subspan(8)) h = mixed(h, load_be64(bytes, 0));
  for (const std::uint8_t byte : bytes) h = mixed(h, byte);
  return h;
}

bool is_bare(const Sighting& s) { return s.length == 0 && !s.tcp.has(tcp::kSyn | tcp::kFin); }

/// Several interfaces' packets need not be in order.
Duration apart(Time one, Time other) { return one < other ? other - one : one - other; }

}  // namespace

std::uint64_t DuplicateFinder::fingerprint_of(const Sighting& s) {
  const tcp::Header& header = s.tcp;
  std::uint64_t h = mixed(kWordMixer, std::uint64_t{s.connection} << 8 | index(s.dir));
  h = mixed(h, std::uint64_t{header.sequence} << 32 | header.acknowledgement);
  h = mixed(h, std::uint64_t{s.identification} << 32 | std::uint64_t{header.window} << 8 | header.flags);
  h = mixed(h, s.length);
  h = mixed(h, header.options);
  return mixed(h, first(s.payload, kSample));
}

CopyOf DuplicateFinder::find(const Sighting& s) {
  const std::uint64_t fingerprint = fingerprint_of(s);
  Entry* const set = &entries_[(fingerprint >> 40) % kSets * kWays];
  Entry* const end = set + kWays;
  Entry* place = std::find_if(set, end, [&](const Entry& e) { return e.packet != 0 && e.fingerprint == fingerprint; });
  if (place != end && is_copy(s, *place)) {
    place->copied = true;
    return {place->packet, place->place == s.place};
  }
  if (place == end)  // the oldest gives way
    place = std::min_element(set, end, [](const Entry& a, const Entry& b) { return a.packet < b.packet; });
  *place = {fingerprint, s.place, s.time, s.packet, s.answers, s.payload.size(), s.checksum, s.checksum_partial, false};
  return {};
}

bool DuplicateFinder::is_copy(const Sighting& s, const Entry& first) {
  // One that holds more than the first copy, which a snap length cut shorter, has something to say.
  if (s.payload.size() > first.captured) return false;
  if (!checksums_agree(s, first)) return false;
  return s.identification != 0 ? is_numbered_copy(s, first) : is_unnumbered_copy(s, first);
}

bool DuplicateFinder::checksums_agree(const Sighting& s, const Entry& first) {
  if (s.checksum == first.checksum) return true;
  return s.place != first.place && (s.checksum_partial || first.checksum_partial);
}

bool DuplicateFinder::is_numbered_copy(const Sighting& s, const Entry& first) {
  return apart(s.time, first.time) <= (s.place != first.place ? kNumberedElsewhere : kNumberedHere);
}

bool DuplicateFinder::is_unnumbered_copy(const Sighting& s, const Entry& first) {
  const Duration between = apart(s.time, first.time);
  if (s.place != first.place) return between <= kUnnumberedElsewhere;
  if (s.answers != first.answers) return false;
  if (!is_bare(s)) return between <= kUnnumberedHere;
  return s.doubled && !first.copied && between <= kNeighbour;
}

}  // namespace wstrace
