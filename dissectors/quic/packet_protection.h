// What protects Initial and Retry packets (RFC 9001 5). Their keys follow from a connection id that stands in the open, so
// everybody can read them; they keep out only who has not seen the client's first packet.
#pragma once

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "dissectors/quic/wire.h"
#include "dissectors/tls/record_protection.h"
#include "model/definitions.h"

namespace wstrace::quic {

/// The Initial packets of one side.
class InitialKeys {
 public:
  struct Opened {
    std::uint64_t number = 0;
    Bytes payload;  ///< within the room that was given
  };

  /// `id`: the destination of the client's first Initial, or what a Retry put in its place. False when libcrypto refuses.
  bool start(const Version& version, Bytes id, Direction sender);
  bool ready() const { return header_ != nullptr; }
  void stop() { header_.reset(), protection_.stop(); }

  /// Null when the packet (from its first byte on) is not whole, or fails to authenticate.
  std::optional<Opened> open(const Packet& packet, Bytes bytes, std::vector<std::uint8_t>& room);

 private:
  struct Free {
    void operator()(EVP_CIPHER_CTX* p) const { EVP_CIPHER_CTX_free(p); }
  };
  using Mask = std::array<std::uint8_t, 16>;

  bool start_header(Bytes key);
  std::optional<Mask> mask_of(Bytes sample);

  tls::RecordProtection protection_;
  std::array<std::uint8_t, 12> iv_{};
  std::unique_ptr<EVP_CIPHER_CTX, Free> header_;  ///< of the header protection
  std::vector<std::uint8_t> head_;                ///< of the present packet, without protection
};

/// Was this Retry made by somebody who has seen the client's Initial with this destination?
bool is_authentic_retry(const Version& version, Bytes original_destination, Bytes packet);

}  // namespace wstrace::quic
