#include "dissectors/graphql/message.h"

#include <rapidjson/memorystream.h>

#include <algorithm>
#include <array>

#include "core/utf8.h"
#include "dissectors/socketio/repair.h"
#include "dissectors/socketio/scratch.h"

namespace wstrace::graphql {
namespace {

constexpr unsigned kFlags = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseIterativeFlag;
/// Scratch that a larger message needed is given back.
constexpr std::size_t kKeptScratch = std::size_t{64} << 10;

using Size = rapidjson::SizeType;
using Kind = Value::Kind;

/// Notes what matters as RapidJSON walks through the source. Its place there is known from the stream.
class Handler {
 public:
  Handler(OperationMessage& to, const rapidjson::MemoryStream& in) : to_(to), in_(in) {}

  bool too_deep() const { return depth_ > kDeepest; }
  bool is_object() const { return root_is_object_; }

  bool Null() { return scalar(Kind::null, {}); }
  bool Bool(bool) { return scalar(Kind::boolean, {}); }
  bool RawNumber(const char*, Size, bool) { return scalar(Kind::number, {}); }
  bool String(const char* text, Size length, bool) { return scalar(Kind::string, {text, length}); }
  // Never called with the flags above, but the reader's code for them must compile.
  bool Int(int) { return true; }
  bool Uint(unsigned) { return true; }
  bool Int64(std::int64_t) { return true; }
  bool Uint64(std::uint64_t) { return true; }
  bool Double(double) { return true; }

  bool Key(const char* text, Size length, bool) {
    const std::string_view name(text, length);
    if (depth_ == kMembers) {
      outer_ = outer_of(name);
      begin_[0] = in_.Tell();
      if (outer_ == &to_.payload) clear_payload();
    } else if (depth_ == kPayloadMembers && payload_ == Kind::object) {
      inner_ = inner_of(name);
      to_.has_result = to_.has_result || name == "data" || name == "errors";
      begin_[1] = in_.Tell();
      if (inner_ == &to_.errors) errors_seen_ = 0;
    }
    is_error_text_ = name == "message" && is_first_error();
    return true;
  }

  bool StartObject() {
    if (depth_ == 0) root_is_object_ = true;
    return enter(Kind::object);
  }
  bool EndObject(Size) { return leave(Kind::object); }
  bool StartArray() { return enter(Kind::array); }
  bool EndArray(Size) { return leave(Kind::array); }

 private:
  /// Depths of what stands inside: the message's members, and its payload's.
  static constexpr std::size_t kMembers = 1;
  static constexpr std::size_t kPayloadMembers = 2;

  Value* outer_of(std::string_view name) {
    if (name == "type") return &to_.type;
    if (name == "id") return &to_.id;
    return name == "payload" ? &to_.payload : nullptr;
  }

  Value* inner_of(std::string_view name) {
    if (name == "query") return &to_.query;
    if (name == "variables") return &to_.variables;
    if (name == "operationName") return &to_.operation_name;
    return name == "errors" ? &to_.errors : nullptr;
  }

  /// Where a string is kept without its escapes; null for what is no such member, or none at all.
  std::string* text_of(const Value* value) {
    if (value == &to_.type) return &to_.type_text;
    if (value == &to_.id) return &to_.id_text;
    if (value == &to_.query) return &to_.query_text;
    return value == &to_.operation_name ? &to_.operation_name_text : nullptr;
  }

  /// Another payload follows: what stood in the one before does not count.
  void clear_payload() {
    to_.query = to_.variables = to_.operation_name = to_.errors = {};
    for (std::string* each : {&to_.query_text, &to_.operation_name_text, &to_.error_text}) each->clear();
    to_.has_result = false;
    payload_ = Kind::absent;
    errors_seen_ = 0;
  }

  /// The members that are being read are those of the payload, of its first element, or of the first of its `errors`.
  bool is_first_error() const {
    if (payload_ == Kind::object && depth_ == kPayloadMembers) return true;
    if (errors_seen_ != 0) return false;
    return payload_ == Kind::array ? depth_ == kPayloadMembers + 1 : in_errors() && depth_ == kPayloadMembers + 2;
  }
  bool in_errors() const { return payload_ == Kind::object && inner_ == &to_.errors; }

  bool enter(Kind kind) {
    ++depth_;
    is_error_text_ = false;
    if (depth_ == kPayloadMembers && outer_ == &to_.payload) payload_ = kind;
    return !too_deep();
  }

  bool leave(Kind kind) {
    --depth_;
    if (std::string* const kept = text_of(current())) kept->clear();
    ended(kind, in_.Tell() + 1);
    return true;
  }

  bool scalar(Kind kind, std::string_view text) {
    if (kind == Kind::string && is_error_text_) to_.error_text.assign(text);
    is_error_text_ = false;
    if (std::string* const kept = text_of(current())) kept->assign(text);
    ended(kind, in_.Tell());
    return true;
  }

  /// The member whose value ends now; null when it is none of those that are kept.
  Value* current() {
    if (depth_ == kMembers) return outer_;
    return depth_ == kPayloadMembers && payload_ == Kind::object ? inner_ : nullptr;
  }

  void ended(Kind kind, std::size_t end) {
    const bool of_list =
        payload_ == Kind::array ? depth_ == kPayloadMembers : in_errors() && depth_ == kPayloadMembers + 1;
    if (of_list) ++errors_seen_;
    if (Value* const value = current()) *value = {kind, slice(begin_[depth_ - kMembers], end)};
    if (depth_ == kMembers && outer_ == &to_.id && kind == Kind::number) to_.id_text.assign(to_.id.source);
    if (depth_ == kMembers) {
      outer_ = nullptr;
      payload_ = Kind::absent;
    }
    if (depth_ == kPayloadMembers) inner_ = nullptr;
  }

  /// `begin` is behind the member's name: before the value stand a colon and white space.
  std::string_view slice(std::size_t begin, std::size_t end) const {
    const std::string_view text = to_.source.substr(0, end);
    return text.substr(std::min(text.find_first_not_of(" \t\r\n:", begin), end));
  }

  OperationMessage& to_;
  const rapidjson::MemoryStream& in_;
  bool root_is_object_ = false;
  std::size_t depth_ = 0;
  Value* outer_ = nullptr;
  Value* inner_ = nullptr;
  std::array<std::size_t, 2> begin_{};
  Kind payload_ = Kind::absent;
  std::size_t errors_seen_ = 0;  // elements of the payload or of its `errors`, whichever is an array
  bool is_error_text_ = false;   // the member that follows is the message of the first of them
};

}  // namespace

void OperationMessage::clear() {
  source = {};
  has_result = false;
  type = id = payload = query = variables = operation_name = errors = {};
  for (std::string* each : {&type_text, &id_text, &query_text, &operation_name_text, &error_text})
    socketio::empty_scratch(*each, kKeptScratch);
}

ReadResult MessageReader::read(std::string_view source) {
  message_.clear();
  socketio::empty_scratch(repaired_, kKeptScratch);
  socketio::empty_scratch(tamed_, kKeptScratch);
  // Checked here, eight bytes at a time; RapidJSON would check byte by byte.
  if (!is_utf8(source)) return ReadResult::not_utf8;
  const std::string_view readable = socketio::repair_surrogates(source, repaired_) ? repaired_ : source;
  if (reader_ == nullptr) reader_ = std::make_unique<rapidjson::Reader>();
  message_.source = readable;
  Parsed result = parse(readable);
  if (result == Parsed::number_too_big) {
    tamed_.assign(readable);
    socketio::tame_numbers(tamed_);
    message_.clear();
    message_.source = readable;
    result = parse(tamed_);
  }
  // RapidJSON's stack keeps the size that its longest string needed.
  if (source.size() > kKeptScratch) reader_.reset();
  switch (result) {
    case Parsed::ok: return ReadResult::ok;
    case Parsed::not_an_object: return ReadResult::not_an_object;
    case Parsed::too_deep: return ReadResult::too_deep;
    case Parsed::not_json:
    case Parsed::number_too_big: break;
  }
  return ReadResult::not_json;
}

/// Parses `text`, which differs from the message's source in its numbers at most.
MessageReader::Parsed MessageReader::parse(std::string_view text) {
  rapidjson::MemoryStream in(text.data(), text.size());
  Handler handler(message_, in);
  const rapidjson::ParseResult result = reader_->Parse<kFlags>(in, handler);
  if (handler.too_deep()) return Parsed::too_deep;
  if (result.Code() == rapidjson::kParseErrorNumberTooBig) return Parsed::number_too_big;
  // A NUL byte reads as the end of the input: what stands behind one is not JSON.
  if (result.IsError() || in.Tell() != text.size()) return Parsed::not_json;
  return handler.is_object() ? Parsed::ok : Parsed::not_an_object;
}

}  // namespace wstrace::graphql
