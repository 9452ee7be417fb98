// Any bytes as the two directions of one connection. The input is a list of pieces: a head byte (its top bit is the
// direction, the next one a gap), a length byte, and the bytes.
#include "support/dialogue.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wstrace;
  Limits limits;
  limits.unit = std::size_t{64} << 10;
  limits.message = std::size_t{64} << 10;
  test::Dialogue talk({}, limits, 2);
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
