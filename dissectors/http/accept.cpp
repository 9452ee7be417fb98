#include "dissectors/http/accept.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <optional>

#include "dissectors/http/wire.h"

namespace wstrace::http {
namespace {

/// RFC 6455 1.3.
constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/// The key and the answer of RFC 6455 1.3, which examples and handwritten servers repeat.
constexpr std::string_view kSampleKey = "dGhlIHNhbXBsZSBub25jZQ==";
/// 16 bytes in base64: 22 characters and two of padding.
constexpr std::size_t kKeyLength = 24;
constexpr std::size_t kKeyDigits = 22;
constexpr std::size_t kSha1Length = 20;
/// What is longer is not decoded to find out what it is.
constexpr std::size_t kLongestKey = 128;

bool is_base64_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '+' || c == '/';
}

/// Base64 of the SHA-1.
std::string digest_of(std::string_view input) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(input.data(), input.size(), digest.data(), &length, EVP_sha1(), nullptr) != 1) return {};
  // 4 characters per 3 bytes, and the NUL that EVP_EncodeBlock adds.
  std::array<unsigned char, (kSha1Length + 2) / 3 * 4 + 1> text{};
  const int written = EVP_EncodeBlock(text.data(), digest.data(), kSha1Length);
  return {reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(written)};
}

/// The bytes that a text in base64 stands for; nothing when it is none.
std::optional<std::string> decoded(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0 || text.size() > kLongestKey) return {};
  const std::size_t digits = text.find_last_not_of('=') + 1;
  if (text.size() - digits > 2) return {};
  if (!std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(digits), is_base64_digit)) return {};
  std::string out(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (size < 0) return {};
  out.resize(static_cast<std::size_t>(size) - (text.size() - digits));
  return out;
}

bool is_hexadecimal(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const char l = lower(c);
    return is_digit(c) || (l >= 'a' && l <= 'f');
  });
}

}  // namespace

bool is_key(std::string_view key) {
  return key.size() == kKeyLength && key.ends_with("==") &&
         std::all_of(key.begin(), key.begin() + kKeyDigits, is_base64_digit);
}

std::string_view flaw_of_key(std::string_view key) {
  const std::optional<std::string> bytes = decoded(key);
  if (!bytes) return "is not base64";
  return bytes->size() < 16 ? "has fewer than 16 bytes" : "has more than 16 bytes";
}

std::string accept_for(std::string_view key) { return digest_of(std::string(key).append(kGuid)); }

std::string_view origin_of_accept(std::string_view got, std::string_view key, const std::vector<std::string>& earlier) {
  if (got == accept_for("")) return "the answer to an empty key: the server did not see Sec-WebSocket-Key";
  for (const std::string& each : earlier) {
    if (each != key && got == accept_for(each)) return "the answer to an earlier key: a stored (cached) answer";
  }
  if (got == accept_for(kSampleKey)) return "the answer to the example key of RFC 6455, copied into the server";
  if (same_ignoring_case(got, accept_for(key))) return "correct except for upper and lower case";
  if (got == key) return "the key itself";
  if (got == digest_of(key)) return "computed without the GUID that must follow the key";
  if (got.size() == 2 * kSha1Length && is_hexadecimal(got)) return "in hexadecimal instead of base64";
  const std::string text(key);
  if (got == accept_for(" " + text) || got == accept_for(text + " ") || got == accept_for(text + "\r") ||
      got == accept_for(text + "\n") || got == accept_for(text + "\r\n")) {
    return "computed with white space before or after the key";
  }
  const std::optional<std::string> bytes = decoded(key);
  if (bytes && got == accept_for(*bytes)) return "computed from the decoded key instead of its text";
  return {};
}

}  // namespace wstrace::http
