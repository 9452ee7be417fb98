// Connection: one QUIC connection, as far as it can be followed without its secrets.
//
//   asking ── a packet of the server ──▶ answered
//     ├────── Version Negotiation: the client begins again, with another version
//     └────── Retry: the client begins again, with a token and other keys
//
// The client's Initial packets are opened until its ClientHello is whole, the server's until its handshake goes on: it may
// close the connection there. Short headers are let pass, and nothing is done for them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dissectors/quic/crypto_stream.h"
#include "dissectors/quic/frames.h"
#include "dissectors/quic/packet_protection.h"
#include "seam/datagram.h"

namespace wstrace::quic {

class Connection final : public DatagramDissector {
 public:
  bool on_datagram(DatagramContext& ctx, Direction dir, const Datagram& datagram) override;
  const NoteDef* on_undelivered(DatagramContext& ctx, Direction sender) override;
  void on_end(DatagramContext& ctx, End how) override;

 private:
  /// The client's Initial packets, as it sends them until it is answered.
  struct Tries {
    std::uint64_t count = 0;
    std::uint64_t last_number = 0;  ///< of a packet
    Time first = 0;
    Time last = 0;
    PacketRange packets;
  };

  // The client.
  bool on_client(DatagramContext& ctx, const Datagram& datagram);
  void take_packets(DatagramContext& ctx, const Datagram& datagram, Bytes destination);
  void take_initial(DatagramContext& ctx, const Datagram& datagram, const Packet& packet, Bytes bytes);
  void take_unknown_version(DatagramContext& ctx, const Datagram& datagram, const LongHeader& header);
  bool is_for_this(const LongHeader& header) const;
  bool may_begin_again(const Packet& packet) const;
  void begin(const LongHeader& header);
  void read_initial(DatagramContext& ctx, const Datagram& datagram, const InitialKeys::Opened& opened);
  void count_try(DatagramContext& ctx, const Datagram& datagram, std::uint64_t number);
  void go_on(DatagramContext& ctx);

  // The server.
  void on_server(DatagramContext& ctx, const Datagram& datagram);
  void take_negotiation(DatagramContext& ctx, const Datagram& datagram, const LongHeader& header);
  void take_retry(DatagramContext& ctx, const Datagram& datagram, const Packet& packet, const Version& version);
  void take_answer(DatagramContext& ctx, const Datagram& datagram, const Packet& packet, const Version& version,
                   Bytes bytes);

  // connection_events.cpp
  void emit_when_whole(DatagramContext& ctx);
  void emit_initial(DatagramContext& ctx, Bytes hello);
  /// Unless it was reported: as much as is known.
  void emit_as_it_is(DatagramContext& ctx);
  void emit_negotiation(DatagramContext& ctx, const Datagram& datagram, Bytes versions) const;
  void emit_retry(DatagramContext& ctx, const Datagram& datagram) const;
  void emit_answer(DatagramContext& ctx, const Datagram& datagram, std::uint32_t version) const;
  void emit_close(DatagramContext& ctx, Direction by, const Datagram& datagram, const CloseFrame& frame);
  void emit_unanswered(DatagramContext& ctx);

  std::uint32_t version_ = 0;  ///< of the client's first Initial; 0 before there is one
  Id destination_;             ///< of the same
  Id source_;                  ///< the client's own
  std::optional<Id> server_;   ///< the server's own, as it was stated last
  Id keys_id_;                 ///< that the keys come from
  InitialKeys client_keys_;
  InitialKeys server_keys_;
  std::vector<std::uint8_t> room_;  ///< of the packet that was opened last
  CryptoStream crypto_;             ///< of the client
  Tries tries_;
  std::string sni_;               ///< once it is reported
  bool reported_ = false;         ///< the client's Initial
  bool reported_before_ = false;  ///< … or an earlier one, with another version
  bool negotiated_ = false;       ///< the server has said which versions it speaks
  bool retried_ = false;
  bool answered_ = false;  ///< something came from the server
  bool answer_reported_ = false;
  bool went_on_ = false;  ///< the client sends what it can send only once it was answered
  bool closed_ = false;
  bool undelivered_ = false;
  bool unanswered_reported_ = false;
};

}  // namespace wstrace::quic
