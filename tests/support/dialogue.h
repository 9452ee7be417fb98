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

#include "core/sink.h"
#include "session/connection.h"
#include "session/trace.h"

namespace wstrace::test {

/// Writes each event as one line: "c2s proto event name=value … !note.code". Header fields are left out unless
/// `show_headers`; binary values are written as hex, text with C escapes.
class Recorder : public Sink {
 public:
  void on_event(const Event& event) override;
  void on_session(const SessionFacts& facts) override { sessions.push_back(describe(facts)); }

  std::vector<std::string> lines;
  std::vector<std::string> sessions;
  bool show_headers = false;
  bool show_packets = false;

 private:
  static std::string describe(const SessionFacts& facts);
};

class Dialogue {
 public:
  /// What the stream is known to be: by default the bytes of a fresh TCP connection.
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
  /// Both directions end and the connection is gone: sessions are reported.
  Dialogue& close();

  /// The lines since the last call, joined by newlines.
  std::string heard();
  const std::vector<std::string>& sessions() const { return recorder_.sessions; }

  Recorder& recorder() { return recorder_; }
  Connection& connection() { return *connection_; }

 private:
  void next_packet();

  Recorder recorder_;
  Trace trace_;
  std::unique_ptr<Connection> connection_;
  std::uint64_t packet_ = 0;
};

/// "a1 b2" (spaces optional) to bytes.
std::string from_hex(std::string_view hex);

}  // namespace wstrace::test
