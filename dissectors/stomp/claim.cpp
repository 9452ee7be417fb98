#include "dissectors/stomp/claim.h"

#include "dissectors/stomp/frame_reader.h"

namespace wstrace::stomp {
namespace {

bool is_subprotocol(std::string_view name) { return name == "v10.stomp" || name == "v11.stomp" || name == "v12.stomp"; }

/// A whole frame by which a session begins: what comes from a client, CONNECT; from a server, CONNECTED. In the middle of a
/// session it may be any.
bool is_first_frame(Bytes bytes, bool by_client, bool any) {
  if (!begins_like_frame(as_text(bytes), true)) return false;
  FrameReader reader(bytes.size());
  if (reader.next(bytes).kind != FrameReader::Kind::frame) return false;
  const Frame& frame = reader.frame();
  if (frame.flaw != Flaw::none || is_servers(frame.command) == by_client) return false;
  if (any) return !frame.headers.empty();
  return by_client ? opens(frame.command) : frame.command == Command::connected;
}

bool is_heart_beat(std::string_view text) { return text == "\n" || text == "\r\n"; }

Claim claim_messages(const Offer& offer, const Heads& heads) {
  if (is_subprotocol(offer.subprotocol)) return Claim::yes;
  if (!offer.subprotocol.empty()) return Claim::no;
  const bool by_client = !heads.c2s.empty();
  const Bytes first = by_client ? heads.c2s : heads.s2c;
  if (first.empty() || (offer.inferred && is_heart_beat(as_text(first)))) return Claim::need_more;
  return is_first_frame(first, by_client, offer.inferred) ? Claim::yes : Claim::no;
}

/// "CONNECT" or "STOMP", an end of line, and a header line.
Claim claim_stream(std::string_view text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) {
    if (text.ends_with('\r')) text.remove_suffix(1);
    const bool may = name_of(Command::connect).starts_with(text) || name_of(Command::stomp).starts_with(text);
    return may ? Claim::need_more : Claim::no;
  }
  std::string_view command = text.substr(0, end);
  if (command.ends_with('\r')) command.remove_suffix(1);
  if (!opens(command_of(command))) return Claim::no;
  const std::string_view line = text.substr(end + 1);
  const std::size_t line_end = line.find('\n');
  if (line.substr(0, line_end).find('\0') != std::string_view::npos) return Claim::no;
  if (line_end == std::string_view::npos) return Claim::need_more;
  const std::size_t colon = line.substr(0, line_end).find(':');
  return colon != std::string_view::npos && colon > 0 ? Claim::yes : Claim::no;
}

}  // namespace

Claim claim(const Offer& offer, const Heads& heads) {
  if (offer.kind == Offer::Kind::messages) return claim_messages(offer, heads);
  if (offer.kind != Offer::Kind::stream || !offer.protocol.empty()) return Claim::no;
  if (heads.c2s.empty()) return heads.s2c.empty() ? Claim::need_more : Claim::no;
  return claim_stream(as_text(heads.c2s));
}

}  // namespace wstrace::stomp
