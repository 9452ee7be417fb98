#include "differential/judgements.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace wstrace::test {
namespace {

constexpr const char* kAlike[] = {"retransmission",    "out-of-order",          "hole",        "ack-unseen",
                                  "zero-window-probe", "zero-window-probe-ack", "window-full", "window-update",
                                  "keep-alive",        "keep-alive-ack",        "zero-window"};

bool is_true(const Json& event, std::string_view name) {
  const Json* value = find(event, {"fields", name});
  return value != nullptr && value->IsTrue();
}

}  // namespace

std::uint64_t packet_of(const Line& event) {
  const Json* packets = find(event.json, {"packet_range"});
  return packets != nullptr && packets->IsArray() && !packets->Empty() ? (*packets)[packets->Size() - 1].GetUint64()
                                                                       : 0;
}

Judgements judgements_of(const std::vector<Line>& ours) {
  Judgements found;
  for (const Line& line : ours) {
    const std::uint64_t packet = is_event(line.json, "tcp") ? packet_of(line) : 0;
    if (packet == 0) continue;
    std::set<std::string>& judged = found[packet];
    const std::string_view event = text_at(line.json, {"event"});
    for (const char* name : kAlike) {
      if (event == name) judged.insert(name);
    }
    if (is_true(line.json, "fast")) judged.insert("fast");
    if (is_true(line.json, "spurious")) judged.insert("spurious");
    if (is_true(line.json, "reused_ports")) judged.insert("reused-ports");
    if (event == "duplicate-ack") {
      judged.insert(fmt::format("duplicate-ack {}", number_at(line.json, {"fields", "count"})));
    }
  }
  return found;
}

/// The answer to a zero-window probe has no window either.
std::set<std::string> in_our_way(std::set<std::string> theirs) {
  if (theirs.count("zero-window-probe-ack") != 0) theirs.erase("zero-window");
  return theirs;
}

std::string joined(const std::set<std::string>& judgements) { return fmt::format("{}", fmt::join(judgements, ", ")); }

}  // namespace wstrace::test
