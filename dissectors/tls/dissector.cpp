#include "dissectors/tls/dissector.h"

#include <array>

#include "dissectors/tls/definitions.h"
#include "dissectors/tls/stream.h"
#include "seam/chain_search.h"

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

struct RecordChain {
  unsigned frames = 0;
  unsigned cost = 0;
  unsigned worth(unsigned) const { return frames; }
};

/// In the middle of a stream: two records' headers follow one another somewhere, or one record fills what came.
class RecordSearch final : public StreamSearch {
 public:
  Claim look(Direction dir, Window kept) override {
    auto& chains = chains_[index(dir)];
    chains.look(kept, [](RecordChain&, Bytes rest) {
      const auto header = record_header(rest);
      if (!header) return Link::broken();
      return rest.size() < kRecordHeader ? Link::need(kRecordHeader) : Link::next(header->size());
    });
    const auto best = chains.best(0);
    if (best.chain == nullptr) return Claim::need_more;
    const bool fills = best.ends_here && best.chain->cost == 0;
    return best.chain->frames > 1 || fills ? Claim::yes : Claim::need_more;
  }

 private:
  std::array<ChainSearch<RecordChain>, 2> chains_{ChainSearch<RecordChain>{{}}, ChainSearch<RecordChain>{{}}};
};

std::unique_ptr<StreamSearch> make_search() { return std::make_unique<RecordSearch>(); }

Claim claim(const Offer& offer, const Heads& heads) {
  if (offer.kind != Offer::Kind::stream || !offer.protocol.empty()) return Claim::no;
  if (!heads.c2s.empty()) return claim_beginning(heads.c2s, HandshakeType::client_hello);
  return heads.s2c.empty() ? Claim::need_more : claim_beginning(heads.s2c, HandshakeType::server_hello);
}

std::unique_ptr<StreamDissector> make_stream(const Offer& offer) { return std::make_unique<TlsStream>(offer); }

}  // namespace

constexpr DissectorDef dissector{.protocol = &protocol,
                                 .connection_type = &session_type,
                                 .claim = claim,
                                 .make_search = make_search,
                                 .make_stream = make_stream,
                                 .make_messages = nullptr};

}  // namespace wstrace::tls
