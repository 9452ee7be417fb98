#include "dissectors/stomp/headers.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_set>

namespace wstrace::stomp {
namespace {

/// More headers than this are compared by hash.
constexpr std::size_t kFew = 32;

char escaped_by(char c) {
  switch (c) {
    case 'n': return '\n';
    case 'r': return '\r';  // from 1.2 on; in 1.1 nobody writes it
    case 'c': return ':';
    case '\\': return '\\';
    default: return 0;
  }
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// Undefined escape sequences stay as they are.
std::string_view unescaped(Arena& arena, std::string_view text, bool& valid) {
  if (text.find('\\') == std::string_view::npos) return text;
  const auto room = arena.allocate<char>(text.size());
  std::size_t n = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char meant = text[i] == '\\' && i + 1 < text.size() ? escaped_by(text[i + 1]) : '\0';
    if (text[i] == '\\' && meant == 0) valid = false;
    room[n++] = meant != 0 ? meant : text[i];
    i += meant != 0 ? 1 : 0;
  }
  return {room.data(), n};
}

}  // namespace

std::string_view Headers::get(std::string_view name) const {
  for (const auto& [each, value] : pairs)
    if (each == name) return value;
  return {};
}

bool Headers::has(std::string_view name) const {
  return std::any_of(pairs.begin(), pairs.end(), [&](const Pair& each) { return each.first == name; });
}

Headers headers_of(Arena& arena, const Frame& frame, Version version) {
  // CONNECT and CONNECTED escape nothing, so that 1.0 understands them.
  const bool escapes = version != Version::v1_0 && !opens(frame.command) && frame.command != Command::connected;
  const auto room = arena.allocate<Pair>(frame.headers.size());
  Headers out;
  std::size_t n = 0;
  std::unordered_set<std::string_view> many;
  for (const auto& [raw_name, raw_value] : frame.headers) {
    bool valid = true;
    std::string_view name = raw_name;
    std::string_view value = raw_value;
    if (escapes) {
      name = unescaped(arena, name, valid);
      value = unescaped(arena, value, valid);
    } else if (version == Version::v1_0) {
      name = trimmed(name);
      value = trimmed(value);
    }
    if (!valid && version != Version::unknown && out.bad_escape.empty()) out.bad_escape = raw_name;
    const auto known = room.first(n);
    const bool repeated = n < kFew
                              ? std::any_of(known.begin(), known.end(), [&](const Pair& p) { return p.first == name; })
                              : many.contains(name);
    if (repeated) continue;
    if (n + 1 == kFew)
      for (const Pair& each : known) many.insert(each.first);
    if (n + 1 >= kFew) many.insert(name);
    room[n++] = Pair(name, name == kPasscode ? kHidden : value);
  }
  out.pairs = room.first(n);
  return out;
}

std::string_view without_passcode(Arena& arena, std::string_view text) {
  constexpr std::string_view kMark = "passcode:";
  const std::size_t at = text.find(kMark);
  if (at == std::string_view::npos) return text;
  const std::size_t begin = at + kMark.size();
  const std::size_t end = std::min(text.find_first_of(std::string_view("\r\n\0", 3), begin), text.size());
  const std::string_view rest = without_passcode(arena, text.substr(end));
  const auto room = arena.allocate<char>(begin + kHidden.size() + rest.size());
  char* out = std::copy_n(text.data(), begin, room.data());
  out = std::copy(kHidden.begin(), kHidden.end(), out);
  std::copy(rest.begin(), rest.end(), out);
  return {room.data(), room.size()};
}

}  // namespace wstrace::stomp
