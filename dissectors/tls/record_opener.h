// RecordOpener: decrypts and decompresses the records of one direction, where their keys are known.
//
// protected record ──▶ open() ──▶ its content and type, or why there is none
//
// TLS 1.3 has a key for each epoch of a direction: early data, handshake, application, and a new one after each KeyUpdate.
// The messages that change it are read; where they, or a secret, are missing, a record is tried with the keys that may
// follow, since a wrong one cannot open it. Records are numbered (RFC 8446 5.3, RFC 5246 6.1): behind a loss the numbers that
// may come next are tried.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "dissectors/tls/compression.h"
#include "dissectors/tls/connection_secrets.h"
#include "dissectors/tls/record_protection.h"
#include "dissectors/tls/suites.h"
#include "dissectors/tls/wire.h"
#include "model/event.h"

namespace wstrace::tls {

struct ProtectedRecord {
  const RecordHeader& header;
  Bytes fragment;
  std::vector<std::uint8_t>& room;  ///< for its content; used again for the next record of the connection
};

struct OpenedRecord {
  enum class Result : std::uint8_t {
    opened,
    no_keys,              ///< none are known that may open it, or nothing is tried any more
    failed,               ///< the keys that were tried do not open it, which says nothing new
    not_authentic,        ///< keys that should open it do not: the first such record in a row
    not_decompressed,     ///< authentic, but records that its compression refers to are missing
    unknown_compression,  ///< authentic, but the method is not known
  };
  Result result = Result::no_keys;
  ContentType type = ContentType::application_data;
  Bytes content = {};  ///< in the record's room, or the decompressor's

  bool is_opened() const { return result == Result::opened; }
  bool is_authentic() const {
    return is_opened() || result == Result::not_decompressed || result == Result::unknown_compression;
  }
};

class RecordOpener {
 public:
  explicit RecordOpener(Direction dir) : dir_(dir) {}

  /// Some secret is known that may open the next record.
  bool has_keys(const ConnectionSecrets& secrets);
  /// Without keys: they would help if they came.
  bool awaits_keys(const ConnectionSecrets& secrets) const;
  /// Every protected record of the direction goes through here, since they are numbered.
  OpenedRecord open(const ConnectionSecrets& secrets, const ProtectedRecord& record);

  /// From the next record on, the direction has other keys; they are looked for then.
  void change_epoch(Epoch epoch);
  /// RFC 8446 4.6.3: the sender goes on with new keys.
  void update_keys(const SecurityParameters& parameters);
  /// The ServerHello has come: other secrets are needed than before.
  void look_again() { missing_at_.reset(); }
  /// Records before the next one may be missing.
  void lose_records() { uncertain_ = true; }

  Epoch epoch() const { return epoch_; }
  /// Has the keys of the last record.
  bool is_ready() const { return protection_.ready(); }
  bool has_opened() const { return opened_any_; }
  /// No record is tried any more.
  bool has_given_up() const { return given_up_; }

 private:
  /// Numbers that a record may have.
  struct Numbers {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
  };

  std::optional<Bytes> open12(const ConnectionSecrets& secrets, const ProtectedRecord& record);
  std::optional<Bytes> open13(const ConnectionSecrets& secrets, const ProtectedRecord& record, bool& must_open);
  std::optional<Bytes> try_epochs(const ConnectionSecrets& secrets, const ProtectedRecord& record, bool& must_open);
  std::optional<Bytes> try_secret(const SecurityParameters& parameters, Epoch epoch, Bytes secret,
                                  const ProtectedRecord& record);
  std::optional<Bytes> try_numbers(RecordProtection& protection, Numbers numbers, const ProtectedRecord& record);
  bool start12(const ConnectionSecrets& secrets);
  OpenedRecord fail(bool must_open);
  OpenedRecord decompress(std::uint8_t method, ContentType type, Bytes content);

  Direction dir_;
  RecordProtection protection_;
  Decompressor decompressor_;
  std::vector<std::uint8_t> secret_;  ///< of TLS 1.3, that protection_'s keys come from
  Epoch epoch_ = Epoch::handshake;
  std::uint64_t number_ = 0;                 ///< of the next record; counted also without keys
  std::optional<std::uint64_t> missing_at_;  ///< the key log's revision when it had no keys
  unsigned tried_ = 0;                       ///< records that no secret opened, of which none was sure to be theirs
  unsigned failed_ = 0;                      ///< records in a row that were not authentic
  bool uncertain_ = false;                   ///< records before the next one may be missing
  bool given_up_ = false;
  bool opened_any_ = false;
};

}  // namespace wstrace::tls
