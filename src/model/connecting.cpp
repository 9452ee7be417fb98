#include "model/connecting.h"

#include <algorithm>

namespace wstrace {
namespace {

struct Interval {
  std::size_t part = 0;
  Time begin = 0;
  Time end = 0;
};

std::size_t part_of(Connecting& connecting, const std::string& label) {
  auto& parts = connecting.parts;
  const auto same = [&label](const Connecting::Part& part) { return part.label == label; };
  const auto known = std::find_if(parts.begin(), parts.end(), same);
  const auto at = static_cast<std::size_t>(known - parts.begin());
  if (known == parts.end()) parts.push_back({label, 0});
  return at;
}

/// Since when the session can be used as what it is; 0 for never, as far as is known. A second namespace changes nothing.
Time usable_since(const SessionFacts& session) {
  const auto& steps = session.steps;
  const auto first =
      std::find_if(steps.begin(), steps.end(), [&](const Handshake& s) { return s.usable_as == session.type->level; });
  return session.type->level < Level::messages || first == steps.end() ? 0 : first->end;
}

/// The steps that the session waited for, each behind those that it lies within. One that ended later was no part of it.
std::vector<Interval> intervals_of(const SessionFacts& session, Time usable, Connecting& connecting) {
  // Of two that began and ended together, the one reported later carries nothing: it waited for the earlier, a lower layer's.
  std::vector<Handshake> steps(session.steps.rbegin(), session.steps.rend());
  std::erase_if(steps, [&](const Handshake& s) { return s.end > usable || s.end < session.start; });
  const auto is_outer = [](const Handshake& a, const Handshake& b) {
    const Time begin_a = a.end - a.took;
    const Time begin_b = b.end - b.took;
    return begin_a != begin_b ? begin_a < begin_b : a.end > b.end;
  };
  std::stable_sort(steps.begin(), steps.end(), is_outer);
  std::vector<Interval> intervals;
  intervals.reserve(steps.size());
  for (const Handshake& step : steps)
    intervals.push_back({part_of(connecting, step.label), std::max(step.end - step.took, session.start), step.end});
  return intervals;
}

/// The one that began last of those under way; null for none.
const Interval* innermost(const std::vector<Interval>& intervals, Time begin, Time end) {
  const Interval* found = nullptr;
  for (const Interval& each : intervals)
    if (each.begin <= begin && each.end >= end) found = &each;
  return found;
}

}  // namespace

std::optional<Connecting> connecting_of(const SessionFacts& session) {
  const Time usable = usable_since(session);
  if (usable <= session.start) return {};
  Connecting connecting;
  connecting.total = usable - session.start;
  const Time opened = session.connections.empty() ? 0 : session.first_connection().opened;
  if (opened != 0 && opened < session.start) connecting.opened_before = session.start - opened;
  const std::vector<Interval> intervals = intervals_of(session, usable, connecting);
  std::vector<Time> bounds = {session.start, usable};
  for (const Interval& each : intervals) bounds.insert(bounds.end(), {each.begin, each.end});
  std::sort(bounds.begin(), bounds.end());
  for (std::size_t i = 1; i < bounds.size(); ++i) {
    const Interval* const under_way = innermost(intervals, bounds[i - 1], bounds[i]);
    Duration& took = under_way != nullptr ? connecting.parts[under_way->part].took : connecting.between;
    took += bounds[i] - bounds[i - 1];
  }
  return connecting;
}

}  // namespace wstrace
