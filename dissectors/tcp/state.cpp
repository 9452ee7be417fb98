#include "dissectors/tcp/state.h"

#include <array>

namespace wstrace::tcp {
namespace {

struct Transition {
  State from;
  Stimulus stimulus;
  State to;
};

// RFC 9293 figure 5, one arrow a line.
constexpr std::array kTransitions = std::to_array<Transition>({
    {State::closed, Stimulus::send_syn, State::syn_sent},
    {State::listen, Stimulus::send_syn, State::syn_sent},
    {State::listen, Stimulus::send_syn_ack, State::syn_received},
    {State::syn_sent, Stimulus::receive_syn, State::syn_received},  // simultaneous open (3.5, figure 7)
    {State::syn_sent, Stimulus::receive_syn_ack, State::established},
    {State::syn_received, Stimulus::receive_ack_of_syn, State::established},
    {State::syn_received, Stimulus::send_fin, State::fin_wait_1},
    {State::established, Stimulus::send_fin, State::fin_wait_1},
    {State::established, Stimulus::receive_fin, State::close_wait},
    {State::fin_wait_1, Stimulus::receive_ack_of_fin, State::fin_wait_2},
    {State::fin_wait_1, Stimulus::receive_fin, State::closing},
    {State::fin_wait_2, Stimulus::receive_fin, State::time_wait},
    {State::closing, Stimulus::receive_ack_of_fin, State::time_wait},
    {State::close_wait, Stimulus::send_fin, State::last_ack},
    {State::last_ack, Stimulus::receive_ack_of_fin, State::closed},
});

constexpr std::array<std::string_view, 11> kNames = {"CLOSED",      "LISTEN",     "SYN-SENT",   "SYN-RECEIVED",
                                                     "ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2", "CLOSE-WAIT",
                                                     "CLOSING",     "LAST-ACK",   "TIME-WAIT"};

}  // namespace

State next(State from, Stimulus stimulus) {
  if (stimulus == Stimulus::reset) return State::closed;
  for (const Transition& t : kTransitions)
    if (t.from == from && t.stimulus == stimulus) return t.to;
  return from;
}

std::string_view name_of(State state) { return kNames[static_cast<std::size_t>(state)]; }

}  // namespace wstrace::tcp
