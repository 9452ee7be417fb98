#include "dissectors/socketio/payload.h"

#include <rapidjson/memorystream.h>

#include <algorithm>
#include <charconv>

#include "core/utf8.h"
#include "dissectors/socketio/repair.h"
#include "dissectors/socketio/scratch.h"

namespace wstrace::socketio {
namespace {

constexpr unsigned kFlags = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseIterativeFlag;
/// Scratch that a larger payload needed is given back.
constexpr std::size_t kKeptScratch = std::size_t{64} << 10;

using Size = rapidjson::SizeType;

/// Notes what matters as RapidJSON walks through the source. Its place there is known from the stream.
class Handler {
 public:
  Handler(Payload& to, const rapidjson::MemoryStream& in, bool want_placeholders)
      : to_(to), in_(in), want_placeholders_(want_placeholders) {}

  bool too_deep() const { return depth_ > kDeepest; }

  bool Null() { return scalar(); }
  bool Bool(bool value) {
    if (leaf_ && key_ == MemberKey::placeholder) marked_ = value;
    return scalar();
  }
  bool RawNumber(const char* text, Size length, bool) {
    // From the source: the reader may have been given a tamed one.
    if (depth_ == 1 && in_array_ && to_.elements == 0) name_is(to_.source.data() + in_.Tell() - length, length, true);
    if (leaf_ && key_ == MemberKey::num) read_num({text, length});
    return scalar();
  }
  bool String(const char* text, Size length, bool) {
    if (depth_ == 1 && in_array_ && to_.elements == 0) name_is(text, length, false);
    if (depth_ == 1 && in_array_) keep_last(text, length);
    if (depth_ == 1 && !in_array_) keep_member(text, length);
    if (depth_ == 0) to_.text.assign(text, length);
    if (depth_ == 0) to_.root = Payload::Root::string;
    return scalar();
  }
  // Never called with the flags above, but the reader's code for them must compile.
  bool Int(int) { return scalar(); }
  bool Uint(unsigned) { return scalar(); }
  bool Int64(std::int64_t) { return scalar(); }
  bool Uint64(std::uint64_t) { return scalar(); }
  bool Double(double) { return scalar(); }

  bool Key(const char* text, Size length, bool) {
    key_ = key_of({text, length});
    return true;
  }

  bool StartObject() {
    container(Payload::Root::object);
    leaf_ = want_placeholders_;
    marked_ = numbered_ = false;
    leaf_begin_ = in_.Tell();
    return !too_deep();
  }

  bool EndObject(Size) {
    if (leaf_ && marked_ && numbered_) to_.placeholders.push_back({leaf_begin_, in_.Tell() + 1, num_});
    return leave();
  }

  bool StartArray() {
    container(Payload::Root::array);
    leaf_ = false;
    return !too_deep();
  }

  bool EndArray(Size) { return leave(); }

 private:
  enum class MemberKey : std::uint8_t { other, sid, pid, offset, message, placeholder, num };

  static MemberKey key_of(std::string_view text) {
    if (text == "_placeholder") return MemberKey::placeholder;
    if (text == "num") return MemberKey::num;
    if (text == "sid") return MemberKey::sid;
    if (text == "pid") return MemberKey::pid;
    if (text == "offset") return MemberKey::offset;
    if (text == "message") return MemberKey::message;
    return MemberKey::other;
  }

  void name_is(const char* text, Size length, bool number) {
    to_.named = true;
    to_.numeric_name = number;
    to_.name.assign(text, length);
    to_.name_end = in_.Tell();
  }

  void keep_member(const char* text, Size length) {
    if (key_ == MemberKey::sid) to_.sid.assign(text, length);
    if (key_ == MemberKey::pid) to_.pid.assign(text, length);
    if (key_ == MemberKey::offset) to_.offset.assign(text, length);
    if (key_ == MemberKey::message) to_.text.assign(text, length);
  }

  void read_num(std::string_view text) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), num_);
    numbered_ = error == std::errc() && end == text.data() + text.size();
  }

  void container(Payload::Root root) {
    if (depth_ == 0) {
      to_.root = root;
      to_.begin = in_.Tell();
      in_array_ = root == Payload::Root::array;
    }
    ++depth_;
  }

  /// A container ends, at its closing bracket.
  bool leave() {
    leaf_ = false;  // whoever holds an object is no leaf
    --depth_;
    if (depth_ == 0) to_.end = in_.Tell() + 1;
    if (depth_ == 1) element_ends(in_.Tell() + 1);
    return true;
  }

  bool scalar() {
    if (depth_ == 0 && to_.root == Payload::Root::none) to_.root = Payload::Root::other;
    if (depth_ == 0) to_.end = in_.Tell();
    if (depth_ == 1) element_ends(in_.Tell());
    return true;
  }

  void keep_last(const char* text, Size length) {
    short_text_ = length <= kLongestOffset;
    if (short_text_) to_.last_text.assign(text, length);
  }

  void element_ends(std::size_t at) {
    ++to_.elements;
    to_.before_last = last_end_;
    last_end_ = at;
    if (!short_text_) to_.last_text.clear();
    short_text_ = false;
  }

  Payload& to_;
  const rapidjson::MemoryStream& in_;
  bool want_placeholders_;
  bool in_array_ = false;  // the root is one
  std::size_t depth_ = 0;
  bool short_text_ = false;   // the root array's element that is being read
  std::size_t last_end_ = 0;  // of the element before
  MemberKey key_ = MemberKey::other;
  // The innermost object, as long as it holds nothing but scalars: only such a one is a placeholder.
  bool leaf_ = false;
  bool marked_ = false;
  bool numbered_ = false;
  std::size_t leaf_begin_ = 0;
  std::uint64_t num_ = 0;
};

}  // namespace

void Payload::clear() {
  source = {};
  root = Root::none;
  begin = end = elements = name_end = before_last = 0;
  named = numeric_name = false;
  for (std::string* each : {&name, &last_text, &sid, &pid, &offset, &text}) empty_scratch(*each, kKeptScratch);
  empty_scratch(placeholders, kKeptScratch);
}

std::string_view Payload::elements_source(bool after_name) const {
  std::string_view inside = source.substr(0, end - 1).substr(begin + 1);
  if (!after_name) return inside;
  if (elements < 2) return {};
  inside = source.substr(0, end - 1).substr(name_end);
  inside.remove_prefix(inside.find(',') + 1);  // behind the name is white space and the comma
  inside.remove_prefix(std::min(inside.find_first_not_of(" \t\r\n"), inside.size()));
  return inside;
}

ReadResult PayloadReader::read(std::string_view source, bool want_placeholders) {
  payload_.clear();
  empty_scratch(repaired_, kKeptScratch);
  empty_scratch(tamed_, kKeptScratch);
  const bool repaired = repair_surrogates(source, repaired_);
  payload_.source = repaired ? std::string_view(repaired_) : source;
  if (source.empty()) return ReadResult::ok;
  if (reader_ == nullptr) reader_ = std::make_unique<rapidjson::Reader>();
  ReadResult result = parse(payload_.source, want_placeholders);
  if (result == ReadResult::number_too_big) {
    const std::string_view as_sent = payload_.source;
    tamed_.assign(as_sent);
    tame_numbers(tamed_);
    payload_.clear();
    payload_.source = as_sent;
    result = parse(tamed_, want_placeholders);
  }
  give_back(source.size());
  return repaired && result == ReadResult::ok ? ReadResult::repaired : result;
}

/// Parses `text`, which differs from the payload's source in its numbers at most.
ReadResult PayloadReader::parse(std::string_view text, bool want_placeholders) {
  // Checked here, eight bytes at a time; RapidJSON would check byte by byte.
  if (!is_utf8(text)) return ReadResult::not_utf8;
  rapidjson::MemoryStream in(text.data(), text.size());
  Handler handler(payload_, in, want_placeholders);
  const rapidjson::ParseResult result = reader_->Parse<kFlags>(in, handler);
  if (handler.too_deep()) return ReadResult::too_deep;
  if (result.Code() == rapidjson::kParseErrorNumberTooBig) return ReadResult::number_too_big;
  // A NUL byte reads as the end of the input: what stands behind one is not JSON.
  return result.IsError() || in.Tell() != text.size() ? ReadResult::invalid : ReadResult::ok;
}

/// RapidJSON's stack keeps the size that its longest string needed.
void PayloadReader::give_back(std::size_t used) {
  if (used > kKeptScratch) reader_.reset();
}

}  // namespace wstrace::socketio
