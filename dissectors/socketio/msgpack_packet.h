// A packet of socket.io-msgpack-parser: a msgpack map in one binary message.
//
//   {type: 0–4, data, nsp, [id], [options]}        no BINARY_ types: bytes are values like others
//
// What the parser's own decoder (index.js, checkPacket) refuses is refused here too.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "dissectors/socketio/wire.h"

namespace wstrace::socketio {

struct MsgpackPacket {
  Head head;              ///< its views point into the message; `payload` into the reader, as JSON
  bool has_type = false;  // what a packet must have
  bool has_nsp = false;
  bool not_utf8 = false;        ///< of a text in the data
  std::uint64_t data_size = 0;  ///< bytes of the data as sent
  std::uint64_t name_size = 0;  ///< of these, bytes of an array's first element
};

class MsgpackReader {
 public:
  enum class Result : std::uint8_t { ok, invalid, too_deep, too_large };

  MsgpackReader();
  ~MsgpackReader();
  /// Reads a whole message. Its JSON may have `most` characters.
  Result read(Bytes message, std::size_t most);
  /// Valid until the next read(), as long as the message.
  const MsgpackPacket& packet() const { return packet_; }

 private:
  struct Parser;

  bool read_member();
  bool read_value(std::string& json);
  bool read_data();
  bool take_head(std::string_view key);
  bool take_count(unsigned fix, unsigned wide16, std::uint64_t& n);
  Result why_not() const;

  std::unique_ptr<Parser> parser_;
  Bytes message_;
  std::size_t at_ = 0;
  std::size_t most_ = 0;
  MsgpackPacket packet_;
  std::string json_;     // of the data
  std::string skipped_;  // of everything else
};

}  // namespace wstrace::socketio
