// Any bytes as the two directions of one connection. The input is a list of pieces: a head byte (its top bit is the
// direction, the next one a gap), a length byte, and the bytes.
#include "support/dialogue.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wstrace;
  Limits limits;
  limits.unit = std::size_t{64} << 10;
  limits.message = std::size_t{64} << 10;
  test::Dialogue talk({}, limits, 2);
  // TLS connections whose random is all zeros have keys, so that what follows the decision to open records is reached.
  static Secrets secrets = [] {
    Secrets all;
    const std::string random(64, '0');
    for (const char* label : {"CLIENT_EARLY_TRAFFIC_SECRET", "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
                              "SERVER_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0"})
      all.add_lines(std::string(label) + " " + random + " " + std::string(64, '1') + "\n");
    all.add_lines("CLIENT_RANDOM " + random + " " + std::string(96, '1') + "\n");
    return all;
  }();
  talk.trace().use_secrets(secrets);
  std::string_view rest = as_text({data, size});
  while (rest.size() >= 2) {
    const auto head = static_cast<unsigned char>(rest[0]);
    const std::size_t n = static_cast<unsigned char>(rest[1]) + std::size_t{256} * (head & 0x0fU);
    const Direction dir = (head & 0x80U) != 0 ? Direction::s2c : Direction::c2s;
    rest.remove_prefix(2);
    if ((head & 0x40U) != 0) {
      talk.gap(dir, n + 1);
      continue;
    }
    talk.say(dir, rest.substr(0, n));
    rest.remove_prefix(n < rest.size() ? n : rest.size());
  }
  talk.close();
  return 0;
}
