// CloseJudgement: how a WebSocket was closed, judged from plain facts (RFC 6455 7.1): close frames, the ends of TCP's two directions
// (or of a stream of HTTP/2), and evidence where no close frame came.
//
// What is seen is given in the order in which it happened; what it comes to is asked when an answer or the end has come.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dissectors/websocket/close_code.h"
#include "dissectors/websocket/ending.h"
#include "dissectors/websocket/verdict.h"
#include "dissectors/websocket/violations.h"
#include "model/event.h"
#include "model/session.h"
#include "seam/closing.h"
#include "seam/dissector.h"

namespace wstrace::websocket {

/// A close frame, as far as it is judged. Its texts are only read during the call, but for `meaning`, which is static.
struct CloseFrame {
  Time at = 0;
  unsigned code = kNoStatus;
  bool has_payload = false;       ///< without one there is no code
  std::string_view meaning = {};  ///< of the code
  std::string_view reason = {};   ///< empty when it is not text
  bool valid = true;              ///< it breaks no rule
  std::uint64_t sent_to = 0;      ///< offset behind it, in TCP's stream or further on; 0 where that is not known
};

/// What is known beside it when the end is judged.
struct CloseFacts {
  Time now = 0;
  std::string_view carrier = Closing::kTcpConnection;
  std::string_view reset_code = {};  ///< what TCP says that a reset means
  bool by_proxy = false;             ///< a proxy sent the first close frame, to both sides
  std::array<bool, 2> whole{};       ///< by direction: the capture shows all that was sent
};

struct CloseVerdict {
  const NoteDef* note = nullptr;  ///< null: there is nothing to note
  Outcome outcome = {};           ///< "open": how it ended is not known
  std::string story = {};         ///< the note's field, where no close frame came
};

class CloseJudgement {
 public:
  // What is seen.

  enum class Order : std::uint8_t { first, answer, repeated };
  /// A close frame. `cause`: what it was sent for. `maybe_answer`: what the other side had sent before is not known.
  Order close(Direction by, const CloseFrame& frame, const Cause& cause, bool maybe_answer);
  /// Before close(), of the first one whose reason speaks of pings: the note about the ping that was not answered; null where the
  /// evidence does not show one. Its text is ping_story().
  const NoteDef* blame_ping(EndEvidence evidence);
  /// Likewise, of one with a code that says what failed: the note; null where nothing is known of it. Its text is failure_text().
  /// `last_received`: the last message that its sender had received, in words.
  const NoteDef* blame_failure(unsigned code, const Cause& cause, std::string_view last_received);
  /// Likewise: the layer above knows what the code means.
  void set_failure(const NoteDef& why) { failure_ = &why; }

  /// A direction ended. `reset_by`: who sent the reset, where TCP knows. True when TCP begins to close by that, and no close frame
  /// had come: set_silent_end is due.
  bool end(Direction dir, End how, Time at, std::optional<Direction> reset_by);
  void set_silent_end(EndEvidence evidence) { silent_end_ = std::move(evidence); }
  /// At the end: the receiver's TCP had acknowledged this direction up to `offset`. A close frame behind that, sent to a side that
  /// closed TCP itself, was never read.
  void set_acknowledged(Direction sender, std::uint64_t offset);

  // What it comes to.

  /// Who closed first.
  std::optional<Direction> first() const { return first_; }
  /// A close frame of this side would be no answer, and so have a cause of its own.
  bool has_cause(Direction by) const { return !first_ || (*first_ != by && !ending_.of(*first_).valid); }
  /// The code of the close frame that a close frame of this side answers now; nothing when it answers none.
  std::optional<unsigned> answered_code(Direction by) const;
  /// The first close frame and its answer, in words.
  const std::string& reason() const { return reason_; }
  std::string_view ping_story() const { return ping_story_; }
  std::string_view failure_text() const { return failure_text_; }
  bool says_failure() const { return failure_ != nullptr; }
  bool says_ping_timeout() const { return ping_timeout_ != nullptr; }
  const std::optional<EndEvidence>& silent_end() const { return silent_end_; }
  const Ending& ending() const { return ending_; }

  /// As the close frame says that came first.
  Outcome closed_outcome(bool by_proxy) const;
  CloseVerdict judge(const CloseFacts& facts) const;
  /// It is known how it ended: TCP did, or who waited for an answer in vain gave up.
  bool is_over() const { return ending_.tcp_over() || gave_up_waiting(); }
  /// The other side rejected what this side sent, or did not read it: a message that is cut off is not this side's fault.
  bool excuses_cut(Direction sender) const;
  /// The close code that this side's application sees (7.1.5), with its meaning: that of the close frame that came, or 1006 when
  /// none did. Empty where libraries differ, or where the program may not have lived to see it. `other_whole`: the capture shows
  /// all that the other side sent.
  std::string code_seen_by(Direction side, bool other_whole) const;

 private:
  void begin(Direction by, const CloseFrame& frame, const Cause& cause, bool maybe_answer);
  void answer(const CloseFrame& frame, const Cause& cause);
  bool gave_up_waiting() const;
  CloseVerdict judge_answered(const CloseFacts& facts) const;
  CloseVerdict judge_unanswered(const CloseFacts& facts) const;
  CloseVerdict judge_no_answer(Outcome outcome, std::string_view carrier) const;
  CloseVerdict judge_silent(const CloseFacts& facts) const;

  Ending ending_;
  std::optional<Direction> first_;
  bool maybe_answer_ = false;  // the first close frame may answer one that was not captured
  std::string reason_;
  const NoteDef* failure_ = nullptr;
  std::string failure_text_;
  const NoteDef* ping_timeout_ = nullptr;
  std::string ping_story_;
  bool speaks_of_pings_ = false;           // the first close frame's reason does
  std::optional<EndEvidence> silent_end_;  // when TCP began to close, and no close frame had come
};

}  // namespace wstrace::websocket
