// CloseJudgement: who closed first, what for, who answered, and what that comes to.
#include "dissectors/websocket/close_judgement.h"

#include <fmt/format.h>

#include <utility>

#include "dissectors/websocket/definitions.h"
#include "model/describe.h"

namespace wstrace::websocket {
namespace {

/// The limit that a side has waited for in vain.
constexpr std::string_view kPingTimeout = "ping timeout";

}  // namespace

CloseJudgement::Order CloseJudgement::close(Direction by, const CloseFrame& frame, const Cause& cause,
                                            bool maybe_answer) {
  Ending::Side& side = ending_.of(by);
  if (side.sent) return Order::repeated;
  side.sent = true;
  side.code = frame.code;
  side.meaning = frame.meaning;
  side.at = frame.at;
  side.sent_to = frame.sent_to;
  side.valid = frame.valid;
  side.refusal = !cause.text.empty() || frame.code == kProtocolError || frame.code == kInvalidData;
  if (first_) {
    answer(frame, cause);
    return Order::answer;
  }
  begin(by, frame, cause, maybe_answer);
  return Order::first;
}

void CloseJudgement::begin(Direction by, const CloseFrame& frame, const Cause& cause, bool maybe_answer) {
  first_ = by;
  maybe_answer_ = maybe_answer;
  reason_ = frame.has_payload ? "close code " + with_meaning(frame.code, frame.meaning)
                              : "close without a code (applications see close code 1005)";
  if (!frame.reason.empty()) reason_.append(": ").append(frame.reason);
  if (!cause.text.empty()) reason_.append(", because of ").append(cause.text);
  if (ping_timeout_ != nullptr) reason_.insert(0, "ping timeout: no answer to a ping; ");
}

void CloseJudgement::answer(const CloseFrame& frame, const Cause& cause) {
  if (ending_.of(*first_).code != frame.code)
    reason_.append(", answered with ").append(frame.has_payload ? with_meaning(frame.code, frame.meaning) : "no code");
  if (!cause.text.empty()) reason_.append(" because of ").append(cause.text);
}

const NoteDef* CloseJudgement::blame_ping(EndEvidence evidence) {
  speaks_of_pings_ = true;
  if (!evidence.whole) return nullptr;
  evidence.says_so = true;
  EndVerdict verdict = judge_ping(evidence);
  if (verdict.note == nullptr) return nullptr;
  ping_timeout_ = verdict.note;
  ping_story_ = std::move(verdict.story);
  return ping_timeout_;
}

const NoteDef* CloseJudgement::blame_failure(unsigned code, const Cause& cause, std::string_view last_received) {
  if (speaks_of_pings_ || cause.breach || (code != kTooBig && code != kInternalError)) return nullptr;
  const std::string_view text = code == kTooBig ? std::string_view(cause.text) : last_received;
  if (text.empty()) return nullptr;  // its word alone
  failure_text_ = text;
  failure_ = code == kTooBig ? &note::message_too_big : &note::internal_error;
  return failure_;
}

bool CloseJudgement::end(Direction dir, End how, Time at, std::optional<Direction> reset_by) {
  Ending::Side& side = ending_.of(dir);
  side.how = how;
  side.ended_at = at;
  ending_.reset = ending_.reset || how == End::rst;
  if (ending_.tcp_at != 0 || (how != End::fin && how != End::rst)) return false;
  ending_.tcp_at = at;
  ending_.tcp_by = how == End::fin ? dir : reset_by;
  return !first_ && ending_.tcp_by;
}

void CloseJudgement::set_acknowledged(Direction sender, std::uint64_t offset) {
  Ending::Side& side = ending_.of(sender);
  const bool other_left = ending_.tcp_over() && ending_.tcp_by == opposite(sender);
  side.unread = side.sent && other_left && offset < side.sent_to;
}

std::optional<unsigned> CloseJudgement::answered_code(Direction by) const {
  if (!first_ || *first_ == by || ending_.of(by).sent) return std::nullopt;
  return ending_.of(*first_).code;
}

bool CloseJudgement::excuses_cut(Direction sender) const {
  const bool not_read = silent_end_ && websocket::judge(*silent_end_).note == &note::not_reading;
  return not_read || (failure_ == &note::message_too_big && first_ == opposite(sender));
}

/// The other side has done nothing for long, neither answered the close frame nor closed TCP.
bool CloseJudgement::gave_up_waiting() const {
  return first_ && !ending_.answered() && ending_.tcp_by == first_ &&
         ending_.tcp_at - ending_.of(*first_).at >= kPatience;
}

Outcome CloseJudgement::closed_outcome(bool by_proxy) const {
  if (ping_timeout_ != nullptr)
    return {.state = "timeout",
            .by = party(*first_),
            .reason = reason_,
            .code = ping_timeout_->code,
            .limit = kPingTimeout};
  return {"closed", by_proxy ? "proxy" : party(*first_), reason_,
          failure_ != nullptr ? failure_->code : std::string_view{}};
}

CloseVerdict CloseJudgement::judge(const CloseFacts& facts) const {
  CloseVerdict verdict;
  if (ending_.answered()) {
    verdict = judge_answered(facts);
  } else if (first_ && is_over()) {
    verdict = judge_unanswered(facts);
  } else if (ending_.tcp_over() && ending_.tcp_by) {
    verdict = judge_silent(facts);
  }
  if (verdict.note != nullptr) verdict.outcome.code = verdict.note->code;
  return verdict;
}

/// The close handshake is over. The server is to close TCP at once (7.1.1).
CloseVerdict CloseJudgement::judge_answered(const CloseFacts& facts) const {
  CloseVerdict verdict{.outcome = closed_outcome(facts.by_proxy)};
  const Duration open_for = (ending_.tcp_at != 0 ? ending_.tcp_at : facts.now) - ending_.closed_at();
  if (open_for < kPatience) return verdict;
  verdict.note = &note::tcp_left_open;
  const std::string_view what = facts.carrier != Closing::kTcpConnection ? "its stream" : "TCP";
  verdict.outcome.reason += fmt::format("; {} stayed open for {}", what, human_duration(open_for));
  if (ending_.tcp_at == 0) verdict.outcome.reason += " or longer";
  return verdict;
}

/// One side sent a close frame, and the other one never did.
CloseVerdict CloseJudgement::judge_unanswered(const CloseFacts& facts) const {
  const Direction by = *first_;
  const Ending::Side& side = ending_.of(by);
  CloseVerdict verdict{.outcome = closed_outcome(facts.by_proxy)};
  // After a ping timeout, no answer is no news; who gives up on the other side's frames waits for none.
  if (ping_timeout_ != nullptr || side.refusal) return verdict;
  if (maybe_answer_) verdict.outcome.by = "unknown";
  if (side.unread) {
    return {.outcome = {"closed", other_party(by),
                        fmt::format("the {} closed the {}; the {}'s close frame came too late to be read",
                                    other_party(by), facts.carrier, party(by))}};
  }
  if (!facts.whole[index(opposite(by))]) return verdict;
  if (ending_.tcp_by != by || ending_.tcp_at - side.at >= kPatience)
    return judge_no_answer(std::move(verdict.outcome), facts.carrier);
  verdict.note = &note::close_not_awaited;
  verdict.outcome.reason += "; that side did not wait for the answer";
  return verdict;
}

/// The other side closed TCP in place of an answer, or gave none for long.
CloseVerdict CloseJudgement::judge_no_answer(Outcome outcome, std::string_view carrier) const {
  const Direction by = *first_;
  outcome.reason += ", not answered";
  if (ending_.tcp_by == by) {
    outcome.state = "abandoned";
    const Duration waited = ending_.tcp_at - ending_.of(by).at;
    outcome.reason += fmt::format(": the {} gave up after {}", party(by), human_duration(waited));
  } else if (ending_.tcp_by && ending_.reset && ending_.of(opposite(by)).how == End::rst) {
    const std::string_view what = carrier != Closing::kTcpConnection ? "stream" : "connection";
    outcome = {"reset", other_party(by), outcome.reason + fmt::format(": the {} reset the {}", other_party(by), what)};
  } else {
    outcome.reason += fmt::format(": the {} closed the {}", other_party(by), carrier);
  }
  return {.note = &note::close_not_answered, .outcome = std::move(outcome)};
}

CloseVerdict CloseJudgement::judge_silent(const CloseFacts& facts) const {
  if (!silent_end_ || !silent_end_->whole || !facts.whole[0] || !facts.whole[1]) return {};
  EndVerdict silent = websocket::judge(*silent_end_);
  CloseVerdict verdict{.note = silent.note, .outcome = {silent.state, silent.by, silent.story}};
  if (silent.state == "reset") verdict.outcome.code = facts.reset_code;
  if (silent.state == "timeout") verdict.outcome.limit = kPingTimeout;
  verdict.story = std::move(silent.story);
  return verdict;
}

std::string CloseJudgement::code_seen_by(Direction side, bool other_whole) const {
  const Ending::Side& own = ending_.of(side);
  const Ending::Side& from = ending_.of(opposite(side));
  // Who gives up on a ping learns of that, from some libraries with a code of their own.
  const bool gave_up = ping_timeout_ != nullptr && first_ == side;
  if (!other_whole || own.refusal || gave_up) return {};
  const bool gone_before = own.how == End::fin && own.ended_at < from.at;
  if (from.unread || (from.sent && gave_up_waiting() && !ending_.tcp_over())) return {};
  if (from.sent) return from.valid && !gone_before ? with_meaning(from.code, from.meaning) : std::string();
  if (!ending_.tcp_over() || !ending_.tcp_by) return {};
  const bool waited = own.sent && ending_.tcp_at - own.at >= kPatience;
  return *ending_.tcp_by != side || waited ? with_meaning(kAbnormal, meaning_of_close(kAbnormal)) : std::string();
}

}  // namespace wstrace::websocket
