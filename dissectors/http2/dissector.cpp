#include "dissectors/http2/dissector.h"

#include "dissectors/http/definitions.h"
#include "dissectors/http2/connection.h"
#include "dissectors/http2/definitions.h"
#include "dissectors/http2/resync.h"

namespace wstrace::http2 {
namespace {

Claim claim_preface(std::string_view head) {
  if (head.size() >= kPreface.size()) return head.starts_with(kPreface) ? Claim::yes : Claim::no;
  return kPreface.starts_with(head) ? Claim::need_more : Claim::no;
}

/// A server may send its SETTINGS before the preface has come.
Claim claim_server_first(Bytes head) {
  const auto header = FrameHeader::parse(head);
  if (!header) return Claim::need_more;
  const bool settings = header->is(FrameType::settings) && !header->has(flag::kAck);
  return settings && is_plausible(*header, Direction::s2c) ? Claim::need_more : Claim::no;
}

Claim claim(const Offer& offer, const Heads& heads) {
  if (offer.kind != Offer::Kind::stream) return Claim::no;
  if (offer.protocol == "h2" || offer.protocol == "h2c") return Claim::yes;
  if (!offer.protocol.empty()) return Claim::no;
  if (heads.c2s.empty() && !heads.s2c.empty()) return claim_server_first(heads.s2c);
  return claim_preface(as_text(heads.c2s));
}

std::unique_ptr<StreamDissector> make_stream(const Offer& offer) { return std::make_unique<Http2Connection>(offer); }

}  // namespace

const DissectorDef dissector{.protocol = &protocol,
                             .connection_type = &http::session_type,
                             .claim = claim,
                             .make_search = make_search,
                             .make_stream = make_stream};

}  // namespace wstrace::http2
