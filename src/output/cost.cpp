#include "output/cost.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "model/describe.h"

namespace wstrace {
namespace {

/// Shares smaller than this are shown without their percentage.
constexpr std::uint64_t kPercentTold = 5;

struct Share {
  std::string_view name;
  std::uint64_t bytes = 0;
};

/// Framing and payload are counted as they were before compression. What that saved is taken off again from the
/// uppermost down, so that the shares are bytes on the wire.
void compress(std::vector<Share>& shares, std::uint64_t saved) {
  for (auto share = shares.rbegin(); share != shares.rend(); ++share) {
    const std::uint64_t less = std::min(share->bytes, saved);
    share->bytes -= less;
    saved -= less;
  }
}

/// What no dissector counted: bytes sent again, bytes that were not captured, or what is above TCP on a connection
/// that carries no session.
std::string_view name_of_rest(const SessionFacts& session) {
  if (session.traffic.protocols.front().protocol != nullptr) return "other";
  return session.type->other_bytes;
}

std::vector<Share> shares_of(const SessionFacts& session, std::uint64_t wire) {
  const Traffic& traffic = session.traffic;
  std::vector<Share> shares;
  for (const ProtocolBytes& each : traffic.protocols)
    if (each.protocol != nullptr) shares.push_back({each.protocol->title, each.bytes});
  shares.push_back({"payload", traffic.payload});
  compress(shares, traffic.saved);
  const auto& layers = traffic.layers;
  if (traffic.protection != nullptr) shares.insert(shares.begin(), {traffic.protection->title, layers[6]});
  shares.insert(shares.begin(), {"TCP/IP", layers[2] + layers[3] + layers[4]});
  const auto add = [](std::uint64_t sum, const Share& share) { return sum + share.bytes; };
  const std::uint64_t known = std::accumulate(shares.begin(), shares.end(), std::uint64_t{0}, add);
  if (wire > known && (wire - known) * 100 > wire) shares.push_back({name_of_rest(session), wire - known});
  std::erase_if(shares, [](const Share& share) { return share.bytes == 0; });
  return shares;
}

std::string text_of(const Share& share, std::uint64_t wire) {
  const std::uint64_t percent = (share.bytes * 100 + wire / 2) / wire;
  const std::string size = human_size(share.bytes);
  return percent < kPercentTold ? fmt::format("{} {}", share.name, size)
                                : fmt::format("{} {} ({} %)", share.name, size, percent);
}

std::uint64_t events_of(const SessionFacts& session) {
  const auto add = [](std::uint64_t sum, const NamedCount& event) { return sum + event.count; };
  return std::accumulate(session.events.begin(), session.events.end(), session.events_uncounted, add);
}

}  // namespace

void print_cost(TextWriter& writer, const SessionFacts& session, std::size_t indent) {
  const std::uint64_t wire = session.traffic.bytes[0] + session.traffic.bytes[1];
  const auto& layers = session.traffic.layers;
  if (wire == 0 || layers[2] + layers[3] + layers[4] == 0) return;
  std::vector<std::string> items = {human_size(wire) + " ="};
  const std::vector<Share> shares = shares_of(session, wire);
  for (const Share& share : shares) items.push_back(text_of(share, wire) + (&share != &shares.back() ? "," : ""));
  const auto go_on = [&items](std::string text) {
    items.back() += ';';
    items.push_back(std::move(text));
  };
  if (session.traffic.saved != 0) go_on("compression saved " + human_size(session.traffic.saved));
  if (const std::uint64_t events = events_of(session); events > 1)
    go_on(fmt::format("≈ {} on the wire per event", human_size((wire + events / 2) / events)));
  writer.items("bytes", items, indent, 1);
}

}  // namespace wstrace
