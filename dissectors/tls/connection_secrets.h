// ConnectionSecrets: what the keys of one connection follow from: what the hellos agreed on, and the secrets of a key log.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/bytes.h"
#include "dissectors/tls/compression.h"
#include "dissectors/tls/wire.h"
#include "model/event.h"

namespace wstrace::tls {

/// Which of TLS 1.3's keys a direction is at (RFC 8446 7.1). TLS 1.2 has one set of keys; it is at `handshake`.
enum class Epoch : std::uint8_t { early, handshake, application };

inline constexpr Epoch next(Epoch epoch) { return epoch == Epoch::early ? Epoch::handshake : Epoch::application; }

/// What protects the records of a connection (RFC 5246 A.6), from its hellos.
struct SecurityParameters {
  std::uint16_t version = 0;  ///< 0 before the ServerHello; then the others but client_random are known, too
  std::uint16_t cipher = 0;   ///< the cipher suite
  std::uint8_t compression = kNoCompression;
  bool encrypt_then_mac = false;            ///< RFC 7366
  std::vector<std::uint8_t> client_random;  ///< empty before the ClientHello
  std::vector<std::uint8_t> server_random;

  bool is_agreed() const { return version != 0; }
  bool is_tls13() const { return version >= kTls13; }
  /// The version and the cipher suite are among those that keys help with.
  bool can_be_opened() const;
};

/// Where secrets are looked up, by their label (draft-ietf-tls-keylogfile 2). A key log may grow while it is used.
struct KeyLog {
  std::function<Bytes(std::string_view label, Bytes client_random)> find;  ///< empty when it is not known
  std::function<std::uint64_t()> revision;  ///< changes when secrets come: until then, what is missing stays so
};

/// Made for a call: it borrows the parameters. Secrets are valid until more of them come, and are empty when they are missing
/// or when their length is not that of the cipher suite (a line that was cut off, perhaps).
class ConnectionSecrets {
 public:
  ConnectionSecrets(const SecurityParameters& parameters, KeyLog log) : parameters_(parameters), log_(std::move(log)) {}

  const SecurityParameters& parameters() const { return parameters_; }
  std::uint64_t revision() const { return log_.revision(); }
  /// Of TLS 1.2.
  Bytes master() const;
  /// Of TLS 1.3, for what is sent in the direction.
  Bytes traffic(Direction dir, Epoch epoch) const;
  /// Some secret is known that may open a record of the direction, which is at this epoch or behind it.
  bool has_any(Direction dir, Epoch epoch) const;
  /// The labels of those that are missing, joined by ", ". `early`: there is early data that could not be read.
  std::string missing(bool early) const;

 private:
  Bytes find(std::string_view label) const;

  const SecurityParameters& parameters_;
  KeyLog log_;
};

}  // namespace wstrace::tls
