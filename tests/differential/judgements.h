// What wstrace and tshark say of TCP's segments, brought into one form, and where they differ on purpose.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "support/cases.h"
#include "support/ndjson.h"

namespace wstrace::test {

/// By packet: "retransmission", "fast", "duplicate-ack 2" …
using Judgements = std::map<std::uint64_t, std::set<std::string>>;

struct Disagreement {
  const char* kind;  ///< a row of the table in dissectors/tcp/README.md
  const char* in_case;
  std::uint64_t packet;
  std::string wstrace;  ///< judgements, joined
  std::string tshark;
};

const std::vector<Disagreement>& all_disagreements();
std::map<std::uint64_t, const Disagreement*> disagreements_of(const Case& one);

/// The packet of an event, of several (a segment that came in fragments) the last; 0 when it names none.
std::uint64_t packet_of(const Line& event);
/// What wstrace's events say that tshark could say, too.
Judgements judgements_of(const std::vector<Line>& ours);
/// tshark's judgements without those that follow from another one by its way of counting.
std::set<std::string> in_our_way(std::set<std::string> theirs);
/// "fast, retransmission"
std::string joined(const std::set<std::string>& judgements);

}  // namespace wstrace::test
