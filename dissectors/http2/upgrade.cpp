// Http2Connection: a connection that HTTP/1.1's Upgrade turned into HTTP/2 (RFC 7540 3.2; withdrawn by RFC 9113, and spoken by
// curl and nghttp2 all the same).
#include <array>
#include <string>

#include "dissectors/http2/connection.h"

namespace wstrace::http2 {
namespace {

/// RFC 4648 5, without padding. Stops at what is none of it.
std::string from_base64url(std::string_view text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  std::uint32_t bits = 0;
  unsigned known = 0;
  for (const char c : text) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) break;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    known += 6;
    if (known < 8) continue;
    known -= 8;
    out += static_cast<char>(bits >> known & 0xff);
  }
  return out;
}

}  // namespace

/// The request that asked for it is answered in stream 1, and its HTTP2-Settings are the client's first.
void Http2Connection::on_upgrade(Context& ctx) {
  const std::string settings = from_base64url(offer_.settings);
  AnnouncedSettings& client = lane(Direction::c2s).settings;
  for (std::size_t i = 0; i < settings.size() / kSettingSize; ++i) client.learn(setting_at(as_bytes(settings), i));
  lane(Direction::s2c).blocks.allow(client.table_size());
  client.put_in_force();
  Stream& stream = add(ctx, 1);
  stream.method = offer_.method;
  stream.target = offer_.target;
  stream.asked = offer_.asked;
  HttpMessage& request = stream.message(Direction::c2s);
  request.begun = request.reported = true;
  request.packets = offer_.packets;
  stream.state = StreamState::client_done;
  open_exchange(ctx, stream);
  if (ExchangeDissector* const dissector = stream.claimant()) {
    dissector->on_request(stream.upper->context(), {stream.method, stream.target, {}, {}});
  }
}

}  // namespace wstrace::http2
