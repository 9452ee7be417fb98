#include "transport/happy_eyeballs.h"

#include <algorithm>

#include "dissectors/tcp/definitions.h"
#include "model/fields.h"

namespace wstrace {
namespace {

/// The next attempt follows at once: of many that were refused, only the last ones are looked at.
constexpr std::size_t kLookBack = 64;
/// Servers that are known to have accepted a connection.
constexpr std::size_t kServersKept = 4096;

/// Whether `next` can be what the client did about the refusal. Who comes back to an address that it tried begins anew.
bool goes_on(const Connection& refused, const Connection& next) {
  const auto elsewhere = [&next](const Connection& each) {
    return each.info.server.address != next.info.server.address;
  };
  return refused.info.server.port == next.info.server.port && refused.info.first_seen <= next.info.first_seen &&
         elsewhere(refused) && std::all_of(refused.attempts.begin(), refused.attempts.end(), [&](const Connection* a) {
           return elsewhere(*a);
         });
}

}  // namespace

/// What follows a refusal is what was asked for next, whichever of several is answered first.
void HappyEyeballs::on_asked(Connection& connection) { claim(connection); }

void HappyEyeballs::on_refused(Connection& connection) {
  if (!connection.info.client.address.is_loopback()) return;
  claim(connection);
  connection.waits = true;
  waiting_.push_back(&connection);
}

void HappyEyeballs::on_established(Connection& connection, PacketRange packets) {
  note_accepted(connection.info.server);
  claim(connection);  // the packets may not have been captured in order
  for (Connection* each : connection.attempts) {
    each->excused = true;
    report(*each, connection, packets);
  }
}

void HappyEyeballs::note_accepted(const Endpoint& server) {
  if (!accepted_.insert(server).second) return;
  accepted_order_.push_back(server);
  if (accepted_order_.size() <= kServersKept) return;
  accepted_.erase(accepted_order_.front());
  accepted_order_.pop_front();
}

/// Clients that connect at the same time take turns in both steps: the longest refused one goes on first.
void HappyEyeballs::claim(Connection& connection) {
  if (waiting_.empty() || !connection.attempts.empty() || !connection.info.client.address.is_loopback()) return;
  const auto last = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), kLookBack));
  const auto found = std::find_if(waiting_.end() - last, waiting_.end(),
                                  [&](const Connection* each) { return goes_on(*each, connection); });
  if (found == waiting_.end()) return;
  Connection& refused = **found;
  refused.waits = false;
  waiting_.erase(found);
  connection.attempts = std::move(refused.attempts);
  connection.attempts.push_back(&refused);
  refused.attempts.clear();
  for (Connection* each : connection.attempts) each->successor = &connection;
}

void HappyEyeballs::report(const Connection& attempt, Connection& connection, PacketRange packets) {
  const std::string tried = attempt.info.server.to_string();
  const std::string server = connection.info.server.to_string();
  Fields fields;
  fields.add(tcp::field::tried, std::string_view(tried));
  fields.add(tcp::field::cost_us, to_micros(connection.info.first_seen - attempt.info.first_seen));
  Fields reported = fields;
  reported.add(tcp::field::server, std::string_view(server));
  const Note notes[] = {{&tcp::note::other_address, reported}};
  Event event;
  event.def = &tcp::event::other_address;
  event.packets = packets;
  event.fields = fields;
  event.notes = notes;
  trace_.emit(event, &connection, connection.scope.session);
}

void HappyEyeballs::on_gone(Connection& connection) {
  for (Connection* each : connection.attempts) each->successor = nullptr;
  if (connection.successor != nullptr) std::erase(connection.successor->attempts, &connection);
  // Mostly the first one: they go in the order in which they came.
  if (connection.waits) waiting_.erase(std::find(waiting_.begin(), waiting_.end(), &connection));
}

}  // namespace wstrace
