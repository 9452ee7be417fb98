#include "dissectors/tcp/receive_window.h"

namespace wstrace::tcp {
namespace {

/// One that was shut before is news again when it was shut this long.
constexpr Duration kNoticeable = 200 * kMillisecond;

}  // namespace

ReceiveWindow::Change ReceiveWindow::take(std::uint16_t field, std::uint64_t bytes, bool announces, Time now) {
  Change change = Change::none;
  if (field == 0 && announces) {
    change = on_zero(now);
  } else if (shut_ && field != 0) {
    change = on_room(now);
  }
  shut_ = field == 0 && announces;
  known_ = true;
  field_ = field;
  bytes_ = bytes;
  return change;
}

ReceiveWindow::Change ReceiveWindow::on_zero(Time now) {
  if (shut_) return Change::still_shut;
  shut_since_ = now;
  return opened_before_ ? Change::shut_again : Change::shut;
}

ReceiveWindow::Change ReceiveWindow::on_room(Time now) {
  opened_at_ = now;
  const bool news = !opened_before_ || now - shut_since_ >= kNoticeable;
  opened_before_ = true;
  return news ? Change::opened : Change::opened_soon;
}

}  // namespace wstrace::tcp
