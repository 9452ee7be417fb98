#include "dissectors/quic/packet_protection.h"

#include <string>

#include "dissectors/tls/key_schedule.h"

namespace wstrace::quic {
namespace {

constexpr std::uint16_t kAes128Gcm = 0x1301;
constexpr tls::Hash kHash = tls::Hash::sha256;
constexpr std::size_t kKey = 16;
constexpr std::size_t kSample = 16;
/// The sample is taken as if the packet number had this many bytes (RFC 9001 5.4.2).
constexpr std::size_t kLongestNumber = 4;
constexpr std::uint8_t kNumberLength = 0x03;
/// What of a long header's first byte is protected.
constexpr std::uint8_t kProtectedBits = 0x0f;

const tls::Suite& suite() { return *tls::find_suite(kAes128Gcm); }

}  // namespace

/// RFC 9001 5.2, 5.1; RFC 9369 3.3.1, 3.3.2.
bool InitialKeys::start(const Version& version, Bytes id, Direction sender) {
  const std::vector<std::uint8_t> initial = tls::extract(kHash, version.salt, id);
  std::array<std::uint8_t, 32> secret{};
  tls::expand_label(kHash, initial, sender == Direction::c2s ? "client in" : "server in", secret);
  const std::string label(version.label);
  std::array<std::uint8_t, kKey> key{};
  std::array<std::uint8_t, kKey> header_key{};
  tls::expand_label(kHash, secret, label + "key", key);
  tls::expand_label(kHash, secret, label + "iv", iv_);
  tls::expand_label(kHash, secret, label + "hp", header_key);
  return protection_.start_with_key(suite(), key) && start_header(header_key);
}

bool InitialKeys::start_header(Bytes key) {
  header_.reset(EVP_CIPHER_CTX_new());
  const bool good =
      header_ != nullptr && EVP_EncryptInit_ex(header_.get(), EVP_aes_128_ecb(), nullptr, key.data(), nullptr) == 1;
  if (!good) stop();
  return good;
}

std::optional<InitialKeys::Mask> InitialKeys::mask_of(Bytes sample) {
  Mask mask{};
  int n = 0;
  const bool good = EVP_EncryptUpdate(header_.get(), mask.data(), &n, sample.data(), kSample) == 1;
  return good ? std::optional(mask) : std::nullopt;
}

/// RFC 9001 5.4.1, 5.3. Packet numbers begin at 0 (RFC 9000 12.3), and a handshake is over before a part of one leaves doubt.
std::optional<InitialKeys::Opened> InitialKeys::open(const Packet& packet, Bytes bytes,
                                                     std::vector<std::uint8_t>& room) {
  const std::size_t sample_at = packet.number_at + kLongestNumber;
  if (!ready() || packet.size > bytes.size() || packet.size < sample_at + kSample) return std::nullopt;
  const auto mask = mask_of(bytes.subspan(sample_at, kSample));
  if (!mask) return std::nullopt;
  const auto first_byte = static_cast<std::uint8_t>(bytes[0] ^ ((*mask)[0] & kProtectedBits));
  const std::size_t head = packet.number_at + (first_byte & kNumberLength) + 1;
  head_.assign(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(head));
  head_[0] = first_byte;
  Opened opened;
  for (std::size_t i = packet.number_at; i < head; ++i) {
    head_[i] ^= (*mask)[i - packet.number_at + 1];
    opened.number = opened.number << 8 | head_[i];
  }
  std::array<std::uint8_t, 12> nonce = iv_;
  for (std::size_t i = 0; i < 8; ++i)
    nonce[nonce.size() - 1 - i] ^= static_cast<std::uint8_t>(opened.number >> (8 * i));
  const auto payload = protection_.open_sealed(nonce, head_, bytes.subspan(head, packet.size - head), room);
  if (!payload) return std::nullopt;
  opened.payload = *payload;
  return opened;
}

/// RFC 9001 5.8: nothing is encrypted; what is authenticated begins with the id that the Retry answers.
bool is_authentic_retry(const Version& version, Bytes original_destination, Bytes packet) {
  if (packet.size() < kTag) return false;
  std::vector<std::uint8_t> data = {static_cast<std::uint8_t>(original_destination.size())};
  data.insert(data.end(), original_destination.begin(), original_destination.end());
  data.insert(data.end(), packet.begin(), packet.end() - kTag);
  tls::RecordProtection protection;
  std::vector<std::uint8_t> room;
  return protection.start_with_key(suite(), version.retry_key) &&
         protection.open_sealed(version.retry_nonce, data, packet.last(kTag), room).has_value();
}

}  // namespace wstrace::quic
