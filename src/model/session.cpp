#include "model/session.h"

#include <algorithm>

#include "core/utf8.h"

namespace wstrace {

Traffic& Traffic::operator+=(const Traffic& other) {
  for (std::size_t d = 0; d < packets.size(); ++d) {
    packets[d] += other.packets[d];
    bytes[d] += other.bytes[d];
  }
  for (std::size_t l = 0; l < layers.size(); ++l) layers[l] += other.layers[l];
  payload += other.payload;
  saved += other.saved;
  duplicates.packets += other.duplicates.packets;
  duplicates.bytes += other.duplicates.bytes;
  if (other.protection != nullptr) protection = other.protection;
  for (const ProtocolBytes& each : other.protocols)
    if (each.protocol != nullptr) add_framing(*each.protocol, each.bytes);
  return *this;
}

void Traffic::add_framing(const ProtocolDef& protocol, std::uint64_t more) {
  // What lies between transport and application is a layer of its own.
  if (protocol.level == Level::protection) {
    protection = &protocol;
    layers[index(Layer::presentation)] += more;
    return;
  }
  for (ProtocolBytes& each : protocols) {
    if (each.protocol != nullptr && each.protocol != &protocol) continue;
    each.protocol = &protocol;
    each.bytes += more;
    return;
  }
}

std::string outcome_text(const Outcome& outcome) {
  if (outcome.state == "open") return "still open at the end of the capture";
  const bool by_side = outcome.by == "client" || outcome.by == "server";
  const std::string by = by_side ? " by the " + std::string(outcome.by) : outcome.by == "proxy" ? " by a proxy" : "";
  if (outcome.state == "timeout" && !by_side) return "timed out";
  if (outcome.state == "timeout")
    return "given up" + by + (outcome.limit.empty() ? "" : " (" + std::string(outcome.limit) + ")");
  // A client that just stays away has a reason that nobody knows.
  const bool in_vain = outcome.state == "abandoned" && !outcome.code.empty();
  return std::string(outcome.state) + by + (in_vain ? ": no answer" : "");
}

void add_note(std::vector<SessionNote>& notes, const SessionNote& note) {
  constexpr std::size_t kTexts = 4;
  SessionNote* latest = nullptr;
  std::size_t texts = 0;
  for (SessionNote& known : notes) {
    if (known.def != note.def) continue;
    if (known.text == note.text || note.def->once) {
      known.count += note.count;
      known.others += note.others;
      return;
    }
    latest = &known;
    ++texts;
  }
  if (texts < kTexts) {
    notes.push_back(note);
  } else {
    latest->others += note.count + note.others;
  }
}

const ConnectionRef& SessionFacts::first_connection() const {
  const auto carries = [](const ConnectionRef& each) { return !each.attempt; };
  const auto found = std::find_if(connections.begin(), connections.end(), carries);
  return found != connections.end() ? *found : connections.front();
}

void SessionFacts::is_no(const ProtocolDef& protocol) {
  type = &kTcpConnection;
  stack.remove(protocol);
  std::erase(transports, protocol.name);
}

void SessionFacts::add_transport(std::string_view transport) {
  if (std::find(transports.begin(), transports.end(), transport) == transports.end()) transports.push_back(transport);
}

void SessionFacts::add_encapsulation(std::string_view phrase) {
  constexpr std::size_t kMostNamed = 16;
  const bool known = std::find(encapsulations.begin(), encapsulations.end(), phrase) != encapsulations.end();
  if (!known && encapsulations.size() < kMostNamed) encapsulations.emplace_back(phrase);
}

void SessionFacts::add_handshake(const Handshake& handshake) {
  // Those that a client polls with before it is connected are few.
  constexpr std::size_t kMostSteps = 64;
  const auto same = [&](const Handshake& known) { return known.label == handshake.label; };
  if (std::none_of(handshakes.begin(), handshakes.end(), same)) handshakes.push_back(handshake);
  if (!handshake.aside && steps.size() < kMostSteps) steps.push_back(handshake);
}

const NoteDef* SessionFacts::primary_note() const {
  const auto tells_why = [&](const SessionNote& note) { return note.def->code == outcome.code; };
  const auto found = std::find_if(notes.begin(), notes.end(), tells_why);
  return found != notes.end() ? found->def : nullptr;
}

void SessionFacts::says(Direction dir, Time now, std::string_view what, std::string_view name) {
  Said& last = said[index(dir)];
  if (last.time != 0 && last_spoke[index(opposite(dir))] < last.time) return;  // the other side is still silent
  last.time = now;
  last.kind = what;
  last.name.assign(cut_utf8(name, Said::kLongestName));
}

void SessionFacts::ends(const Outcome& how) {
  const bool says_nothing = how.state == "open" && how.reason.empty();
  if (outcome.state == "open" && !says_nothing) outcome = how;
}

}  // namespace wstrace
