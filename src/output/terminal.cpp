#include "output/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace wstrace {
namespace {

bool wants_colour(int fd) {
  const char* no_color = std::getenv("NO_COLOR");  // no-color.org: any value but the empty one
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* term = std::getenv("TERM");
  return term != nullptr && std::string_view(term) != "dumb" && isatty(fd) == 1;
}

std::size_t width_of(int fd) {
  if (isatty(fd) != 1) return Terminal::kDefaultWidth;
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return std::max<std::size_t>(size.ws_col, Terminal::kLeastWidth);
}

}  // namespace

Terminal terminal_of(int fd, ColourWhen colour) {
  const bool on = colour == ColourWhen::always || (colour == ColourWhen::automatic && wants_colour(fd));
  return {width_of(fd), on};
}

std::string_view begin_style(Style style) {
  switch (style) {
    case Style::plain: return "";
    case Style::strong: return "\x1b[1m";
    case Style::faint:
    case Style::wire: return "\x1b[2m";
    case Style::transport: return "\x1b[34m";
    case Style::session: return "\x1b[35m";
    case Style::presentation: return "\x1b[36m";
    case Style::application: return "\x1b[32m";
    case Style::note: return "\x1b[36m";
    case Style::warn: return "\x1b[33m";
    case Style::error: return "\x1b[1;31m";
  }
  return "";
}

}  // namespace wstrace
