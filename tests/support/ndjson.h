// wstrace's NDJSON (and the truth files), read into RapidJSON values, with small helpers to look into them.
#pragma once

#include <rapidjson/document.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace wstrace::test {

using Json = rapidjson::Value;

/// One line: as it stands, and what it says.
struct Line {
  std::string text;
  rapidjson::Document json;
};

/// Every line of the text. One that is not valid JSON in valid UTF-8 goes to `error` (its number and why), and ends it.
std::vector<Line> parse_ndjson(std::string_view text, std::string& error);
/// The same; throws std::runtime_error in place of an error.
std::vector<Line> parse_ndjson(std::string_view text);

/// The first and the last line; throw std::runtime_error when there is none.
const Json& first_of(const std::vector<Line>& lines);
const Json& last_of(const std::vector<Line>& lines);

/// One JSON value; throws std::runtime_error when it is none.
rapidjson::Document parse_json(std::string_view text);

/// The member at the path, or null: find(event, {"fields", "nsp"}).
const Json* find(const Json& value, std::initializer_list<std::string_view> path);
/// The string at the path; "" when there is none.
std::string_view text_at(const Json& value, std::initializer_list<std::string_view> path);
/// The number at the path; 0 when there is none.
std::uint64_t number_at(const Json& value, std::initializer_list<std::string_view> path);

inline bool is_record(const Json& value, std::string_view kind) { return text_at(value, {"record"}) == kind; }
/// An event of this protocol; of any name when `name` is empty.
bool is_event(const Json& value, std::string_view proto, std::string_view name = {});

/// The value as text that two equal JSON values share: members sorted, numbers in one form, no spaces.
std::string canonical(const Json& value);

}  // namespace wstrace::test
