// DatagramDialogue: a test of what comes on UDP as a conversation. Datagrams in, events out.
//
//   DatagramDialogue talk;
//   talk.client(initial).server(answer).finish();
//   EXPECT_EQ(talk.heard(), "c2s quic initial …");
//
// The datagrams go through the whole engine, in IPv4 packets in Ethernet frames.
#pragma once

#include <optional>
#include <string>

#include "engine/engine.h"
#include "support/dialogue.h"

namespace wstrace::test {

class DatagramDialogue {
 public:
  explicit DatagramDialogue(const Limits& limits = {});

  /// One datagram each; time advances by 1 ms. The client's port is 50000, the server's 443 at another address.
  DatagramDialogue& client(std::string_view payload) { return say(Direction::c2s, payload, std::nullopt); }
  DatagramDialogue& server(std::string_view payload) { return say(Direction::s2c, payload, std::nullopt); }
  /// The same, of which a snap length left so many bytes of the payload.
  DatagramDialogue& client_cut(std::string_view payload, std::size_t kept) {
    return say(Direction::c2s, payload, kept);
  }
  /// The server's host returns the client's last datagram by ICMP.
  DatagramDialogue& unreachable(std::uint8_t code);
  DatagramDialogue& wait(Duration time);
  /// What is said from now on is between the server and this port of the client.
  DatagramDialogue& from_port(std::uint16_t port);
  /// The capture ends.
  DatagramDialogue& finish();

  /// The lines since the last call, joined by newlines.
  std::string heard();
  Recorder& recorder() { return recorder_; }
  /// What the end record is made of; after finish().
  const EndFacts& end() const { return recorder_.end; }
  Engine& engine() { return engine_; }

 private:
  struct Ear final : Recorder {
    void on_end(const EndFacts& all) override { end = all; }
    EndFacts end;
  };

  DatagramDialogue& say(Direction dir, std::string_view payload, std::optional<std::size_t> kept);
  void feed(std::string_view packet, std::size_t kept);

  Ear recorder_;
  Engine engine_;
  std::uint16_t port_ = 50000;
  Time time_ = Time{1'700'000'000} * kSecond;
  std::uint64_t number_ = 0;
  std::string last_;  // packet of the client
};

}  // namespace wstrace::test
