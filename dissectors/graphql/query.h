// What a GraphQL document asks for: its operation's type and name. The rest of the language is not read.
#pragma once

#include <string_view>

namespace wstrace::graphql {

/// Views into the document; `type` is static text.
struct Operation {
  std::string_view type = {};   ///< query, mutation or subscription; empty when the document has no such operation
  std::string_view name = {};   ///< empty where it has none
  std::string_view field = {};  ///< the first field that it selects (its alias), as the result names it
};

/// The operation with this name; without a name (or when none has it) the first one.
Operation read_operation(std::string_view document, std::string_view name);

}  // namespace wstrace::graphql
