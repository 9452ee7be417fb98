#include "golden/schema.h"

#include <fmt/format.h>
#include <rapidjson/stringbuffer.h>

#include "support/cases.h"

namespace wstrace::test {
namespace {

/// Of every schema of an object with known keys, wherever it stands.
void close(Json& value, rapidjson::Document::AllocatorType& allocator) {
  if (value.IsArray())
    for (Json& each : value.GetArray()) close(each, allocator);
  if (!value.IsObject()) return;
  // By number: clang and RapidJSON do not agree on how to compare the iterators of what may be changed.
  for (unsigned i = 0; i < value.MemberCount(); ++i)
    close((value.MemberBegin() + static_cast<int>(i))->value, allocator);
  const bool of_object = text_at(value, {"type"}) == "object" && value.HasMember("properties");
  if (of_object && !value.HasMember("additionalProperties")) value.AddMember("additionalProperties", false, allocator);
}

rapidjson::Document closed_schema() {
  rapidjson::Document json = parse_json(read_file(WSTRACE_SOURCE "/schema/wstrace-2.schema.json"));
  close(json, json.GetAllocator());
  return json;
}

/// The schema of one definition, for a complaint that says more than "none of these".
rapidjson::Document only(const Json& schema, std::string_view definition) {
  rapidjson::Document json;
  json.CopyFrom(schema["definitions"][Json(rapidjson::StringRef(definition.data(), definition.size()))],
                json.GetAllocator());
  json.AddMember("definitions", Json(schema["definitions"], json.GetAllocator()), json.GetAllocator());
  return json;
}

std::string text_of(const rapidjson::Pointer& pointer) {
  rapidjson::StringBuffer buffer;
  pointer.StringifyUriFragment(buffer);
  return buffer.GetString();
}

std::string complaint(const rapidjson::SchemaDocument& schema, const Json& value) {
  rapidjson::SchemaValidator validator(schema);
  if (value.Accept(validator)) return {};
  return fmt::format("{} breaks \"{}\" of {}", text_of(validator.GetInvalidDocumentPointer()),
                     validator.GetInvalidSchemaKeyword(), text_of(validator.GetInvalidSchemaPointer()));
}

}  // namespace

ClosedSchema::ClosedSchema() : json_(closed_schema()), schema_(json_) {}

std::string ClosedSchema::complaint_about(const Json& record) const {
  const std::string found = complaint(schema_, record);
  if (found.empty() || !record.IsObject()) return found;
  const std::string_view kind = text_at(record, {"record"});
  if (find(json_, {"definitions", kind}) == nullptr) return fmt::format("unknown record \"{}\"", kind);
  const std::string fields = fmt::format("{}_fields", text_at(record, {"proto"}));
  const Json* const given = find(record, {"fields"});
  if (kind == "event" && given != nullptr && find(json_, {"definitions", fields}) != nullptr) {
    const std::string of_fields = complaint(rapidjson::SchemaDocument(only(json_, fields)), *given);
    if (!of_fields.empty()) return fmt::format("{} in {}", of_fields, fields);
  }
  return complaint(rapidjson::SchemaDocument(only(json_, kind)), record);
}

const ClosedSchema& contract_schema() {
  static const ClosedSchema schema;
  return schema;
}

}  // namespace wstrace::test
