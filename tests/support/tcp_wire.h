// A TCP connection for tests: segments written as a person would, events and reassembled bytes out.
//
//   TcpWire wire;
//   wire.client(kSyn, 99).server(kSyn | kAck, 499, 100).client(kAck, 100, 500);
//   wire.client(kAck, 100, 500, "hello");
//   EXPECT_EQ(wire.stream(Direction::c2s), "hello");
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "dissectors/tcp/tracker.h"
#include "session/connection.h"
#include "support/dialogue.h"

namespace wstrace::test {

class TcpWire : public tcp::Receiver {
 public:
  explicit TcpWire(const Limits& limits = {});

  TcpWire& client(unsigned flags, std::uint32_t seq, std::uint32_t ack = 0, std::string_view data = {},
                  std::uint16_t window = 1000);
  TcpWire& server(unsigned flags, std::uint32_t seq, std::uint32_t ack = 0, std::string_view data = {},
                  std::uint16_t window = 1000);
  TcpWire& send(tcp::Segment segment);
  /// Options of the next segment, in hexadecimal: "0402 0101".
  TcpWire& with(std::string_view options);
  /// A three-way handshake: the client's first data byte is number 100, the server's 500.
  TcpWire& handshake();
  TcpWire& wait(Duration d);
  TcpWire& finish(End how = End::capture_end);

  /// Events since the last call, one a line.
  std::string heard();
  /// What the layers above got of a direction: bytes, "<gap 3>", "<fin>".
  const std::string& stream(Direction dir) const { return streams_[index(dir)]; }
  const std::string& outcome() const { return outcome_; }
  const tcp::Tracker& tracker() const { return tracker_; }

  void on_data(Direction dir, Bytes bytes, PacketRange packets, Time at) override;
  void on_gap(Direction dir, std::uint64_t n) override;
  void on_end(Direction dir, End how, Time at) override;
  void on_outcome(const Outcome& how) override;
  bool at_rest() const override { return at_rest_; }
  bool accepted_before() const override { return accepted_before_; }
  /// The server accepted other connections before.
  TcpWire& accepted() {
    accepted_before_ = true;
    return *this;
  }
  /// What is carried is between two exchanges (tcp::Receiver::at_rest).
  TcpWire& rest() {
    at_rest_ = true;
    return *this;
  }

 private:
  Recorder recorder_;
  Trace trace_;
  Connection connection_;
  LayerContext context_;
  tcp::Tracker tracker_;
  std::string streams_[2];
  std::string outcome_;
  std::uint64_t packet_ = 0;
  std::string options_;
  bool at_rest_ = false;
  bool accepted_before_ = false;
};

/// A SACK option with these blocks, for TcpWire::with.
std::string sack_option(std::initializer_list<std::pair<std::uint32_t, std::uint32_t>> blocks);

}  // namespace wstrace::test
