// Negotiation.
#include "dissectors/tls/negotiation.h"

#include <algorithm>
#include <string_view>

#include "dissectors/tls/names.h"

namespace wstrace::tls {
namespace {

/// ALPN's name of HTTP/2 (RFC 9113 3.2), and as an element of its list: the length in front.
constexpr std::string_view kHttp2 = "h2";
constexpr std::string_view kHttp2Element = "\x02h2";

}  // namespace

void Negotiation::take(const ClientHello& hello) {
  parameters_.client_random.assign(hello.random.begin(), hello.random.end());
  sni_ = as_text(hello.sni);
  offers_http2_ = as_text(hello.alpn).find(kHttp2Element) != std::string_view::npos;
  offered_id_.assign(hello.session_id.begin(), hello.session_id.end());
}

void Negotiation::take(const ServerHello& hello, Arena& arena) {
  parameters_.server_random.assign(hello.random.begin(), hello.random.end());
  parameters_.version = hello.version;
  parameters_.cipher = hello.cipher;
  parameters_.compression = hello.compression;
  parameters_.encrypt_then_mac = hello.encrypt_then_mac;
  resumed_ = resumes(hello);
  alpn_ = alpn_names(hello.alpn, arena);
}

void Negotiation::take_extensions(const ServerHello& hello, Arena& arena) {
  if (!hello.alpn.empty()) alpn_ = alpn_names(hello.alpn, arena);
}

bool Negotiation::is_http2() const { return alpn_ == kHttp2; }

/// In TLS 1.3 the server's choice is encrypted.
bool Negotiation::may_be_http2() const {
  return is_http2() || (alpn_.empty() && parameters_.is_tls13() && offers_http2_);
}

/// TLS 1.3 says so; before, the server repeats the id that the client offered (RFC 5246 7.4.1.3, RFC 5077 3.4).
bool Negotiation::resumes(const ServerHello& hello) const {
  if (hello.version >= kTls13) return hello.pre_shared_key;
  return !offered_id_.empty() &&
         std::equal(offered_id_.begin(), offered_id_.end(), hello.session_id.begin(), hello.session_id.end());
}

}  // namespace wstrace::tls
