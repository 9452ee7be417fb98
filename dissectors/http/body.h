// Where the body of an HTTP/1.1 message ends (RFC 9112 6 and 7), found while the bytes go by.
//
// A body is never buffered here: what arrives is taken at once and its content handed on piece by piece.
#pragma once

#include "core/bytes.h"
#include "dissectors/http/head.h"

namespace wstrace::http {

/// How the end of a body is marked.
struct Framing {
  enum class Kind : std::uint8_t { none, length, chunked, until_close };
  Kind kind = Kind::none;
  std::uint64_t length = 0;          ///< of Kind::length
  bool both = false;                 ///< Content-Length and Transfer-Encoding
  bool differing = false;            ///< several Content-Length values that differ
  std::string_view bad_length = {};  ///< a Content-Length that is no number
};

Framing framing_of_request(const Head& head);
/// `to_head` and `to_connect`: what the method of the request was that this answers.
Framing framing_of_response(const Head& head, bool to_head, bool to_connect);

class BodyReader {
 public:
  struct Piece {
    std::size_t taken = 0;  ///< bytes of the window that belong to the body's framing or content
    Bytes content = {};     ///< the content among them, without chunk framing
  };

  void start(const Framing& framing);
  /// Takes the next run from the front of `window`. Call again with the rest until done(), bad() or nothing is left.
  Piece read(Bytes window);
  /// `n` bytes are missing here. True when the place where framing goes on is still known.
  bool skip(std::uint64_t n);
  /// No more bytes will come.
  void close() { state_ = state_ == State::until_close ? State::done : state_; }

  bool done() const { return state_ == State::done; }
  /// The chunk framing is broken; what follows cannot be placed.
  bool bad() const { return state_ == State::bad; }
  /// Bytes of content so far, lost ones included.
  std::uint64_t content() const { return content_; }
  /// Bytes that are still missing, as far as that is known.
  std::uint64_t remaining() const { return remaining_; }

 private:
  enum class State : std::uint8_t {
    done,
    counted,      // remaining_ bytes of content, then the end
    until_close,  // content up to the end of the connection
    size,         // chunk-size, hexadecimal
    extension,    // the rest of the chunk-size line
    chunk,        // remaining_ bytes of content, then chunk_end
    chunk_end,    // CRLF after a chunk
    trailers,     // header lines up to an empty one
    bad,
  };

  Piece read_content(Bytes window, State next);
  std::size_t read_framing(Bytes window);
  void on_framing_byte(char c);
  void on_size_byte(char c);
  void end_size_line();
  void on_trailer_byte(char c);

  State state_ = State::done;
  std::uint64_t remaining_ = 0;
  std::uint64_t content_ = 0;
  std::size_t line_ = 0;    // bytes of the framing line (or of all trailers) so far
  bool any_digit_ = false;  // chunk-size has one
  bool size_over_ = false;  // white space after chunk-size: no more digits
  bool line_empty_ = true;  // of a trailer line
};

}  // namespace wstrace::http
