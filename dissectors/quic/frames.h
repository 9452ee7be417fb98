// The frames of Initial packets (RFC 9000 19, 12.4): PADDING, PING, ACK, CRYPTO and CONNECTION_CLOSE.
#pragma once

#include "dissectors/quic/wire.h"

namespace wstrace::quic {

enum class FrameType : std::uint8_t {
  padding = 0x00,
  ping = 0x01,
  ack = 0x02,
  ack_ecn = 0x03,
  crypto = 0x06,
  connection_close = 0x1c,
};

/// A piece of the TLS handshake.
struct CryptoFrame {
  std::uint64_t offset = 0;
  Bytes data;
};

struct CloseFrame {
  std::uint64_t code = 0;
  Bytes reason;
};

/// RFC 9000 19.3.
inline void skip_ack(tls::Reader& reader, bool ecn) {
  read_varint(reader);  // largest acknowledged
  read_varint(reader);  // delay
  const std::uint64_t ranges = read_varint(reader);
  read_varint(reader);  // first range
  for (std::uint64_t n = 0; n < ranges && reader.ok(); ++n) {
    read_varint(reader);
    read_varint(reader);
  }
  for (int counts = ecn ? 3 : 0; counts > 0; --counts) read_varint(reader);
}

inline CryptoFrame read_crypto(tls::Reader& reader) {
  CryptoFrame frame;
  frame.offset = read_varint(reader);
  frame.data = reader.take(read_varint(reader));
  return frame;
}

/// RFC 9000 19.19.
inline CloseFrame read_close(tls::Reader& reader) {
  CloseFrame frame;
  frame.code = read_varint(reader);
  read_varint(reader);  // the frame that is to blame
  frame.reason = reader.take(read_varint(reader));
  return frame;
}

/// Calls `crypto(CryptoFrame)` and `close(CloseFrame)` for each of these, up to the first frame that has no place in an
/// Initial or is not whole.
template <class Crypto, class Close>
void each_frame(Bytes payload, Crypto&& crypto, Close&& close) {
  tls::Reader reader(payload);
  while (!reader.empty()) {
    const auto type = static_cast<FrameType>(reader.u8());
    switch (type) {
      case FrameType::padding:
      case FrameType::ping: break;
      case FrameType::ack:
      case FrameType::ack_ecn: skip_ack(reader, type == FrameType::ack_ecn); break;
      case FrameType::crypto:
        if (const CryptoFrame frame = read_crypto(reader); reader.ok()) crypto(frame);
        break;
      case FrameType::connection_close:
        if (const CloseFrame frame = read_close(reader); reader.ok()) close(frame);
        break;
      default: return;
    }
  }
}

}  // namespace wstrace::quic
