#include "session/causes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace wstrace {
namespace {

/// What a capture lacks is not the application's trouble.
bool is_trouble(const SessionNote& note) { return note.def->severity > Severity::note && !note.def->loss; }

bool is_graver(const CauseFacts& a, const CauseFacts& b) {
  if (a.severity != b.severity) return a.severity > b.severity;
  const std::uint64_t of_a = a.sessions.size() + a.unlisted;
  const std::uint64_t of_b = b.sessions.size() + b.unlisted;
  return of_a != of_b ? of_a > of_b : a.sessions.front() < b.sessions.front();
}

/// Texts of one kind that are given one by one; further ones are counted.
constexpr std::size_t kTextsOfAKind = 4;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A text without what is different each time: numbers, with their units.
std::string without_numbers(std::string_view text) {
  constexpr std::array<std::string_view, 7> kUnits = {" ms", " µs", " s", " kB", " MB", " bytes", " byte"};
  std::string rest;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      rest += text[at++];
      continue;
    }
    while (at < text.size() && (is_digit(text[at]) || text[at] == '.')) ++at;
    for (const std::string_view unit : kUnits) {
      if (!text.substr(at).starts_with(unit)) continue;
      at += unit.size();
      break;
    }
  }
  return rest;
}

}  // namespace

const SessionNote* first_cause(const SessionFacts& facts) {
  const SessionNote* found = nullptr;
  for (const SessionNote& note : facts.notes) {
    if (!is_trouble(note)) continue;
    if (note.def->code == facts.outcome.code) return &note;
    if (found == nullptr || note.def->severity > found->def->severity) found = &note;
  }
  return found;
}

void Causes::over(const SessionFacts& facts) {
  if (facts.bare()) return;
  const SessionNote* const note = first_cause(facts);
  if (note == nullptr) return;
  auto known = find(*note, facts.proxy);
  if (known == causes_.end())
    known = causes_.insert(known, {note->def, facts.proxy, note->text, without_numbers(note->text)});
  if (known->proxy == Proxy::none) known->proxy = facts.proxy;
  known->one_text = known->one_text && known->text == note->text;
  known->alike = known->alike && known->pattern == without_numbers(note->text);
  known->times += std::max<std::uint64_t>(note->count, 1);
  for (const SessionNote& each : facts.notes)
    if (each.def == note->def && &each != note) known->more += each.times();
  known->more += note->others;
  if (known->sessions.size() < limits_.sessions_listed) {
    known->sessions.push_back(facts.number);
    if (!facts.near_client && !facts.other_sides.empty()) far_.push_back({facts.number, facts.other_sides});
  } else {
    ++known->unlisted;
  }
}

/// The same in other numbers, or, where there are many of the kind, any.
std::vector<Causes::Cause>::iterator Causes::find(const SessionNote& note, Proxy proxy) {
  const std::string pattern = without_numbers(note.text);
  // Where one leg of a proxy shows which it is, the other need not.
  const auto of_kind = [&](const Cause& each) {
    const bool one_proxy = each.proxy == proxy || each.proxy == Proxy::none || proxy == Proxy::none;
    return each.def == note.def && one_proxy;
  };
  const auto same = [&](const Cause& each) { return of_kind(each) && each.pattern == pattern; };
  const auto known = std::find_if(causes_.begin(), causes_.end(), same);
  const auto texts = static_cast<std::size_t>(std::count_if(causes_.begin(), causes_.end(), of_kind));
  return known != causes_.end() || texts < kTextsOfAKind ? known
                                                         : std::find_if(causes_.begin(), causes_.end(), of_kind);
}

/// The two sides of a proxy show one trouble: what the client's side says of it stands for both.
std::vector<Causes::Cause> Causes::joined() const {
  std::vector<Cause> causes = causes_;
  for (const FarSide& far : far_) {
    const auto tells_of = [](const Cause& each, std::uint32_t number) {
      return std::find(each.sessions.begin(), each.sessions.end(), number) != each.sessions.end();
    };
    const auto near = std::find_if(causes.begin(), causes.end(), [&](const Cause& each) {
      return std::any_of(far.other_sides.begin(), far.other_sides.end(),
                         [&](std::uint32_t number) { return tells_of(each, number); });
    });
    if (near == causes.end() || tells_of(*near, far.number)) continue;
    for (Cause& each : causes) std::erase(each.sessions, far.number);
    near->sessions.push_back(far.number);
  }
  return causes;
}

/// What the first text leaves out: it is as certain as it was, and the others are like it.
std::string Causes::what_else(const Cause& cause, std::size_t sessions) {
  if (sessions > 1 && cause.one_text) return {};
  const std::string_view others = cause.alike ? "similar in" : "and for this or a similar reason";
  if (sessions > 1) return fmt::format("; {} {} other session{}", others, sessions - 1, sessions == 2 ? "" : "s");
  std::string phrase = cause.times > 1 ? fmt::format(" ({} times)", cause.times) : "";
  if (cause.more > 0) phrase += fmt::format("; and {} more of this kind", cause.more);
  return phrase;
}

std::vector<CauseFacts> Causes::all(const std::vector<CauseFacts>& shared) const {
  std::set<std::uint32_t> taken;
  for (const CauseFacts& each : shared) taken.insert(each.sessions.begin(), each.sessions.end());
  std::vector<CauseFacts> all = shared;
  for (const Cause& each : joined()) {
    std::vector<std::uint32_t> sessions = each.sessions;
    std::erase_if(sessions, [&](std::uint32_t number) { return taken.contains(number); });
    if (sessions.empty()) continue;
    std::sort(sessions.begin(), sessions.end());
    std::string text = each.text + what_else(each, sessions.size() + each.unlisted);
    all.push_back({each.def->code, each.def->severity, std::move(text), each.def->advice_for(each.proxy),
                   std::move(sessions), each.unlisted});
  }
  std::sort(all.begin(), all.end(), is_graver);
  return all;
}

}  // namespace wstrace
