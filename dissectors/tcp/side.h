// One endpoint of a connection, as the sender of its direction and as the receiver of the other one.
//
// Offsets count bytes from the direction's first data byte and do not wrap; the SYN is at -1, the FIN behind the last
// byte.
#pragma once

#include <array>
#include <memory>
#include <optional>

#include "dissectors/tcp/reassembly.h"
#include "dissectors/tcp/state.h"
#include "model/event.h"

namespace wstrace::tcp {

/// The last few of something, in room that is fixed.
template <class T, std::size_t N>
class Ring {
 public:
  void push(const T& value) { values_[next_++ % N] = value; }
  /// The newest that fulfils the condition; null when none does.
  template <class Condition>
  T* find(Condition condition) {
    for (std::size_t back = 1; back <= N && back <= next_; ++back) {
      T& value = values_[(next_ - back) % N];
      if (condition(value)) return &value;
    }
    return nullptr;
  }
  /// The oldest one.
  template <class Condition>
  T* find_oldest(Condition condition) {
    for (std::size_t back = N < next_ ? N : next_; back > 0; --back) {
      T& value = values_[(next_ - back) % N];
      if (condition(value)) return &value;
    }
    return nullptr;
  }

 private:
  std::array<T, N> values_{};
  std::size_t next_ = 0;
};

/// Bytes [begin, end) that were sent (again), and when.
struct Sent {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  Time at = 0;
  std::uint64_t packet = 0;
};

/// What a segment without payload, or with one byte, is for.
enum class Role : std::uint8_t {
  plain,
  keep_alive,
  keep_alive_ack,
  zero_window_probe,
  zero_window_probe_ack,
  window_update,
  duplicate_ack,
  challenge_ack,
  doubtful_reset,
};

struct Side {
  Side(Direction dir, const Limits& limits) : reassembly(dir, limits) {}

  State state = State::closed;
  bool known = false;            // first_data is known
  bool from_syn = false;         // … from this side's SYN
  bool seen = false;             // it has sent something
  bool ended = false;            // the layers above were told
  Role last_role = Role::plain;  // of its last segment
  std::uint32_t first_data = 0;  // sequence number of the first data byte
  /// The same in another SYN-ACK: the client's acknowledgement says which one is in force.
  std::optional<std::uint32_t> other_first_data;

  // Handshake.
  bool scale_stated = false;
  std::uint8_t scale = 0;
  unsigned syns = 0;
  Time first_syn = 0;
  Time last_syn = 0;
  std::uint64_t syn_data = 0;  // bytes of payload in the SYN
  Duration distance = 0;       // from the place of capture to this side and back

  // What it sent, and how far the other side acknowledged it.
  std::int64_t sent_end = 0;  // behind the furthest byte captured
  std::int64_t ahead = 0;     // where a segment without payload says that it is
  std::int64_t acked = 0;     // of what was captured
  std::int64_t claimed = 0;   // acknowledged beyond everything that was captured; 0: nothing
  unsigned claims = 0;        // how many acknowledgements in a row said so
  std::int64_t reported_unseen = 0;
  std::optional<std::int64_t> fin_at;
  std::optional<std::int64_t> probe_at;     // the byte that a zero-window probe carried
  Time last_sent = 0;                       // when the furthest byte was sent
  std::optional<std::uint32_t> last_clock;  // the sender's clock then, when it states one
  Time last_payload = 0;                    // when it sent bytes for the first time
  Time unacked_since = 0;                   // when it sent while all was acknowledged
  Time last_progress = 0;                   // when more of it was acknowledged
  std::uint64_t repeats = 0;                // retransmissions since then
  Time last_repeat = 0;                     // … and the last one
  Time last_heard = 0;                      // its last segment
  unsigned patience = 0;                    // segments since a hole was first acknowledged
  Time missing_since = 0;                   // when that was

  // What it acknowledged, and how much room it has.
  std::int64_t latest_ack = -1;  // of its last segment
  unsigned duplicate_acks = 0;   // in a row
  Time duplicates_since = 0;     // when it sent the first one
  Time duplicate_ack_at = 0;     // … and the last one
  bool window_known = false;
  bool window_shut = false;
  bool window_was_shut = false;  // once before
  std::uint16_t last_window = 0;
  std::uint64_t window_bytes = 0;
  Time shut_since = 0;
  Time opened = 0;  // when it was no longer shut

  // Teardown.
  Time fin_time = 0;
  bool half_open = false;  // it goes on sending after the other side's FIN

  Reassembly reassembly;
  Ring<Sent, 4> given_up;  // holes that were not waited for any longer

  struct Log {
    Ring<Sent, 16> sent;
    Ring<Sent, 8> repeated;
  };
  std::unique_ptr<Log> log;  // from the first byte on

  /// Behind the furthest byte that it has sent.
  std::int64_t furthest() const { return sent_end > ahead ? sent_end : ahead; }
  /// Where its next segment is to begin.
  std::int64_t next_number() const { return furthest() + (fin_at && *fin_at == furthest() ? 1 : 0); }
};

}  // namespace wstrace::tcp
