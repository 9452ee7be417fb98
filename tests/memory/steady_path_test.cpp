// Memory: the steady path allocates nothing, and a capture whose sessions end costs no more the longer it is.
//
// This binary replaces the global operator new by one that counts. Under a sanitizer the counts stay the same.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "engine/engine.h"
#include "output/json.h"
#include "support/frame_builder.h"
#include "support/wrap.h"
#include "unit/quic_packets.h"

namespace {

std::size_t allocations = 0;
std::size_t alive = 0;

}  // namespace

// Not inlined: the compiler would see malloc() meet delete, and warn.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  ++alive;
  if (void* room = std::malloc(size == 0 ? 1 : size)) return room;
  throw std::bad_alloc();
}

/// What std::stable_sort asks for; the sanitizers' own would not go with the delete below.
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  void* const room = std::malloc(size == 0 ? 1 : size);
  allocations += room != nullptr ? 1 : 0;
  alive += room != nullptr ? 1 : 0;
  return room;
}

[[gnu::noinline]] void operator delete(void* room) noexcept {
  alive -= room != nullptr ? 1 : 0;
  std::free(room);
}

[[gnu::noinline]] void operator delete(void* room, std::size_t) noexcept {
  alive -= room != nullptr ? 1 : 0;
  std::free(room);
}

namespace wstrace::test::steady_path_test {
namespace {

/// Takes everything and keeps nothing.
class NullOutput final : public Output {
 private:
  void drain(std::string_view) override {}
};

std::string text_frame(std::string_view payload, bool masked) {
  std::string frame = "\x81";
  frame += static_cast<char>(payload.size() | (masked ? 0x80U : 0U));
  if (masked) frame += std::string(4, '\0');  // a key of zeros: the payload stands as it is
  return frame + std::string(payload);
}

/// A Socket.IO session: events both ways, acknowledged, and heartbeats.
TcpTalk session(std::uint16_t port, int events) {
  TcpTalk talk(endpoint("10.0.0.1", port), endpoint("10.0.0.2", 3000), Time{1'700'000'000} * kSecond + port * kSecond);
  talk.handshake();
  talk.client(
      "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
  talk.server(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
  const std::string sid = "sid-" + std::to_string(port);
  talk.server(
      text_frame("0{\"sid\":\"" + sid + "\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000}", false));
  talk.client(text_frame("40", true)).server(text_frame("40{\"sid\":\"b\"}", false));
  for (int i = 0; i < events; ++i) {
    const std::string id = std::to_string(i);
    talk.client(text_frame("42" + id + "[\"hello\",{\"n\":" + id + "}]", true));
    talk.server(text_frame("43" + id + "[\"ok\"]", false));
    talk.server(text_frame("42[\"news\",\"text\"]", false))
        .server(text_frame("2", false))
        .client(text_frame("3", true));
  }
  return talk.close();
}

class Steady : public ::testing::Test {
 protected:
  Steady() { engine_.add_sink(json_); }

  void feed(const std::vector<PacketRecord>& records, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) engine_.on_packet(to_packet(records[i], ++number_));
  }

  NullOutput output_;
  JsonSink json_{output_, {}};
  Engine engine_{Limits{}, 0};
  std::uint64_t number_ = 0;
};

TEST_F(Steady, PacketsAndFramesAllocateNothing) {
  const TcpTalk talk = session(1000, 4000);
  const std::size_t n = talk.records().size();
  ASSERT_GT(n, 30'000U);
  feed(talk.records(), 0, n / 2);
  const std::size_t before = allocations;
  feed(talk.records(), n / 2, n - 10);
  EXPECT_EQ(allocations - before, 0U) << "in " << n / 2 - 10 << " packets";
}

/// A session this short still grows its own tables; by whatever way its packets come, no more than that is allocated.
TEST_F(Steady, TunnelsAndFragmentsAllocateNothing) {
  std::uint16_t port = 1000;
  const auto in_second_half = [&](const std::vector<PacketRecord>& records) {
    const std::size_t n = records.size();
    feed(records, 0, n / 2);
    const std::size_t before = allocations;
    feed(records, n / 2, n - 40);
    return allocations - before;
  };
  const std::size_t plain = in_second_half(session(port++, 200).records());
  for (const Wrap& wrap : all_wraps()) {
    EXPECT_LE(in_second_half(wrapped(session(port++, 200).records(), wrap)), plain) << wrap.name;
  }
}

PacketRecord datagram(bool by_client, std::uint16_t port, std::string_view payload, Time time) {
  const IpAddress client = address("10.0.0.1");
  const IpAddress server = address("10.0.0.2");
  const std::string udp = be16(by_client ? port : 443) + be16(by_client ? 443 : port) +
                          be16(static_cast<unsigned>(8 + payload.size())) + be16(0) + std::string(payload);
  const std::string header = ipv4_header(by_client ? client : server, by_client ? server : client, 17, udp.size());
  return {.time = time, .bytes = ethernet_frame(header + udp)};
}

/// Whether they are of a QUIC connection or of nobody.
TEST_F(Steady, DatagramsAllocateNothing) {
  using namespace quic;
  Time time = Time{1'700'000'000} * kSecond;
  const auto next = [&time] { return time += kMillisecond; };
  std::vector<PacketRecord> records = {
      datagram(true, 1, padded_initial(crypto(0, hello("lab.example"))), next()),
      datagram(false, 1, handshake(kSource, kServerId), next()),
      datagram(true, 1, handshake(kServerId, kSource), next()),
  };
  const std::string others[] = {std::string(100, '\x16'), std::string(1300, '\xc5'), from_hex("c000000001"), ""};
  for (int i = 0; i < 1000; ++i) {
    records.push_back(datagram(true, 1, short_packet(kServerId), next()));
    records.push_back(datagram(false, 1, short_packet(kSource), next()));
    records.push_back(datagram(i % 2 == 0, static_cast<std::uint16_t>(2 + i % 7), others[i % 4], next()));
  }
  feed(records, 0, 100);
  const std::size_t before = allocations;
  feed(records, 100, records.size());
  EXPECT_EQ(allocations - before, 0U);
}

TEST_F(Steady, SessionsThatEndLeaveNothingBehind) {
  std::size_t after_warm_up = 0;
  for (std::uint16_t port = 1000; port < 1600; ++port) {
    const TcpTalk talk = session(port, 2);
    const std::size_t others = alive;
    feed(talk.records(), 0, talk.records().size());
    if (port == 1100) after_warm_up = alive;
    // The last connections still linger; each new one lets an older one go.
    if (port > 1100) {
      EXPECT_LT(alive, others + 200U) << port;
    }
  }
  EXPECT_LT(alive, after_warm_up + 200);
}

}  // namespace
}  // namespace wstrace::test::steady_path_test
