#include "output/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "output/words.h"

namespace wstrace {
namespace {

constexpr std::string_view kCaveat =
    "The OSI model is older than these protocols and fits them loosely: a layer is named as a help for the eye, not as "
    "a "
    "claim of their specifications.";

std::string_view layer_title(Layer layer) {
  static constexpr std::array<std::string_view, 7> kTitles = {"physical", "data link",    "network",    "transport",
                                                              "session",  "presentation", "application"};
  return kTitles[static_cast<std::size_t>(layer) - 1];
}

void print_event(Page& page, const EventDef& event) {
  Line head = page.line();
  head.space(2).put(fmt::format("{}.{}", event.protocol->name, event.name), style_of(event.layer)).space(2);
  head.put(fmt::format("L{} {}", static_cast<int>(event.layer), layer_title(event.layer)), Style::faint);
  if (!event.ref.empty()) head.space(2).put(event.ref, Style::faint);
  page.print(head);
  Line body = page.line();
  body.space(4);
  page.paragraph(std::move(body), event.explain);
}

/// A note's template without its fields' values: "the answer took ‹rtt_us›". Optional groups are told as if they held.
std::string with_names(std::string_view pattern) {
  std::string out;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == '[' || pattern[at] == ']') continue;
    if (pattern[at] != '{') {
      out += pattern[at];
      continue;
    }
    const std::size_t close = std::min(pattern.find('}', at), pattern.size() - 1);
    const std::string_view name = pattern.substr(at + 1, close - at - 1);
    if (!name.starts_with('?') && !name.starts_with('!')) out += fmt::format("‹{}›", name);
    at = close;
  }
  return out;
}

void print_note(Page& page, const NoteDef& note) {
  Line head = page.line();
  head.space(2).put(note.code).space(2).put(word_for(note.severity), style_of(note.severity));
  if (!note.ref.empty()) head.space(2).put(note.ref, Style::faint);
  page.print(head);
  Line body = page.line();
  body.space(4);
  page.paragraph(std::move(body), sentences(with_names(note.text), note.advice));
}

/// An event that is told in several ways is listed once for each; the first stands for all.
bool tells_first(const ProtocolDef& protocol, const EventDef& event) {
  const auto same = [&](const EventDef* each) { return each->name == event.name; };
  return *std::find_if(protocol.events.begin(), protocol.events.end(), same) == &event;
}

void print_protocol(Page& page, const ProtocolDef& protocol) {
  Line title = page.line();
  title.put(protocol.title, Style::strong);
  page.print(title);
  for (const EventDef* event : protocol.events)
    if (tells_first(protocol, *event)) print_event(page, *event);
  for (const NoteDef* note : protocol.notes) print_note(page, *note);
  page.blank();
}

/// Prints those of the protocol's events and notes that have the name.
bool print_named(Page& page, const ProtocolDef& protocol, std::string_view wanted) {
  bool any = false;
  for (const EventDef* event : protocol.events) {
    if (!tells_first(protocol, *event) || wanted != fmt::format("{}.{}", protocol.name, event->name)) continue;
    print_event(page, *event);
    any = true;
  }
  for (const NoteDef* note : protocol.notes) {
    if (wanted != note->code) continue;
    print_note(page, *note);
    any = true;
  }
  if (any) page.blank();
  return any;
}

}  // namespace

bool print_explanations(Page& page, std::span<const ProtocolDef* const> protocols, std::string_view wanted) {
  bool any = false;
  for (const ProtocolDef* protocol : protocols) {
    const bool whole = wanted.empty() || wanted == protocol->name;
    if (whole) print_protocol(page, *protocol);
    any = (whole || print_named(page, *protocol, wanted)) || any;
  }
  if (any) page.paragraph(page.line(), kCaveat, Style::faint);
  page.flush();
  return any;
}

}  // namespace wstrace
