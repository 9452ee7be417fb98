#include "dissectors/tls/dissector.h"

#include "dissectors/tls/definitions.h"
#include "dissectors/tls/stream.h"

namespace wstrace::tls {
namespace {

/// A record of the handshake that begins with this message, or an alert in answer.
Claim claim_beginning(Bytes bytes, HandshakeType type) {
  const auto header = record_header(bytes);
  if (!header) return Claim::no;
  if (bytes.size() <= kRecordHeader) return Claim::need_more;
  if (header->type == ContentType::alert) return header->length == kAlertLength ? Claim::maybe : Claim::no;
  const bool begins = header->type == ContentType::handshake && bytes[kRecordHeader] == static_cast<std::uint8_t>(type);
  return begins ? Claim::yes : Claim::no;
}

/// True when two records' headers follow one another somewhere, or one record fills what came.
bool has_chain(Bytes bytes) {
  for (std::size_t at = 0; at + kRecordHeader <= bytes.size(); ++at) {
    const Bytes rest = bytes.subspan(at);
    const auto header = record_header(rest);
    if (!header || header->size() > rest.size()) continue;
    const Bytes next = rest.subspan(header->size());
    if (next.empty() ? at == 0 : next.size() >= kRecordHeader && record_header(next)) return true;
  }
  return false;
}

Claim claim(const Offer& offer, const Heads& heads) {
  if (offer.kind != Offer::Kind::stream || !offer.protocol.empty()) return Claim::no;
  if (offer.mid_stream) return has_chain(heads.c2s) || has_chain(heads.s2c) ? Claim::yes : Claim::need_more;
  if (!heads.c2s.empty()) return claim_beginning(heads.c2s, HandshakeType::client_hello);
  return heads.s2c.empty() ? Claim::need_more : claim_beginning(heads.s2c, HandshakeType::server_hello);
}

std::unique_ptr<StreamDissector> make_stream(const Offer& offer) { return std::make_unique<TlsStream>(offer); }

}  // namespace

constexpr DissectorDef dissector{.protocol = &protocol,
                                 .connection_kind = SessionKind::tls,
                                 .claim = claim,
                                 .make_stream = make_stream,
                                 .make_messages = nullptr};

}  // namespace wstrace::tls
