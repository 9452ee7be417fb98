// RecordProtection: opens the records of one direction with one set of keys, by OpenSSL's libcrypto.
//
// Contexts are made once and used for every record; what comes out lies in a buffer that the caller uses again.
#pragma once

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "dissectors/tls/suites.h"
#include "dissectors/tls/wire.h"

namespace wstrace::tls {

class RecordProtection {
 public:
  /// TLS 1.3, by a traffic secret.
  bool start(const Suite& suite, Bytes secret);
  /// TLS 1.2, by the master secret.
  bool start(const Suite& suite, Bytes master_secret, Bytes client_random, Bytes server_random, bool of_client,
             bool encrypt_then_mac);
  /// An AEAD by its key alone: the caller makes nonces (QUIC's packets).
  bool start_with_key(const Suite& suite, Bytes key);
  bool ready() const { return cipher_ != nullptr; }
  void stop() { cipher_.reset(); }

  /// The record's content (with TLS 1.3's content type and padding still behind it), within `room`. Null when it fails to
  /// authenticate as the record with this number.
  std::optional<Bytes> open(const RecordHeader& header, Bytes fragment, std::uint64_t number,
                            std::vector<std::uint8_t>& room);
  /// What an AEAD has sealed, with its tag behind it. `data` is authenticated as well.
  std::optional<Bytes> open_sealed(const std::array<std::uint8_t, 12>& nonce, Bytes data, Bytes sealed,
                                   std::vector<std::uint8_t>& room);

 private:
  struct Free {
    void operator()(EVP_CIPHER_CTX* p) const { EVP_CIPHER_CTX_free(p); }
    void operator()(EVP_MAC_CTX* p) const { EVP_MAC_CTX_free(p); }
  };

  bool set_up_mac(Bytes key);
  /// TLS 1.2's GCM and CCM: each record brings a part of its nonce.
  bool has_explicit_nonce() const { return !tls13_ && suite_.cipher != Cipher::chacha20_poly1305; }
  std::size_t tag_length() const { return suite_.cipher == Cipher::ccm_8 ? 8 : 16; }
  std::array<std::uint8_t, 12> nonce_of(std::uint64_t number, Bytes& fragment) const;
  std::optional<Bytes> open_aead(const RecordHeader& header, Bytes fragment, std::uint64_t number,
                                 std::vector<std::uint8_t>& room);
  std::optional<Bytes> open_cbc(const RecordHeader& header, Bytes fragment, std::uint64_t number,
                                std::vector<std::uint8_t>& room);
  std::optional<Bytes> decrypt_cbc(Bytes fragment, std::vector<std::uint8_t>& room);
  bool mac_fits(const RecordHeader& header, std::uint64_t number, Bytes content, Bytes mac);

  Suite suite_;
  bool tls13_ = false;
  bool encrypt_then_mac_ = false;
  std::array<std::uint8_t, 12> iv_{};
  std::unique_ptr<EVP_CIPHER_CTX, Free> cipher_;
  std::unique_ptr<EVP_MAC_CTX, Free> mac_;
};

}  // namespace wstrace::tls
