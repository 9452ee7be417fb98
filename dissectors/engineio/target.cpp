#include "dissectors/engineio/target.h"

#include "dissectors/engineio/wire.h"

namespace wstrace::engineio {
namespace {

std::string_view query_of(std::string_view target) {
  const std::size_t mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The servers' default paths. Both take them with and without the slash at the end.
bool is_default_path(std::string_view path) {
  if (path.ends_with('/')) path.remove_suffix(1);
  return path.ends_with("/engine.io") || path.ends_with("/socket.io");
}

}  // namespace

std::string_view path_of(std::string_view target) {
  target = target.substr(0, target.find('?'));
  const std::size_t scheme = target.find("://");
  if (target.starts_with('/') || scheme == std::string_view::npos) return target;
  const std::size_t slash = target.find('/', scheme + 3);
  return slash == std::string_view::npos ? "/" : target.substr(slash);
}

std::optional<std::string_view> query_value(std::string_view target, std::string_view name) {
  std::string_view rest = query_of(target);
  while (!rest.empty()) {
    const std::size_t end = rest.find('&');
    const std::string_view part = rest.substr(0, end);
    const std::size_t equals = part.find('=');
    if (part.substr(0, equals) == name) {
      return equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1);
    }
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  }
  return std::nullopt;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low >= 0) i += 2;
    out += low >= 0 ? static_cast<char>(high << 4 | low) : text[i];
  }
  return out;
}

bool names_engineio(std::string_view target) {
  return query_value(target, "EIO") || query_value(target, "transport") == "websocket" ||
         is_default_path(path_of(target));
}

bool names_transport_first(std::string_view target) {
  const std::string_view query = query_of(target);
  return query.starts_with("transport=") && query.find("&EIO=") != std::string_view::npos;
}

/// Servers know two families: "4" is version 4, and any other value, or none, is the older one.
unsigned version_asked(std::string_view target) {
  if (!names_engineio(target)) return 0;
  return query_value(target, "EIO") == "4" ? kVersion4 : kVersion3;
}

}  // namespace wstrace::engineio
