#include "dissectors/http/stream.h"

#include <utility>

#include "dissectors/http/definitions.h"
#include "dissectors/http/wire.h"
#include "seam/connection_service.h"

namespace wstrace::http {
namespace {

/// Length of an empty line at the front, which stray line ends after a body leave behind (RFC 9112 2.2).
std::size_t empty_line(std::string_view text) {
  if (text.starts_with('\n')) return 1;
  return text.starts_with("\r\n") ? 2 : 0;
}

/// Notes on what is odd about a head.
void note_flaws(const Head& head, Notes& notes) {
  if (!head.bad_line.empty()) notes.add(note::bad_header, {make_field(field::line, head.bad_line)});
  if (!head.bad_name_line.empty()) notes.add(note::bad_header_name, {make_field(field::line, head.bad_name_line)});
  if (head.folded) notes.add(note::folded_header);
  if (head.blank_in_target) notes.add(note::bad_target);
}

void note_flaws(const Framing& framing, Notes& notes) {
  if (framing.both) notes.add(note::both_lengths);
  if (framing.differing) notes.add(note::differing_lengths);
  if (!framing.bad_length.empty()) notes.add(note::bad_length, {make_field(field::got, framing.bad_length)});
}

}  // namespace

HttpStream::HttpStream(const Offer& offer) {
  if (!offer.mid_stream) return;
  outstanding_.begin_anywhere();
  for (Lane& l : lanes_) l.seeking = l.mid_message = true;
}

void HttpStream::on_start(Context& ctx) { ctx.connection().add_layer(protocol); }

Step HttpStream::on_bytes(Context& ctx, Direction dir, Window window) {
  Lane& l = lane(dir);
  if (l.in_body) return read_body(ctx, dir, window);
  if (dir == Direction::c2s && client_waits_) return without_answer(ctx, window);
  Step step = Step::took(0);
  if (l.seeking && !found(ctx, dir, window, step)) return step;
  return read_head(ctx, dir, window);
}

Step HttpStream::read_head(Context& ctx, Direction dir, Window window) {
  Lane& l = lane(dir);
  const std::string_view text = as_text(window.bytes);
  if (const std::size_t n = empty_line(text)) return Step::took(n);
  if (text == "\r") return Step::need(2);
  if (!may_begin(kind_of(dir), text)) return lose_place(ctx, dir, window, {&note::not_http, {}});
  const std::size_t limit = ctx.limits().http_head;
  const std::size_t size = find_head_end(window.bytes, l.searched);
  if (size == 0 && text.size() <= limit) return Step::need(text.size() + 1);
  if (size == 0 || size > limit) {
    const Field fields[] = {make_field(field::limit, limit)};
    return lose_place(ctx, dir, window, {&note::head_too_long, fields});
  }
  return start_message(ctx, dir, window, size);
}

Step HttpStream::start_message(Context& ctx, Direction dir, Window window, std::size_t size) {
  Lane& l = lane(dir);
  l.searched = 0;
  l.missing = 0;
  l.unfinished = false;
  l.reported = false;
  l.notes.clear();
  l.upgrade.clear();
  l.unsure = false;
  l.raw_head.assign(as_text(window.bytes.first(size)));
  l.head_text = l.raw_head;
  const bool good = parse_head(kind_of(dir), l.head_text, l.head);
  // What only looked like a head is none: a direction that lost its place takes no chances.
  if (!good || (l.seeking && !l.head.bad_line.empty())) return lose_place(ctx, dir, window, {&note::not_http, {}});
  l.packets = ctx.packets(dir, window.offset, window.offset + size);
  if (l.seeking) emit_found(ctx, dir, l.packets);
  note_flaws(l.head, l.notes);
  l.wanted = false;
  l.decoder.clear();
  if (dir == Direction::s2c) return on_response(ctx, l, size);
  on_request(ctx, l);
  ctx.count_framing(protocol, size);
  begin_body(ctx, dir, framing_of_request(l.head));
  return Step::took(size);
}

void HttpStream::begin_body(Context& ctx, Direction dir, const Framing& framing) {
  Lane& l = lane(dir);
  l.framing = framing;
  note_flaws(framing, l.notes);
  l.body.start(framing);
  l.in_body = true;
  if (l.body.done()) end_body(ctx, dir);
}

Step HttpStream::read_body(Context& ctx, Direction dir, Window window) {
  Lane& l = lane(dir);
  if (l.unsure && is_next_head(l, window)) {
    end_body(ctx, dir);
    return on_bytes(ctx, dir, window);
  }
  std::size_t at = 0;
  std::size_t content = 0;
  while (at < window.bytes.size() && !l.body.done() && !l.body.bad()) {
    const BodyReader::Piece piece = l.body.read(window.bytes.subspan(at));
    if (l.wanted) l.decoder.feed(piece.content);
    at += piece.taken;
    content += piece.content.size();
  }
  ctx.count_framing(protocol, at - content);
  // Who claims the exchange counts what its content is made of.
  if (claimant(dir == Direction::c2s ? l.upper : answer_.upper) == nullptr) ctx.count_payload(content);
  l.packets = l.packets.joined(ctx.packets(dir, window.offset, window.offset + at));
  if (l.body.bad()) {
    l.notes.add(note::bad_chunk);
    end_body(ctx, dir);
    l.seeking = true;
    return pass_over(dir, window.bytes.size());
  }
  if (l.body.done()) {
    end_body(ctx, dir);
  } else if (!l.reported && l.body.content() > ctx.limits().http_body) {
    l.notes.add(note::long_body, {make_field(field::limit, ctx.limits().http_body)});
    emit_event(ctx, dir);
  }
  return Step::took(at);
}

/// The message is over, whole or not.
void HttpStream::end_body(Context& ctx, Direction dir) {
  Lane& l = lane(dir);
  if (l.missing > 0) l.notes.add(note::lost_bytes, {make_field(field::missing, l.missing)});
  l.in_body = false;
  if (dir == Direction::c2s && !outstanding_.empty() && outstanding_.back().id == l.exchange) {
    outstanding_.back().ended = ctx.now();
    outstanding_.back().packets = l.packets;
  }
  if (!l.reported) emit_event(ctx, dir);
  l.decoder.stop();
  give_body(ctx, dir);
}

/// Gives the upper layer that claims the exchange what it waits for.
void HttpStream::give_body(Context& ctx, Direction dir) {
  Lane& l = lane(dir);
  // Whoever lets go of the exchange may end its session: not before the call is over.
  const std::shared_ptr<UpperExchange> upper = std::move(dir == Direction::c2s ? l.upper : answer_.upper);
  ExchangeDissector* const dissector = claimant(upper);
  if (dissector == nullptr) return;
  ctx.count_saved(l.decoder.saved());
  Body body{as_bytes(l.decoder.decoded()), Body::State::whole, l.packets};
  if (l.decoder.undecodable()) {
    body.state = Body::State::undecodable;
  } else if (!l.wanted || l.missing > 0 || !l.body.done() || l.decoder.state() == ContentDecoder::State::limit) {
    body.state = l.unfinished && l.wanted && l.missing == 0 ? Body::State::unfinished : Body::State::cut;
  }
  if (dir == Direction::c2s) {
    dissector->on_request_body(upper->context(), body);
  } else {
    const bool switches = l.head.status == kSwitchingProtocols;
    dissector->on_response(upper->context(), {l.head.status, l.head.reason, l.head.headers, switches}, body);
  }
}

void HttpStream::on_gap(Context& ctx, Direction dir, std::uint64_t n) {
  Lane& l = lane(dir);
  l.searched = 0;
  // What was decoded before the hole stays; what comes after it cannot be joined to it.
  if (l.in_body) l.wanted = false;
  if (l.in_body && !ctx.gap_is_vague() && l.body.skip(n)) {
    l.missing += n;
    if (l.body.done()) end_body(ctx, dir);
    return;
  }
  if (l.in_body) {
    l.missing += l.framing.kind == Framing::Kind::length ? l.body.remaining() : n;
    end_body(ctx, dir);
  }
  outstanding_.lose(dir);
  ctx.connection().lost_place(dir);
  if (std::exchange(l.seeking, true)) return;
  const Field fields[] = {make_field(field::missing, n)};
  const Note notes[] = {{&note::lost_place, fields}};
  if (ctx.wants(event::gap)) ctx.emit({dir, {}}, event::gap, fields, notes);
}

bool HttpStream::at_rest() const {
  const auto between = [](const Lane& l) { return !l.in_body && !l.seeking && l.searched == 0; };
  return exchanges_ > 0 && outstanding_.empty() && !client_waits_ && between(lanes_[0]) && between(lanes_[1]);
}

/// A proxy that gives up a request resets its connection to the server: it has not died, and what it gave up is reported where
/// the request is.
bool HttpStream::explains_reset(Context& ctx, Direction by) {
  const Session* const session = ctx.session();
  return session != nullptr && by == Direction::c2s && !session->facts.other_sides.empty() &&
         !session->facts.near_client;
}

/// Why the body that comes in this direction is not complete, though its connection ended.
const NoteDef& HttpStream::why_cut(Direction dir, const Closing& closing) {
  if (closing.time == 0 || closing.by == dir) return note::cut_short;
  return dir == Direction::s2c ? note::reader_left : note::body_not_taken;
}

void HttpStream::on_end(Context& ctx, Direction dir, End how, Window unread) {
  Lane& l = lane(dir);
  if (dir == Direction::c2s) client_ended_ = true;
  if (dir == Direction::c2s && !server_ended_) client_ended_first_ = true;
  if (dir == Direction::s2c) server_ended_ = true;
  const bool ended = how == End::fin || how == End::rst;
  if (l.in_body) {
    if (how == End::fin) l.body.close();
    if (!l.body.done()) l.notes.add(ended ? why_cut(dir, ctx.closing()) : note::unfinished);
    l.unfinished = !l.body.done();
    end_body(ctx, dir);
  } else if (l.seeking) {
    end_seeking(ctx, dir, unread);
  } else if (!unread.bytes.empty()) {
    end_unread(ctx, dir, how, unread);
  }
  if (dir == Direction::s2c) ended ? on_unanswered(ctx) : on_pending(ctx);
  give_up_exchanges(dir, how);
}

/// What is unanswered when a direction ends stays so: clients of HTTP do not half-close. (An answer that is on its way
/// has left the queue.) Where the server's bytes could not be read, nothing is known of answers.
void HttpStream::give_up_exchanges(Direction dir, End how) {
  if (dir == Direction::c2s && how == End::fin) return;
  for (Exchange& each : outstanding_.all()) {
    const std::shared_ptr<UpperExchange> upper = std::move(each.upper);
    ExchangeDissector* const dissector = claimant(upper);
    if (dissector == nullptr || each.doubtful) continue;
    const Direction first = client_ended_first_ ? Direction::c2s : dir;
    dissector->on_no_response(upper->context(), first, how);
  }
}

void HttpStream::end_unread(Context& ctx, Direction dir, End how, Window unread) {
  if (dir == Direction::c2s && client_waits_) return emit_undecoded(ctx, dir, unread, {&note::no_answer, {}});
  const Field fields[] = {make_field(field::bytes, unread.bytes.size())};
  const bool ended = how == End::fin || how == End::rst;
  emit_undecoded(ctx, dir, unread, {ended ? &note::cut_head : &note::unfinished, fields});
}

}  // namespace wstrace::http
