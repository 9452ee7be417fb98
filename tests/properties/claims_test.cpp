// Streams whose beginning is not in the capture, and that are neither WebSockets nor HTTP/2: binary records of many
// protocols, made at random in their shapes. Fewer than one of ten thousand may be taken for either.
#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <string>

#include "support/dialogue.h"
#include "support/effort.h"

namespace wstrace::test::claims_test {
namespace {

constexpr std::size_t kAll = 200'000;
constexpr std::size_t kFew = 3'000;
/// Fewer than one of so many.
constexpr std::size_t kTolerated = 10'000;

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}

  unsigned below(unsigned n) { return static_cast<unsigned>(engine_() % n); }
  bool chance(unsigned one_of) { return below(one_of) == 0; }
  unsigned between(unsigned least, unsigned most) { return least + below(most - least + 1); }
  template <class T>
  T one_of(std::initializer_list<T> of) {
    return of.begin()[below(static_cast<unsigned>(of.size()))];
  }

  std::string bytes(std::size_t n) {
    std::string out(n, '\0');
    for (char& c : out) c = static_cast<char>(engine_());
    return out;
  }
  std::string word(std::size_t n) {
    std::string out(n, '\0');
    for (char& c : out) c = static_cast<char>('a' + below(26));
    return out;
  }
  /// What fills records: little of it is random.
  std::string content(std::size_t n) {
    std::string out;
    while (out.size() < n) {
      switch (below(7)) {
        case 0: out.append(below(40), '\0'); break;
        case 1: out += bytes(below(24)); break;
        case 2: out += word(below(24)); break;
        case 3:
          for (const char c : word(below(12))) out += {c, '\0'};
          break;
        case 4: out += big(4, below(3000)); break;
        case 5: out += little(4, below(3000)); break;
        default: out.append(below(12), '\xff'); break;
      }
    }
    return out.substr(0, n);
  }
  static std::string big(int width, std::uint64_t value) {
    std::string out;
    for (int i = width - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i));
    return out;
  }
  static std::string little(int width, std::uint64_t value) {
    std::string out = big(width, value);
    return {out.rbegin(), out.rend()};
  }

 private:
  std::mt19937 engine_;
};

/// One record that this side sends, of a connection that has sent `n` before.
using Record = std::function<std::string(Random& random, Direction dir, unsigned n)>;

std::string big(int width, std::uint64_t value) { return Random::big(width, value); }
std::string little(int width, std::uint64_t value) { return Random::little(width, value); }
/// A length in front.
std::string counted(int width, const std::string& bytes, std::size_t more = 0) {
  return big(width, bytes.size() + more) + bytes;
}

struct Protocol {
  const char* name;
  Record record;
};

std::string smb2(Random& r, Direction dir, unsigned n) {
  std::string out = "\xfeSMB" + little(2, 64) + little(2, r.below(8)) +
                    little(4, dir == Direction::s2c ? r.one_of({0U, 0xc0000016U}) : 0);
  out += little(2, r.below(19)) + little(2, r.between(1, 33)) + little(4, dir == Direction::s2c ? 1 : 0) + little(4, 0);
  out += little(8, n) + little(4, 0xfeff) + little(4, r.below(9)) + little(8, 0x0000040000000061ULL) +
         r.bytes(r.chance(2) ? 16 : 0);
  out.resize(64, '\0');
  return counted(4, out + r.content(r.between(4, r.chance(8) ? 3000 : 200)));
}

std::string modbus(Random& r, Direction, unsigned n) {
  const std::string pdu =
      big(1, r.one_of({0U, 1U, 17U, 255U})) + big(1, r.between(1, 16)) + r.content(r.between(2, 60));
  return big(2, 0xc000 + n) + big(2, 0) + counted(2, pdu);
}

std::string s7comm(Random& r, Direction dir, unsigned n) {
  const std::string s7 = "\x32" + big(1, dir == Direction::c2s ? 1 : 3) + big(2, 0) + big(2, n << 8) + big(2, 14) +
                         big(2, 0) + r.content(r.between(4, 120));
  return "\x03" + big(1, 0) + counted(2, "\x02\xf0\x80" + s7, 4);
}

std::string tds(Random& r, Direction dir, unsigned n) {
  const std::string body = r.content(r.between(8, 600));
  return big(1, dir == Direction::s2c ? 4 : r.one_of({1U, 3U, 14U})) + big(1, 1) + big(2, body.size() + 8) +
         big(2, dir == Direction::s2c ? 54 : 0) + big(1, n % 4) + big(1, 0) + body;
}

std::string x11(Random& r, Direction dir, unsigned n) {
  if (dir == Direction::s2c)
    return big(1, r.between(1, 34)) + big(1, r.below(8)) + little(2, n) +
           little(4, r.chance(3) ? 0 : r.below(1U << 26)) + r.content(24);
  const unsigned units = r.between(1, 40);
  return big(1, r.between(1, 127)) + big(1, r.below(3)) + little(2, units) + r.content(std::size_t{units - 1} * 4);
}

std::string ldp(Random& r, Direction, unsigned n) {
  std::string messages;
  for (unsigned i = r.between(1, 4); i > 0; --i) {
    const std::string tlvs =
        big(2, r.one_of({0x100U, 0x200U, 0x300U, 0x400U})) + counted(2, r.content(r.between(2, 24)));
    messages += big(2, r.one_of({0x200U, 0x201U, 0x300U, 0x400U, 0x401U})) + counted(2, big(4, n + i) + tlvs);
  }
  return big(2, 1) + counted(2, "\x0a\x01\x01\x01" + big(2, 0) + messages);
}

std::string bitcoin(Random& r, Direction, unsigned) {
  std::string name = r.one_of<const char*>({"inv", "ping", "pong", "tx", "getdata", "addr", "headers"});
  name.resize(12, '\0');
  const std::string body = r.chance(4) ? r.bytes(r.below(900)) : little(1, r.below(4)) + little(4, 1) + r.bytes(32);
  return "\xf9\xbe\xb4\xd9" + name + little(4, body.size()) + r.bytes(4) + body;
}

std::string dns(Random& r, Direction dir, unsigned) {
  std::string name;
  for (unsigned i = r.between(2, 4); i > 0; --i) name += counted(1, r.word(r.between(2, 12)));
  std::string out = r.bytes(2) + (dir == Direction::s2c ? "\x81\x80" : "\x01") +
                    (dir == Direction::s2c ? "" : big(1, 0)) + big(2, 1) + big(2, dir == Direction::s2c ? 1 : 0) +
                    big(4, 0) + name + big(1, 0) + big(2, 1) + big(2, 1);
  if (dir == Direction::s2c) out += "\xc0\x0c" + big(2, 1) + big(2, 1) + big(4, r.below(9000)) + counted(2, r.bytes(4));
  return counted(2, out);
}

std::string tls_like(Random& r, Direction, unsigned) {
  return r.one_of<std::string>({"\x17\x03\x03", "\x17\x03\x03", "\x15\x03\x03"}) +
         counted(2, r.bytes(r.between(24, r.chance(6) ? 4000 : 300)));
}

std::string mqtt(Random& r, Direction dir, unsigned n) {
  const auto packet = [](unsigned type, const std::string& body) {
    std::string size;
    for (std::size_t rest = body.size(); size.empty() || rest > 0; rest >>= 7)
      size += static_cast<char>((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    return big(1, type) + size + body;
  };
  switch (r.below(5)) {
    case 0: return packet(dir == Direction::c2s ? 0xc0 : 0xd0, "");
    case 1: return packet(0x40, big(2, n));
    case 2:
      return dir == Direction::c2s ? packet(0x82, big(2, n) + counted(2, r.word(r.between(3, 30))) + big(1, r.below(3)))
                                   : packet(0x90, big(2, n) + big(1, r.below(3)));
    default:
      return packet(r.one_of({0x30U, 0x32U, 0x31U}),
                    counted(2, r.word(r.between(3, 30))) + r.content(r.between(1, 200)));
  }
}

std::string postgresql(Random& r, Direction dir, unsigned) {
  const char type = dir == Direction::c2s ? r.one_of({'Q', 'P', 'B', 'E', 'S', 'D'})
                                          : r.one_of({'D', 'D', 'D', 'T', 'C', 'Z', '1', '2', 'N'});
  std::string columns = big(2, r.between(1, 5));
  for (unsigned i = r.between(1, 5); i > 0; --i)
    columns += counted(4, r.chance(2) ? r.word(r.below(20)) : r.content(r.below(40)));
  return type + counted(4, columns, 4);
}

std::string redis(Random& r, Direction dir, unsigned) {
  const auto bulk = [&] {
    const std::string value = r.chance(4) ? r.content(r.between(1, 400)) : r.word(r.between(1, 20));
    return "$" + std::to_string(value.size()) + "\r\n" + value + "\r\n";
  };
  if (dir == Direction::s2c)
    return r.chance(2) ? "+OK\r\n" : r.chance(2) ? ":" + std::to_string(r.below(1000)) + "\r\n" : bulk();
  return "*2\r\n" + bulk() + bulk();
}

std::string mysql(Random& r, Direction, unsigned n) {
  const std::string body = r.chance(2) ? "\x03select " + r.word(r.below(60)) : r.content(r.between(1, 120));
  return little(3, body.size()) + big(1, n % 5) + body;
}

std::string kafka(Random& r, Direction dir, unsigned n) {
  const std::string head =
      dir == Direction::c2s ? big(2, r.below(20)) + big(2, r.below(12)) + big(4, n) + counted(2, r.word(9)) : big(4, n);
  return counted(4, head + r.content(r.between(4, 400)));
}

std::string amqp(Random& r, Direction, unsigned) {
  return big(1, r.between(1, 3)) + big(2, r.below(3)) + counted(4, r.content(r.between(4, 200))) + "\xce";
}

std::string mongodb(Random& r, Direction, unsigned n) {
  const std::string body =
      little(4, 0) + big(1, 0) + little(4, 60) + "\x02" + r.word(6) + big(1, 0) + r.content(r.between(20, 300));
  return little(4, body.size() + 16) + little(4, n) + little(4, n / 2) + little(4, 2013) + body;
}

std::string cassandra(Random& r, Direction dir, unsigned n) {
  return big(1, dir == Direction::c2s ? 0x04 : 0x84) + big(1, r.below(2)) + big(2, n % 64) + big(1, r.below(17)) +
         counted(4, r.content(r.between(4, 300)));
}

std::string memcached(Random& r, Direction dir, unsigned n) {
  const std::string key = dir == Direction::c2s ? r.word(r.between(4, 20)) : "";
  const std::string value = dir == Direction::s2c ? r.content(r.between(4, 300)) : "";
  return (dir == Direction::c2s ? "\x80" : "\x81") + big(1, r.below(3)) + big(2, key.size()) +
         big(1, value.empty() ? 0 : 4) + big(1, 0) + big(2, 0) + big(4, key.size() + value.size()) + big(4, n) +
         big(8, 0) + key + value;
}

/// Types, lengths and values in one byte each where they fit, nested (X.690).
std::string ber(Random& r, unsigned depth) {
  std::string body;
  if (depth == 0) {
    body = r.chance(2) ? r.bytes(r.between(1, 4)) : r.word(r.between(1, 20));
  } else {
    for (unsigned i = r.between(1, 4); i > 0; --i) body += ber(r, depth - 1);
  }
  const unsigned type = depth > 0 ? r.one_of({0x30U, 0x60U, 0xa0U, 0xa3U, 0x61U})
                                  : r.one_of({0x01U, 0x02U, 0x02U, 0x04U, 0x0aU, 0x80U, 0x81U, 0x82U});
  const std::string size = body.size() < 128   ? big(1, body.size())
                           : body.size() < 256 ? "\x81" + big(1, body.size())
                                               : "\x82" + big(2, body.size());
  return big(1, type) + size + body;
}

std::string rpc(Random& r, Direction dir, unsigned n) {
  return big(4, 0x80000000U | (r.between(10, 100) * 4)) + big(4, n) + big(4, dir == Direction::c2s ? 0 : 1) +
         big(4, 2) + big(4, 100003) + r.content(r.between(10, 96) * std::size_t{4} - 16);
}

std::string diameter(Random& r, Direction, unsigned n) {
  const std::string avps =
      big(4, 264) + big(1, 0x40) + counted(3, r.word(16), 8) + r.content(r.between(2, 20) * std::size_t{4});
  return big(1, 1) + counted(3, big(1, 0x80) + big(3, 280) + big(4, 0) + big(4, n) + big(4, n) + avps, 4);
}

/// A type in one byte and a length in another, whatever they are.
std::string small_records(Random& r, Direction, unsigned) {
  return big(1, r.below(256)) + counted(1, r.content(r.between(0, 120)));
}

const Protocol kProtocols[] = {
    {"SMB2", smb2},
    {"Modbus/TCP", modbus},
    {"S7comm", s7comm},
    {"TDS", tds},
    {"X11", x11},
    {"LDP", ldp},
    {"Bitcoin", bitcoin},
    {"DNS", dns},
    {"TLS", tls_like},
    {"MQTT", mqtt},
    {"PostgreSQL", postgresql},
    {"Redis", redis},
    {"MySQL", mysql},
    {"Kafka", kafka},
    {"AMQP", amqp},
    {"MongoDB", mongodb},
    {"Cassandra", cassandra},
    {"memcached", memcached},
    {"LDAP", [](Random& r, Direction, unsigned) { return ber(r, 3); }},
    {"ONC RPC", rpc},
    {"Diameter", diameter},
    {"small records", small_records},
    {"lengths of two bytes", [](Random& r, Direction, unsigned) { return counted(2, r.content(r.between(1, 125))); }},
    {"lengths of three bytes", [](Random& r, Direction, unsigned) { return counted(3, r.content(r.between(1, 300))); }},
    {"random", [](Random& r, Direction, unsigned) { return r.bytes(r.between(1, 600)); }},
    {"mixed", [](Random& r, Direction, unsigned) { return r.content(r.between(1, 600)); }},
};

/// The same bytes again and again.
Record repeated(Random& random) {
  const std::string pattern =
      random.chance(2) ? random.bytes(random.between(1, 40)) : random.word(random.between(1, 8)) + '\0';
  return [pattern](Random& r, Direction, unsigned) {
    std::string out;
    for (unsigned n = r.between(1, 1400); out.size() < n;) out += pattern;
    return out;
  };
}

struct Made {
  std::string name;
  bool taken = false;
  std::string heard = {};  ///< where it was taken
};

/// One stream: it begins inside a record; its segments are records, several of them, or cut where a segment is full.
Made make_stream(unsigned seed) {
  Random r(seed);
  const bool repeats = r.chance(20);
  const Protocol& protocol = kProtocols[r.below(std::size(kProtocols))];
  const Record record = repeats ? repeated(r) : protocol.record;
  Offer offer;
  offer.mid_stream = true;
  Dialogue talk(offer);
  const unsigned only = r.below(4);  // 0, 1: one direction alone
  std::array<unsigned, 2> sent{r.below(60000), r.below(60000)};
  bool first[2] = {true, true};
  for (unsigned turn = 0; turn < 16; ++turn) {
    const Direction dir = only < 2 ? static_cast<Direction>(only) : static_cast<Direction>(turn % 2);
    std::string bytes;
    for (unsigned n = r.chance(3) ? r.between(2, 6) : 1; n > 0; --n) bytes += record(r, dir, sent[index(dir)]++);
    if (std::exchange(first[index(dir)], false) && r.chance(2))
      bytes.erase(0, r.below(static_cast<unsigned>(bytes.size())));
    const std::size_t most = r.chance(2) ? 1448 : bytes.size();
    for (std::size_t at = 0; at < bytes.size(); at += most) talk.say(dir, std::string_view(bytes).substr(at, most));
  }
  const std::string heard = talk.heard();
  const bool taken = heard.find(" websocket ") != std::string::npos || heard.find(" http2 ") != std::string::npos;
  return {repeats ? "repeated bytes" : protocol.name, taken, taken ? heard.substr(0, 300) : ""};
}

TEST(Claims, BinaryRecordsAreNeitherWebSocketsNorHttp2) {
  const std::size_t number = number_of(kAll, kFew);
  std::size_t taken = 0;
  std::string which;
  for (unsigned seed = 0; seed < number; ++seed) {
    const Made made = make_stream(seed);
    if (!made.taken) continue;
    ++taken;
    which += made.name + " (seed " + std::to_string(seed) + ") " + made.heard + "\n";
  }
  EXPECT_LE(taken * kTolerated, number - 1) << which;
}

}  // namespace
}  // namespace wstrace::test::claims_test
