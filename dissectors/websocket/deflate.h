// permessage-deflate, undone (RFC 7692 7.2.2): one inflater per direction.
//
// A back reference that reaches further than what has been decoded since the last loss is an error to zlib, never a
// guess. So after a gap each message may be tried: what decodes without an error is right, and what does not needed
// the bytes that were lost.
//
// Messages are inflated as generously as DEFLATE allows: with the largest window, and with what came before. Where less was
// agreed on, a second, strict decoder does only that and throws its output away; what it alone cannot read breaks the
// agreement.
#pragma once

#include <zlib.h>

#include <memory>

#include "dissectors/websocket/extensions.h"
#include "dissectors/websocket/payload.h"

namespace wstrace::websocket {

class Inflater {
 public:
  enum class Result : std::uint8_t { good, history_missing, damaged, over_ratio };

  /// How the present message breaks what was agreed on, although it could be inflated.
  struct Breaches {
    bool window = false;    ///< it refers further back than the agreed window
    bool takeover = false;  ///< it refers to earlier messages
    bool tail = false;      ///< it does not end as 7.2.1 says
  };

  Inflater() = default;
  ~Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  void configure(const DeflateParameters& parameters, std::size_t ratio);

  /// A compressed message begins; what it inflates to is appended to `out`.
  void start();
  void feed(Bytes compressed, Payload& out);
  /// The message is complete. Anything but good says that `out` holds less than the message.
  Result finish(Payload& out);
  /// Of a message that was finished well.
  const Breaches& breaches() const { return breaches_; }
  /// The agreed window, in bytes.
  std::uint64_t window() const { return std::uint64_t{1} << parameters_.window_bits; }
  /// Bytes of this direction were lost, or were left out: references to them cannot be followed.
  void lose_history();

 private:
  static constexpr std::size_t kPiece = std::size_t{16} << 10;

  /// Made when the first compressed message comes: most connections have none.
  struct Stream {
    z_stream z{};
    std::array<std::uint8_t, kPiece> out;
  };

  /// Decodes as was agreed, to see whether that is enough.
  struct Strict {
    ~Strict();
    z_stream z{};
    std::uint64_t begin = 0;  // total_out when the message began
    bool failed = false;
    bool ready = false;  // z is made
    std::array<std::uint8_t, kPiece> out;
  };

  bool open();
  void start_strict();
  void run_strict(Bytes compressed);
  void judge_strict();
  void run(Bytes compressed, Payload& out);
  void take(Payload& out);
  void fail(Result why);
  bool at_block_end() const;
  void begin_next_stream();

  DeflateParameters parameters_;
  std::size_t ratio_ = 0;
  std::unique_ptr<Stream> stream_;
  std::unique_ptr<Strict> strict_;  // where less than everything was agreed on
  Breaches breaches_;
  Result result_ = Result::good;
  std::uint64_t in_ = 0;       // bytes of the present message, compressed
  std::uint64_t out_ = 0;      // and inflated
  std::uint64_t known_ = 0;    // bytes decoded since history was lost
  bool history_whole_ = true;  // all that a reference may reach is known
  bool reset_due_ = false;     // the decoder's window does not fit what comes
  bool ended_ = false;         // a block with BFINAL was the last thing seen
};

}  // namespace wstrace::websocket
