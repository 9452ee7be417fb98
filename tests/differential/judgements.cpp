#include "differential/judgements.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace wstrace::test {
namespace {

/// Packets of one case on which the two differ in the same way.
struct Group {
  const char* kind;
  const char* in_case;
  std::vector<std::uint64_t> packets;
  const char* wstrace;
  const char* tshark;
};

const std::vector<Group>& groups() {
  static const std::vector<Group> all = {
      {"same bytes before",
       "websocket/loss",
       {30, 52, 113, 115, 135, 147, 176, 201, 219, 283},
       "retransmission",
       "out-of-order"},
      {"sender's clock", "websocket/loss", {18}, "retransmission", "out-of-order"},
      {"sender's clock", "websocket/loss", {328}, "out-of-order", "fast, retransmission"},
      {"sender's clock", "tcp/fast-retransmit", {47}, "retransmission", "out-of-order"},
      {"sender's clock", "tcp/mid-stream", {16}, "retransmission", "out-of-order"},
      {"too soon", "tcp/reordering", {22}, "out-of-order", "fast, retransmission"},
      {"nothing outstanding", "websocket/loss", {243, 378}, "", "duplicate-ack 1"},
      {"nothing outstanding", "tcp/lost-handshake", {8}, "", "duplicate-ack 1"},
      {"nothing outstanding", "tcp/spurious", {12, 17, 28}, "", "duplicate-ack 1"},
      {"nothing outstanding", "tcp/spurious", {13, 19}, "", "duplicate-ack 2"},
      {"nothing outstanding", "tcp/timeout", {12}, "", "duplicate-ack 1"},
      {"nothing outstanding", "tcp/capture-gap", {12}, "", "duplicate-ack 1"},
      {"nothing outstanding", "tcp/fin-missing", {12}, "", "duplicate-ack 1"},
      {"nothing outstanding", "tcp/forged-reset", {13}, "", "duplicate-ack 1"},
      {"doubtful reset", "tcp/forged-reset", {14, 17, 19}, "", "retransmission"},
      {"SYN not needed", "tcp/lost-handshake", {7}, "retransmission, spurious", "retransmission"},
      {"old connection", "tcp/old-connection", {15}, "", "hole, reused-ports"},
      {"old connection", "tcp/old-connection", {16}, "", "ack-unseen"},
      {"old connection", "tcp/old-segment", {15}, "", "retransmission"},
      {"old connection", "tcp/old-segment", {16}, "", "hole, reused-ports"},
      {"old connection", "tcp/old-segment", {17}, "", "ack-unseen"},
      {"same bytes before", "network/path-mtu6", {27, 28}, "retransmission", "out-of-order"},
      {"SYN not needed", "network/path-mtu6", {5}, "retransmission, spurious", "retransmission"},
      {"nothing outstanding", "network/path-mtu6", {6}, "", "duplicate-ack 1"},
      {"a copy", "websocket/loss", {268, 360, 387}, "", "retransmission"},
      {"a copy", "network/wifi", {11, 17, 25, 32, 39, 45}, "", "retransmission"},
      {"a copy", "websocket/loss", {377}, "", "retransmission, spurious"},
      {"behind a hole", "http/answer-head-lost", {25, 28, 30}, "ack-unseen", ""},
      {"behind a hole", "http/upgrade-answer-lost", {14, 17, 20}, "ack-unseen", ""},
      {"behind a hole", "websocket/found-again", {18, 23, 27, 29, 31}, "ack-unseen", ""},
      {"nothing outstanding", "http2/chromium-polling", {61}, "", "duplicate-ack 1"},
      {"nothing outstanding", "http2/left", {55}, "", "duplicate-ack 1"},
      {"behind a hole", "http2/request-lost", {44, 50}, "ack-unseen", ""},
      {"simultaneous open", "tcp/simultaneous-open", {3, 4}, "", "retransmission"},
      {"Linux's probes", "tcp/zero-window", {41, 43}, "zero-window-probe", "keep-alive"},
      {"Linux's probes", "tcp/zero-window", {42}, "zero-window-probe-ack", "zero-window"},
      {"Linux's probes", "tcp/window-shut", {34, 36, 37}, "zero-window-probe", "keep-alive"},
      {"Linux's probes", "tcp/window-shut", {35, 38}, "zero-window-probe-ack", "zero-window"},
  };
  return all;
}

constexpr const char* kAlike[] = {"retransmission",    "out-of-order",          "hole",        "ack-unseen",
                                  "zero-window-probe", "zero-window-probe-ack", "window-full", "window-update",
                                  "keep-alive",        "keep-alive-ack",        "zero-window"};

bool is_true(const Json& event, std::string_view name) {
  const Json* value = find(event, {"fields", name});
  return value != nullptr && value->IsTrue();
}

}  // namespace

std::uint64_t packet_of(const Line& event) {
  const Json* packets = find(event.json, {"packets"});
  return packets != nullptr && packets->IsArray() && !packets->Empty() ? (*packets)[packets->Size() - 1].GetUint64()
                                                                       : 0;
}

const std::vector<Disagreement>& all_disagreements() {
  static const std::vector<Disagreement> all = [] {
    std::vector<Disagreement> each;
    for (const Group& group : groups()) {
      for (const std::uint64_t packet : group.packets) {
        each.push_back({group.kind, group.in_case, packet, group.wstrace, group.tshark});
      }
    }
    return each;
  }();
  return all;
}

std::map<std::uint64_t, const Disagreement*> disagreements_of(const Case& one) {
  std::map<std::uint64_t, const Disagreement*> found;
  for (const Disagreement& known : all_disagreements()) {
    if (one.name == known.in_case) found[known.packet] = &known;
  }
  return found;
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
