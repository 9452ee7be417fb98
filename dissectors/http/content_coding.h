// Content codings of HTTP bodies: gzip and deflate (RFC 9110 8.4.1), undone as the bytes come, within limits.
//
// Only for bodies that somebody wants to read. "deflate" should be the zlib format; some senders leave its header and
// checksum out, so the first two bytes decide.
#pragma once

#include <zlib.h>

#include <string>
#include <string_view>

#include "core/bytes.h"

namespace wstrace::http {

class ContentDecoder {
 public:
  ContentDecoder() = default;
  ~ContentDecoder() { stop(); }
  ContentDecoder(const ContentDecoder&) = delete;
  ContentDecoder& operator=(const ContentDecoder&) = delete;

  enum class State : std::uint8_t { idle, plain, inflating, unknown_coding, damaged, limit, ended };

  /// Begins a body with this Content-Encoding; at most `most` decoded bytes are kept.
  void start(std::string_view coding, std::size_t most, std::size_t inflate_ratio);
  void feed(Bytes content);
  /// Frees what the coding needed. The decoded bytes stay.
  void stop();

  /// Forgets the body.
  void clear();

  State state() const { return state_; }
  bool undecodable() const { return state_ == State::unknown_coding || state_ == State::damaged; }
  /// Bytes that the coding kept off the wire.
  std::uint64_t saved() const { return decoded_.size() > coded_ ? decoded_.size() - coded_ : 0; }
  /// What has been decoded so far.
  std::string_view decoded() const { return decoded_; }

 private:
  void keep(Bytes content);
  bool choose_format(Bytes content);
  void inflate_all(Bytes content);
  bool open_stream(int window_bits);
  std::size_t room() const;

  State state_ = State::idle;
  std::string decoded_;
  std::size_t most_ = 0;
  std::size_t ratio_ = 0;
  std::uint64_t coded_ = 0;  // bytes fed
  bool deflate_ = false;     // zlib or raw: not known before the first byte
  bool open_ = false;        // stream_ is initialised
  z_stream stream_{};
};

}  // namespace wstrace::http
