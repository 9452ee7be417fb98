// TlsStream: both directions of one TLS connection.
//
// Each direction (Lane) reads record by record. Messages of the handshake are joined across records until they are
// encrypted; encrypted records are counted. The handshake's stage is the connection's:
//
//   start ── ClientHello ──▶ client_hello ── ServerHello ──▶ server_hello ── both Finished ──▶ established
//     │                            └───────────── alert, end ─────┴──▶ failed
//     └── records of an established connection, or lost ones ──▶ inside
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "dissectors/tls/connection_secrets.h"
#include "dissectors/tls/early_data.h"
#include "dissectors/tls/encrypted_records.h"
#include "dissectors/tls/handshake_joiner.h"
#include "dissectors/tls/hello.h"
#include "dissectors/tls/judgement.h"
#include "dissectors/tls/negotiation.h"
#include "dissectors/tls/record_opener.h"
#include "dissectors/tls/record_reader.h"
#include "dissectors/tls/wire.h"
#include "seam/dissector.h"

namespace wstrace::tls {

/// One direction.
struct Lane {
  Lane(Direction dir, bool mid_stream) : reader(mid_stream), opener(dir) {}

  RecordReader reader;
  HandshakeJoiner joiner;
  RecordOpener opener;
  EncryptedRecords encrypted;
  bool protected_now = false;   ///< what comes is encrypted: TLS 1.2 after ChangeCipherSpec, TLS 1.3 after ServerHello
  bool finished = false;        ///< its Finished has been seen
  std::uint64_t lost_data = 0;  ///< bytes that were not captured since, or before it was; data may have been in them
  std::uint64_t keyless = 0;    ///< records of what TLS carries that came before their keys
  bool late = false;            ///< there were such records, and then keys
  std::uint64_t data_records = 0;  ///< of application data that were opened
  bool close_notify = false;
  bool ended = false;
  End how = End::capture_end;
};

class TlsStream final : public StreamDissector {
 public:
  explicit TlsStream(const Offer& offer);

  Step on_bytes(Context& ctx, Direction dir, Window window) override;
  void on_gap(Context& ctx, Direction dir, std::uint64_t n) override;
  void on_end(Context& ctx, Direction dir, End how, Window unread) override;

 private:
  enum class Stage : std::uint8_t { start, client_hello, server_hello, established, inside, failed };

  Lane& lane(Direction dir) { return lanes_[index(dir)]; }
  const Lane& lane(Direction dir) const { return lanes_[index(dir)]; }
  bool is_tls13() const { return negotiation_.parameters().is_tls13(); }
  bool has_decrypted() const { return lanes_[0].opener.has_opened() || lanes_[1].opener.has_opened(); }
  bool is_incomplete() const { return lanes_[0].reader.is_incomplete() || lanes_[1].reader.is_incomplete(); }

  // stream.cpp: records
  Step read_record(Context& ctx, Direction dir, const Window& window, const RecordHeader& header);
  void take_record(Context& ctx, Direction dir, const RecordHeader& header, Bytes fragment, PacketRange packets);
  void take_cipher_change(Context& ctx, Direction dir, Bytes fragment, PacketRange packets);
  void take_alert(Context& ctx, Direction dir, const RecordHeader& header, Bytes fragment, PacketRange packets);
  void emit_alert(Context& ctx, Direction dir, Bytes fragment, PacketRange packets);
  void note_close_notify(Context& ctx, Direction dir);
  const NoteDef* why_alert(Direction by, std::uint8_t code, bool fatal) const;
  void take_protected(Context& ctx, Direction dir, const RecordHeader& header, Bytes fragment, PacketRange packets);
  void take_application_data(Context& ctx, Direction dir, const RecordHeader& header, PacketRange packets);
  void emit_mid_stream(Context& ctx, Direction dir, PacketRange packets);

  // decrypt.cpp: what keys open
  ConnectionSecrets secrets(Context& ctx) const;
  bool must_wait(Context& ctx, Direction dir, ContentType type);
  bool open(Context& ctx, Direction dir, const RecordHeader& header, Bytes fragment, PacketRange packets);
  void emit_not_opened(Context& ctx, const Unit& unit, const RecordHeader& header, OpenedRecord::Result result);
  void emit_late_keys(Context& ctx, Direction dir, PacketRange packets);
  void take_opened(Context& ctx, Direction dir, const RecordHeader& header, const OpenedRecord& opened,
                   PacketRange packets);
  void deliver(Context& ctx, Direction dir, Bytes content, PacketRange packets);
  bool is_early_open() const { return early_.is_expected() && stage_ < Stage::established; }
  void decide_early_data(Context& ctx, bool accepted);
  void open_stream(Context& ctx, Direction dir);

  // handshake.cpp: messages
  void take_handshake(Context& ctx, Direction dir, Bytes fragment, PacketRange packets);
  void on_message(Context& ctx, const Unit& unit, HandshakeType type, Bytes body);
  void on_client_hello(Context& ctx, const Unit& unit, Bytes body);
  void on_server_hello(Context& ctx, const Unit& unit, Bytes body);
  void on_certificate(Context& ctx, const Unit& unit, Bytes body);
  void on_encrypted_extensions(Context& ctx, const Unit& unit, Bytes body);
  void on_finished(Context& ctx, const Unit& unit);
  void establish(Context& ctx, Direction dir, PacketRange packets);

  // gap.cpp: what was not captured, and what is no TLS
  static void emit_gap(Context& ctx, const Unit& unit, const LostBytes& lost, const NoteDef& why);
  Step read_foreign(Context& ctx, Direction dir, const Window& window);
  void emit_plain_answer(Context& ctx, Direction dir, const Window& window);

  // ending.cpp: how it ended
  void emit_truncated(Context& ctx, Direction dir);
  void conclude(Context& ctx);
  EndingFacts facts_at_end(Context& ctx) const;
  void fail(Context& ctx, const Failure& failure);
  void emit_undecrypted(Context& ctx);

  std::array<Lane, 2> lanes_;
  std::vector<std::uint8_t> room_;  ///< of the record that was opened last
  Negotiation negotiation_;
  EarlyData early_;
  bool stream_open_ = false;  ///< what is carried has been offered to an upper layer
  Stage stage_ = Stage::start;
  bool mid_stream_;
  bool no_client_certificate_ = false;  ///< the client was asked for one, and had none
  Time hello_time_ = 0;                 ///< of the first ClientHello; 0 when it was not seen
  Time established_time_ = 0;
};

}  // namespace wstrace::tls
