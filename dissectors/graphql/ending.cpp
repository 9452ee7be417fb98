// The connection is over: what was waited for in vain.
#include "dissectors/graphql/definitions.h"
#include "dissectors/graphql/dissector.h"
#include "seam/connection_service.h"

namespace wstrace::graphql {
namespace {

/// Missing results are reported one by one up to here.
constexpr std::size_t kToldEach = 8;
/// An answer may well have been on its way when the session ended so soon after the question.
constexpr Duration kOnItsWay = 50 * kMillisecond;
/// A server that has gone on sending for so long after a request, and not answered it, had the time.
constexpr Duration kTimeToAnswer = kSecond;
/// A client that leaves sooner did not wait.
constexpr Duration kWaits = kSecond;

}  // namespace

void Dissector::on_end(Context& ctx, Direction, End how) {
  if (++ended_ != 2) return;
  if (how == End::capture_end || may_lack(ctx)) return;
  emit_not_acked(ctx);
  emit_unanswered(ctx, how);
}

/// A client that closes with 4504 says so itself.
void Dissector::emit_not_acked(Context& ctx) {
  const Closing& closing = ctx.closing();
  if (asked_ == 0 || failed_ || closing.time == 0 || closing.by != Direction::c2s) return;
  const Duration waited = closing.time - asked_;
  if (waited < kWaits) return;
  const Field fields[] = {make_field(field::waited_us, to_micros(waited))};
  const Note notes[] = {{&note::not_acked, fields}};
  ctx.emit({Direction::c2s, asked_in_}, event::not_acked, fields, notes);
}

/// Where all was interrupted, all is unanswered: what counts is whether the server went on to answer others.
bool Dissector::had_time(const Running& operation, Time until) const {
  return std::min(until, facts_->last_spoke[index(Direction::s2c)]) - operation.since >= kTimeToAnswer;
}

/// Of queries and mutations. A subscription may rightly be silent.
void Dissector::emit_unanswered(Context& ctx, End how) {
  const Closing& closing = ctx.closing();
  if (failed_ || rejected_ || !(acked_ || subprotocol_ == Subprotocol::legacy)) return;
  const Time until = closing.time != 0 ? closing.time : ctx.now();
  const bool in_order = closing.announced && how == End::fin;
  std::size_t reported = 0;
  std::uint64_t more = 0;
  Operations& operations = tables_->operations;
  for (Operations::Oldest each = operations.take_oldest(); each.operation != nullptr; each = operations.take_oldest()) {
    const Running& operation = *each.operation;
    const bool single = operation.type == "query" || operation.type == "mutation";
    const Duration waited = until - operation.since;
    if (!single || operation.stopped || operation.results != 0 || waited < kOnItsWay) continue;
    if (!in_order && !had_time(operation, until)) continue;
    if (++reported > kToldEach) {
      ++more;
    } else {
      emit_unanswered_one(ctx, each, waited);
    }
  }
  if (more == 0) return;
  const Field fields[] = {make_field(field::more, more)};
  const Note notes[] = {{&note::unanswered, fields}};
  ctx.emit({}, event::unanswered, fields, notes);
}

void Dissector::emit_unanswered_one(Context& ctx, const Operations::Oldest& oldest, Duration waited) {
  const Running& operation = *oldest.operation;
  Fields fields;
  fields.add_text(field::id, oldest.id).add_text(field::operation, operation.type);
  fields.add_text(field::name, operation.name).add_text(field::selects, operation.field);
  fields.add(field::waited_us, to_micros(waited));
  const Note notes[] = {{&note::unanswered, fields}};
  ctx.emit({Direction::c2s, operation.packets}, event::unanswered, fields, notes);
}

}  // namespace wstrace::graphql
