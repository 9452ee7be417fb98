#include "core/secrets.h"

#include <algorithm>
#include <optional>

namespace wstrace {
namespace {

constexpr std::size_t kRandomDigits = 64;
/// Of TLS 1.3's secrets with SHA-256; those with SHA-384 and TLS 1.2's master secret have kLongSecretDigits.
constexpr std::size_t kSecretDigits = 64;
constexpr std::size_t kLongSecretDigits = 96;
/// Five lines a connection: what a key log of a busy day has.
constexpr std::size_t kMostSecrets = std::size_t{1} << 21;
/// Connections whose lines are remembered to be damaged.
constexpr std::size_t kMostDamaged = 1024;

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::optional<std::vector<std::uint8_t>> from_hex(std::string_view text) {
  if (text.empty() || text.size() % 2 != 0) return std::nullopt;
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit(text[i]);
    const int low = digit(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(high << 4 | low));
  }
  return bytes;
}

/// The next word; the line goes on behind it.
std::string_view take_word(std::string_view& line) {
  const std::size_t begin = std::min(line.find_first_not_of(" \t\r"), line.size());
  line.remove_prefix(begin);
  const std::string_view word = line.substr(0, line.find_first_of(" \t\r"));
  line.remove_prefix(word.size());
  return word;
}

std::string key_of(std::string_view label, Bytes client_random) {
  return std::string(label).append(" ").append(as_text(client_random));
}

}  // namespace

void Secrets::add_lines(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    add_line(line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
}

void Secrets::add_line(std::string_view line) {
  const std::string_view label = take_word(line);
  const std::string_view random = take_word(line);
  const std::string_view secret = take_word(line);
  if (label.starts_with('#') || random.size() != kRandomDigits || secrets_.size() >= kMostSecrets) return;
  const auto id = from_hex(random);
  if (!id) return;
  auto value = from_hex(secret);
  if (!value || (secret.size() != kSecretDigits && secret.size() != kLongSecretDigits)) return note_damage(*id);
  std::vector<std::uint8_t>& known = secrets_[key_of(label, *id)];
  if (known == *value) return;
  known = std::move(*value);
  damaged_.erase(std::string(as_text(*id)));
  ++revision_;
}

void Secrets::note_damage(Bytes client_random) {
  if (damaged_.size() < kMostDamaged) damaged_.emplace(as_text(client_random));
}

Bytes Secrets::known(const std::string& key) const {
  const auto found = secrets_.find(key);
  return found != secrets_.end() ? Bytes(found->second) : Bytes();
}

Bytes Secrets::find(std::string_view label, Bytes client_random) {
  const std::string key = key_of(label, client_random);
  Bytes secret = known(key);
  while (secret.empty() && look()) secret = known(key);
  any_missing_ = any_missing_ || secret.empty();
  return secret;
}

bool Secrets::look() {
  const std::uint64_t before = revision_;
  for (const auto& look : looks_) look(*this);
  return revision_ != before;
}

}  // namespace wstrace
