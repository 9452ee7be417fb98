// The states of a TCP endpoint as RFC 9293 3.3.2 (figure 5) draws them, as a table.
//
// wstrace sees segments, not endpoints, so the stimuli are what a segment proves: its sender has sent it, and its
// receiver is taken to have received it. A segment can carry two (an ACK of our FIN, and a FIN): the ACK comes first.
#pragma once

#include <cstdint>
#include <string_view>

namespace wstrace::tcp {

enum class State : std::uint8_t {
  closed,
  listen,
  syn_sent,
  syn_received,
  established,
  fin_wait_1,
  fin_wait_2,
  close_wait,
  closing,
  last_ack,
  time_wait,
};

enum class Stimulus : std::uint8_t {
  send_syn,
  receive_syn,
  send_syn_ack,
  receive_syn_ack,
  receive_ack_of_syn,
  send_fin,
  receive_fin,
  receive_ack_of_fin,
  reset,  ///< sent or received
};

/// The state after a stimulus; the same state where the figure has no such arrow.
State next(State from, Stimulus stimulus);

std::string_view name_of(State state);

/// No data can come any more.
inline bool is_over(State s) { return s == State::closed || s == State::time_wait; }

}  // namespace wstrace::tcp
