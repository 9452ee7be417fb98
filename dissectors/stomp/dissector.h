// STOMP as the messages of a WebSocket, and as the stream of a TCP connection: both cut into frames, which Conversation reads.
#pragma once

#include <array>

#include "dissectors/stomp/conversation.h"
#include "dissectors/stomp/frame_reader.h"
#include "seam/dissector.h"

namespace wstrace::stomp {

class MessageFrames final : public MessageDissector {
 public:
  /// `inferred`: the handshake is not in the capture.
  explicit MessageFrames(bool inferred) : inferred_(inferred) {}
  void on_start(Context& ctx) override;
  void on_message(Context& ctx, Direction dir, const Message& message) override;
  void on_gap(Context& ctx, Direction dir) override;
  CloseCode close_code(unsigned code) const override;
  void on_closing(Context& ctx) override;
  void on_end(Context& ctx, Direction dir, End how) override;

 private:
  struct Lane {
    explicit Lane(std::size_t most) : reader(most) {}

    FrameReader reader;
    PacketRange packets;  // of the frame that is being read
    Carried carried;
  };

  Lane& lane(Direction dir) { return (*lanes_)[index(dir)]; }
  void report(Context& ctx, Direction dir, PacketRange packets, Carried carried);
  void end_pending(Context& ctx, Direction dir);

  bool inferred_;
  std::optional<Conversation> conversation_;
  std::optional<std::array<Lane, 2>> lanes_;
  unsigned ends_ = 0;
};

class StreamFrames final : public StreamDissector {
 public:
  void on_start(Context& ctx) override;
  Step on_bytes(Context& ctx, Direction dir, Window window) override;
  void on_gap(Context& ctx, Direction dir, std::uint64_t n) override;
  void on_end(Context& ctx, Direction dir, End how, Window unread) override;

 private:
  struct Lane {
    explicit Lane(std::size_t most) : reader(most) {}

    FrameReader reader;
    PacketRange packets;   // of the frame that is being read
    Time frame_ended = 0;  // the last frame, while nothing has followed it
  };

  Lane& lane(Direction dir) { return (*lanes_)[index(dir)]; }

  std::optional<Conversation> conversation_;
  std::optional<std::array<Lane, 2>> lanes_;
  unsigned ends_ = 0;
};

extern const DissectorDef dissector;

}  // namespace wstrace::stomp
