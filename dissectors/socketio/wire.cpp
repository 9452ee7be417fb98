#include "dissectors/socketio/wire.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace wstrace::socketio {
namespace {

constexpr bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_ascii_digit) - text.begin());
}

/// Takes the number from the front. Nothing when there is none, or when 64 bits do not hold it.
std::optional<std::uint64_t> take_number(std::string_view& text) {
  const std::size_t n = digits(text);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + n, value);
  if (n == 0 || error != std::errc()) return std::nullopt;
  text.remove_prefix(n);
  return value;
}

/// "<n>-". The reference parser reads a missing number as 0.
bool take_attachments(std::string_view& text, std::uint64_t& n) {
  if (!text.starts_with('-')) {
    const auto announced = take_number(text);
    if (!announced || !text.starts_with('-')) return false;
    n = *announced;
  }
  text.remove_prefix(1);
  return true;
}

std::string_view take_namespace(std::string_view& text) {
  if (!text.starts_with('/')) return kMainNamespace;
  const std::size_t comma = text.find(',');
  const std::string_view nsp = text.substr(0, comma);
  text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  return nsp;
}

}  // namespace

std::optional<Head> parse_head(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const unsigned type = static_cast<unsigned char>(text[0]) - unsigned{'0'};
  if (type >= kPacketTypes) return std::nullopt;
  Head head;
  head.type = static_cast<PacketType>(type);
  text.remove_prefix(1);
  if (is_binary(head.type) && !take_attachments(text, head.attachments)) return std::nullopt;
  head.nsp = take_namespace(text);
  if (!text.empty() && is_ascii_digit(text[0])) {
    head.id = take_number(text);
    if (!head.id) return std::nullopt;
  }
  head.payload = text;
  return head;
}

NamespaceQuery split_query(std::string_view nsp) {
  const std::size_t mark = nsp.find('?');
  if (mark == std::string_view::npos) return {nsp, {}};
  return {nsp.substr(0, mark), nsp.substr(mark + 1)};
}

bool looks_like_connect(std::string_view text) {
  if (!text.starts_with('0')) return false;
  text.remove_prefix(1);
  return text.empty() || text.starts_with('/') || (text.starts_with('{') && text.ends_with('}'));
}

bool looks_like_packet(std::string_view text) {
  const auto head = parse_head(text);
  return head && (head->payload.starts_with('[') || head->payload.starts_with('{'));
}

bool is_reserved(std::string_view event_name) {
  static constexpr std::array<std::string_view, 6> kReserved = {"connect",       "connect_error", "disconnect",
                                                                "disconnecting", "newListener",   "removeListener"};
  return std::find(kReserved.begin(), kReserved.end(), event_name) != kReserved.end();
}

}  // namespace wstrace::socketio
