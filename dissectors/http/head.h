// The head of an HTTP/1.1 message: start line and header fields (RFC 9112 2 to 5).
//
// The parser works in place on a copy that the caller owns: names become lower case, folded lines are joined, and
// every view of a Head points into that copy.
#pragma once

#include <string>
#include <vector>

#include "core/bytes.h"
#include "model/event.h"

namespace wstrace::http {

enum class MessageKind : std::uint8_t { request, response };

struct Head {
  std::string_view method;  ///< of a request
  std::string_view target;
  unsigned status = 0;  ///< of a response
  std::string_view reason;
  std::string_view version;  ///< "1.1"
  std::vector<Pair> headers;

  std::string_view bad_line;       ///< the first line that is no header field
  std::string_view bad_name_line;  ///< the first field with white space before its colon
  bool blank_in_target = false;
  bool folded = false;

  bool has(std::string_view name) const;
  /// The first value of the field; empty when there is none.
  std::string_view value(std::string_view name) const;
  /// True when a comma-separated field names the element in any of its lines.
  bool names(std::string_view name, std::string_view element) const;
  bool old_version() const { return version == "1.0"; }
};

/// The length of the head at the start of `window`, its empty line included; 0 while that has not come.
/// `searched` remembers how far earlier calls looked, so that a head that dribbles in is searched once.
std::size_t find_head_end(Bytes window, std::size_t& searched);

/// False as soon as the first bytes can no longer be a start line of this kind.
bool may_begin(MessageKind kind, std::string_view bytes);

/// False when the start line is nonsense. `text` is changed.
bool parse_head(MessageKind kind, std::string& text, Head& head);

/// True for "GET /path HTTP/1.1", with or without its line end.
bool is_request_line(std::string_view line);

/// Whether bytes are a start line of this kind, with a method in use, as far as can be said of so many.
enum class Likeness : std::uint8_t { no, unsure, yes };
Likeness likeness(MessageKind kind, std::string_view bytes);
/// What every start line of this kind has in it, and none of another protocol.
std::string_view start_line_mark(MessageKind kind);
/// The same of the line around such a mark, wherever it begins.
Likeness likeness_at_mark(MessageKind kind, std::string_view bytes, std::size_t mark);

}  // namespace wstrace::http
