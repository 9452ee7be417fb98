// Certificates, read by OpenSSL.
#include "dissectors/tls/certificate.h"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>

#include "core/endpoint.h"
#include "dissectors/tls/wire.h"

namespace wstrace::tls {
namespace {

struct Free {
  void operator()(X509* p) const { X509_free(p); }
  void operator()(BIO* p) const { BIO_free(p); }
  void operator()(GENERAL_NAMES* p) const { GENERAL_NAMES_free(p); }
};

constexpr std::size_t kIPv4 = 4;
constexpr std::size_t kIPv6 = 16;
/// Names of one certificate that are shown; the certificates of large hosters have hundreds.
constexpr int kNamesShown = 16;

std::string name_of(const X509_NAME* name) {
  const std::unique_ptr<BIO, Free> out(BIO_new(BIO_s_mem()));
  if (out == nullptr) return {};
  // RFC 4514 in the order in which people write it; UTF-8 as it is.
  X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
}

/// Nanoseconds in 64 bits begin in 1677 and end in 2262. What lies beyond is before or behind every packet, and so is the
/// year 9999, which stands for "never" (RFC 5280 4.1.2.5).
Time in_reach(std::int64_t seconds) {
  if (seconds <= INT64_MIN / kSecond) return INT64_MIN;
  return seconds >= INT64_MAX / kSecond ? INT64_MAX : seconds * kSecond;
}

/// `unknown` when the date is not a valid one.
Time time_of(const ASN1_TIME* time, Time unknown, std::string& phrase) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return unknown;
  phrase = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
  return in_reach(timegm(&parts));
}

std::string text_of(const GENERAL_NAME* name) {
  int type = 0;
  const auto* value = static_cast<const ASN1_STRING*>(GENERAL_NAME_get0_value(name, &type));
  if (value == nullptr || (type != GEN_DNS && type != GEN_IPADD)) return {};
  const Bytes bytes(ASN1_STRING_get0_data(value), static_cast<std::size_t>(ASN1_STRING_length(value)));
  if (type == GEN_DNS) return std::string(as_text(bytes));
  if (bytes.size() == kIPv4) return IpAddress::from_v4(bytes.first<kIPv4>()).to_string();
  return bytes.size() == kIPv6 ? IpAddress::from_v6(bytes.first<kIPv6>()).to_string() : std::string();
}

std::string names_of(const X509* x509) {
  const std::unique_ptr<GENERAL_NAMES, Free> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(x509, NID_subject_alt_name, nullptr, nullptr)));
  std::string all;
  const int count = names != nullptr ? sk_GENERAL_NAME_num(names.get()) : 0;
  for (int i = 0; i < count; ++i) {
    if (i == kNamesShown) return fmt::format("{}, … {} more", all, count - i);
    const std::string name = text_of(sk_GENERAL_NAME_value(names.get(), i));
    if (name.empty()) continue;
    if (!all.empty()) all += ", ";
    all += name;
  }
  return all;
}

}  // namespace

CertificateList read_certificate_list(Bytes body, bool is_tls13) {
  Reader reader(body);
  if (is_tls13) reader.vector(1);  // the request that it answers
  Reader list(reader.vector(3));
  const Bytes first = list.vector(3);
  std::uint64_t count = first.empty() ? 0 : 1;
  while (list.ok() && !list.empty()) {
    if (is_tls13) list.vector(2);  // extensions of the one before
    if (list.empty()) break;
    list.vector(3);
    ++count;
  }
  return {first, count};
}

bool read_certificate(Bytes der, std::string_view host, Certificate& certificate) {
  const unsigned char* at = der.data();
  const std::unique_ptr<X509, Free> x509(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (x509 == nullptr) return false;
  certificate.subject = name_of(X509_get_subject_name(x509.get()));
  certificate.issuer = name_of(X509_get_issuer_name(x509.get()));
  certificate.names = names_of(x509.get());
  certificate.valid_from = time_of(X509_get0_notBefore(x509.get()), INT64_MIN, certificate.not_before);
  certificate.valid_to = time_of(X509_get0_notAfter(x509.get()), INT64_MAX, certificate.not_after);
  certificate.self_signed = X509_NAME_cmp(X509_get_subject_name(x509.get()), X509_get_issuer_name(x509.get())) == 0;
  // A name with a NUL in it is no name; X509_check_host says -2 then.
  certificate.fits_host = host.empty() || X509_check_host(x509.get(), host.data(), host.size(), 0, nullptr) != 0;
  return true;
}

}  // namespace wstrace::tls
