#include "dissectors/engineio/base64.h"

#include <array>
#include <cstdint>

namespace wstrace::engineio {
namespace {

constexpr std::uint8_t kNone = 0xff;

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNone);
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < kAlphabet.size(); ++i)
    values[static_cast<std::uint8_t>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  values['-'] = values['+'];
  values['_'] = values['/'];
  return values;
}

constexpr std::array<std::uint8_t, 256> kValues = make_values();

std::string_view without_padding(std::string_view text) {
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<Bytes> decode_base64(std::string_view text, Arena& arena) {
  text = without_padding(text);
  if (text.size() % 4 == 1) return std::nullopt;  // six bits make no byte
  const auto room = arena.allocate<std::uint8_t>(text.size() * 3 / 4);
  std::size_t filled = 0;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const std::uint8_t value = kValues[static_cast<std::uint8_t>(c)];
    if (value == kNone) return std::nullopt;
    bits = bits << 6 | value;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    room[filled++] = static_cast<std::uint8_t>(bits >> held);
  }
  return Bytes(room.data(), filled);
}

}  // namespace wstrace::engineio
