// The installed JSON Schema of the NDJSON output, as a judge of single records.
#pragma once

#include <rapidjson/schema.h>

#include <string>

#include "support/ndjson.h"

namespace wstrace::test {

/// Allows no key that the schema does not name. (The file allows them, for later releases may add some: to the tests a
/// new key is a violation until the schema knows it.)
class ClosedSchema {
 public:
  ClosedSchema();

  const Json& document() const { return json_; }
  /// What is wrong with the record, in words; "" when nothing is.
  std::string complaint_about(const Json& record) const;

 private:
  rapidjson::Document json_;
  rapidjson::SchemaDocument schema_;
};

/// Read once.
const ClosedSchema& contract_schema();

}  // namespace wstrace::test
