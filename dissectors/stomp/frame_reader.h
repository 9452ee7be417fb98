// FrameReader: cuts the bytes of one direction into frames and heart-beats, however they are cut into messages or segments.
//
//   FrameReader reader(limits.message);
//   for (Bytes rest = bytes; !rest.empty();) {
//     const FrameReader::Item item = reader.next(rest);   // takes from the front of `rest`
//     …
//   }
//
// A frame that has come in one piece is a view of the bytes that were given; what is incomplete is kept, up to the limit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "dissectors/stomp/wire.h"
#include "model/event.h"

namespace wstrace::stomp {

/// What is wrong with the form of a frame.
enum class Flaw : std::uint8_t {
  none,
  unknown_command,
  header_without_colon,
  no_empty_line,  ///< a NUL before the head's end
  head_too_long,
  no_nul,             ///< a message ends in the middle of what is not a frame
  length_not_number,  ///< content-length; the frame is taken to end at its NUL
  length_too_short,   ///< the NUL comes later than content-length says
  length_too_long,    ///< … or earlier
};

/// One frame. All of it points into bytes that live until the reader is called again.
struct Frame {
  Command command = Command::unknown;
  std::string_view name;      ///< the command as it was written
  std::vector<Pair> headers;  ///< as they were written, in their order
  Bytes body;
  Bytes raw;  ///< from the command to the NUL
  Flaw flaw = Flaw::none;
  std::string_view flawed;              ///< the line that is wrong
  std::optional<std::uint64_t> length;  ///< content-length
  std::uint64_t length_found = 0;       ///< what it should have been
  bool truncated = false;               ///< only its beginning was kept

  /// The first one counts (STOMP 1.2, Repeated Header Entries). Empty when it is not there.
  std::string_view header(std::string_view wanted) const;
  bool has(std::string_view wanted) const;
  /// It is not to be taken for the frame that its command names.
  bool is_invalid() const { return flaw != Flaw::none && flaw < Flaw::length_not_number; }
};

class FrameReader {
 public:
  /// A head may have so many bytes and headers.
  static constexpr std::size_t kLongestHead = std::size_t{64} << 10;
  static constexpr std::size_t kMostHeaders = 1024;

  explicit FrameReader(std::size_t most) : most_(most) {}

  enum class Kind : std::uint8_t {
    none,     ///< more bytes are needed
    eol,      ///< an end of line between frames: a heart-beat, or what some servers end their frames with
    frame,    ///< `frame()`
    skipped,  ///< bytes of what cannot be read: the rest of a truncated frame, or what follows a gap
  };
  struct Item {
    Kind kind = Kind::none;
    std::size_t size = 0;    ///< so many bytes it has in all
    bool continued = false;  ///< it began in bytes that were given before
  };
  Item next(Bytes& rest);
  const Frame& frame() const { return frame_; }

  /// Some of a frame has come, and not all.
  bool pending() const { return !buffer_.empty() && !done_; }
  /// What is pending can be no frame: its first line is no command.
  bool pends_foreign() const;
  /// What is pending ends with a NUL that its content-length takes for a part of the body.
  bool pends_past_nul() const;
  /// Makes a frame of what is pending, as far as it has come: content-length was wrong, or the rest does not come.
  Item cut(Flaw why);
  /// What comes next begins a frame.
  void restart();
  /// Bytes are missing: goes on where a frame begins.
  void seek();

 private:
  enum class Skip : std::uint8_t { nothing, count, to_nul, to_frame };

  Item skip(Bytes& rest);
  Item skip_to_frame(Bytes& rest);
  Item finish(std::string_view text, std::size_t size);
  std::size_t find_end(std::string_view text);
  bool find_head_end(std::string_view text);
  void on_header_line(std::string_view line);
  void parse(std::string_view text, std::size_t size);
  void parse_head(std::string_view head);
  void forget();

  std::size_t most_;
  std::string buffer_;  // of a frame that is not complete
  bool done_ = false;   // … and was, with the last item
  Frame frame_;
  // Of the frame that is being read:
  std::size_t line_ = 0;      // where the line begins that is not complete
  std::size_t head_end_ = 0;  // 0: not found yet
  std::size_t searched_ = 0;  // no NUL before
  std::optional<std::uint64_t> length_;
  Flaw flaw_ = Flaw::none;
  Skip skip_ = Skip::nothing;
  std::uint64_t skip_count_ = 0;
};

/// The text begins with the line of a known command, or may when more comes. `whole`: the line's end has to be there.
bool begins_like_frame(std::string_view text, bool whole);

}  // namespace wstrace::stomp
