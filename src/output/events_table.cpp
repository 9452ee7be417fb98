#include "output/events_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "model/describe.h"
#include "output/phrases.h"

namespace wstrace {
namespace {

/// Names shown without -v.
constexpr std::size_t kNamed = 12;
constexpr std::size_t kBetweenColumns = 2;
/// A direction's arrow and a space.
constexpr std::size_t kArrow = 4;
/// Before a name is cut shorter than this, columns of figures go.
constexpr std::size_t kLeastName = 10;

enum Figure : std::size_t { kCount, kSize, kAnswered, kMedian, kP99, kBroadcast, kFigures };
/// The first to go where there is no room for all.
constexpr Figure kLeastNeeded[] = {kP99, kBroadcast, kSize, kMedian};

using Figures = std::array<std::string, kFigures>;

Duration rtt(const NamedCount& event, double quantile) {
  return static_cast<Duration>(event.rtt_us.at(quantile)) * kMicrosecond;
}

std::string_view arrow(const NamedCount& event) { return event.dir == Direction::c2s ? "──▶" : "◀──"; }

std::string name_text(const NamedCount& event) {
  const bool main = event.nsp.empty() || event.nsp == "/";
  return fmt::format("{}{}\"{}\"", main ? "" : event.nsp, main ? "" : " ", event.name);
}

/// Where the capture lacks messages, or they could not be read, acknowledgements may be among them.
bool may_lack_answers(const SessionFacts& session) {
  return std::any_of(session.notes.begin(), session.notes.end(), [](const SessionNote& n) { return n.def->loss; });
}

std::string came(const NamedCount& event, bool lossy) {
  if (!lossy) return event.acked == 0 ? "none" : fmt::to_string(event.acked);
  return event.acked == 0 ? "whether one came is unknown" : fmt::format("at least {}", event.acked);
}

std::string in_one_line(const NamedCount& event, const SessionType& type, bool lossy) {
  std::string text = fmt::format("{} {} {}×", arrow(event), name_text(event), event.count);
  if (event.bytes != 0) text += ", " + human_size(event.bytes);
  if (event.asked > event.acked)
    text += fmt::format(", {} asked for, {}{}", counted(event.asked, type.answer), came(event, lossy),
                        lossy && event.acked == 0 ? "" : " came");
  else if (event.acked != 0)
    text += fmt::format(", {} {}", event.acked, type.answered);
  if (event.acked != 0) text += " in " + human_range(rtt(event, 0.5), rtt(event, 0.99));
  if (event.broadcast != 0) text += fmt::format(", {} to several sessions", event.broadcast);
  return text;
}

Figures figures_of(const NamedCount& event, bool lossy) {
  Figures figures;
  figures[kCount] = fmt::format("{}", event.count);
  if (event.bytes != 0) figures[kSize] = size_figure(event.bytes);
  if (event.broadcast != 0) figures[kBroadcast] = fmt::format("{}", event.broadcast);
  // One that was not asked for is no figure at all.
  if (event.asked > event.acked)
    figures[kAnswered] = lossy && event.acked == 0
                             ? fmt::format("? of {}", event.asked)
                             : fmt::format("{}{} of {}", event.acked, lossy ? "+" : "", event.asked);
  else if (event.acked != 0)
    figures[kAnswered] = fmt::format("{}", event.acked);
  if (event.acked == 0) return figures;
  figures[kMedian] = human_duration(rtt(event, 0.5));
  figures[kP99] = human_duration(rtt(event, 0.99));
  return figures;
}

class Table {
 public:
  Table(TextWriter& writer, std::size_t indent, const SessionType& type)
      : writer_(writer), indent_(indent), headings_{"count", "bytes", type.answered_heading,
                                                    "p50",   "p99",   "broadcast"} {}

  void add(const NamedCount& event, bool lossy) {
    Row row{arrow(event), name_text(event), figures_of(event, lossy)};
    name_ = std::max(name_, columns_of(escaped(row.name)));
    for (std::size_t i = 0; i < kFigures; ++i)
      if (!row.figures[i].empty()) widths_[i] = std::max({widths_[i], columns_of(row.figures[i]), headings_[i].size()});
    rows_.push_back(std::move(row));
  }

  void print() {
    fit();
    LineBuilder heading = writer_.line();
    heading.space(2).put("events", Style::faint);
    put_figures(heading, headings_, Style::faint);
    writer_.print(heading);
    for (const Row& row : rows_) {
      LineBuilder line = writer_.line();
      line.pad_to(indent_).put_safe(row.arrow, Style::faint).pad_to(indent_ + kArrow);
      line.put(row.name, Style::plain, name_);
      put_figures(line, row.figures, Style::plain);
      writer_.print(line);
    }
  }

 private:
  struct Row {
    std::string_view arrow;
    std::string name;
    Figures figures;
  };

  std::size_t room_for_name() const {
    std::size_t taken = indent_ + kArrow;
    for (const std::size_t width : widths_) taken += width == 0 ? 0 : width + kBetweenColumns;
    return writer_.terminal().width > taken ? writer_.terminal().width - taken : 1;
  }

  void fit() {
    for (const Figure figure : kLeastNeeded)
      if (room_for_name() < std::min(name_, kLeastName)) widths_[figure] = 0;
    name_ = std::min(name_, room_for_name());
  }

  template <class Texts>
  void put_figures(LineBuilder& line, const Texts& texts, Style style) const {
    std::size_t at = indent_ + kArrow + name_;
    for (std::size_t i = 0; i < kFigures; ++i) {
      if (widths_[i] == 0) continue;
      at += widths_[i] + kBetweenColumns;
      line.put_right(texts[i], at, style);
    }
  }

  TextWriter& writer_;
  std::size_t indent_;
  std::array<std::string_view, kFigures> headings_;
  std::size_t name_ = 0;
  std::array<std::size_t, kFigures> widths_{};  // 0: the column is left out
  std::vector<Row> rows_;
};

}  // namespace

void print_events(TextWriter& writer, const SessionFacts& session, std::size_t indent, int verbosity) {
  const std::size_t all = session.events.size();
  const std::size_t named = verbosity > 0 ? all : std::min(all, kNamed);
  const bool lossy = may_lack_answers(session);
  std::vector<std::string> items;
  if (named == 1) items.push_back(in_one_line(session.events.front(), *session.type, lossy));
  if (named > 1) {
    Table table(writer, indent, *session.type);
    for (std::size_t i = 0; i < named; ++i) table.add(session.events[i], lossy);
    table.print();
  }
  if (named < all) items.push_back(fmt::format("… {} more names; -v shows them", all - named));
  if (session.events_uncounted != 0)
    items.push_back(fmt::format("{} with other names", counted(session.events_uncounted, "event")));
  if (!items.empty()) writer.items(named > 1 ? "" : "events", items, indent);
}

}  // namespace wstrace
