#include "output/text_writer.h"

#include <algorithm>

namespace wstrace {

void LineBuilder::begin(Style style) {
  text_.append(padding_, ' ');
  padding_ = 0;
  if (terminal_->colour) text_ += begin_style(style);
}

void LineBuilder::end(Style style) {
  if (terminal_->colour && style != Style::plain) text_ += kEndStyle;
}

LineBuilder& LineBuilder::put(std::string_view raw, Style style, std::size_t columns) {
  if (raw.empty() || room() == 0) return *this;
  begin(style);
  column_ += append_escaped(text_, raw, std::min(columns, room()));
  end(style);
  return *this;
}

LineBuilder& LineBuilder::put_safe(std::string_view safe, Style style) {
  if (safe.empty()) return *this;
  begin(style);
  text_ += safe;
  column_ += columns_of(safe);
  end(style);
  return *this;
}

LineBuilder& LineBuilder::put_right(std::string_view raw, std::size_t column, Style style) {
  const std::string safe = escaped(raw);
  const std::size_t width = columns_of(safe);
  if (column_ + width < column) pad_to(column - width);
  return put_safe(safe, style);
}

LineBuilder& LineBuilder::pad_to(std::size_t column) {
  if (column <= column_) return *this;
  padding_ += column - column_;
  column_ = column;
  return *this;
}

void LineBuilder::clear() {
  text_.clear();
  column_ = 0;
  padding_ = 0;
}

void TextWriter::items(std::string_view label, const std::vector<std::string>& items, std::size_t indent,
                       std::size_t apart) {
  indent = std::max(indent, columns_of(label) + 4);
  LineBuilder current = line();
  current.space(2).put(label, Style::faint).pad_to(indent);
  bool first_of_line = true;
  for (const std::string& item : items) {
    const std::string safe = escaped(item, terminal_.width - indent);
    if (!first_of_line && current.room() < columns_of(safe) + apart) {
      print(current);
      current.clear();
      current.pad_to(indent);
      first_of_line = true;
    }
    if (!first_of_line) current.space(apart);
    current.put_safe(safe);
    first_of_line = false;
  }
  print(current);
}

void TextWriter::paragraph(LineBuilder current, std::string_view raw, Style style) {
  const std::size_t indent = current.column();
  const std::string text = escaped(raw);
  std::string_view rest = text;
  while (true) {
    std::size_t taken = bytes_that_fit(rest, std::max<std::size_t>(current.room(), 1));
    const std::size_t gap = taken < rest.size() ? rest.rfind(' ', taken) : std::string_view::npos;
    // A word that would leave most of the line empty is cut instead: JSON has few spaces.
    if (gap != std::string_view::npos && gap > taken / 2) taken = gap;
    const std::string_view piece = rest.substr(0, taken);
    current.put_safe(piece.substr(0, piece.find_last_not_of(' ') + 1), style);
    print(current);
    rest.remove_prefix(taken);
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    if (rest.empty()) return;
    current.clear();
    current.pad_to(indent);
  }
}

}  // namespace wstrace
