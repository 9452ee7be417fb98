// Live capture: its errors, the list of interfaces, and, with the rights for it, a real trace of loopback.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "capture/interfaces.h"
#include "capture/live.h"

namespace wstrace::test::capture_live_test {
namespace {

using Result = PacketSource::Result;

constexpr const char* kLoopback = "lo";

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// A UDP socket that sends to itself: the least that makes packets on the loopback interface.
class Echo {
 public:
  Echo() : socket_(socket(AF_INET, SOCK_DGRAM, 0)) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address_;
    EXPECT_EQ(bind(socket_, reinterpret_cast<sockaddr*>(&address_), size), 0);
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address_), &size);
  }
  Echo(const Echo&) = delete;
  Echo& operator=(const Echo&) = delete;
  ~Echo() { close(socket_); }

  std::string filter() const { return "udp dst port " + std::to_string(ntohs(address_.sin_port)); }
  void send(std::string_view text) const {
    sendto(socket_, text.data(), text.size(), 0, reinterpret_cast<const sockaddr*>(&address_), sizeof address_);
  }

 private:
  int socket_;
  sockaddr_in address_{};
};

// Without rights a live capture cannot be had; then the message that says so is what is tested.
OpenResult open_loopback(const std::string& filter) {
  OpenResult opened = open_live({.interface = kLoopback, .filter = filter, .promiscuous = false});
  if (!opened) {
    EXPECT_NE(geteuid(), 0U) << opened.error;
    EXPECT_TRUE(contains(opened.error, "setcap")) << opened.error;
  }
  return opened;
}

Result next_packet(PacketSource& source, Packet& packet) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  Result result = Result::idle;
  while (result == Result::idle && std::chrono::steady_clock::now() < limit) result = source.next(packet);
  return result;
}

TEST(LiveCapture, PacketsComeSoonAndInOrder) {
  const Echo echo;
  const OpenResult opened = open_loopback(echo.filter());
  if (!opened) return;
  EXPECT_EQ(opened.source->interfaces().at(0).name, kLoopback);
  const Time now = std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count();
  for (std::uint64_t number = 1; number <= 3; ++number) {
    echo.send("packet " + std::to_string(number));
    Packet packet;
    const auto begin = std::chrono::steady_clock::now();
    ASSERT_EQ(next_packet(*opened.source, packet), Result::packet);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
    EXPECT_EQ(packet.number, number);
    EXPECT_EQ(packet.link, LinkType::ethernet);
    EXPECT_TRUE(as_text(packet.bytes).ends_with("packet " + std::to_string(number)));
    EXPECT_EQ(packet.wire_length, packet.bytes.size());
    EXPECT_LT(std::abs(packet.time - now), 60 * kSecond) << "the time's unit";
  }
  EXPECT_EQ(opened.source->kernel_drops(), 0U);
}

TEST(LiveCapture, IsIdleWhenNothingComes) {
  const Echo echo;
  const OpenResult opened = open_loopback(echo.filter());
  if (!opened) return;
  Packet packet;
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(opened.source->next(packet), Result::idle);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}

TEST(LiveCapture, ABurstIsHeldUntilItIsRead) {
  const Echo echo;
  const OpenResult opened = open_loopback(echo.filter());
  if (!opened) return;
  constexpr std::uint64_t kBurst = 20'000;
  for (std::uint64_t i = 0; i < kBurst; ++i) echo.send("burst");
  Packet packet;
  while (packet.number < kBurst && next_packet(*opened.source, packet) == Result::packet) {
  }
  EXPECT_EQ(packet.number, kBurst);
  EXPECT_EQ(opened.source->kernel_drops(), 0U);
}

TEST(LiveCapture, AWrongFilterIsShown) {
  const OpenResult opened = open_live({.interface = kLoopback, .filter = "prot 3000"});
  EXPECT_FALSE(opened);
  EXPECT_TRUE(contains(opened.error, "'prot 3000'") || contains(opened.error, "setcap")) << opened.error;
}

TEST(LiveCapture, AnUnknownInterfaceIsAnsweredWithTheKnownOnes) {
  const OpenResult opened = open_live({.interface = "nosuch0"});
  EXPECT_FALSE(opened);
  EXPECT_TRUE(contains(opened.error, "nosuch0")) << opened.error;
  EXPECT_TRUE(contains(opened.error, kLoopback) || contains(opened.error, "setcap")) << opened.error;
}

TEST(Interfaces, LoopbackIsListedWithItsFacts) {
  const InterfaceList list = list_interfaces();
  EXPECT_EQ(list.error, "");
  const auto found = std::find_if(list.interfaces.begin(), list.interfaces.end(),
                                  [](const Interface& interface) { return interface.name == kLoopback; });
  ASSERT_NE(found, list.interfaces.end());
  EXPECT_TRUE(found->loopback);
  EXPECT_TRUE(found->up);
  EXPECT_EQ(std::count(found->addresses.begin(), found->addresses.end(), "127.0.0.1"), 1);
}

}  // namespace
}  // namespace wstrace::test::capture_live_test
