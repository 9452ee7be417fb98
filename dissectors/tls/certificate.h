// A certificate (RFC 5280) as OpenSSL reads it: whose it is, by whom, for which names, and from when to when.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "model/event.h"

namespace wstrace::tls {

struct Certificate {
  std::string subject;  ///< "CN=localhost,O=lab" (RFC 4514)
  std::string issuer;
  std::string names;  ///< subjectAltName: "localhost, *.lab.example, 127.0.0.1"
  std::string not_before;
  std::string not_after;  ///< RFC 3339, UTC
  Time valid_from = 0;    ///< the least Time when it lies before that, or the date is not valid
  Time valid_to = 0;      ///< the same with the greatest
  bool self_signed = false;
  bool fits_host = true;  ///< … that the client asked for; true when it asked for none
};

/// The certificates of a Certificate message, as they are sent: the first one is the sender's own.
struct CertificateList {
  Bytes first;  ///< DER; empty when there is none
  std::uint64_t count = 0;
};

/// By the message's body (RFC 8446 4.4.2; RFC 5246 7.4.2).
CertificateList read_certificate_list(Bytes body, bool is_tls13);

/// False when it cannot be read. `host` is what the client named (SNI); empty for none.
bool read_certificate(Bytes der, std::string_view host, Certificate& certificate);

}  // namespace wstrace::tls
