// TlsStream: both directions of one TLS connection. It wires parts together that know nothing of each other:
//
//   bytes ──▶ RecordReader ──▶ RecordOpener ──▶ HandshakeJoiner ──▶ Negotiation       (what the hellos agree on)
//                                  │        └──▶ EarlyData ──▶ the stream above         (what is carried)
//                                  └──▶ EncryptedRecords ──▶ judgement.h                (what has no keys is counted)
//
// The handshake's stage is the connection's:
//
//   start ── ClientHello ──▶ client_hello ── ServerHello ──▶ server_hello ── both Finished ──▶ established
//     │                            └───────────── alert, end ─────┴──▶ failed
//     └── records of an established connection, or lost ones ──▶ inside
#pragma once

#include <array>
#include <cstdint>
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

/// A record as it came. Only of one that is counted and not read, the fragment (unit.raw) may lack bytes.
struct Record {
  RecordHeader header;
  Unit unit;
};

/// One direction: its parts, and how far it has come.
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
  void take_record(Context& ctx, const Record& record);
  void take_cipher_change(Context& ctx, const Unit& unit);
  void take_alert(Context& ctx, const Record& record);
  void on_alert(Context& ctx, const Unit& unit);
  void note_close_notify(Context& ctx, Direction dir);
  void take_protected(Context& ctx, const Record& record);
  void take_application_data(Context& ctx, const Record& record);
  void begin_inside(Context& ctx, const Unit& unit);

  // decrypt.cpp: records that keys open
  ConnectionSecrets secrets(Context& ctx) const;
  bool must_wait(Context& ctx, Direction dir, ContentType type);
  bool open(Context& ctx, const Record& record);
  void take_opened(Context& ctx, const Record& record, const OpenedRecord& opened);
  void deliver(Context& ctx, const Unit& unit);
  void decide_early_data(Context& ctx, bool accepted);
  void open_stream(Context& ctx, Direction dir);

  // handshake.cpp: messages
  void take_handshake(Context& ctx, const Unit& fragment);
  void on_message(Context& ctx, const Unit& unit, HandshakeType type, Bytes body);
  void on_client_hello(Context& ctx, const Unit& unit, Bytes body);
  void on_server_hello(Context& ctx, const Unit& unit, Bytes body);
  void on_certificate(Context& ctx, const Unit& unit, Bytes body);
  void on_encrypted_extensions(Context& ctx, const Unit& unit, Bytes body);
  void on_finished(Context& ctx, const Unit& unit);
  void establish(Context& ctx, const Unit& unit);

  // gap.cpp: what is not a record
  Step read_foreign(Context& ctx, Direction dir, const Window& window);
  void on_plain_answer(Context& ctx, const Window& window);

  // ending.cpp: how it ended
  bool is_truncated(const Lane& l) const;
  void conclude(Context& ctx);
  EndingFacts facts_at_end(Context& ctx) const;
  void fail(Context& ctx, const Failure& failure);
  void report_undecrypted(Context& ctx);

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
