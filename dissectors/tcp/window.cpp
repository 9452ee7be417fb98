// Flow control (RFC 9293 3.8.6): how much room the receiver has, how long it had none, and when the sender has used it up.
#include "dissectors/tcp/tracker.h"

#include "dissectors/tcp/definitions.h"

namespace wstrace::tcp {
namespace {

/// A window that was shut for less than this is no news, unless it is the first time.
constexpr Duration kNoticeable = 200 * kMillisecond;
/// One that is shut for less than this at the end may just not have been opened yet.
constexpr Duration kShutForGood = kSecond;

}  // namespace

/// RFC 7323 2.2: both sides must have stated a scale; only SYNs say so.
bool Tracker::scale_known() const { return side(Direction::c2s).from_syn && side(Direction::s2c).from_syn; }

std::uint64_t Tracker::window_of(const Segment& s) const {
  const bool scaled = side(Direction::c2s).scale_stated && side(Direction::s2c).scale_stated && !s.header.has(kSyn);
  return std::uint64_t{s.header.window} << (scaled ? side(s.dir).scale : 0);
}

Fields Tracker::window_fields(std::uint64_t bytes) const {
  Fields fields;
  return fields.add(field::window, bytes).add_if(!scale_known() && bytes > 0, field::unscaled);
}

void Tracker::on_window(const Segment& s, Role role) {
  Side& sender = side(s.dir);
  const bool states = !s.header.has(kSyn | kFin);
  if (s.header.window == 0 && states) {
    on_zero_window(s, role);
  } else if (sender.window_shut && s.header.window != 0) {
    emit_opened(s);
  } else if (role == Role::window_update) {
    context_.emit(unit(s), event::window_update, window_fields(window_of(s)));
  }
  sender.window_shut = s.header.window == 0 && states;
  sender.window_known = true;
  sender.last_window = s.header.window;
  sender.window_bytes = window_of(s);
}

void Tracker::on_zero_window(const Segment& s, Role role) {
  Side& sender = side(s.dir);
  if (role == Role::zero_window_probe_ack) return;
  if (sender.window_shut) {
    context_.emit(unit(s, Fold::routine), event::zero_window, window_fields(0).add(field::sense, "still"));
    return;
  }
  sender.shut_since = context_.now();
  const Note notes[] = {{&note::window_closed, {}}};
  if (sender.window_was_shut) {
    context_.emit(unit(s, Fold::routine), event::zero_window, window_fields(0).add(field::sense, "again"));
  } else {
    context_.emit(unit(s), event::zero_window, window_fields(0), notes);
  }
}

void Tracker::emit_opened(const Segment& s) {
  Side& sender = side(s.dir);
  const Duration shut = context_.now() - sender.shut_since;
  sender.opened = context_.now();
  const bool news = !sender.window_was_shut || shut >= kNoticeable;
  sender.window_was_shut = true;
  Fields fields = window_fields(window_of(s)).add(field::shut_us, to_micros(shut));
  if (!news) fields.add(field::sense, "short");
  context_.emit(unit(s, news ? Fold::never : Fold::routine), event::window_update, fields);
}

/// Nothing can be said when the scale is not known.
void Tracker::emit_window_full(const Segment& s, std::int64_t end) {
  const Side& receiver = side(opposite(s.dir));
  if (!scale_known() || !receiver.window_known || receiver.window_bytes == 0 || s.header.has(kSyn | kFin)) return;
  if (end != receiver.latest_ack + static_cast<std::int64_t>(receiver.window_bytes)) return;
  context_.emit(unit(s), event::window_full, window_fields(receiver.window_bytes));
}

void Tracker::emit_still_shut(Direction dir, End how) {
  Side& receiver = side(dir);
  if (!receiver.window_shut || receiver.fin_at) return;
  receiver.window_shut = false;
  const Duration shut = context_.now() - receiver.shut_since;
  if (how == End::capture_end && shut < kShutForGood) return;  // it is the capture that ended
  Fields reported;
  reported.add(field::party, party(dir)).add(field::shut_us, to_micros(shut));
  reported.add(field::until, how == End::capture_end ? "the end of the capture" : "the end");
  const Note notes[] = {{&note::window_still_shut, reported}};
  const bool news = shut >= kShutForGood && !reset_explained_;
  context_.emit({dir, {}}, event::zero_window, window_fields(0).add(field::shut_us, to_micros(shut)),
                news ? std::span<const Note>(notes) : std::span<const Note>{});
}

}  // namespace wstrace::tcp
