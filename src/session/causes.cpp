#include "session/causes.h"

#include <algorithm>
#include <set>

namespace wstrace {
namespace {

/// What a capture lacks is not the application's trouble.
bool is_trouble(const SessionNote& note) { return note.def->severity > Severity::note && !note.def->loss; }

/// The note that tells why the session ended, else the gravest of all.
const SessionNote* first_cause(const SessionFacts& facts) {
  const SessionNote* found = nullptr;
  for (const SessionNote& note : facts.notes) {
    if (!is_trouble(note)) continue;
    if (note.def->code == facts.outcome.code) return &note;
    if (found == nullptr || note.def->severity > found->def->severity) found = &note;
  }
  return found;
}

bool is_graver(const CauseFacts& a, const CauseFacts& b) {
  if (a.severity != b.severity) return a.severity > b.severity;
  const std::uint64_t of_a = a.sessions.size() + a.unlisted;
  const std::uint64_t of_b = b.sessions.size() + b.unlisted;
  return of_a != of_b ? of_a > of_b : a.sessions.front() < b.sessions.front();
}

}  // namespace

void Causes::over(const SessionFacts& facts) {
  if (facts.bare()) return;
  const SessionNote* const note = first_cause(facts);
  if (note == nullptr) return;
  const auto same = [&](const Cause& each) { return each.def == note->def; };
  auto known = std::find_if(causes_.begin(), causes_.end(), same);
  if (known == causes_.end()) known = causes_.insert(known, {note->def, note->text, true, {}, 0});
  known->one_text = known->one_text && known->text == note->text;
  if (known->sessions.size() < limits_.sessions_listed) {
    known->sessions.push_back(facts.number);
  } else {
    ++known->unlisted;
  }
}

std::vector<CauseFacts> Causes::all(const std::vector<CauseFacts>& shared) const {
  std::set<std::uint32_t> taken;
  for (const CauseFacts& each : shared) taken.insert(each.sessions.begin(), each.sessions.end());
  std::vector<CauseFacts> all = shared;
  for (const Cause& each : causes_) {
    std::vector<std::uint32_t> sessions = each.sessions;
    std::erase_if(sessions, [&](std::uint32_t number) { return taken.contains(number); });
    if (sessions.empty()) continue;
    std::sort(sessions.begin(), sessions.end());
    const bool own_words = each.one_text || each.def->explain.empty();
    all.push_back({each.def->code, each.def->severity, own_words ? each.text : std::string(each.def->explain),
                   each.def->advice, std::move(sessions), each.unlisted});
  }
  std::sort(all.begin(), all.end(), is_graver);
  return all;
}

}  // namespace wstrace
