#include "dissectors/stomp/frame_reader.h"

#include <algorithm>

namespace wstrace::stomp {
namespace {

constexpr std::string_view kContentLength = "content-length";
constexpr std::size_t kNowhere = std::string_view::npos;
/// No body has a length of more digits.
constexpr std::size_t kMostDigits = 18;

std::string_view without_cr(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::optional<std::uint64_t> number_in(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  if (text.empty() || text.size() > kMostDigits) return std::nullopt;
  std::uint64_t n = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    n = n * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return n;
}

/// Of the end of line that the text begins with; 0 when there is none, kNowhere when more is needed.
std::size_t eol_size(std::string_view text) {
  if (text.starts_with('\n')) return 1;
  if (!text.starts_with('\r')) return 0;
  if (text.size() < 2) return kNowhere;
  return text[1] == '\n' ? 2 : 0;
}

}  // namespace

std::string_view Frame::header(std::string_view wanted) const {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [&](const Pair& each) { return each.first == wanted; });
  return found != headers.end() ? found->second : std::string_view{};
}

bool Frame::has(std::string_view wanted) const {
  return std::any_of(headers.begin(), headers.end(), [&](const Pair& each) { return each.first == wanted; });
}

bool begins_like_frame(std::string_view text, bool whole) {
  const std::size_t end = text.find('\n');
  if (end != kNowhere) return command_of(without_cr(text.substr(0, end))) != Command::unknown;
  if (whole || text.empty()) return false;
  return std::any_of(kCommands.begin(), kCommands.end(),
                     [&](std::string_view command) { return command.starts_with(without_cr(text)); });
}

FrameReader::Item FrameReader::next(Bytes& rest) {
  if (done_) forget();
  if (skip_ != Skip::nothing) return skip(rest);
  const std::string_view fresh = as_text(rest);
  if (buffer_.empty() || buffer_ == "\r") {
    const std::size_t before = buffer_.size();
    const std::size_t eol = before == 0 ? eol_size(fresh) : (fresh.starts_with('\n') ? 2 : 0);
    if (eol != 0 && eol != kNowhere) {
      rest = rest.subspan(eol - before);
      buffer_.clear();
      return {Kind::eol, eol, before != 0};
    }
  }
  const bool continued = !buffer_.empty();
  const std::size_t before = buffer_.size();
  // A frame is joined only where it has to be.
  if (continued) buffer_.append(fresh.substr(0, std::max(most_, before) - before + 1));
  const std::string_view text = continued ? std::string_view(buffer_) : fresh.substr(0, most_ + 1);
  const std::size_t size = find_end(text);
  if (size != kNowhere) {
    rest = rest.subspan(size - before);
    Item item = finish(text, size);
    item.continued = continued;
    return item;
  }
  rest = rest.subspan(text.size() - before);
  if (!continued) buffer_.assign(text);
  const bool endless_head = head_end_ == 0 && buffer_.size() > kLongestHead;
  if (!endless_head && buffer_.size() <= most_) return {};
  Item item = cut(endless_head ? Flaw::head_too_long : Flaw::none);
  item.continued = continued;
  return item;
}

/// Where the frame ends that the text begins with; kNowhere when that has not come yet.
std::size_t FrameReader::find_end(std::string_view text) {
  if (head_end_ == 0 && !find_head_end(text)) {
    if (flaw_ != Flaw::no_empty_line) return kNowhere;
    return searched_ + 1;
  }
  std::size_t from = std::max(head_end_, searched_);
  if (length_) {
    // The NUL belongs behind the body. Where it is not, the frame goes on to the next one.
    if (*length_ > most_ || head_end_ + *length_ >= text.size()) return kNowhere;
    from = std::max(from, head_end_ + static_cast<std::size_t>(*length_));
  }
  const std::size_t nul = text.find(kNul, from);
  searched_ = nul == kNowhere ? text.size() : nul;
  return nul == kNowhere ? kNowhere : nul + 1;
}

/// False when it has not come; flaw_ says so where it will not come any more.
bool FrameReader::find_head_end(std::string_view text) {
  while (true) {
    const std::size_t from = std::max(line_, searched_);
    const std::size_t at = text.find_first_of(std::string_view("\n\0", 2), from);
    searched_ = at == kNowhere ? text.size() : at;
    if (at == kNowhere) return false;
    if (text[at] == kNul) {
      flaw_ = Flaw::no_empty_line;
      return false;
    }
    const std::string_view line = without_cr(text.substr(line_, at - line_));
    const bool first = line_ == 0;
    line_ = searched_ = at + 1;
    if (line.empty() && !first) {
      head_end_ = line_;
      return true;
    }
    if (!first) on_header_line(line);
  }
}

void FrameReader::on_header_line(std::string_view line) {
  if (length_ || !line.starts_with(kContentLength)) return;
  line.remove_prefix(kContentLength.size());
  if (!line.starts_with(':')) return;
  length_ = number_in(line.substr(1));
  if (!length_) flaw_ = Flaw::length_not_number;
}

FrameReader::Item FrameReader::finish(std::string_view text, std::size_t size) {
  parse(text, size);
  forget();
  // What the frame points into stays until the next call.
  done_ = !buffer_.empty();
  return {Kind::frame, size, false};
}

void FrameReader::forget() {
  if (done_) buffer_.clear();
  done_ = false;
  line_ = head_end_ = searched_ = 0;
  length_.reset();
  flaw_ = Flaw::none;
}

/// Makes the frame of the first `size` bytes, the last of which is its NUL.
void FrameReader::parse(std::string_view text, std::size_t size) {
  frame_ = {};
  frame_.raw = as_bytes(text.substr(0, size));
  frame_.flaw = flaw_;
  frame_.length = length_;
  const std::size_t end = size - 1;
  parse_head(text.substr(0, head_end_ != 0 ? head_end_ : end));
  if (head_end_ == 0) return;
  frame_.length_found = end - head_end_;
  const std::size_t body = length_ ? std::min<std::size_t>(*length_, end - head_end_) : end - head_end_;
  frame_.body = as_bytes(text.substr(head_end_, body));
  if (frame_.flaw == Flaw::none && body != end - head_end_) frame_.flaw = Flaw::length_too_short;
}

void FrameReader::parse_head(std::string_view head) {
  const auto take_line = [&head] {
    const std::size_t end = std::min(head.find('\n'), head.size());
    const std::string_view line = without_cr(head.substr(0, end));
    head.remove_prefix(std::min(end + 1, head.size()));
    return line;
  };
  frame_.name = take_line();
  frame_.command = command_of(frame_.name);
  const bool complete = frame_.flaw == Flaw::none || frame_.flaw == Flaw::length_not_number;
  if (complete && frame_.command == Command::unknown) frame_.flaw = Flaw::unknown_command;
  while (!head.empty() && frame_.headers.size() < kMostHeaders) {
    const std::string_view line = take_line();
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (colon != kNowhere) {
      frame_.headers.emplace_back(line.substr(0, colon), line.substr(colon + 1));
    } else if (complete) {
      frame_.flaw = Flaw::header_without_colon;
      frame_.flawed = line;
      return;
    }
  }
  if (complete && frame_.headers.size() == kMostHeaders) frame_.flaw = Flaw::head_too_long;
}

bool FrameReader::pends_foreign() const { return pending() && buffer_ != "\r" && !begins_like_frame(buffer_, false); }

bool FrameReader::pends_past_nul() const {
  if (!pending() || head_end_ == 0 || !length_) return false;
  std::string_view text = buffer_;
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text.size() > head_end_ && text.ends_with(kNul);
}

FrameReader::Item FrameReader::cut(Flaw why) {
  std::string_view text = buffer_;
  const std::size_t size = text.size();
  const std::uint64_t want = length_ ? head_end_ + *length_ + 1 : 0;
  frame_ = {};
  frame_.raw = as_bytes(text);
  frame_.flaw = why;
  frame_.length = length_;
  frame_.truncated = why != Flaw::length_too_long;
  parse_head(text.substr(0, head_end_ != 0 ? head_end_ : size));
  if (head_end_ != 0) {
    if (why == Flaw::length_too_long) text = text.substr(0, text.rfind(kNul));
    frame_.body = as_bytes(text.substr(head_end_));
    frame_.length_found = frame_.body.size();
  }
  if (why != Flaw::length_too_long && why != Flaw::no_nul) {
    skip_ = want > size ? Skip::count : Skip::to_nul;
    skip_count_ = want > size ? want - size : 0;
  }
  forget();
  done_ = true;
  return {Kind::frame, size, true};
}

void FrameReader::restart() {
  buffer_.clear();
  forget();
  skip_ = Skip::nothing;
}

void FrameReader::seek() {
  restart();
  skip_ = Skip::to_frame;
}

FrameReader::Item FrameReader::skip(Bytes& rest) {
  if (skip_ == Skip::to_frame) return skip_to_frame(rest);
  std::size_t n = rest.size();
  if (skip_ == Skip::count) {
    n = static_cast<std::size_t>(std::min<std::uint64_t>(skip_count_, n));
    skip_count_ -= n;
    if (skip_count_ == 0) skip_ = Skip::nothing;
  } else if (const std::size_t nul = as_text(rest).find(kNul); nul != kNowhere) {
    n = nul + 1;
    skip_ = Skip::nothing;
  }
  rest = rest.subspan(n);
  return {Kind::skipped, n, true};
}

/// A frame begins where bytes begin, or behind a NUL and ends of lines.
FrameReader::Item FrameReader::skip_to_frame(Bytes& rest) {
  const std::string_view text = as_text(rest);
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = std::min(text.find_first_not_of("\r\n", at), text.size());
    if (begin == text.size() || begins_like_frame(text.substr(begin), false)) {
      skip_ = Skip::nothing;
      at = begin;
      break;
    }
    const std::size_t nul = text.find(kNul, begin);
    at = nul == kNowhere ? text.size() : nul + 1;
  }
  rest = rest.subspan(at);
  return {Kind::skipped, at, false};
}

}  // namespace wstrace::stomp
