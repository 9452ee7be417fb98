#include "output/session_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <utility>

#include "model/describe.h"
#include "output/phrases.h"

namespace wstrace {
namespace {

/// Sessions that say how wide the columns must be.
constexpr std::size_t kSample = 1000;

struct Column {
  std::string_view heading;
  std::size_t live;  ///< its width when nothing is known yet
  bool right;        ///< figures stand to the right
};

constexpr std::array<Column, 12> kColumns = {{{"#", 3, true},
                                              {"session", 11, false},
                                              {"client", 15, false},
                                              {"server", 15, false},
                                              {"path", 8, false},
                                              {"start", 8, false},
                                              {"took", 7, true},
                                              {"events", 6, true},
                                              {"bytes", 8, true},
                                              {"!", 2, true},
                                              {"same as", 7, true},
                                              {"outcome", 9, false}}};
constexpr std::size_t kColumnsApart = 2;  // columns between two of them
constexpr std::size_t kClient = 2;
constexpr std::size_t kServer = 3;
constexpr std::size_t kPath = 4;
constexpr std::size_t kStart = 5;
constexpr std::size_t kTook = 6;
constexpr std::size_t kEvents = 7;
constexpr std::size_t kBytes = 8;
constexpr std::size_t kTrouble = 9;
constexpr std::size_t kSameAs = 10;  // left out when no session has another side
constexpr std::size_t kOutcome = 11;

/// What gives way when a line is too long, one step after the other: a column shrinks to its least width, or goes. An
/// address is of use only whole, so whole columns go before one is cut.
struct Step {
  std::size_t column;
  std::size_t least;  ///< 0: the column goes
};
constexpr Step kSteps[] = {{kPath, 11}, {kBytes, 0}, {kOutcome, 9}, {kPath, 6},   {kStart, 0},
                           {kPath, 0},  {kTook, 0},  {kSameAs, 0},  {kClient, 9}, {kServer, 9}};

std::string start_time(Time time) {
  const auto seconds = static_cast<std::time_t>(time / kSecond);
  std::tm local{};
  localtime_r(&seconds, &local);
  return fmt::format("{:02}:{:02}:{:02}", local.tm_hour, local.tm_min, local.tm_sec);
}

/// The uppermost protocol; what it runs on is the timeline's to say.
std::string short_title(const SessionFacts& session) {
  const std::string title = session_title(session);
  return title.substr(0, title.find(" on "));
}

/// "▶ closed": the client closed it; the arrow is the timeline's.
std::string short_outcome(const Outcome& outcome) {
  std::string state(outcome.state);
  if (state == "open") return state;
  if (outcome.by == "client") return "▶ " + state;
  if (outcome.by == "server") return "◀ " + state;
  return outcome.by == "proxy" ? "proxy " + state : state;
}

/// How many warnings and errors.
std::string trouble(const SessionFacts& session) {
  std::uint64_t n = 0;
  for (const SessionNote& note : session.notes)
    if (note.def->severity > Severity::note) n += note.times();
  return n == 0 ? "" : fmt::format("{}", n);
}

/// The same session on the other side of a proxy, and how many more sides there are.
std::string same_as(const std::vector<std::uint32_t>& others) {
  if (others.size() == 1) return fmt::format("{}", others.front());
  return fmt::format("{} +{}", others.front(), others.size() - 1);
}

}  // namespace

SessionListSink::Cells SessionListSink::cells_of(const SessionFacts& session) {
  std::uint64_t events = session.events_uncounted;
  for (const NamedCount& each : session.events) events += each.count;
  Cells cells;
  cells[0] = fmt::format("{}", session.number);
  cells[1] = short_title(session);
  if (!session.connections.empty()) {
    cells[kClient] = session.first_connection().client.to_string();
    cells[kServer] = session.first_connection().server.to_string();
  }
  // A path may be as long as an HTTP head allows, and no line shows all of that.
  cells[kPath] = escaped(session.path, Terminal::kDefaultWidth);
  cells[kStart] = start_time(session.start);
  cells[kTook] = human_duration(session.end - session.start);
  cells[kEvents] = fmt::format("{}", events);
  cells[kBytes] = size_figure(session.traffic.bytes[0] + session.traffic.bytes[1]);
  cells[kTrouble] = trouble(session);
  if (!session.other_sides.empty()) cells[kSameAs] = same_as(session.other_sides);
  cells[kOutcome] = short_outcome(session.outcome);
  return cells;
}

void SessionListSink::on_session(const SessionFacts& session) {
  tally_.add(session);
  const bool wanted =
      options_.sessions.choose_all() ? options_.all || !session.bare() : options_.sessions.contain(session.number);
  if (live_) {
    if (wanted) ready(cells_of(session));
    return;
  }
  waiting_.emplace(session.number, wanted ? std::make_unique<Cells>(cells_of(session)) : nullptr);
  for (auto first = waiting_.begin(); first != waiting_.end() && first->first == next_; first = waiting_.begin()) {
    if (first->second != nullptr) ready(*std::move(first->second));
    waiting_.erase(first);
    ++next_;
  }
}

void SessionListSink::ready(Cells cells) {
  if (fitted_) return print(cells, Style::plain);
  sampled_.push_back(std::move(cells));
  if (live_ || sampled_.size() == kSample) print_sampled();
}

void SessionListSink::fit_columns() {
  for (std::size_t i = 0; i < kCells; ++i) {
    widths_[i] = std::max(kColumns[i].heading.size(), live_ ? kColumns[i].live : 0);
    for (const Cells& cells : sampled_) widths_[i] = std::max(widths_[i], columns_of(escaped(cells[i])));
  }
  const auto has_other_side = [](const Cells& cells) { return !cells[kSameAs].empty(); };
  if (!live_ && std::none_of(sampled_.begin(), sampled_.end(), has_other_side)) widths_[kSameAs] = 0;
  std::size_t total = 0;
  for (const std::size_t width : widths_) total += width == 0 ? 0 : width + kColumnsApart;
  total -= kColumnsApart;
  for (const Step& step : kSteps) {
    std::size_t& width = widths_[step.column];
    if (total <= writer_.terminal().width) return;
    if (step.least == 0 && width != 0) total -= std::exchange(width, 0) + kColumnsApart;
    for (; total > writer_.terminal().width && width > step.least; --total) --width;
  }
}

void SessionListSink::print_sampled() {
  fit_columns();
  fitted_ = true;
  Cells heading;
  for (std::size_t i = 0; i < kCells; ++i) heading[i] = kColumns[i].heading;
  if (!sampled_.empty()) print(heading, Style::faint);
  for (const Cells& cells : sampled_) print(cells, Style::plain);
  sampled_.clear();
}

void SessionListSink::print(const Cells& cells, Style style) {
  LineBuilder line = writer_.line();
  std::size_t at = 0;
  for (std::size_t i = 0; i < kCells; ++i) {
    if (widths_[i] == 0) continue;
    line.pad_to(at);
    const Style own = i == kTrouble && style == Style::plain ? Style::warn : style;
    if (kColumns[i].right)
      line.put_right(cells[i], at + widths_[i], own);
    else
      line.put(cells[i], own, i + 1 == kCells ? kNoLimit : widths_[i]);
    at += widths_[i] + kColumnsApart;
  }
  writer_.print(line);
}

void SessionListSink::on_end(const EndFacts& end) {
  for (const auto& [number, cells] : waiting_)
    if (cells != nullptr) ready(*std::move(cells));
  waiting_.clear();
  if (!fitted_) print_sampled();
  if (tally_.sessions != 0) writer_.blank();
  print_closing(writer_, end, tally_, options_);
}

}  // namespace wstrace
