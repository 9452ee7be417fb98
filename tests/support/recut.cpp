// Taking apart uses the project's own packet layers and TCP tracker, with nothing above them; the unit tests of those
// are elsewhere. Putting together uses the frame builder, which knows nothing of the project's readers.
#include "support/recut.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <utility>

#include "dissectors/tcp/tracker.h"
#include "engine/engine.h"
#include "packet/packet_path.h"
#include "session/connection.h"
#include "support/frame_builder.h"
#include "transport/connection_table.h"

namespace wstrace::test {
namespace {

/// What fits into an IP packet with its headers (IPv6's length field does not count its own header, IPv4's does).
constexpr std::size_t kLargestSegment = 65'000;
/// A host that waits for more to send does not wait longer.
constexpr Duration kSoon = 5 * kMillisecond;

/// A connection that is only listened to: writes down what TCP yields.
class Listener final : public tcp::Receiver {
 public:
  Listener(Trace& trace, Script& script, std::size_t talk)
      : script_(script),
        talk_(talk),
        trace_(trace),
        context_(trace, connection_, connection_.scope),
        tracker_(trace.limits(), context_, *this) {}

  void on_segment(const tcp::Segment& segment) {
    sender_ = segment.dir;
    bool& seen = syn_seen_[index(segment.dir)];
    if (segment.header.has(tcp::kSyn) && !seen) add(Step::Kind::syn, segment.dir);
    seen = seen || segment.header.has(tcp::kSyn);
    tracker_.on_segment(segment);
  }
  bool is_other_connection(const tcp::Segment& segment) const { return tracker_.is_other_connection(segment); }

  void on_data(Direction dir, Bytes bytes, PacketRange, Time) override {
    add(Step::Kind::data, dir).bytes = as_text(bytes);
  }
  void on_gap(Direction dir, std::uint64_t n) override { add(Step::Kind::gap, dir).missing = n; }
  void on_end(Direction dir, End how, Time) override {
    if (how == End::fin) add(Step::Kind::fin, dir);
    if (how == End::rst && !reset_) add(Step::Kind::rst, sender_);
    reset_ = reset_ || how == End::rst;
  }
  void on_outcome(const Outcome&) override {}

 private:
  Step& add(Step::Kind kind, Direction dir) {
    return script_.steps.emplace_back(Step{.kind = kind, .talk = talk_, .dir = dir, .time = trace_.now()});
  }

  Script& script_;
  std::size_t talk_;
  Trace& trace_;
  Connection connection_;
  LayerContext context_;
  tcp::Tracker tracker_;
  Direction sender_ = Direction::c2s;
  bool syn_seen_[2] = {false, false};
  bool reset_ = false;
};

class Transcript {
 public:
  void on_packet(const Packet& packet) {
    PacketView view = path_.read(packet);
    do {
      if (view.kind == PacketView::Kind::tcp) on_segment(packet, view);
    } while (path_.next(view));
  }
  Script take() { return std::move(script_); }

 private:
  struct Talking {
    std::size_t talk = 0;
    std::unique_ptr<Listener> listener;
  };
  using Pair = std::pair<Endpoint, Endpoint>;

  void on_segment(const Packet& packet, const PacketView& view) {
    trace_.arena().reset();
    trace_.set_now(packet.time);
    tcp::Segment segment{.header = view.tcp, .payload = view.payload, .length = view.payload_wire};
    segment.packet = packet.number;
    Talking& talking = talking_of(view, segment);
    segment.dir = direction(talking, view);
    talking.listener->on_segment(segment);
  }

  Direction direction(const Talking& talking, const PacketView& view) const {
    return script_.talks[talking.talk].client == view.source ? Direction::c2s : Direction::s2c;
  }

  Talking& talking_of(const PacketView& view, tcp::Segment& segment) {
    Talking& talking = by_pair_[Pair(std::minmax(view.source, view.destination))];
    if (talking.listener) {
      segment.dir = direction(talking, view);
      if (!talking.listener->is_other_connection(segment)) return talking;
    }
    const bool client_sent =
        view.tcp.has(tcp::kSyn) ? !view.tcp.has(tcp::kAck) : view.source.port > view.destination.port;
    talking.talk = script_.talks.size();
    talking.listener = std::make_unique<Listener>(trace_, script_, talking.talk);
    script_.talks.push_back(client_sent ? Talk{view.source, view.destination} : Talk{view.destination, view.source});
    return talking;
  }

  Trace trace_{Limits{}, 0};
  PacketPath path_{Limits{}};
  Script script_;
  std::map<Pair, Talking> by_pair_;
};

/// Writes a script's packets; keeps each side's next sequence number.
class Packetizer {
 public:
  Packetizer(const Script& script, const Cut& cut) : script_(script), cut_(cut), next_(script.talks.size()) {
    // Each talk has numbers of its own, lest one that uses another one's ports again be taken for it.
    for (std::uint32_t i = 0; i < next_.size(); ++i) next_[i] = {1'000'000 * i + 1000, 1'000'000 * i + 5000};
  }

  void play(const Step& step) {
    switch (step.kind) {
      case Step::Kind::syn: return send_syn(step);
      case Step::Kind::data: return send_data(step);
      case Step::Kind::gap: next(step, step.dir) += static_cast<std::uint32_t>(step.missing); return;
      case Step::Kind::fin:
        send(step, step.dir, tcp_flag::fin | tcp_flag::ack);
        ++next(step, step.dir);
        return send(step, opposite(step.dir), tcp_flag::ack);
      case Step::Kind::rst: return send(step, step.dir, tcp_flag::rst | tcp_flag::ack);
    }
  }
  std::vector<PacketRecord> take() { return std::move(packets_); }

 private:
  std::uint32_t& next(const Step& step, Direction dir) { return next_[step.talk][index(dir)]; }

  void send_syn(const Step& step) {
    const bool answer = step.dir == Direction::s2c;
    send(step, step.dir, answer ? tcp_flag::syn | tcp_flag::ack : tcp_flag::syn);
    ++next(step, step.dir);
    if (answer) send(step, Direction::c2s, tcp_flag::ack);
  }

  void send_data(const Step& step) {
    for (std::size_t at = 0; at < step.bytes.size();) {
      const std::size_t n = std::clamp<std::size_t>(cut_(step.bytes.size() - at), 1, step.bytes.size() - at);
      send(step, step.dir, tcp_flag::psh | tcp_flag::ack, step.bytes.substr(at, n));
      next(step, step.dir) += static_cast<std::uint32_t>(n);
      at += n;
    }
  }

  void send(const Step& step, Direction dir, int flags, std::string payload = {}) {
    const Talk& talk = script_.talks[step.talk];
    const bool client = dir == Direction::c2s;
    const TcpSegment segment{.from = client ? talk.client : talk.server,
                             .to = client ? talk.server : talk.client,
                             .flags = static_cast<std::uint8_t>(flags),
                             .seq = next(step, dir),
                             .ack = (flags & tcp_flag::ack) != 0 ? next(step, opposite(dir)) : 0,
                             .payload = std::move(payload)};
    packets_.push_back({.time = step.time, .bytes = ethernet_frame(segment)});
  }

  const Script& script_;
  const Cut& cut_;
  std::vector<std::array<std::uint32_t, 2>> next_;
  std::vector<PacketRecord> packets_;
};

class ApplicationLog final : public Sink {
 public:
  void on_event(const Event& event) override {
    const std::string_view proto = event.def->protocol->name;
    if (event.def->layer <= Layer::transport) return;
    std::string line = fmt::format("{}/{} {} {} {}", event.connection != nullptr ? event.connection->number : 0,
                                   event.session, event.dir == Direction::c2s ? "c2s" : "s2c", proto, event.def->name);
    // What nobody claims is told with as much of it as the first segment brings.
    const bool unclaimed = proto == "stream";
    for (const Field& field : event.fields) {
      // Times, and the numbers of packets, are those of the cut.
      const bool of_the_cut = field.def->kind == FieldKind::micros || field.def->name == "because_packet";
      if (!of_the_cut && !unclaimed) line += fmt::format(" {}={}", field.def->name, value_of(field));
    }
    for (const Note& note : event.notes) line += fmt::format(" !{}", note.def->code);
    lines.push_back(std::move(line));
  }
  void on_session(const SessionFacts& s) override {
    if (s.type == &kTcpConnection) return;  // nothing above TCP
    std::string line =
        fmt::format("session {} {} {} {}: {} by {} ({}; {}; {})", s.number, s.type->name, s.sid, s.path,
                    s.outcome.state, s.outcome.by, s.outcome.reason, s.outcome.client_word, s.outcome.server_word);
    for (const NamedCount& n : s.events) {
      line += fmt::format(" {}{}{}:{}/{}", index(n.dir), n.nsp, n.name, n.acked, n.count);
    }
    for (const SessionNote& note : s.notes) {
      const std::string_view family = note.def->code.substr(0, note.def->code.find('.'));
      if (family != "tcp" && family != "ip" && family != "icmp" && family != "capture")
        line += fmt::format(" !{}", note.def->code);
    }
    lines.push_back(std::move(line));
  }

  std::vector<std::string> lines;
};

}  // namespace

std::string value_of(const Field& field) {
  switch (field.def->kind) {
    case FieldKind::number:
    case FieldKind::size:
    case FieldKind::micros:
    case FieldKind::boolean: return std::to_string(field.number);
    case FieldKind::text:
    case FieldKind::id:
    case FieldKind::json:
    case FieldKind::binary: return std::string(field.text());
    case FieldKind::headers: break;
  }
  std::string out;
  for (const auto& [name, value] : field.pairs) out += fmt::format("{}: {}; ", name, value);
  return out;
}

Script script_of(const std::vector<PacketRecord>& capture) {
  Transcript transcript;
  std::uint64_t number = 0;
  for (const PacketRecord& record : capture) transcript.on_packet(to_packet(record, ++number));
  return transcript.take();
}

Script coalesced(Script script) {
  std::vector<Step> steps;
  Time last = 0;
  for (Step& step : script.steps) {
    const bool soon = step.time - std::exchange(last, step.time) <= kSoon;
    const bool joins = soon && !steps.empty() && step.kind == Step::Kind::data &&
                       steps.back().kind == Step::Kind::data && step.talk == steps.back().talk &&
                       step.dir == steps.back().dir;
    if (joins) {
      steps.back().bytes += step.bytes;
    } else {
      steps.push_back(std::move(step));
    }
  }
  script.steps = std::move(steps);
  return script;
}

Script limited(const Script& script, std::size_t bytes) {
  std::map<std::pair<std::size_t, Direction>, std::size_t> left;
  Script out{script.talks, {}};
  for (const Step& step : script.steps) {
    std::size_t& mine = left.emplace(std::pair(step.talk, step.dir), bytes).first->second;
    if (mine == 0) continue;
    out.steps.push_back(step);
    out.steps.back().bytes.resize(std::min(step.bytes.size(), mine));
    mine -= out.steps.back().bytes.size();
  }
  return out;
}

std::size_t data_bytes(const Script& script) {
  std::size_t all = 0;
  for (const Step& step : script.steps) all += step.bytes.size();
  return all;
}

Cut as_large_as_possible() {
  return [](std::size_t left) { return std::min(left, kLargestSegment); };
}

Cut single_bytes() {
  return [](std::size_t) { return std::size_t{1}; };
}

Cut random_sizes(std::uint32_t seed, std::size_t largest) {
  // The engine's numbers are the standard's; the distributions are each library's own.
  return [engine = std::mt19937(seed), largest](std::size_t) mutable { return engine() % largest + 1; };
}

std::vector<PacketRecord> packets_of(const Script& script, const Cut& cut) {
  Packetizer packetizer(script, cut);
  for (const Step& step : script.steps) packetizer.play(step);
  return packetizer.take();
}

namespace {

std::vector<std::string> events_with(Secrets& secrets, const std::vector<PacketRecord>& capture, const Limits& limits,
                                     const std::function<void(std::uint64_t)>& before_packet) {
  constexpr int kVerbosity = 2;
  Engine engine(limits, kVerbosity);
  engine.use_secrets(secrets);
  ApplicationLog log;
  engine.add_sink(log);
  engine.begin({});
  std::uint64_t number = 0;
  for (const PacketRecord& record : capture) {
    before_packet(number);
    engine.on_packet(to_packet(record, ++number));
  }
  before_packet(number);
  engine.finish({});
  return std::move(log.lines);
}

}  // namespace

std::vector<std::string> application_events(const std::vector<PacketRecord>& capture, const std::string& keys) {
  Secrets secrets;
  secrets.add_lines(keys);
  return events_with(secrets, capture, {}, [](std::uint64_t) {});
}

std::vector<std::string> application_events(const std::vector<PacketRecord>& capture, const LateKeys& keys,
                                            const Limits& limits) {
  Secrets secrets;
  secrets.expect_more();
  bool there = false;
  secrets.on_miss([&](Secrets& more) {
    if (there) more.add_lines(keys.log);
  });
  return events_with(secrets, capture, limits, [&](std::uint64_t number) { there = number >= keys.behind; });
}

}  // namespace wstrace::test
