// The terminal, or whatever stands in for it: how wide it is, and whether it takes colour.
#pragma once

#include <cstddef>
#include <string_view>

namespace wstrace {

enum class ColourWhen { automatic, always, never };

struct Terminal {
  /// What a pipe or a file is taken for.
  static constexpr std::size_t kDefaultWidth = 100;
  /// Narrower than this, the timeline's columns would have no room for text.
  static constexpr std::size_t kLeastWidth = 60;
  /// Wide enough that nothing is ever cut.
  static constexpr std::size_t kUnlimited = std::size_t{1} << 30;

  std::size_t width = kDefaultWidth;
  bool colour = false;
};

/// What is behind a descriptor. Colour comes by itself on a terminal only, unless NO_COLOR is set or TERM is "dumb".
Terminal terminal_of(int fd, ColourWhen colour);

/// Few and by meaning: the text must read the same without them.
enum class Style { plain, strong, faint, wire, transport, session, presentation, application, note, warn, error };

/// The escape sequence that begins a style; empty for plain.
std::string_view begin_style(Style style);
inline constexpr std::string_view kEndStyle = "\x1b[0m";

}  // namespace wstrace
