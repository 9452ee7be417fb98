#include "engine/datagram_flows.h"

#include <utility>

#include "host/dissector_table.h"

namespace wstrace {
namespace {

class Host final : public DatagramContext {
 public:
  Host(Trace& trace, const DatagramFlow& flow) : trace_(trace), flow_(flow) {}

  Time now() const override { return trace_.now(); }
  Arena& arena() override { return trace_.arena(); }
  const Limits& limits() const override { return trace_.limits(); }
  const DatagramFlow& flow() const override { return flow_; }
  void emit(const Unit& unit, const EventDef& def, std::span<const Field> fields, std::span<const Note> notes,
            Time at) override {
    if (!trace_.wants(def)) return;
    Event event;
    event.def = &def;
    event.time = at;
    event.has_direction = true;
    event.dir = unit.dir;
    event.packets = unit.packets;
    event.fields = fields;
    event.notes = notes;
    event.raw = unit.raw;
    trace_.emit(event, nullptr, nullptr);
  }

 private:
  Trace& trace_;
  const DatagramFlow& flow_;
};

}  // namespace

DatagramFlows::DatagramFlows(Trace& trace) : trace_(trace) {
  for (const DissectorDef* dissector : all_dissectors()) {
    const DatagramDissectorDef* const def = dissector->datagrams;
    if (def == nullptr) continue;
    UndecodedFacts facts;
    facts.protocol = dissector->protocol;
    facts.known_as = def->known_as;
    facts.advice = def->advice;
    protocols_.push_back({def, facts});
  }
}

bool DatagramFlows::take(const PacketView& view) {
  const Datagram datagram{view.payload, view.payload_wire, view.packets};
  Flow* const flow = find(view.source, view.destination);
  if (flow == nullptr) return begin(ConnectionKey::of(view.source, view.destination), view, datagram);
  const Direction dir = view.source == flow->about.client ? Direction::c2s : Direction::s2c;
  show(*flow, view, datagram, dir);
  return true;
}

DatagramFlows::Flow* DatagramFlows::find(const Endpoint& source, const Endpoint& destination) {
  if (by_key_.empty()) return nullptr;
  const auto found = by_key_.find(ConnectionKey::of(source, destination));
  return found == by_key_.end() ? nullptr : &*found->second;
}

const NoteDef* DatagramFlows::undelivered(Flow& flow, Direction sender) {
  Host host(trace_, flow.about);
  return flow.dissector->on_undelivered(host, sender);
}

/// Claimed by the first that knows it for its own.
bool DatagramFlows::begin(const ConnectionKey& key, const PacketView& view, const Datagram& datagram) {
  for (std::size_t i = 0; i < protocols_.size(); ++i) {
    DatagramClaim claimed = protocols_[i].def->claim(datagram);
    if (claimed.dissector == nullptr) continue;
    const Direction dir = claimed.sender;
    if (Flow* const before = find(view.source, view.destination)) end(*before, End::idle);
    if (by_key_.size() >= trace_.limits().datagram_flows)
      end(asking_.empty() ? answered_.front() : asking_.front(), End::idle);
    add(key, view, i, std::move(claimed));
    show(*by_key_.find(key)->second, view, datagram, dir);
    return true;
  }
  return false;
}

void DatagramFlows::add(const ConnectionKey& key, const PacketView& view, std::size_t protocol, DatagramClaim claimed) {
  const bool by_client = claimed.sender == Direction::c2s;
  UndecodedFacts& facts = protocols_[protocol].facts;
  ++facts.connections;
  ++facts.unanswered;  // until it is
  Flow flow;
  flow.key = key;
  flow.about = {by_client ? view.source : view.destination, by_client ? view.destination : view.source,
                facts.connections};
  flow.protocol = protocol;
  flow.dissector = std::move(claimed.dissector);
  by_key_[key] = asking_.insert(asking_.end(), std::move(flow));
}

void DatagramFlows::show(Flow& flow, const PacketView& view, const Datagram& datagram, Direction dir) {
  Host host(trace_, flow.about);
  if (!flow.dissector->on_datagram(host, dir, datagram) && begin(ConnectionKey(flow.key), view, datagram)) return;
  UndecodedFacts& facts = protocols_[flow.protocol].facts;
  facts.packets[index(dir)] += view.packet_count;
  facts.bytes[index(dir)] += view.wire_bytes;
  flow.running_seen = trace_.running();
  Flows& before = queue_of(flow);
  if (dir == Direction::s2c && !std::exchange(flow.answered, true)) --facts.unanswered;
  Flows& now = queue_of(flow);
  now.splice(now.end(), before, by_key_.find(flow.key)->second);
}

void DatagramFlows::end(Flow& flow, End how) {
  Host host(trace_, flow.about);
  flow.dissector->on_end(host, how);
  Flows& flows = queue_of(flow);
  const auto entry = by_key_.find(flow.key);
  const Flows::iterator place = entry->second;
  by_key_.erase(entry);
  flows.erase(place);
}

void DatagramFlows::expire(Flows& flows, Duration silence) {
  while (!flows.empty() && flows.front().running_seen + silence < trace_.running()) end(flows.front(), End::idle);
}

void DatagramFlows::expire() {
  expire(asking_, trace_.limits().datagram_answer);
  expire(answered_, trace_.limits().datagram_idle);
}

void DatagramFlows::finish() {
  for (Flows* flows : {&asking_, &answered_})
    while (!flows->empty()) end(flows->front(), End::capture_end);
}

std::vector<UndecodedFacts> DatagramFlows::facts() const {
  std::vector<UndecodedFacts> all;
  for (const Protocol& each : protocols_)
    if (each.facts.connections != 0) all.push_back(each.facts);
  return all;
}

}  // namespace wstrace
