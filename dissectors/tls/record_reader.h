// RecordReader: where the records of one direction begin and end (RFC 8446 5.1), and finding them again behind lost bytes.
//
// bytes ──▶ read(window) ──▶ a record's header, more bytes needed, bytes to drop, or no record
//
// Bytes that are lost inside a record leave its end known: what came of it is dropped, and reading goes on behind it. Where
// more is lost, the next record is looked for: its header has to lead to another one. Offsets are those of the stream, in bytes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "dissectors/tls/wire.h"
#include "seam/dissector.h"

namespace wstrace::tls {

/// Bytes of a direction in which there may have been records that nobody has read.
struct LostBytes {
  std::uint64_t missing = 0;  ///< not captured
  std::uint64_t skipped = 0;  ///< captured, but it is not known where a record begins in them

  bool any() const { return missing + skipped > 0; }
};

/// What a window begins with.
struct RecordStep {
  enum class Kind : std::uint8_t {
    record,   ///< a record with `header`; the window may still lack bytes of its fragment
    need,     ///< cannot be decided before the window holds `n` bytes
    drop,     ///< `n` bytes that belong to no record that can be read
    invalid,  ///< a record should begin here, and none does
  };
  Kind kind = Kind::need;
  std::uint64_t n = 0;
  RecordHeader header = {};
  LostBytes lost = {};  ///< in front of this record, not reported yet
};

class RecordReader {
 public:
  RecordReader() = default;
  /// `mid_stream`: the capture begins inside the stream, so the first record has to be found.
  explicit RecordReader(bool mid_stream) : mid_stream_(mid_stream), seeking_(mid_stream) {}

  /// Looks at the front of what nobody has consumed. The same window may be shown again. `window` is not empty.
  RecordStep read(const Window& window);
  /// `n` bytes were not captured; `position` is the offset behind them. What was lost, if reading goes on at a known place;
  /// otherwise that is reported when a record is found again, or at the end.
  LostBytes lose(std::uint64_t n, std::uint64_t position);
  /// No record begins where one should: from the next byte on, one is looked for.
  void lose_place();
  /// The direction has ended, with `unread` bytes that were not consumed.
  LostBytes end(std::size_t unread);

  /// A record has been read, or should have been there.
  bool has_begun() const { return begun_; }
  bool is_seeking() const { return seeking_; }
  /// Records of this direction may not have been read.
  bool is_incomplete() const { return incomplete_; }
  /// Offsets of the record that was read last: its first byte, and behind its last one.
  std::uint64_t record_begin() const { return record_begin_; }
  std::uint64_t record_end() const { return record_end_; }

 private:
  RecordStep seek(Bytes bytes);
  LostBytes take_lost();

  std::uint64_t record_begin_ = 0;
  std::uint64_t record_end_ = 0;
  std::uint64_t resume_at_ = 0;  ///< up to here lies the rest of a record of which bytes are missing
  LostBytes lost_;               ///< not reported yet
  bool mid_stream_ = false;
  bool seeking_ = false;  ///< the next record's place is not known
  bool incomplete_ = false;
  bool begun_ = false;
};

}  // namespace wstrace::tls
