// The connection ends: what was missing, and whether that is why.
#include <fmt/format.h>

#include <unordered_map>

#include "dissectors/stomp/conversation.h"
#include "dissectors/stomp/definitions.h"
#include "model/describe.h"
#include "seam/connection_service.h"

namespace wstrace::stomp {
namespace {

/// Missing receipts and acknowledgements are reported individually up to here.
constexpr std::size_t kReportedEach = 8;
/// An answer may well have been on its way when the connection ended so soon after the question.
constexpr Duration kOnItsWay = 50 * kMillisecond;
/// A server that closes this soon after a frame most likely does so because of it.
constexpr Duration kAtOnce = kSecond;

/// Libraries tolerate one and a half to three intervals.
bool exceeds(Duration silent, Duration interval) { return interval > 0 && silent * 2 >= interval * 3; }

}  // namespace

void Conversation::on_closing(Context& ctx) {
  if (std::exchange(closing_, true)) return;
  const Closing& closing = ctx.closing();
  if (closing.time == 0) return;
  if (rejection_ != nullptr || in_error_) {
    ctx.connection().explain_end(rejection_ != nullptr ? *rejection_ : note::error);
    return;
  }
  if (may_lack(ctx)) return;
  if (disconnected_ != 0) {
    const std::string_view more = closing.announced ? std::string_view(closing.reason) : "the connection was closed";
    if (!closing.reset) end(ctx, {"closed", "client", fmt::format("DISCONNECT, then {}", more)});
    return;
  }
  if (has_invalid()) {
    ctx.connection().explain_end(note::invalid_frame);
    return;
  }
  if (emit_unanswered(ctx, closing.by) || emit_silence(ctx, closing.by)) return;
  emit_cut_short(ctx, closing.by);
}

/// What STOMP says of the end is the reason; what the layers below say is its consequence.
void Conversation::end(Context& ctx, const Outcome& how) {
  ctx.connection().ends(how);
  facts_->ends(how);
}

/// The side that closes had waited for the other one's heart-beats.
bool Conversation::emit_silence(Context& ctx, Direction closer) {
  const Direction silent = opposite(closer);
  const Duration interval = heart_beats_.interval(silent);
  const Duration lasted = ctx.now() - heart_beats_.last(silent);
  if (!connected_ || asked_ == 0 || !exceeds(lasted, interval)) return false;
  const Field fields[] = {make_field(field::silent_us, to_micros(lasted)),
                          make_field(field::interval_us, to_micros(interval))};
  const Field said[] = {make_field(field::closer, party(closer)), make_field(field::silent, party(silent)), fields[0],
                        fields[1]};
  const Note notes[] = {{&note::heart_beat_timeout, said}};
  ctx.emit({silent, {}}, event::silence, fields, notes);
  const Closing& closing = ctx.closing();
  std::string reason = fmt::format("no heart-beat from the {} for {}", party(silent), human_duration(lasted));
  if (closing.announced) reason.append("; ").append(closing.reason);
  end(ctx, {.state = "timeout",
            .by = party(closer),
            .reason = std::move(reason),
            .code = note::heart_beat_timeout.code,
            .limit = "heart-beat timeout"});
  ctx.connection().explain_end(note::heart_beat_timeout);
  return true;
}

bool Conversation::emit_unanswered(Context& ctx, Direction closer) {
  if (asked_ == 0 || connected_ || server_spoke_ != 0) return false;
  const std::uint64_t waited = to_micros(ctx.now() - asked_);
  const bool gave_up = closer == Direction::c2s;
  const Field fields[] = {make_field(field::waited_us, waited), make_field(field::gave_up, gave_up ? 1 : 0)};
  const Note notes[] = {{&note::no_connected, fields}};
  ctx.emit({Direction::c2s, asked_in_}, event::unanswered, std::span(fields).first(1), notes);
  const Closing& closing = ctx.closing();
  std::string reason = "no CONNECTED from the server";
  if (closing.announced) reason.append("; ").append(closing.reason);
  end(ctx, {gave_up ? "abandoned" : "closed", party(closer), std::move(reason), note::no_connected.code});
  ctx.connection().explain_end(note::no_connected);
  return true;
}

/// A server that fails at a frame may just close (RabbitMQ, of a destination that its broker rejects).
bool Conversation::emit_cut_short(Context& ctx, Direction closer) {
  const Duration since = ctx.now() - last_.time;
  const bool answered = server_spoke_ >= last_.time;
  if (closer != Direction::s2c || !connected_ || last_.time == 0 || answered || since > kAtOnce) return false;
  if (!ctx.closing().announced) return false;  // it may have been killed
  const Field fields[] = {make_field(field::of, std::string_view(last_.text)),
                          make_field(field::after_us, to_micros(since))};
  const Note notes[] = {{&note::closed_without_error, fields}};
  ctx.emit({Direction::c2s, last_.packets}, event::cut_short, fields, notes);
  ctx.connection().explain_end(note::closed_without_error);
  return true;
}

void Conversation::on_over(Context& ctx, End how) {
  on_closing(ctx);
  // Where the trace merely stops, what is missing may have come later.
  if (how == End::capture_end || how == End::idle || may_lack(ctx)) return;
  if (ctx.connection().end_explained() == nullptr) emit_missing_receipts(ctx);
  emit_unacknowledged(ctx);
}

void Conversation::emit_missing_receipts(Context& ctx) {
  // Whoever closes in answer to DISCONNECT need not say so before.
  const Time end = ctx.closing().time != 0 ? ctx.closing().time : ctx.now();
  std::size_t reported = 0;
  std::uint64_t more = 0;
  while (auto each = receipts_.take_oldest()) {
    const auto& [id, asked] = *each;
    const Duration waited = end - asked.since;
    const bool may_close = asked.command == Command::disconnect && ctx.closing().by == Direction::s2c;
    if (waited < (asked.command == Command::disconnect ? kAtOnce : kOnItsWay) || may_close) continue;
    if (++reported > kReportedEach) {
      ++more;
      continue;
    }
    const Field fields[] = {make_field(field::receipt, std::string_view(id)),
                            make_field(field::of, std::string_view(asked.of)),
                            make_field(field::waited_us, to_micros(waited))};
    const Note notes[] = {{&note::receipt_missing, fields}};
    ctx.emit({Direction::c2s, asked.packets}, event::unconfirmed, fields, notes);
  }
  if (more == 0) return;
  const Field fields[] = {make_field(field::more, more)};
  ctx.emit({}, event::unconfirmed, fields, {});
}

void Conversation::emit_unacknowledged(Context& ctx) {
  struct Missing {
    Delivery first;
    std::uint64_t count = 0;
  };
  std::vector<Missing> missing;
  std::unordered_map<std::string, std::size_t> by_subscription;
  while (auto each = deliveries_.take_oldest()) {
    const auto [at, fresh] = by_subscription.try_emplace(each->second.subscription, missing.size());
    if (fresh) missing.push_back({each->second, 0});
    ++missing[at->second].count;
  }
  if (missing.size() > kReportedEach) missing.resize(kReportedEach);
  for (const Missing& each : missing) {
    const Field fields[] = {make_field(field::count, each.count),
                            make_field(field::destination, std::string_view(each.first.destination)),
                            make_field(field::subscription, std::string_view(each.first.subscription))};
    const Field said[] = {fields[0], make_field(field::several, each.count > 1 ? 1 : 0)};
    const Note notes[] = {{&note::not_acked, said}};
    ctx.emit({Direction::s2c, each.first.packets}, event::unacknowledged, fields, notes);
  }
}

}  // namespace wstrace::stomp
