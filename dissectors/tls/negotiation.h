// Negotiation: what the two sides of a connection agree on, filled by their hellos (RFC 8446 4.1, RFC 5246 7.4.1).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/arena.h"
#include "dissectors/tls/connection_secrets.h"
#include "dissectors/tls/hello.h"

namespace wstrace::tls {

class Negotiation {
 public:
  void take(const ClientHello& hello);
  /// Not of a HelloRetryRequest: that leaves everything open.
  void take(const ServerHello& hello, Arena& arena);
  /// EncryptedExtensions (RFC 8446 4.3.1): what TLS 1.2 has in its ServerHello.
  void take_extensions(const ServerHello& hello, Arena& arena);

  const SecurityParameters& parameters() const { return parameters_; }
  /// The name that the client asks for (RFC 6066 3); empty when it asks for none.
  const std::string& sni() const { return sni_; }
  /// The protocol that the server chose (RFC 7301); empty when it chose none, or that is not known.
  const std::string& alpn() const { return alpn_; }
  /// An earlier session goes on.
  bool is_resumed() const { return resumed_; }
  bool offers_http2() const { return offers_http2_; }
  bool is_http2() const;
  /// It is HTTP/2, or that may have been agreed on where it cannot be read.
  bool may_be_http2() const;

 private:
  bool resumes(const ServerHello& hello) const;

  SecurityParameters parameters_;
  std::string sni_;
  std::string alpn_;
  std::vector<std::uint8_t> offered_id_;  ///< the session id that the client would resume by (TLS 1.2)
  bool resumed_ = false;
  bool offers_http2_ = false;
};

}  // namespace wstrace::tls
