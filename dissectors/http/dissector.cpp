#include "dissectors/http/dissector.h"

#include <algorithm>
#include <array>

#include "dissectors/http/definitions.h"
#include "dissectors/http/stream.h"
#include "dissectors/http/wire.h"

namespace wstrace::http {
namespace {

/// One that is sure of nothing before the line's end: other text protocols begin with a word and a space too.
Claim claim_request(std::string_view bytes) {
  while (bytes.starts_with('\r') || bytes.starts_with('\n')) bytes.remove_prefix(1);
  if (bytes.empty()) return Claim::need_more;
  if (!may_begin(MessageKind::request, bytes)) return Claim::no;
  const std::size_t end = bytes.find('\n');
  if (end != std::string_view::npos) return is_request_line(bytes.substr(0, end)) ? Claim::yes : Claim::no;
  if (bytes.size() < kLongLine) return Claim::need_more;
  const std::string_view target = bytes.substr(bytes.find(' ') + 1);
  return target.starts_with('/') || target.starts_with("http") ? Claim::yes : Claim::no;
}

Claim claim_response(std::string_view bytes) {
  if (!may_begin(MessageKind::response, bytes)) return Claim::no;
  const std::size_t code = kVersionPrefix.size() + 2;
  if (bytes.size() < code + 3) return Claim::need_more;
  const bool shaped = is_digit(bytes[code - 2]) && bytes[code - 1] == ' ' && is_digit(bytes[code]) &&
                      is_digit(bytes[code + 1]) && is_digit(bytes[code + 2]);
  return shaped ? Claim::yes : Claim::no;
}

/// In the middle of a stream a message may begin anywhere.
class StartLineSearch final : public StreamSearch {
 public:
  Claim look(Direction dir, Window kept) override {
    const MessageKind kind = dir == Direction::c2s ? MessageKind::request : MessageKind::response;
    const std::string_view mark = start_line_mark(kind);
    const std::string_view text = as_text(kept.bytes);
    std::uint64_t& next = next_[index(dir)];
    next = std::max(next, kept.offset);
    while (true) {
      const std::size_t at = text.find(mark, static_cast<std::size_t>(next - kept.offset));
      if (at == std::string_view::npos) break;
      next = kept.offset + at;
      const Likeness like = likeness_at_mark(kind, text, at);
      if (like == Likeness::yes) return Claim::yes;
      if (like == Likeness::unsure && text.size() - at < kLongLine) return Claim::need_more;
      ++next;
    }
    // The next mark may have begun.
    const std::size_t begun = std::min(text.size(), mark.size() - 1);
    next = std::max(next, kept.offset + text.size() - begun);
    return Claim::need_more;
  }

 private:
  std::array<std::uint64_t, 2> next_{};  // no mark begins before
};

std::unique_ptr<StreamSearch> make_search() { return std::make_unique<StartLineSearch>(); }

Claim claim(const Offer& offer, const Heads& heads) {
  if (offer.kind != Offer::Kind::stream) return Claim::no;
  if (offer.protocol == "http/1.1" || offer.protocol == "http/1.0") return Claim::yes;
  if (!offer.protocol.empty()) return Claim::no;
  const Claim request = heads.c2s.empty() ? Claim::need_more : claim_request(as_text(heads.c2s));
  const Claim response = heads.s2c.empty() ? Claim::need_more : claim_response(as_text(heads.s2c));
  if (request == Claim::yes || response == Claim::yes) return Claim::yes;
  // A direction that has said nothing yet is no reason to wait when the other one speaks something else.
  const bool refuted = (request == Claim::no && (heads.s2c.empty() || response == Claim::no)) ||
                       (response == Claim::no && (heads.c2s.empty() || request == Claim::no));
  return refuted ? Claim::no : Claim::need_more;
}

std::unique_ptr<StreamDissector> make_stream(const Offer& offer) { return std::make_unique<HttpStream>(offer); }

}  // namespace

constexpr DissectorDef dissector{.protocol = &protocol,
                                 .connection_type = &session_type,
                                 .claim = claim,
                                 .make_search = make_search,
                                 .make_stream = make_stream,
                                 .make_messages = nullptr};

}  // namespace wstrace::http
