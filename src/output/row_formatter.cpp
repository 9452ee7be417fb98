#include "output/row_formatter.h"

#include <algorithm>

#include "model/describe.h"
#include "output/escape.h"

namespace wstrace {
namespace {

/// With -v a row may take this many lines; without it is one, and -vv shows all there is.
constexpr std::size_t kLinesPerRow = 8;
constexpr std::size_t kHexBytes = 1024;
/// A value cut shorter than this says nothing any more.
constexpr std::size_t kLeastValue = 8;

std::size_t most_columns(const TextOptions& options, std::size_t width) {
  if (options.verbosity > 1) return kNoLimit;
  return options.verbosity == 1 ? width * kLinesPerRow : width;
}

std::size_t most_hex(const TextOptions& options) {
  if (!options.hex) return 0;
  return options.verbosity > 1 ? kNoLimit : kHexBytes;
}

bool prints(std::string_view pattern, std::string_view field) {
  const std::string name(field);
  return pattern.find("{" + name + "}") != std::string_view::npos ||
         pattern.find("{\"" + name + "\"}") != std::string_view::npos;
}

}  // namespace

Shown shown_as(const Event& event, const TextOptions& options) {
  if (!options.events.contains(event)) return Shown::hidden;
  if (event.severity() != Severity::none) return Shown::row;
  if (event.fold() == Fold::routine) return options.verbosity > 1 ? Shown::row : Shown::hidden;
  if (options.verbosity > 0) return Shown::row;
  if (options.events.says_above(event)) return Shown::hidden;
  return event.fold() == Fold::heartbeat ? Shown::heartbeat : Shown::row;
}

RowFormatter::RowFormatter(const TextOptions& options, std::size_t width, std::size_t head)
    : room_(options.verbosity > 0 ? kNoLimit : width - head),
      columns_(most_columns(options, width)),
      hex_bytes_(most_hex(options)) {}

const LoggedEvent& RowFormatter::of(const Event& event, Shown shown) {
  text_ = {};
  text_.def = event.def;
  text_.fold = event.fold();
  text_.time = event.time;
  text_.packet = event.packets.last;
  text_.connection = event.connection != nullptr ? event.connection->number : 0;
  text_.session = event.session;
  text_.stream = event.stream;
  text_.has_direction = event.has_direction;
  text_.dir = event.dir;
  for (const Field& field : event.fields) {
    if (field.def->role != FieldRole::round_trip) continue;
    text_.has_rtt = true;
    text_.rtt_us = field.number;
  }
  text_.heartbeat = shown == Shown::heartbeat;
  if (text_.heartbeat) return text_;
  fill(event);
  fill_notes(event);
  text_.raw = as_text(first(event.raw, hex_bytes_));
  text_.raw_size = event.raw.size();
  return text_;
}

void RowFormatter::fill(const Event& event) {
  filled_.clear();
  title_.clear();
  append_filled(filled_, event.def->title, event.fields);
  append_escaped(title_, filled_, columns_);
  fill_summary(event);
  text_.title = title_;
  text_.summary = summary_;
}

void RowFormatter::fill_summary(const Event& event) {
  write_summary(event.def->summary, event.fields);
  if (room_ == kNoLimit) return;
  const std::size_t before = std::max(columns_of(title_) + kApart, kTitleColumns);
  const std::size_t room = std::max(room_ - std::min(before, room_), room_ / 3);
  if (columns_of(summary_) > room) spare_the_rest(event, room);
}

void RowFormatter::write_summary(std::string_view pattern, std::span<const Field> fields) {
  filled_.clear();
  summary_.clear();
  append_filled(filled_, pattern, fields);
  append_escaped(summary_, filled_, columns_);
}

/// Cuts the longest value in the summary instead of the summary's end, where often the most telling words are.
void RowFormatter::spare_the_rest(const Event& event, std::size_t room) {
  std::string pattern(event.def->summary);
  fields_.assign(event.fields.begin(), event.fields.end());
  Field* longest = nullptr;
  for (Field& field : fields_) {
    const bool is_text = field.def->kind == FieldKind::json || field.def->kind == FieldKind::text;
    if (!is_text || !prints(pattern, field.def->name)) continue;
    if (longest == nullptr || field.bytes.size() > longest->bytes.size()) longest = &field;
  }
  if (longest == nullptr) return;
  std::string_view value = longest->text();
  const bool array = longest->def->kind == FieldKind::json && value.starts_with('[') && value.ends_with(']');
  if (array) value = value.substr(1, value.size() - 2);  // shown as its items, cut or not
  // What stands in quotation marks is escaped before it is cut.
  const std::string name(longest->def->name);
  const std::size_t quoted = pattern.find("{\"" + name + "\"}");
  std::string escaped;
  if (quoted != std::string::npos) {
    pattern.replace(quoted, name.size() + 4, "\"{" + name + "}\"");
    value = escaped = with_quotes_escaped(value);
  }
  longest->bytes = as_bytes("…");
  write_summary(pattern, fields_);
  const std::size_t rest = columns_of(summary_) - 1;
  shortened_.clear();
  append_escaped(shortened_, value, std::max(room, rest + kLeastValue) - rest);
  longest->bytes = as_bytes(shortened_);
  write_summary(pattern, fields_);
}

void RowFormatter::fill_notes(const Event& event) {
  notes_.resize(std::max(notes_.size(), event.notes.size()));
  for (std::size_t i = 0; i < event.notes.size(); ++i) {
    const Note& note = event.notes[i];
    notes_[i].clear();
    append_filled(notes_[i], note.def->text, note.fields);
    text_.notes.push_back({note.def, notes_[i], event.proxy});
  }
}

}  // namespace wstrace
