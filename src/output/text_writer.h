// Page: lines of text for people, laid out for a terminal. Line: one of them, filled from left to right.
//
// All text that reaches an Output by way of a Line has been escaped, and no line is wider than the terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "output/escape.h"
#include "output/output.h"
#include "output/terminal.h"

namespace wstrace {

class LineBuilder {
 public:
  explicit LineBuilder(const Terminal& terminal) : terminal_(&terminal) {}

  /// Adds text from anywhere, escaped, and cut where `columns` or the line ends.
  LineBuilder& put(std::string_view raw, Style style = Style::plain, std::size_t columns = kNoLimit);
  /// Adds text that is safe already, and known to fit.
  LineBuilder& put_safe(std::string_view safe, Style style = Style::plain);
  /// Adds text so that it ends at `column`.
  LineBuilder& put_right(std::string_view raw, std::size_t column, Style style = Style::plain);
  LineBuilder& pad_to(std::size_t column);
  LineBuilder& space(std::size_t columns) { return pad_to(column_ + columns); }

  std::size_t column() const { return column_; }
  std::size_t room() const { return column_ < terminal_->width ? terminal_->width - column_ : 0; }
  std::string_view text() const { return text_; }
  void clear();

 private:
  void begin(Style style);
  void end(Style style);

  const Terminal* terminal_;
  std::string text_;
  std::size_t column_ = 0;   // where the next text goes
  std::size_t padding_ = 0;  // spaces up to there, not written yet: a line has none at its end
};

class TextWriter {
 public:
  TextWriter(Output& output, const Terminal& terminal) : output_(output), terminal_(terminal) {}

  const Terminal& terminal() const { return terminal_; }
  LineBuilder line() const { return LineBuilder(terminal_); }
  void print(const LineBuilder& line) {
    output_.write(line.text().substr(0, line.text().find_last_not_of(' ') + 1));
    output_.write("\n");
  }
  /// Whole lines that another page has laid out.
  void print_block(std::string_view lines) { output_.write(lines); }
  void blank() { output_.write("\n"); }

  /// A label, then items so many columns apart; what does not fit goes on under the first item.
  void items(std::string_view label, const std::vector<std::string>& items, std::size_t indent, std::size_t apart = 3);
  /// What `line` holds, then words wrapped under where they begin.
  void paragraph(LineBuilder line, std::string_view raw, Style style = Style::plain);
  void flush() { output_.flush(); }

 private:
  Output& output_;
  Terminal terminal_;
};

}  // namespace wstrace
