// One endpoint of a connection, as the sender of its direction and as the receiver of the other one.
//
// Offsets count bytes from the direction's first data byte and do not wrap; the SYN is at -1, the FIN behind the last
// byte.
#pragma once

#include <cstdint>
#include <optional>

#include "dissectors/tcp/reassembly.h"
#include "dissectors/tcp/receive_window.h"
#include "dissectors/tcp/retries.h"
#include "dissectors/tcp/send_history.h"
#include "dissectors/tcp/state.h"
#include "model/event.h"

namespace wstrace::tcp {

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
  std::optional<std::uint8_t> scale;  // shift of its window field (RFC 7323 2), where its SYN states one
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
  Retries retries;
  SendHistory history;
  Time last_heard = 0;     // its last segment
  unsigned patience = 0;   // segments since a hole was first acknowledged
  Time missing_since = 0;  // when that was

  // What it acknowledged, and how much room it has.
  std::int64_t latest_ack = -1;  // of its last segment
  DuplicateAcks duplicate_acks;
  ReceiveWindow window;

  // Teardown.
  Time fin_time = 0;
  bool half_open = false;  // it goes on sending after the other side's FIN

  Reassembly reassembly;

  /// Behind the furthest byte that it has sent.
  std::int64_t furthest() const { return sent_end > ahead ? sent_end : ahead; }
  /// Where its next segment is to begin.
  std::int64_t next_number() const { return furthest() + (fin_at && *fin_at == furthest() ? 1 : 0); }
};

}  // namespace wstrace::tcp
