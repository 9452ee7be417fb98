// Dialogue: a test of stream dissectors as a conversation. Bytes in, events out.
//
//   Dialogue talk;
//   talk.client("GET / HTTP/1.1\r\n\r\n");
//   EXPECT_EQ(talk.heard(), R"(c2s http request method=GET target=/ version=1.1)");
//
// The dissectors run in their real host (StreamLayer): windows, waiting, hand-over and sessions are what users get.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "host/layered_connection.h"
#include "model/sink.h"
#include "session/trace.h"

namespace wstrace::test {

/// Writes each event as one line: "c2s proto event name=value … !note.code". Header fields are left out unless
/// `show_headers`; binary values are written as hex, text with C escapes.
class Recorder : public Sink {
 public:
  void on_event(const Event& event) override;
  void on_session(const SessionFacts& about) override;

  std::vector<std::string> lines;
  std::vector<std::string> sessions;
  std::vector<SessionFacts> facts;  ///< of the same sessions
  std::vector<std::string> notes;   ///< of all events: "code: what it says"
  bool show_headers = false;
  bool show_packets = false;
  bool show_sessions = false;  ///< "#2" at the end of an event of session 2

 private:
  static std::string describe(const SessionFacts& about);
};

class Dialogue {
 public:
  /// A connection whose TCP shows what a test says.
  struct ShownConnection : LayeredConnection {
    std::array<Signs, 2> shown{};
    Signs signs(Direction dir) const override { return shown[index(dir)]; }
  };

  /// The first connection. What its stream is known to be: by default the bytes of a fresh TCP connection.
  explicit Dialogue(Offer offer = {}, const Limits& limits = {}, int verbosity = 0);
  ~Dialogue();

  /// One packet each; time advances by 1 ms per packet.
  Dialogue& client(std::string_view bytes) { return say(Direction::c2s, bytes); }
  Dialogue& server(std::string_view bytes) { return say(Direction::s2c, bytes); }
  Dialogue& say(Direction dir, std::string_view bytes);
  /// The same in packets of one byte each.
  Dialogue& dribble(Direction dir, std::string_view bytes);
  Dialogue& gap(Direction dir, std::uint64_t n);
  Dialogue& end(Direction dir, End how = End::fin);
  /// Time passes without a packet.
  Dialogue& wait(Duration time);

  /// Another connection begins, to the server with this number; what is said from now on is said there.
  Dialogue& connect(std::uint8_t server = 0, Offer offer = {});
  /// What is said from now on is said on this connection, counted from 0.
  Dialogue& on(std::size_t connection);

  /// This side closes the present connection and the other one follows; the connection is gone.
  Dialogue& hang_up(Direction by);
  /// This side resets the present connection, which is gone.
  Dialogue& reset(Direction by);
  /// Both directions of every connection end and they are gone: sessions that need one are reported.
  Dialogue& close();
  /// The capture ends: whatever is left is reported.
  Dialogue& finish();

  /// The lines since the last call, joined by newlines.
  std::string heard();
  /// The same, of one protocol alone.
  std::string heard_of(std::string_view proto);
  const std::vector<std::string>& sessions() const { return recorder_.sessions; }

  Recorder& recorder() { return recorder_; }
  Trace& trace() { return trace_; }
  LayeredConnection& connection() { return *connections_[current_]; }
  /// What TCP shows of an end of the present connection from now on.
  Signs& signs(Direction dir) { return connections_[current_]->shown[index(dir)]; }
  Time now() const { return trace_.now(); }
  /// Of the session that the present connection serves.
  SessionFacts& facts() { return connection().scope.session->facts; }

 private:
  void open(Offer offer, std::uint8_t server);
  void next_packet();
  void gone(LayeredConnection& connection, End how);

  Recorder recorder_;
  Trace trace_;
  std::vector<std::unique_ptr<ShownConnection>> connections_;  // those that are gone have no root
  std::size_t current_ = 0;
  std::uint64_t packet_ = 0;
};

/// Server 0 is 10.0.0.0:3000, server 1 is 10.0.0.1:3000 …
Endpoint server_endpoint(std::uint8_t server);

/// What was heard, without the values that are measured times (" rtt_us=1000").
std::string without_times(std::string_view heard);

/// "a1 b2" (spaces optional) to bytes.
std::string from_hex(std::string_view hex);

}  // namespace wstrace::test
