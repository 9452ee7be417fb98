// What is wrong with a certificate, as far as it can be seen from outside: whom the client trusts is its own affair.
#include "dissectors/tls/definitions.h"

namespace wstrace::tls::note {

constexpr NoteDef certificate_past{
    .code = "tls.certificate-past",
    .severity = Severity::warning,
    .text = "this certificate was valid until {not_after}: it had already expired when it was sent",
    .ref = "RFC 5280 4.1.2.5",
    .advice = "renew the certificate and load it into the server",
    .explain = "this certificate had already expired when it was sent"};

constexpr NoteDef certificate_future{
    .code = "tls.certificate-future",
    .severity = Severity::warning,
    .text = "this certificate is valid from {not_before}: it was not valid yet when it was sent",
    .ref = "RFC 5280 4.1.2.5",
    .advice = "check the clocks of the server and of the issuer of the certificate",
    .explain = "this certificate was not valid yet when it was sent"};

constexpr NoteDef certificate_name{
    .code = "tls.certificate-name",
    .severity = Severity::warning,
    .text = "this certificate does not cover {sni}, the name that the client requested",
    .ref = "RFC 9525 6",
    .advice = "connect with a name that the certificate contains, or get a certificate for this name",
    .explain = "this certificate does not cover the name that the client requested (SNI)"};

constexpr NoteDef certificate_self_signed{.code = "tls.certificate-self-signed",
                                          .severity = Severity::note,
                                          .text = "self-signed certificate: clients must be configured to trust it",
                                          .ref = "RFC 5280 3.2"};

constexpr NoteDef certificate_unreadable{.code = "tls.certificate-unreadable",
                                         .severity = Severity::warning,
                                         .text = "this certificate cannot be parsed",
                                         .ref = "RFC 5280 4.1"};

}  // namespace wstrace::tls::note
