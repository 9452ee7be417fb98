// TLS on the wire (RFC 8446 5.1, 4; RFC 5246 6.2, 7.4): offsets, codes and a checked view of a record's header.
//
//   record    type 1 | version 2 | length 2 | fragment
//   handshake type 1 | length 3 | body            (may span records, and a record may hold several)
//   alert     level 1 | description 1
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/bytes.h"

namespace wstrace::tls {

inline constexpr std::size_t kRecordTypeAt = 0;
inline constexpr std::size_t kRecordVersionAt = 1;
inline constexpr std::size_t kRecordLengthAt = 3;
inline constexpr std::size_t kRecordHeader = 5;
/// RFC 5246 6.2.3: a protected fragment may be 2048 bytes longer than its content.
inline constexpr std::size_t kLongestFragment = (std::size_t{1} << 14) + 2048;
inline constexpr std::size_t kHandshakeHeader = 4;
inline constexpr std::size_t kAlertLength = 2;
/// An alert as TLS 1.3's suites protect it: its two bytes, the content type, the tag (RFC 8446 5.2). CCM_8 has half a tag.
inline constexpr std::size_t kProtectedAlert13 = kAlertLength + 1 + 16;

enum class ContentType : std::uint8_t {
  change_cipher_spec = 20,
  alert = 21,
  handshake = 22,
  application_data = 23,
};

enum class HandshakeType : std::uint8_t {
  hello_request = 0,
  client_hello = 1,
  server_hello = 2,
  new_session_ticket = 4,
  end_of_early_data = 5,
  encrypted_extensions = 8,
  certificate = 11,
  server_key_exchange = 12,
  certificate_request = 13,
  server_hello_done = 14,
  certificate_verify = 15,
  client_key_exchange = 16,
  finished = 20,
  certificate_status = 22,
  compressed_certificate = 25,
  key_update = 24,
};

/// RFC 8446 4.2 and the IANA registry of TLS extensions.
enum class Extension : std::uint16_t {
  server_name = 0,
  supported_groups = 10,
  alpn = 16,
  encrypt_then_mac = 22,
  extended_master_secret = 23,
  session_ticket = 35,
  pre_shared_key = 41,
  early_data = 42,
  supported_versions = 43,
  post_handshake_auth = 49,
  key_share = 51,
  encrypted_client_hello = 0xfe0d,
};

inline constexpr std::uint16_t kSsl30 = 0x0300;
inline constexpr std::uint16_t kTls10 = 0x0301;
inline constexpr std::uint16_t kTls12 = 0x0303;
inline constexpr std::uint16_t kTls13 = 0x0304;

/// True of the values that RFC 8701 reserves, so that nobody relies on a list's known ones.
inline constexpr bool is_grease(std::uint16_t value) {
  return (value & 0x0f0f) == 0x0a0a && (value >> 8) == (value & 0xff);
}

struct RecordHeader {
  ContentType type = ContentType::handshake;
  std::uint16_t version = 0;
  std::uint16_t length = 0;

  std::size_t size() const { return kRecordHeader + length; }
};

/// Null when these are not the first bytes of a record's header. As many of them are looked at as there are: with fewer
/// than kRecordHeader, what is missing reads as zero and says nothing.
inline std::optional<RecordHeader> record_header(Bytes b) {
  RecordHeader h;
  if (b.empty() || b[0] < 20 || b[0] > 23) return std::nullopt;
  h.type = static_cast<ContentType>(b[0]);
  if (b.size() > 1 && b[1] != 3) return std::nullopt;
  if (b.size() > 2 && b[2] > 3) return std::nullopt;  // TLS 1.3 says 1.2 here (RFC 8446 5.1)
  if (b.size() < kRecordHeader) return h;
  h.version = load_be16(b, kRecordVersionAt);
  h.length = load_be16(b, kRecordLengthAt);
  const bool is_ccs = h.type == ContentType::change_cipher_spec;
  const bool fits = h.length > 0 && h.length <= kLongestFragment && (!is_ccs || h.length == 1);
  const bool alert_fits = h.type != ContentType::alert || h.length == kAlertLength || h.length >= 16;
  return fits && alert_fits ? std::optional(h) : std::nullopt;
}

/// Reads on from one end to the other. Past the end it gives zeros and empty spans, and says so once asked.
class Reader {
 public:
  explicit Reader(Bytes bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  bool empty() const { return rest_.empty(); }
  Bytes rest() const { return rest_; }

  Bytes take(std::size_t n) {
    if (n > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const Bytes taken = rest_.first(n);
    rest_ = rest_.subspan(n);
    return taken;
  }
  std::uint32_t number(std::size_t width) {
    std::uint32_t value = 0;
    for (const std::uint8_t b : take(width)) value = value << 8 | b;
    return value;
  }
  std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  /// A vector: its length in `width` bytes, then as many bytes (RFC 8446 3.4).
  Bytes vector(std::size_t width) { return take(number(width)); }

 private:
  Bytes rest_;
  bool ok_ = true;
};

}  // namespace wstrace::tls
