#include "output/phrases.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/describe.h"

namespace wstrace {
namespace {

std::uint64_t notes_of(const SessionFacts& session, Severity severity) {
  std::uint64_t n = 0;
  for (const SessionNote& note : session.notes)
    if (note.def->severity == severity) n += note.times();
  return n;
}

}  // namespace

std::string counted(std::uint64_t n, std::string_view one) { return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s"); }

std::string size_figure(std::uint64_t bytes) { return bytes < 10'000 ? fmt::format("{}", bytes) : human_size(bytes); }

std::string human_range(Duration least, Duration most) {
  std::string low = human_duration(least);
  const std::string high = human_duration(most);
  if (low == high) return low;
  const std::size_t unit = low.rfind(' ');
  if (unit == std::string::npos || !high.ends_with(low.substr(unit))) return low + "–" + high;
  return low.substr(0, unit) + "–" + high;
}

std::string session_title(const SessionFacts& session) {
  std::string title;
  const auto layers = session.stack.layers();
  for (auto layer = layers.rbegin(); layer != layers.rend() && layer->protocol->level > Level::messages; ++layer) {
    if (layer->version.empty()) continue;
    if (!title.empty()) title += " on ";
    title += fmt::format("{} {}", layer->protocol->title, layer->version);
  }
  return title.empty() ? std::string(session.type->title) : title;
}

std::string connection_letter(std::size_t place) {
  std::string letters;
  for (std::size_t rest = place + 1; rest != 0; rest = (rest - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return letters;
}

std::string_view text_for(Severity severity) {
  switch (severity) {
    case Severity::none:
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "note";
}

std::string trouble_text(const SessionFacts& session) {
  std::string text;
  for (const Severity severity : {Severity::error, Severity::warning}) {
    const std::uint64_t n = notes_of(session, severity);
    if (n == 0) continue;
    if (!text.empty()) text += ", ";
    text += counted(n, text_for(severity));
  }
  return text;
}

namespace {

std::string capitalised(std::string_view text) {
  std::string out(text);
  if (out.starts_with("wstrace ")) return out;
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

}  // namespace

std::string sentences(std::string_view first, std::string_view second) {
  std::string both = capitalised(first);
  if (second.empty()) return both;
  if (!both.empty() && !both.ends_with('.') && !both.ends_with('?')) both += '.';
  if (!both.empty()) both += ' ';
  return both += capitalised(second);
}

Style style_of(Layer layer) {
  switch (layer) {
    case Layer::physical:
    case Layer::data_link:
    case Layer::network: return Style::wire;
    case Layer::transport: return Style::transport;
    case Layer::session: return Style::session;
    case Layer::presentation: return Style::presentation;
    case Layer::application: return Style::application;
  }
  return Style::plain;
}

Style style_of(Severity severity) {
  switch (severity) {
    case Severity::none: return Style::plain;
    case Severity::note: return Style::note;
    case Severity::warning: return Style::warn;
    case Severity::error: return Style::error;
  }
  return Style::plain;
}

}  // namespace wstrace
