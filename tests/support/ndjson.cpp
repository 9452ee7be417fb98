// Parsing is strict: encodings are validated, and nothing may follow a value on its line.
#include "support/ndjson.h"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace wstrace::test {
namespace {

constexpr unsigned kFlags = rapidjson::kParseValidateEncodingFlag | rapidjson::kParseFullPrecisionFlag;
/// Integers up to here are exact in a double, as JavaScript has it.
constexpr double kExact = 9007199254740992.0;

std::string_view view(const Json& string) { return {string.GetString(), string.GetStringLength()}; }

std::string quoted(std::string_view text) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  return {buffer.GetString(), buffer.GetSize()};
}

std::string number_text(const Json& number) {
  const double value = number.GetDouble();
  if (std::abs(value) <= kExact && std::trunc(value) == value) return fmt::format("{}", static_cast<long long>(value));
  if (number.IsUint64()) return fmt::format("{}", number.GetUint64());
  return fmt::format("{:.17g}", value);
}

std::string object_text(const Json& object) {
  std::vector<std::string> members;
  for (const auto& member : object.GetObject()) {
    members.push_back(quoted(view(member.name)) + ":" + canonical(member.value));
  }
  std::sort(members.begin(), members.end());
  return fmt::format("{{{}}}", fmt::join(members, ","));
}

std::string array_text(const Json& array) {
  std::vector<std::string> values;
  for (const Json& value : array.GetArray()) values.push_back(canonical(value));
  return fmt::format("[{}]", fmt::join(values, ","));
}

bool parse_line(std::string_view text, Line& line, std::string& error) {
  line.text = text;
  line.json.Parse<kFlags>(text.data(), text.size());
  if (!line.json.HasParseError()) return true;
  error = fmt::format("{} at byte {}: {}", rapidjson::GetParseError_En(line.json.GetParseError()),
                      line.json.GetErrorOffset(), text);
  return false;
}

}  // namespace

std::vector<Line> parse_ndjson(std::string_view text, std::string& error) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      error = fmt::format("line {} does not end with a newline: {}", lines.size() + 1, text);
      return lines;
    }
    Line line;
    if (!parse_line(text.substr(0, end), line, error)) {
      error = fmt::format("line {}: {}", lines.size() + 1, error);
      return lines;
    }
    lines.push_back(std::move(line));
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::vector<Line> parse_ndjson(std::string_view text) {
  std::string error;
  std::vector<Line> lines = parse_ndjson(text, error);
  if (!error.empty()) throw std::runtime_error(error);
  return lines;
}

const Json& first_of(const std::vector<Line>& lines) {
  if (lines.empty()) throw std::runtime_error("no output");
  return lines.front().json;
}

const Json& last_of(const std::vector<Line>& lines) {
  first_of(lines);
  return lines.back().json;
}

rapidjson::Document parse_json(std::string_view text) {
  Line line;
  std::string error;
  if (!parse_line(text, line, error)) throw std::runtime_error(error);
  return std::move(line.json);
}

const Json* find(const Json& value, std::initializer_list<std::string_view> path) {
  const Json* at = &value;
  for (const std::string_view name : path) {
    if (!at->IsObject()) return nullptr;
    const Json key(rapidjson::StringRef(name.data(), name.size()));
    const auto member = at->FindMember(key);
    if (member == at->MemberEnd()) return nullptr;
    at = &member->value;
  }
  return at;
}

std::string_view text_at(const Json& value, std::initializer_list<std::string_view> path) {
  const Json* found = find(value, path);
  return found != nullptr && found->IsString() ? view(*found) : std::string_view{};
}

std::uint64_t number_at(const Json& value, std::initializer_list<std::string_view> path) {
  const Json* found = find(value, path);
  return found != nullptr && found->IsUint64() ? found->GetUint64() : 0;
}

bool is_event(const Json& value, std::string_view proto, std::string_view name) {
  return is_record(value, "event") && text_at(value, {"proto"}) == proto &&
         (name.empty() || text_at(value, {"event"}) == name);
}

std::string canonical(const Json& value) {
  if (value.IsObject()) return object_text(value);
  if (value.IsArray()) return array_text(value);
  if (value.IsString()) return quoted(view(value));
  if (value.IsNumber()) return number_text(value);
  if (value.IsNull()) return "null";
  return value.IsTrue() ? "true" : "false";
}

}  // namespace wstrace::test
