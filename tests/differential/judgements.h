// What wstrace and tshark say of TCP's segments, brought into one form.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "support/ndjson.h"

namespace wstrace::test {

/// By packet: "retransmission", "fast", "duplicate-ack 2" …
using Judgements = std::map<std::uint64_t, std::set<std::string>>;

/// The packet of an event, of several (a segment that came in fragments) the last; 0 when it names none.
std::uint64_t packet_of(const Line& event);
/// What wstrace's events say that tshark could say, too.
Judgements judgements_of(const std::vector<Line>& ours);
/// tshark's judgements without those that follow from another one by its way of counting.
std::set<std::string> in_our_way(std::set<std::string> theirs);
/// "fast, retransmission"
std::string joined(const std::set<std::string>& judgements);

}  // namespace wstrace::test
