// Clients that connect to localhost, for tests of the engine: refused at one of its addresses, accepted at another.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "http_handshake.h"
#include "support/dialogue.h"
#include "support/frame_builder.h"

namespace wstrace::test::localhost {

inline constexpr Time kStart = Time{1'700'000'000} * kSecond;
inline constexpr std::uint16_t kPort = 3000;
inline const char* const kV4 = "127.0.0.1";
inline const char* const kV6 = "::1";
inline const char* const kRefused = "tcp refused by server (connection refused: nothing listens on the server's port)";

class Listener : public Recorder {
 public:
  void on_event(const Event& event) override {
    Recorder::on_event(event);
    times.push_back(event.time);
  }
  void on_connection_gone(std::uint32_t number) override { gone.push_back(number); }
  std::vector<std::uint32_t> gone;
  std::vector<Time> times;
};

class AtLocalhost : public ::testing::Test {
 protected:
  explicit AtLocalhost(const Limits& limits = {}) : engine_(limits, 0) { engine_.add_sink(heard_); }

  /// A SYN, and the reset that answers it.
  void refused(const std::string& at, std::uint16_t port = kPort) { refused_from(++client_port_, at, port); }
  void refused_from(std::uint16_t client_port, const std::string& at, std::uint16_t port = kPort) {
    const Endpoint client = endpoint(at, client_port);
    const Endpoint server = endpoint(at, port);
    ++sequence_;
    feed(ethernet_frame({.from = client, .to = server, .flags = tcp_flag::syn, .seq = sequence_}));
    feed(ethernet_frame({.from = server, .to = client, .flags = tcp_flag::rst | tcp_flag::ack, .ack = sequence_ + 1}));
  }
  TcpTalk accepted(const std::string& at, std::uint16_t port = kPort) {
    TcpTalk talk(endpoint(at, ++client_port_), endpoint(at, port), now_);
    talk.handshake();
    hear(talk, 3);
    return talk;
  }
  /// What was added to the conversation: its last packets.
  void hear(const TcpTalk& talk, std::size_t packets) {
    const auto& records = talk.records();
    for (std::size_t i = records.size() - packets; i < records.size(); ++i) feed(records[i].bytes);
  }
  void says(TcpTalk& talk, std::string_view asks, std::string_view answers) {
    const std::size_t before = talk.records().size();
    talk.client(asks).server(answers);
    hear(talk, talk.records().size() - before);
  }
  void closes(TcpTalk& talk) {
    talk.close();
    hear(talk, 3);
  }
  TcpTalk websocket(const std::string& at) {
    TcpTalk talk = accepted(at);
    says(talk, asking(), accepting());
    return talk;
  }
  void wait(Duration time) {
    now_ += time;
    engine_.on_idle(now_);
  }
  void feed(const std::string& frame) {
    now_ += kMillisecond;
    engine_.on_packet(to_packet({.time = now_, .bytes = frame}, ++number_));
  }
  std::vector<std::string> finish() {
    engine_.finish({});
    return heard_.sessions;
  }

  std::vector<std::string> lines(std::string_view containing) const {
    std::vector<std::string> found;
    std::copy_if(heard_.lines.begin(), heard_.lines.end(), std::back_inserter(found),
                 [&](const std::string& line) { return line.find(containing) != std::string::npos; });
    return found;
  }
  /// "1 (2) 3": numbers of the session's connections, attempts in brackets.
  std::string connections(std::size_t session = 0) const {
    std::string text;
    for (const ConnectionRef& each : heard_.facts.at(session).connections) {
      const std::string number = std::to_string(each.number);
      text += (text.empty() ? "" : " ") + (each.attempt ? "(" + number + ")" : number);
    }
    return text;
  }
  std::vector<std::string> codes(std::size_t session = 0) const {
    std::vector<std::string> found;
    for (const SessionNote& note : heard_.facts.at(session).notes)
      found.push_back(std::string(note.def->code) + " " + std::to_string(note.count));
    return found;
  }

  Listener heard_;
  Engine engine_;
  Time now_ = kStart;
  std::uint64_t number_ = 0;
  std::uint16_t client_port_ = 40000;
  std::uint32_t sequence_ = 100;
};

}  // namespace wstrace::test::localhost
