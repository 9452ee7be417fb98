#include "dissectors/stomp/frame_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/utf8.h"

namespace wstrace::stomp {
namespace {

constexpr std::size_t kLongestAbout = 256;
constexpr std::size_t kLongestLine = 160;

std::string_view shown(std::string_view text) {
  const std::string_view cut = cut_utf8(text, kLongestLine);
  return is_utf8(cut) ? cut : std::string_view("(not UTF-8)");
}

std::string_view next_version(std::string_view& list) {
  const std::size_t comma = std::min(list.find(','), list.size());
  std::string_view version = list.substr(0, comma);
  list.remove_prefix(std::min(comma + 1, list.size()));
  while (version.starts_with(' ')) version.remove_prefix(1);
  while (version.ends_with(' ')) version.remove_suffix(1);
  return version;
}

}  // namespace

std::string_view frame_text(Arena& arena, const Frame& frame, std::string_view about) {
  const std::string_view command = name_of(frame.command);
  if (about.empty()) return command;
  const std::string_view cut = cut_utf8(about, kLongestAbout);
  return command.empty() ? arena.copy(cut) : arena.copy(fmt::format("{} {}", command, cut));
}

std::string_view reason_of(Arena& arena, const Frame& frame) {
  switch (frame.flaw) {
    case Flaw::unknown_command: return arena.copy(fmt::format("unknown command \"{}\"", shown(frame.name)));
    case Flaw::header_without_colon:
      return arena.copy(fmt::format("header line without a colon: \"{}\"", shown(frame.flawed)));
    case Flaw::no_empty_line:
      return as_text(frame.raw).find('\n') == std::string_view::npos
                 ? "no line with a command"
                 : "NUL before the empty line that ends the headers";
    case Flaw::head_too_long: return "the headers exceed 64 kB or 1024 lines";
    case Flaw::no_nul: return "no command, and no NUL at the end";
    case Flaw::none:
    case Flaw::length_not_number:
    case Flaw::length_too_short:
    case Flaw::length_too_long: break;
  }
  return {};
}

std::string_view misplaced(Arena& arena, const Frame& frame) {
  return arena.copy(
      fmt::format("only a {} may send {}", is_servers(frame.command) ? "server" : "client", name_of(frame.command)));
}

std::string_view bad_escape(Arena& arena, std::string_view header) {
  return arena.copy(fmt::format("undefined escape sequence in the header \"{}\"", shown(header)));
}

std::string_view first_line(Bytes body) {
  const std::string_view text = as_text(first(body, kLongestLine));
  const std::string_view line = cut_utf8(text.substr(0, text.find_first_of("\r\n")), kLongestLine);
  return is_utf8(line) ? line : std::string_view{};
}

bool has_in_common(std::string_view offered, std::string_view supported) {
  if (offered.empty()) offered = "1.0";
  while (!offered.empty()) {
    const std::string_view wanted = next_version(offered);
    for (std::string_view rest = supported; !rest.empty();)
      if (next_version(rest) == wanted) return true;
  }
  return false;
}

std::string_view offered_text(std::string_view accept_version) {
  return accept_version.empty() ? std::string_view("1.0") : accept_version;
}

}  // namespace wstrace::stomp
