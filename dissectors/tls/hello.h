// What a ClientHello and a ServerHello say (RFC 8446 4.1, RFC 5246 7.4.1).
#pragma once

#include "dissectors/tls/wire.h"

namespace wstrace::tls {

inline constexpr std::size_t kRandom = 32;

/// Spans point into the message that was read.
struct ClientHello {
  std::uint16_t version = 0;  ///< the highest that it offers
  Bytes random;
  Bytes session_id;
  Bytes cipher_suites;
  Bytes sni;
  Bytes alpn;            ///< a list of names, each with its length
  Bytes versions;        ///< supported_versions; empty before TLS 1.3
  Bytes key_shares;      ///< a list of groups with a key each
  Bytes session_ticket;  ///< TLS 1.2's ticket; empty also when only the extension is there
  bool pre_shared_key = false;
  bool early_data = false;
  bool encrypted_client_hello = false;
};

/// False when it is no ClientHello; what was readable until then is in `hello`.
bool read_client_hello(Bytes body, ClientHello& hello);

struct ServerHello {
  std::uint16_t version = 0;
  Bytes random;
  Bytes session_id;
  std::uint16_t cipher = 0;
  std::uint8_t compression = 0;  ///< method of the records' compression; 0: none
  std::uint16_t group = 0;       ///< of its key share; 0 when it says none
  Bytes alpn;                    ///< one name with its length; TLS 1.3 sends it encrypted
  bool retry = false;            ///< it is a HelloRetryRequest (RFC 8446 4.1.4)
  bool pre_shared_key = false;
  bool early_data = false;      ///< … was accepted (EncryptedExtensions)
  bool session_ticket = false;  ///< a new ticket will come
  bool encrypt_then_mac = false;
  bool extended_master_secret = false;
};

bool read_server_hello(Bytes body, ServerHello& hello);
/// What TLS 1.3 says apart from it.
bool read_encrypted_extensions(Bytes body, ServerHello& hello);

/// The groups of a ClientHello's key shares, as a list of codes in `room`.
std::size_t groups_of(Bytes key_shares, std::span<std::uint8_t> room);

}  // namespace wstrace::tls
