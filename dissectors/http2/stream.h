// One stream of an HTTP/2 connection: a request and its answer, or what the request opened.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "dissectors/http/content_coding.h"
#include "dissectors/http/refusal.h"
#include "dissectors/http/upgrade.h"
#include "dissectors/http2/header_list.h"
#include "dissectors/http2/state.h"
#include "dissectors/http2/window.h"
#include "model/notes.h"
#include "seam/dissector.h"

namespace wstrace::http2 {

/// A request or an answer, as far as it has come.
struct HttpMessage {
  HeaderList head;
  std::string raw_head;  ///< the frames that brought it
  http::ContentDecoder decoder;
  Notes notes;
  PacketRange packets;
  unsigned status = 0;       ///< of an answer
  std::uint64_t length = 0;  ///< bytes of DATA
  std::string announced;     ///< content-length
  bool begun = false;        ///< its head has come
  bool has_body = false;     ///< DATA came, or is to come
  bool wanted = false;       ///< the body
  bool lossy = false;        ///< bytes of it were not captured
  bool whole = false;        ///< its end has come, and nothing is missing
  bool unfinished = false;   ///< the capture ended before it did
  bool reported = false;
};

struct Stream {
  explicit Stream(std::uint32_t number) : id(number) {}

  HttpMessage& message(Direction dir) { return messages[index(dir)]; }
  bool is_connect() const { return method == "CONNECT"; }
  bool asks_websocket() const { return protocol == "websocket"; }
  /// Of the exchange; null when nobody claims it.
  ExchangeDissector* claimant() const { return upper->dissector(); }

  const std::uint32_t id;
  StreamState state = StreamState::idle;
  std::unique_ptr<UpperStream> upper;
  std::array<HttpMessage, 2> messages;
  std::array<SendWindow, 2> windows;  ///< by the side that sends
  std::string method;
  std::string target;
  std::string protocol;          ///< of an extended CONNECT, in lower case
  http::UpgradeRequest upgrade;  ///< what that asks for
  http::Refusal refusal;         ///< what is said of its answer
  bool known = true;             ///< its request was seen
  bool left_out = false;         ///< by the server's GOAWAY
  bool interim = false;          ///< an interim answer came
  bool inferred = false;         ///< what it became is known by its DATA alone
  bool tunnel = false;           ///< the DATA is another protocol's
  std::string early;             ///< … which the client sent before it was agreed on
  PacketRange early_packets;
  Time asked = 0;  ///< when the request was over, or (of CONNECT) its head
  Duration after = -1;
};

/// Offers the stream to the layers above, as an exchange: from here on it has an `upper`.
void open_exchange(Context& ctx, Stream& stream);

/// `n` bytes of this side's DATA were not captured. `vague`: about so many (Context::gap_is_vague).
void lose_content(Stream& stream, Direction dir, std::uint64_t n, bool vague);

}  // namespace wstrace::http2
