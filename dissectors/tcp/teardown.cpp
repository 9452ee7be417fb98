// Closing (RFC 9293 3.6): one direction after the other, both at once, or one for good while the other goes on.
#include "dissectors/tcp/tracker.h"

#include <algorithm>

#include "dissectors/tcp/definitions.h"
#include "seam/connection_service.h"

namespace wstrace::tcp {
namespace {

std::string closed_by(Direction d) { return "the " + std::string(party(d)) + " closed the TCP connection"; }

}  // namespace

void Tracker::on_fin(const Segment& s) {
  Side& sender = side(s.dir);
  if (sender.fin_at) {
    on_fin_again(s);
    return;
  }
  sender.fin_at = begin_of(s) + static_cast<std::int64_t>(s.length);
  sender.sent_end = std::max(sender.sent_end, *sender.fin_at);
  sender.fin_time = context_.now();
  emit_fin(s);
  if (!fin_seen_) {
    fin_seen_ = true;
    first_fin_ = context_.now();
    receiver_.on_outcome({"closed", party(s.dir), closed_by(s.dir)});
  }
  stimulate(s.dir, Stimulus::send_fin, Stimulus::receive_fin);
}

void Tracker::emit_fin(const Segment& s) {
  const Side& sender = side(s.dir);
  const Side& other = side(opposite(s.dir));
  Fields fields;
  fields.add(field::seq, s.header.sequence).add(field::first, std::uint64_t{!fin_seen_});
  fields.add_if(sender.half_open, field::half_closed_us, to_micros(context_.now() - other.fin_time));
  context_.emit(unit(s, fin_seen_ ? Fold::step : Fold::edge), event::fin, fields);
  // Its acknowledgement says that it had not heard of the other side's FIN.
  const bool crossed = other.fin_at && s.header.has(kAck) && acknowledged_by(s) <= *other.fin_at;
  if (crossed) context_.emit(unit(s), event::simultaneous_close, {});
}

/// One that carries data is reported as what happens to the data.
void Tracker::on_fin_again(const Segment& s) {
  if (s.length > 0) return;
  const Side& sender = side(s.dir);
  Fields fields;
  fields.add(field::seq, s.header.sequence).add(field::what, "FIN");
  fields.add_if(sender.acked > *sender.fin_at, field::spurious);
  fields.add_if(sender.fin_time != 0, field::after_us, to_micros(context_.now() - sender.fin_time));
  context_.emit(unit(s), event::retransmission, fields);
}

/// Data of a sender that has acknowledged the other side's FIN.
bool Tracker::begins_half_close(const Segment& s) {
  Side& sender = side(s.dir);
  const Side& other = side(opposite(s.dir));
  if (sender.half_open || !other.fin_at || !s.header.has(kAck) || acknowledged_by(s) <= *other.fin_at) return false;
  if (begin_of(s) < sender.sent_end) return false;
  sender.half_open = true;
  return true;
}

void Tracker::emit_half_close(const Segment& s, std::int64_t end) {
  Fields fields;
  fields.add(field::after_us, to_micros(context_.now() - side(opposite(s.dir)).fin_time));
  const bool close_notify = is_close_notify(s.dir, begin_of(s), end);
  fields.add_if(close_notify, field::close_notify);
  context_.emit(unit(s, close_notify ? Fold::routine : Fold::never), event::half_close, fields);
}

/// The layer above says that these bytes are nothing but its farewell.
bool Tracker::is_close_notify(Direction dir, std::int64_t begin, std::int64_t end) const {
  const CloseNotify close_notify = context_.connection().close_notify(dir);
  return close_notify.end != 0 && begin >= static_cast<std::int64_t>(close_notify.begin) &&
         end <= static_cast<std::int64_t>(close_notify.end);
}

void Tracker::try_end(Direction dir) {
  Side& sender = side(dir);
  if (sender.ended || !sender.fin_at || sender.reassembly.next() < *sender.fin_at) return;
  sender.ended = true;
  receiver_.on_end(dir, End::fin, sender.fin_time != 0 ? sender.fin_time : context_.now());
}

void Tracker::try_closed(const Segment& s) {
  if (closed_reported_ || reset_ || !fin_seen_ || !over()) return;
  closed_reported_ = true;
  const Field fields[] = {make_field(field::closing_us, to_micros(context_.now() - first_fin_))};
  context_.emit({s.dir, s.packets()}, event::closed, fields);
  // Who acknowledged everything got everything: what is not here by now is lost to the capture.
  for (const Direction dir : {Direction::c2s, Direction::s2c}) {
    give_up_to(dir, acknowledged_end(dir));
    try_end(dir);
  }
}

}  // namespace wstrace::tcp
