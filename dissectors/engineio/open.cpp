#include "dissectors/engineio/open.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <charconv>

namespace wstrace::engineio {
namespace {

constexpr unsigned kOpenFlags =
    rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
/// An open packet is an object that holds a list. More is no open packet.
constexpr unsigned kDeepest = 16;

/// Keeps what stands directly in the outermost object.
class OpenHandler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, OpenHandler> {
 public:
  OpenHandler(OpenData& open, std::string_view source, const rapidjson::MemoryStream& in)
      : open_(open), source_(source), in_(in) {}

  bool Default() { return depth_ > 0; }  // a scalar alone is no open packet

  bool Key(const char* text, rapidjson::SizeType length, bool) {
    if (depth_ == 1) key_.assign(text, length);
    return true;
  }

  bool String(const char* text, rapidjson::SizeType length, bool) {
    if (depth_ == 1 && key_ == "sid") open_.sid.assign(text, length);
    return depth_ > 0;
  }

  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    if (depth_ != 1) return depth_ > 0;
    if (key_ == "pingTimeout" && !open_.ping_interval) open_.timeout_first = true;
    if (key_ == "pingInterval") read(open_.ping_interval, {text, length});
    if (key_ == "pingTimeout") read(open_.ping_timeout, {text, length});
    if (key_ == "maxPayload") read(open_.max_payload, {text, length});
    return true;
  }

  bool StartObject() { return ++depth_ < kDeepest; }
  bool EndObject(rapidjson::SizeType) { return depth_-- > 0; }

  bool StartArray() {
    if (depth_ == 1) list_begin_ = in_.Tell();
    return depth_++ > 0 && depth_ < kDeepest;
  }

  bool EndArray(rapidjson::SizeType) {
    --depth_;
    if (depth_ == 1 && key_ == "upgrades") open_.upgrades = source_.substr(list_begin_, in_.Tell() + 1 - list_begin_);
    return true;
  }

 private:
  static void read(std::optional<std::uint64_t>& to, std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size()) to = value;
  }

  OpenData& open_;
  std::string_view source_;
  const rapidjson::MemoryStream& in_;
  std::string key_;
  std::size_t list_begin_ = 0;
  unsigned depth_ = 0;
};

}  // namespace

std::optional<OpenData> parse_open(std::string_view json) {
  OpenData open;
  rapidjson::MemoryStream in(json.data(), json.size());
  OpenHandler handler(open, json, in);
  rapidjson::Reader reader;
  // A NUL byte reads as the end of the input: what stands behind one is not JSON.
  if (!reader.Parse<kOpenFlags>(in, handler) || in.Tell() != json.size()) return std::nullopt;
  return open;
}

}  // namespace wstrace::engineio
