#include "session/last_stage.h"

#include <algorithm>

#include "core/number_ranges.h"
#include "model/describe.h"
#include "session/definitions.h"

namespace wstrace {
namespace {

/// The fields of an event, and what only its note says.
struct LoopFields {
  explicit LoopFields(const ReconnectLoop& loop)
      : fields{make_field(across::field::sessions, loop.count()),
               make_field(across::field::span_us, to_micros(loop.ended - loop.began)),
               make_field(across::field::lifetime_us, loop.lifetimes_us.at(0.5)),
               make_field(across::field::by, loop.by),
               make_field(across::field::who, loop.who),
               make_field(across::field::story, std::string_view(loop.story))} {}

  std::span<const Field> of_event() const { return std::span(fields).first(4); }
  Note note() const { return {&across::note::reconnect_loop, fields}; }

  std::array<Field, 6> fields;
};

std::string text_of(const std::vector<std::uint32_t>& sessions) {
  NumberRanges numbers;
  for (const std::uint32_t number : sessions) numbers.add(number);
  return numbers.text("session");
}

struct SilenceFields {
  SilenceFields(const SharedSilence& silence, std::string whom)
      : server(silence.server.to_string()), numbers(std::move(whom)) {
    if (silence.heard != 0) {
      story = "but session " + std::to_string(silence.heard) +
              " heard from it meanwhile, so the server ran: what do these sessions have in common?";
    }
    fields = {make_field(across::field::server, std::string_view(server)),
              make_field(across::field::silent_us, to_micros(silence.until - silence.since)),
              make_field(across::field::numbers, std::string_view(numbers)),
              make_field(across::field::story, std::string_view(story))};
  }

  std::span<const Field> of_event() const { return std::span(fields).first(3); }
  Note note() const { return {&across::note::server_silent, fields}; }

  std::string server;
  std::string numbers;
  std::string story;
  std::array<Field, 4> fields;
};

CauseFacts cause_of(const NoteDef& def, Severity severity, const Note& note, std::vector<std::uint32_t> sessions,
                    std::uint64_t unlisted) {
  std::sort(sessions.begin(), sessions.end());
  return {def.code, severity, filled(def.text, note.fields), def.advice, std::move(sessions), unlisted};
}

/// A client that fails for one reason tries again: the reason is the cause, and the loop what follows from it.
void add_loop(std::vector<CauseFacts>& causes, const ReconnectLoop& loop) {
  const auto tells_of = [&](const CauseFacts& each) {
    return std::find(each.sessions.begin(), each.sessions.end(), loop.sessions.front()) != each.sessions.end();
  };
  const auto cause = std::find_if(causes.begin(), causes.end(), tells_of);
  if (cause == causes.end()) return;
  cause->text += "; reconnect loop: " + std::string(loop.who) + " tried " + std::to_string(loop.count()) +
                 " times within " + human_duration(loop.ended - loop.began);
}

}  // namespace

void LastStage::over(SessionFacts& facts, const Tell& report) {
  if (const ReconnectLoop* const loop = reconnects_.over(facts); loop != nullptr) {
    const LoopFields said(*loop);
    report(across::event::loop, said.of_event(), said.note());
  }
  if (const SharedSilence* const silence = silences_.over(facts); silence != nullptr) {
    const SilenceFields said(*silence, text_of(silence->sessions));
    report(across::event::silence, said.of_event(), said.note());
  }
  causes_.over(facts);
}

std::vector<CauseFacts> LastStage::causes() const {
  std::vector<CauseFacts> shared;
  for (const ReconnectLoop& loop : reconnects_.loops()) {
    if (loop.explained) continue;
    shared.push_back(cause_of(across::note::reconnect_loop, across::note::reconnect_loop.severity,
                              LoopFields(loop).note(), loop.sessions, loop.unlisted));
  }
  for (const SharedSilence& silence : silences_.all()) {
    if (silence.count() < 2) continue;
    shared.push_back(cause_of(across::note::server_silent, Severity::error,
                              SilenceFields(silence, "all of them").note(), silences_.with_near_sides(silence),
                              silence.unlisted));
  }
  std::vector<CauseFacts> all = causes_.all(shared);
  for (const ReconnectLoop& loop : reconnects_.loops())
    if (loop.explained) add_loop(all, loop);
  return all;
}

}  // namespace wstrace
