// HttpStream: both directions of one HTTP/1.1 connection.
//
// Each direction (Lane) goes from head to body to the next head. Requests are queued as Exchanges and taken off by the
// final answers, in order (RFC 9112 9.3.2). An exchange that an upper layer claims (UpperExchange) is told in the scope
// of that layer's session, and its bodies are decoded and given to it. After an upgrade request (or CONNECT) the
// client's direction waits for the answer, because it decides what the client's next bytes are.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <string>

#include "core/dissector.h"
#include "core/remarks.h"
#include "dissectors/http/body.h"
#include "dissectors/http/content_coding.h"
#include "dissectors/http/head.h"
#include "dissectors/http/upgrade.h"

namespace wstrace::http {

/// Who claims an exchange; null when nobody does.
inline ExchangeDissector* claimant(const std::shared_ptr<UpperExchange>& upper) {
  return upper != nullptr ? upper->dissector() : nullptr;
}

/// A request whose final answer has not come.
struct Exchange {
  std::shared_ptr<UpperExchange> upper;  ///< null when no upper layer has a say in it
  std::uint64_t id = 0;
  std::string method;
  std::string target;
  UpgradeRequest upgrade;
  Time ended = 0;  ///< when the request was complete; 0 while it is not
  PacketRange packets;
};

/// What is known of the answer that is being read.
struct Answer {
  std::string_view accept;  ///< "right", "wrong", "missing", or empty
  std::string expected;     ///< Sec-WebSocket-Accept as it should be
  std::string to;           ///< "GET /path", when several requests were outstanding
  Duration after = -1;      ///< since the end of the request
  bool refusal = false;     ///< of an upgrade: what its body says is shown
  std::shared_ptr<UpperExchange> upper;
};

/// The message that is being read in one direction.
struct Lane {
  std::size_t searched = 0;  ///< of the head that has not ended yet
  std::string raw_head;
  std::string head_text;  ///< what `head` points into
  Head head;
  Framing framing;
  BodyReader body;
  ContentDecoder decoder;                ///< of a body that somebody wants
  bool wanted = false;                   ///< the body, as far as it came without a hole
  std::shared_ptr<UpperExchange> upper;  ///< of the request
  Remarks remarks;
  PacketRange packets;
  std::uint64_t missing = 0;   ///< bytes of the body that were not captured
  std::uint64_t exchange = 0;  ///< id of the request's Exchange
  std::string upgrade;         ///< what the message asks for, or switches to
  bool in_body = false;
  bool told = false;  ///< its event has been emitted
  bool lost = false;  ///< framing is lost: nothing more of this direction can be read
};

class HttpStream final : public StreamDissector {
 public:
  Step on_bytes(Context& ctx, Direction dir, Window window) override;
  void on_gap(Context& ctx, Direction dir, std::uint64_t n) override;
  void on_end(Context& ctx, Direction dir, End how, Window unread) override;

 private:
  Lane& lane(Direction dir) { return lanes_[index(dir)]; }

  Step read_head(Context& ctx, Direction dir, Window window);
  Step start_message(Context& ctx, Direction dir, Window window, std::size_t size);
  void begin_body(Context& ctx, Direction dir, const Framing& framing);
  Step read_body(Context& ctx, Direction dir, Window window);
  void end_body(Context& ctx, Direction dir);
  Step give_up(Context& ctx, Direction dir, Window window, Note why);
  void end_unread(Context& ctx, Direction dir, End how, Window unread);

  void on_request(Context& ctx, Lane& l);
  Step on_response(Context& ctx, Lane& l, std::size_t size);
  void pair(Context& ctx, const Exchange& asked);
  Step on_final(Context& ctx, Lane& l, std::size_t size);
  Step on_switch(Context& ctx, Lane& l, std::size_t size);
  void judge(Lane& l, const Exchange& asked);
  void on_refusal(Context& ctx, Lane& l, const Exchange& asked);
  static void want_body(Context& ctx, Lane& l, std::size_t most);
  void on_server_end(Context& ctx);

  void give_body(Context& ctx, Direction dir);
  void give_up_exchanges(Direction dir, End how);

  void tell(Context& ctx, Direction dir);
  void tell_request(Context& ctx, Lane& l);
  void tell_response(Context& ctx, Lane& l);
  void tell_undecoded(Context& ctx, Direction dir, Window window, Note why);

  std::array<Lane, 2> lanes_;
  std::deque<Exchange> outstanding_;
  std::uint64_t exchanges_ = 0;
  bool pairing_ = true;        // false once too many requests waited at the same time
  bool client_waits_ = false;  // for the answer to an upgrade request or CONNECT
  bool client_ended_ = false;
  bool server_ended_ = false;
  bool client_ended_first_ = false;
  Answer answer_;
};

}  // namespace wstrace::http
