#include "dissectors/websocket/extensions.h"

#include <optional>

namespace wstrace::websocket {
namespace {

constexpr std::string_view kDeflate = "permessage-deflate";

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Takes what stands before the next `separator`.
std::string_view next_part(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view part = trimmed(text.substr(0, end));
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return part;
}

std::optional<int> parse_window_bits(std::string_view text) {
  // A parameter's value may be quoted (RFC 6455 9.1).
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  if (text.empty() || text.size() > 2) return {};
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return {};
    value = value * 10 + (c - '0');
  }
  if (value < kLeastWindowBits || value > kMostWindowBits) return {};
  return value;
}

bool read_parameter(std::string_view parameter, Extensions& out) {
  const std::string_view name = next_part(parameter, '=');
  for (const Direction dir : {Direction::c2s, Direction::s2c}) {
    const std::string_view side = dir == Direction::c2s ? "client_" : "server_";
    if (!name.starts_with(side)) continue;
    const std::string_view what = name.substr(side.size());
    DeflateParameters& into = out.by_dir[index(dir)];
    if (what == "no_context_takeover") {
      into.no_context_takeover = true;
      return true;
    }
    const std::optional<int> bits = parse_window_bits(trimmed(parameter));
    if (what != "max_window_bits" || !bits) return false;
    into.window_bits = *bits;
    return true;
  }
  return false;
}

void read_deflate(std::string_view parameters, Extensions& out) {
  out.deflate = true;
  while (!parameters.empty()) {
    const std::string_view parameter = next_part(parameters, ';');
    if (parameter.empty() || read_parameter(parameter, out) || !out.bad_parameter.empty()) continue;
    out.bad_parameter = parameter;
  }
}

}  // namespace

Extensions parse_extensions(std::string_view answered) {
  Extensions out;
  while (!answered.empty()) {
    std::string_view extension = next_part(answered, ',');
    const std::string_view name = next_part(extension, ';');
    if (name == kDeflate && !out.deflate) {
      read_deflate(extension, out);
    } else if (!name.empty() && name != kDeflate && out.unknown.empty()) {
      out.unknown = name;
    }
  }
  return out;
}

}  // namespace wstrace::websocket
