// One stream, and the exchange that it is for the layers above.
#include "dissectors/http2/stream.h"

#include "dissectors/http/wire.h"
#include "dissectors/http2/definitions.h"

namespace wstrace::http2 {

void open_exchange(Context& ctx, Stream& stream) {
  Offer offer;
  offer.kind = Offer::Kind::exchange;
  offer.target = http::origin_form(stream.target);
  offer.protocol = stream.protocol;
  stream.upper = ctx.upper().offer_stream({&protocol, "HTTP/2 stream", stream.id}, offer);
}

void lose_content(Stream& stream, Direction dir, std::uint64_t n, bool vague) {
  HttpMessage& m = stream.message(dir);
  m.lossy = true;
  m.wanted = false;  // what was decoded before stays; what comes cannot be joined to it
  if (stream.tunnel) stream.upper->gap(dir, n, vague);
}

}  // namespace wstrace::http2
