#include "output/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "model/proxies.h"
#include "output/phrases.h"

namespace wstrace {
namespace {

constexpr std::string_view kCaveat =
    "The OSI model is older than these protocols, and they do not follow it closely: the layers are an aid for "
    "reading, "
    "not part of the specifications.";

std::string_view layer_title(Layer layer) {
  static constexpr std::array<std::string_view, 7> kTitles = {"physical", "data link",    "network",    "transport",
                                                              "session",  "presentation", "application"};
  return kTitles[static_cast<std::size_t>(layer) - 1];
}

bool is_called_alike(const EventDef& one, const EventDef& other) { return one.name == other.name; }

/// What the name stands for, one paragraph for each of its definitions: those that there are several of have titles.
void print_event(TextWriter& writer, const EventDef& event) {
  LineBuilder head = writer.line();
  head.space(2).put(fmt::format("{}.{}", event.protocol->name, event.name), style_of(event.layer)).space(2);
  head.put(fmt::format("L{} {}", static_cast<int>(event.layer), layer_title(event.layer)), Style::faint);
  if (!event.ref.empty()) head.space(2).put(event.ref, Style::faint);
  writer.print(head);
  const std::span<const EventDef* const> events = event.protocol->events();
  const auto alike = [&event](const EventDef* each) { return is_called_alike(*each, event); };
  const bool several = std::count_if(events.begin(), events.end(), alike) > 1;
  for (const EventDef* each : events) {
    if (!alike(each)) continue;
    LineBuilder body = writer.line();
    body.space(4);
    writer.paragraph(std::move(body),
                     several ? fmt::format("{}: {}", each->title, each->explain) : std::string(each->explain));
  }
}

/// A paragraph ends like one; a note in the timeline goes on with its code.
std::string with_full_stop(std::string text) {
  if (!text.empty() && !text.ends_with('.') && !text.ends_with('?') && !text.ends_with(';')) text += '.';
  return text;
}

/// What to do where a certain proxy is there, in its own column.
void print_remedy(TextWriter& writer, const Remedy& remedy) {
  constexpr std::size_t kNames = 4;
  constexpr std::size_t kWords = 21;
  LineBuilder line = writer.line();
  line.space(kNames).put(fmt::format("with {}", name_of(remedy.proxy)), Style::faint).pad_to(kWords);
  writer.paragraph(std::move(line), with_full_stop(std::string(remedy.advice)));
}

void print_note(TextWriter& writer, const NoteDef& note) {
  LineBuilder head = writer.line();
  head.space(2).put(note.code).space(2).put(text_for(note.severity), style_of(note.severity));
  if (!note.ref.empty()) head.space(2).put(note.ref, Style::faint);
  writer.print(head);
  LineBuilder body = writer.line();
  body.space(4);
  writer.paragraph(std::move(body),
                   with_full_stop(sentences(note.explain.empty() ? note.text : note.explain, note.advice)));
}

bool is_first(const ProtocolDef& protocol, const EventDef& event) {
  const std::span<const EventDef* const> events = protocol.events();
  return *std::find_if(events.begin(), events.end(),
                       [&](const EventDef* each) { return is_called_alike(*each, event); }) == &event;
}

void print_protocol(TextWriter& writer, const ProtocolDef& protocol) {
  LineBuilder title = writer.line();
  title.put(protocol.title, Style::strong);
  writer.print(title);
  for (const EventDef* event : protocol.events())
    if (is_first(protocol, *event)) print_event(writer, *event);
  for (const NoteDef* note : protocol.notes()) print_note(writer, *note);
  writer.blank();
}

/// Prints those of the protocol's events and notes that have the name.
bool print_named(TextWriter& writer, const ProtocolDef& protocol, std::string_view wanted) {
  bool any = false;
  for (const EventDef* event : protocol.events()) {
    if (!is_first(protocol, *event) || wanted != fmt::format("{}.{}", protocol.name, event->name)) continue;
    print_event(writer, *event);
    any = true;
  }
  for (const NoteDef* note : protocol.notes()) {
    if (wanted != note->code) continue;
    print_note(writer, *note);
    for (const Remedy& each : note->remedies) print_remedy(writer, each);
    any = true;
  }
  if (any) writer.blank();
  return any;
}

/// How many letters must be put in, left out or changed to make one word of the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, changed}));
    }
  }
  return row.back();
}

/// True for the first part of its codes: "eio" of eio.ping-timeout.
bool is_prefix_of_codes(const ProtocolDef& protocol, std::string_view wanted) {
  return std::any_of(protocol.notes().begin(), protocol.notes().end(),
                     [wanted](const NoteDef* note) { return note->code.substr(0, note->code.find('.')) == wanted; });
}

}  // namespace

std::string similar_name(std::span<const ProtocolDef* const> protocols, std::string_view wanted) {
  for (const ProtocolDef* protocol : protocols)
    if (is_prefix_of_codes(*protocol, wanted)) return std::string(protocol->name);
  std::string best;
  std::size_t least = std::min<std::size_t>(wanted.size() / 3, 3) + 1;
  const auto consider = [&](std::string name) {
    const std::size_t apart = distance(wanted, name);
    if (apart >= least) return;
    least = apart;
    best = std::move(name);
  };
  for (const ProtocolDef* protocol : protocols) {
    consider(std::string(protocol->name));
    for (const EventDef* event : protocol->events()) consider(fmt::format("{}.{}", protocol->name, event->name));
    for (const NoteDef* note : protocol->notes()) consider(std::string(note->code));
  }
  return best;
}

bool print_explanations(TextWriter& writer, std::span<const ProtocolDef* const> protocols, std::string_view wanted) {
  bool any = false;
  for (const ProtocolDef* protocol : protocols) {
    const bool whole = wanted.empty() || wanted == protocol->name;
    if (whole) print_protocol(writer, *protocol);
    any = (whole || print_named(writer, *protocol, wanted)) || any;
  }
  if (any) writer.paragraph(writer.line(), kCaveat, Style::faint);
  writer.flush();
  return any;
}

}  // namespace wstrace
