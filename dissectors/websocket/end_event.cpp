// The last event of a WebSocket, from its judgement.
#include "dissectors/websocket/end_event.h"

#include <array>
#include <span>

#include "dissectors/websocket/definitions.h"
#include "model/fields.h"

namespace wstrace::websocket {
namespace {

/// Whose end it is: who closed first, or else TCP.
Direction side_of(const CloseJudgement& closing) {
  return closing.first().value_or(closing.ending().tcp_by.value_or(Direction::c2s));
}

Fields end_fields(const Ending& ending, Direction dir, const Closing& carrier) {
  const Ending::Side& first = ending.of(dir);
  const Ending::Side& second = ending.of(opposite(dir));
  const bool answered = first.sent && second.sent;
  Fields fields;
  if (first.sent) fields.add(field::by, party(dir));
  if (first.sent) fields.add(field::close_code, first.code);
  if (answered) fields.add(field::answer_code, second.code);
  if (answered) fields.add(field::answer_us, to_micros(second.at - first.at));
  if (ending.tcp_by) fields.add(field::tcp_by, party(*ending.tcp_by));
  if (carrier.of_stream()) fields.add(field::carrier, carrier.carrier);
  fields.add_if(ending.reset, field::reset);
  if (ending.closed_at() != 0) fields.add(field::tcp_us, to_micros(ending.tcp_at - ending.closed_at()));
  return fields;
}

}  // namespace

void emit_end(Context& ctx, const CloseJudgement& closing, const EndNotes& said) {
  const Ending& ending = closing.ending();
  const Direction dir = side_of(closing);
  const Direction late = said.why == &note::tcp_left_open ? ending.tcp_by.value_or(dir) : dir;
  const Field of_frames[] = {make_field(field::party, party(late)), make_field(field::other, other_party(dir)),
                             make_field(field::waited_us, to_micros(ending.tcp_at - ending.closed_at())),
                             make_field(field::carrier, ctx.closing().carrier)};
  const Field of_story[] = {make_field(field::story, std::string_view(said.story))};
  const Field of_silence[] = {make_field(field::story, std::string_view(said.silence))};
  std::array<Note, 2> notes;
  std::size_t n = 0;
  if (said.why != nullptr)
    notes[n++] = {said.why, said.story.empty() ? std::span<const Field>(of_frames) : std::span<const Field>(of_story)};
  if (!said.silence.empty()) notes[n++] = {&note::server_silent, of_silence};
  const EventDef& calm = said.silence.empty() ? event::ended : event::ended_in_silence;
  const Fields fields = end_fields(ending, dir, ctx.closing());
  ctx.emit({dir, {}}, said.why != nullptr ? event::unclean_end : calm, fields, std::span(notes).first(n));
}

}  // namespace wstrace::websocket
