// socket.io-adapter, contrib/yeast.js; Redis, Streams, Entry IDs. What a CONNECT asks to recover, and what comes of it.
#include "dissectors/socketio/recovery.h"

#include <cstdlib>

#include "dissectors/socketio/definitions.h"
#include "dissectors/socketio/dissector.h"

namespace wstrace::socketio {
namespace {

/// Clocks of servers and of capturing hosts differ; recovered events are minutes old. A random text of seven characters
/// is a time as close as this once in 25 thousand.
constexpr std::int64_t kClocksDiffer = std::int64_t{24} * 3600 * 1000;
/// Any time from 1972 to 2109 is written with seven digits.
constexpr std::size_t kYeastDigits = 7;
constexpr std::size_t kDecimalDigits = 13;

int yeast_digit(char c) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const std::size_t at = kAlphabet.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

/// The number, or -1 when it has a character that is no digit.
std::int64_t read(std::string_view text, int base) {
  std::int64_t value = 0;
  for (const char c : text) {
    const int digit = yeast_digit(c);
    if (digit < 0 || digit >= base) return -1;
    value = value * base + digit;
  }
  return value;
}

/// `<digits>[<mark><counter>]`, where the digits are a time close to now.
bool reports_now(std::string_view text, std::size_t digits, int base, char mark, bool counter_needed, Time now) {
  const std::int64_t millis = read(text.substr(0, digits), base);
  if (text.size() < digits || millis < 0 || std::abs(millis - now / kMillisecond) > kClocksDiffer) return false;
  if (text.size() == digits) return !counter_needed;
  return text[digits] == mark && text.size() > digits + 1 && read(text.substr(digits + 1), base) >= 0;
}

}  // namespace

bool looks_like_offset(std::string_view text, Time now) {
  constexpr std::size_t kLongest = kDecimalDigits + 1 + 9;  // no counter overflows
  if (text.size() > kLongest) return false;
  return reports_now(text, kYeastDigits, 64, '.', false, now) || reports_now(text, kDecimalDigits, 10, '-', true, now);
}

/// The offset that an event ends with; empty when there is none. Only events that the server sends without asking for
/// an acknowledgement have one (SessionAwareAdapter.broadcast), and only where connections are recovered.
std::string_view Dissector::offset_of(const Incoming& in) {
  const Namespace* nsp = known(in);
  const Payload& payload = in.payload;
  if (in.unit.dir != Direction::s2c || in.head.id || nsp == nullptr || payload.elements < 2) return {};
  // What was missed is sent before the CONNECT that says it was recovered.
  if (!nsp->offsets && nsp->pid.empty()) return {};
  return looks_like_offset(payload.last_text, in.ctx.now()) ? std::string_view(payload.last_text) : std::string_view{};
}

void Dissector::ask_to_recover(const Incoming& in, Namespace& nsp) {
  nsp.pid.assign(in.payload.pid, 0, in.payload.pid.size() <= kLongestName ? in.payload.pid.size() : 0);
  nsp.with_offset = !in.payload.offset.empty();
}

/// What became of it. A client's own "pid" (in its auth data) is no request when the server knows of no recovery and
/// there is no offset.
void Dissector::emit_recovery(Incoming& in, Fields& fields, Namespace& nsp) {
  const std::string& pid = in.payload.pid;
  nsp.offsets = !pid.empty();
  const bool asked = !nsp.pid.empty() && (nsp.offsets || nsp.with_offset);
  const bool recovered = asked && nsp.pid == pid;
  nsp.pid.clear();
  if (!asked) return;
  fields.add(make_field(field::recovered, recovered ? 1 : 0));
  if (recovered) return;
  const Field why[] = {make_field(field::with_offset, nsp.with_offset ? 1 : 0),
                       make_field(field::never, nsp.offsets ? 0 : 1)};
  in.notes.add(note::not_recovered, std::span(why));
}

}  // namespace wstrace::socketio
