// MessageDialogue: a test of message dissectors as a conversation. Messages in, events out.
//
//   MessageDialogue talk({.target = "/socket.io/?EIO=4&transport=websocket"});
//   talk.server(R"(0{"sid":"abc"})");
//   EXPECT_EQ(talk.heard(), R"(s2c engineio open protocol=4 transport=websocket sid=abc)");
//
// The dissectors run in their real host (LayerContext): choice, sessions and the layers above are what users get. Events
// are written by Dialogue's Recorder.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "host/layer.h"
#include "session/connection.h"
#include "support/dialogue.h"

namespace wstrace::test {

class MessageDialogue {
 public:
  /// The first connection, offered as the messages of a WebSocket unless `offer` says otherwise.
  explicit MessageDialogue(Offer offer = {}, const Limits& limits = {}, int verbosity = 0);
  ~MessageDialogue();

  /// One message each, in a packet of its own; time advances by 1 ms per packet.
  MessageDialogue& client(std::string_view text) { return say(Direction::c2s, text, false); }
  MessageDialogue& server(std::string_view text) { return say(Direction::s2c, text, false); }
  MessageDialogue& client_binary(std::string_view bytes) { return say(Direction::c2s, bytes, true); }
  MessageDialogue& server_binary(std::string_view bytes) { return say(Direction::s2c, bytes, true); }
  MessageDialogue& say(Direction dir, std::string_view payload, bool binary, bool truncated = false);
  /// Messages of this direction were not captured.
  MessageDialogue& gap(Direction dir);
  /// Time passes without a packet.
  MessageDialogue& wait(Duration time);
  /// Another connection begins; what is said from now on is said there.
  MessageDialogue& connect(Offer offer);
  /// What is said from now on is said on this connection, counted from 0.
  MessageDialogue& on(std::size_t connection);
  /// Both directions of every connection end, `by`'s first, and the sessions are reported.
  MessageDialogue& close(Direction by = Direction::c2s, End how = End::fin);

  /// The lines since the last call, joined by newlines.
  std::string heard();
  /// The same, of one protocol alone.
  std::string heard_of(std::string_view proto);
  const std::vector<std::string>& sessions() const { return recorder_.sessions; }

  Recorder& recorder() { return recorder_; }
  /// Tells another output too, which must live as long as anything is said.
  void add_sink(Sink& sink) { trace_.add_sink(sink); }
  Connection& connection();
  SessionFacts& facts() { return connection().scope.session->facts; }

 private:
  struct Wire;

  void next_packet();

  Recorder recorder_;
  Trace trace_;
  std::vector<std::unique_ptr<Wire>> wires_;
  std::size_t current_ = 0;
  std::uint64_t packet_ = 0;
};

}  // namespace wstrace::test
