// HttpStream: bytes that were not captured.
//
// A direction that does not know where the next message begins passes over what comes, packet by packet, until one
// begins with a start line whose head is sound. The answer to an upgrade may be among what was lost: then what both
// sides go on with says whether it was accepted.
#include <utility>

#include "dissectors/http/definitions.h"
#include "dissectors/http/stream.h"
#include "dissectors/http/wire.h"
#include "seam/connection_service.h"

namespace wstrace::http {
namespace {

// A WebSocket's frame, as far as HTTP has to know it apart from its own (RFC 6455 5.2).
constexpr unsigned kFin = 0x80;
constexpr unsigned kReservedBits = 0x30;  // RSV2 and RSV3, which no extension in use has a meaning for
constexpr unsigned kOpcode = 0x0f;
constexpr unsigned kMask = 0x80;
constexpr unsigned kLength = 0x7f;
constexpr unsigned kLength16 = 126;
constexpr unsigned kLength64 = 127;

bool is_opcode(unsigned opcode) { return opcode <= 2 || (opcode >= 8 && opcode <= 10); }

/// No request begins like this: the characters of a method are neither control characters nor above 0x7f.
bool begins_masked_frame(Bytes bytes) {
  return bytes.size() >= 2 && (bytes[0] & kReservedBits) == 0 && is_opcode(bytes[0] & kOpcode) &&
         (bytes[1] & kMask) != 0;
}

/// Size of an unmasked, unfragmented frame at the front; 0 when there is none.
std::size_t server_frame(Bytes bytes) {
  if (bytes.size() < 2 || (bytes[0] & kFin) == 0 || (bytes[0] & kReservedBits) != 0) return 0;
  const unsigned length = bytes[1] & kLength;
  if (!is_opcode(bytes[0] & kOpcode) || (bytes[1] & kMask) != 0 || length == kLength64) return 0;
  if (length != kLength16) return 2 + length;
  return bytes.size() < 4 ? 0 : 4 + (std::size_t{bytes[2]} << 8 | bytes[3]);
}

/// True when whole frames of a server fill the window to its end, which other bytes do not do by chance.
bool is_server_frames(Bytes bytes) {
  if (bytes.empty()) return false;
  while (!bytes.empty()) {
    const std::size_t size = server_frame(bytes);
    if (size == 0 || size > bytes.size()) return false;
    bytes = bytes.subspan(size);
  }
  return true;
}

/// Where the next packet begins in the window, or its end.
std::size_t next_packet(const Context& ctx, Direction dir, Window window, std::size_t at) {
  const auto same = [&](std::size_t end) {
    const PacketRange first = ctx.packets(dir, window.offset + at, window.offset + at + 1);
    const PacketRange all = ctx.packets(dir, window.offset + at, window.offset + end);
    return first.first == all.first && first.last == all.last;
  };
  std::size_t inside = at + 1;
  std::size_t end = window.bytes.size();
  if (same(end)) return end;
  while (end - inside > 1) {
    const std::size_t middle = inside + (end - inside) / 2;
    (same(middle) ? inside : end) = middle;
  }
  return inside;
}

}  // namespace

/// What stands here is no message, or is not known to be one.
Step HttpStream::lose_place(Context& ctx, Direction dir, Window window, Note why) {
  Lane& l = lane(dir);
  l.searched = 0;
  if (!l.seeking) {
    l.seeking = true;
    l.passed_reported = window.bytes.size();
    emit_undecoded(ctx, dir, window, why);
    ctx.connection().lost_place(dir);
  }
  return pass_over(dir, next_packet(ctx, dir, window, 0));
}

Step HttpStream::pass_over(Direction dir, std::uint64_t n) {
  lane(dir).passed += n;
  // Messages may have been in it.
  outstanding_.lose(dir);
  return Step::took(n);
}

/// True when a message begins at the front of the window. Otherwise `step` says what to do with it.
bool HttpStream::found(Context& ctx, Direction dir, Window window, Step& step) {
  const std::string_view text = as_text(window.bytes);
  // What came before anybody claimed the stream is passed over, too.
  Lane& l = lane(dir);
  if (l.mid_message && l.passed == 0) l.passed = window.offset;
  std::size_t at = 0;
  Likeness like = Likeness::no;
  for (; at < text.size(); at = next_packet(ctx, dir, window, at)) {
    like = likeness(kind_of(dir), text.substr(at));
    if (like != Likeness::no) break;
  }
  if (at == 0 && like == Likeness::yes) return true;
  if (at == 0) {
    step = Step::need(text.size() + 1);
  } else if (at == text.size() && dir == Direction::s2c && goes_on_without_answer(window)) {
    step = infer_upgrade(ctx, dir);
  } else {
    step = pass_over(dir, at);
  }
  return false;
}

void HttpStream::emit_found(Context& ctx, Direction dir, PacketRange packets) {
  Lane& l = lane(dir);
  l.seeking = false;
  l.passed_reported = 0;
  const std::uint64_t passed = std::exchange(l.passed, 0);
  l.mid_message = false;
  if (passed == 0 || !ctx.wants(event::resumed)) return;
  const Field fields[] = {make_field(field::skipped, passed)};
  const Note notes[] = {{&note::resumed, fields}};
  ctx.emit({dir, packets}, event::resumed, fields, notes);
}

/// Nothing was found up to the end. What is missing has been reported, but for a capture that began in the middle.
void HttpStream::end_seeking(Context& ctx, Direction dir, Window unread) {
  Lane& l = lane(dir);
  const std::uint64_t passed = l.passed + unread.bytes.size();
  if (passed <= l.passed_reported || !ctx.wants(event::undecoded)) return;
  const Field fields[] = {make_field(field::bytes, passed)};
  const Note notes[] = {{&note::mid_message}};
  ctx.emit({dir, {}}, event::undecoded, fields, std::span(notes).first(l.mid_message ? 1 : 0));
}

/// An answer whose question is not known may be one to HEAD: then the next head stands where its body would.
bool HttpStream::is_next_head(const Lane& l, Window window) const {
  if (l.body.content() > 0 && l.framing.kind != Framing::Kind::until_close) return false;
  return likeness(MessageKind::response, as_text(window.bytes)) == Likeness::yes;
}

bool HttpStream::answer_may_be_lost() const {
  return client_waits_ && !outstanding_.empty() && outstanding_.front().doubtful;
}

/// The client goes on after a request whose answer decides what its next bytes are.
Step HttpStream::without_answer(Context& ctx, Window window) {
  client_sends_frames_ = begins_masked_frame(window.bytes);
  client_goes_on_ = true;
  if (!answer_may_be_lost()) return Step::wait();
  const Likeness request = likeness(MessageKind::request, as_text(window.bytes));
  if (request == Likeness::unsure || window.bytes.size() < 2) return Step::need(window.bytes.size() + 1);
  const Exchange& asked = outstanding_.front();
  if (request == Likeness::no && asked.is_connect()) {
    Offer tunnel;
    tunnel.mid_stream = true;
    return Step::hand_over(0, std::move(tunnel));
  }
  if (request == Likeness::no && asked.upgrade.websocket() && client_sends_frames_) {
    return infer_upgrade(ctx, Direction::c2s);
  }
  // It was refused, and HTTP goes on; or nobody knows what this is.
  client_waits_ = false;
  if (request == Likeness::yes) return on_bytes(ctx, Direction::c2s, window);
  return lose_place(ctx, Direction::c2s, window, {&note::no_answer, {}});
}

/// The answer to a WebSocket's request was lost, and what the server sends now is no HTTP.
bool HttpStream::goes_on_without_answer(Window window) const {
  if (!answer_may_be_lost() || !outstanding_.front().upgrade.websocket()) return false;
  return client_sends_frames_ || is_server_frames(window.bytes);
}

Step HttpStream::infer_upgrade(Context& ctx, Direction dir) {
  const Exchange asked = outstanding_.take();
  Context& scope = asked.upper != nullptr ? asked.upper->context() : ctx;
  const Field fields[] = {make_field(field::method, asked.method), make_field(field::target, asked.target),
                          make_field(field::skipped, lane(Direction::s2c).passed)};
  const Note notes[] = {{&note::answer_lost}};
  const bool skipped = lane(Direction::s2c).passed > 0;
  if (ctx.wants(event::upgrade_inferred)) {
    scope.emit({dir, {}}, event::upgrade_inferred, std::span(fields).first(skipped ? 3 : 2), notes);
  }
  Offer offer;
  offer.kind = Offer::Kind::upgrade;
  offer.protocol = asked.upgrade.protocol;
  offer.target = origin_form(asked.target);
  offer.extensions = asked.upgrade.extensions;  // possible, not agreed on
  offer.inferred = true;
  offer.packets = asked.packets;
  offer.asked = asked.ended;
  return Step::hand_over(0, std::move(offer));
}

}  // namespace wstrace::http
