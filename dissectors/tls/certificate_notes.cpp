// What is wrong with a certificate, as far as it can be seen from outside: whom the client trusts is its own affair.
#include "dissectors/tls/definitions.h"

namespace wstrace::tls::note {

constexpr NoteDef certificate_past{
    .code = "tls.certificate-past",
    .severity = Severity::warning,
    .text = "this certificate was valid until {not_after}: it had expired when it was sent",
    .ref = "RFC 5280 4.1.2.5",
    .advice = "renew the certificate and have the server load it"};

constexpr NoteDef certificate_future{
    .code = "tls.certificate-future",
    .severity = Severity::warning,
    .text = "this certificate is valid from {not_before} on: it was not yet when it was sent",
    .ref = "RFC 5280 4.1.2.5",
    .advice = "check the clocks of the server and of whoever issued the certificate"};

constexpr NoteDef certificate_name{
    .code = "tls.certificate-name",
    .severity = Severity::warning,
    .text = "this certificate is not good for {sni}, the name that the client asked for",
    .ref = "RFC 9525 6",
    .advice = "connect by a name that stands in the certificate, or have one issued that names this host"};

constexpr NoteDef certificate_self_signed{
    .code = "tls.certificate-self-signed",
    .severity = Severity::note,
    .text = "this certificate is self-signed: who connects has to be told to trust it",
    .ref = "RFC 5280 3.2"};

constexpr NoteDef certificate_unreadable{.code = "tls.certificate-unreadable",
                                         .severity = Severity::warning,
                                         .text = "this certificate cannot be read",
                                         .ref = "RFC 5280 4.1"};

}  // namespace wstrace::tls::note
