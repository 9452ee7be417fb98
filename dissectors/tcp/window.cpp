// Flow control (RFC 9293 3.8.6): how much room the receiver has, how long it had none, and when the sender has used it up.
#include "dissectors/tcp/tracker.h"

#include "dissectors/tcp/definitions.h"

namespace wstrace::tcp {
namespace {

/// One that is shut for less than this at the end may just not have been opened yet.
constexpr Duration kShutForGood = kSecond;

}  // namespace

/// RFC 7323 2.2: both sides must have stated a scale; only SYNs say so.
bool Tracker::scale_known() const { return side(Direction::c2s).from_syn && side(Direction::s2c).from_syn; }

std::uint64_t Tracker::window_of(const Segment& s) const {
  const bool scaled = side(Direction::c2s).scale && side(Direction::s2c).scale && !s.header.has(kSyn);
  return std::uint64_t{s.header.window} << (scaled ? *side(s.dir).scale : 0);
}

Fields Tracker::window_fields(std::uint64_t bytes) const {
  Fields fields;
  return fields.add(field::window, bytes).add_if(!scale_known() && bytes > 0, field::unscaled);
}

void Tracker::on_window(const Segment& s, Role role) {
  using Change = ReceiveWindow::Change;
  const Change change =
      side(s.dir).window.take(s.header.window, window_of(s), !s.header.has(kSyn | kFin), context_.now());
  switch (change) {
    case Change::shut: return emit_zero_window(s, {});
    case Change::shut_again: return emit_zero_window(s, "again");
    case Change::still_shut:
      if (role != Role::zero_window_probe_ack) emit_zero_window(s, "still");
      return;
    case Change::opened: return emit_opened(s, true);
    case Change::opened_soon: return emit_opened(s, false);
    case Change::none: break;
  }
  if (role == Role::window_update) context_.emit(unit(s), event::window_update, window_fields(window_of(s)));
}

/// The first one says what it means; "again" and "still" are routine.
void Tracker::emit_zero_window(const Segment& s, std::string_view sense) {
  const Note notes[] = {{&note::window_closed, {}}};
  if (sense.empty()) return context_.emit(unit(s), event::zero_window, window_fields(0), notes);
  context_.emit(unit(s, Fold::routine), event::zero_window, window_fields(0).add(field::sense, sense));
}

void Tracker::emit_opened(const Segment& s, bool news) {
  const Duration shut = context_.now() - side(s.dir).window.shut_since();
  Fields fields = window_fields(window_of(s)).add(field::shut_us, to_micros(shut));
  if (!news) fields.add(field::sense, "short");
  context_.emit(unit(s, news ? Fold::never : Fold::routine), event::window_update, fields);
}

/// Nothing can be said when the scale is not known.
void Tracker::emit_window_full(const Segment& s, std::int64_t end) {
  const Side& receiver = side(opposite(s.dir));
  const std::uint64_t room = receiver.window.bytes();
  if (!scale_known() || !receiver.window.known() || room == 0 || s.header.has(kSyn | kFin)) return;
  if (end != receiver.latest_ack + static_cast<std::int64_t>(room)) return;
  context_.emit(unit(s), event::window_full, window_fields(room));
}

void Tracker::emit_still_shut(Direction dir, End how) {
  Side& receiver = side(dir);
  if (!receiver.window.shut() || receiver.fin_at) return;
  receiver.window.end();
  const Duration shut = context_.now() - receiver.window.shut_since();
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
