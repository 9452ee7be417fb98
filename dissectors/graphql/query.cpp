#include "dissectors/graphql/query.h"

#include <algorithm>
#include <array>

namespace wstrace::graphql {
namespace {

constexpr std::string_view kBlockQuote = "\"\"\"";
constexpr std::array kOperationTypes = std::to_array<std::string_view>({"query", "mutation", "subscription"});

bool is_name_char(char c) {
  return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Tokens of GraphQL (specification, 2.1), as far as brackets and names matter: everything else is one character.
class Tokens {
 public:
  explicit Tokens(std::string_view text) : rest_(text) {}

  /// The next one; empty at the end.
  std::string_view next() {
    skip_ignored();
    if (rest_.empty()) return {};
    if (rest_.front() == '"') return take(string_size());
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_name_char);
    return take(std::max<std::size_t>(1, static_cast<std::size_t>(end - rest_.begin())));
  }

 private:
  std::string_view take(std::size_t n) {
    const std::string_view taken = rest_.substr(0, n);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  void skip_ignored() {
    for (;;) {
      rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n,\xEF\xBB\xBF"), rest_.size()));
      if (rest_.empty() || rest_.front() != '#') return;
      rest_.remove_prefix(std::min(rest_.find_first_of("\r\n"), rest_.size()));
    }
  }

  std::size_t string_size() const {
    if (rest_.starts_with(kBlockQuote)) {
      std::size_t end = rest_.find(kBlockQuote, kBlockQuote.size());
      while (end != std::string_view::npos && rest_[end - 1] == '\\') end = rest_.find(kBlockQuote, end + 1);
      return end == std::string_view::npos ? rest_.size() : end + kBlockQuote.size();
    }
    std::size_t at = 1;
    while (at < rest_.size() && rest_[at] != '"' && rest_[at] != '\n') at += rest_[at] == '\\' ? 2 : 1;
    return at + 1;
  }

  std::string_view rest_;
};

/// One definition after another.
class Document {
 public:
  explicit Document(std::string_view text) : tokens_(text) {}

  /// The next definition's operation; one that is a fragment has no type. False at the end.
  bool next(Operation& operation) {
    operation = {};
    std::string_view token = tokens_.next();
    if (token.empty()) return false;
    const auto* const type = std::find(kOperationTypes.begin(), kOperationTypes.end(), token);
    if (type != kOperationTypes.end()) operation.type = *type;
    if (token == "{") operation.type = kOperationTypes.front();
    if (token != "{") {
      token = tokens_.next();
      if (!token.empty() && is_name_char(token.front())) operation.name = token;
      token = find_selection(token);
    }
    if (token == "{") read_selection(operation);
    return true;
  }

 private:
  /// Passes over variables and directives, whose default values may hold braces.
  std::string_view find_selection(std::string_view token) {
    std::size_t depth = 0;
    for (; !token.empty() && (depth != 0 || token != "{"); token = tokens_.next()) {
      if (token == "(" || token == "{" || token == "[") ++depth;
      if ((token == ")" || token == "}" || token == "]") && depth != 0) --depth;
    }
    return token;
  }

  void read_selection(Operation& operation) {
    std::string_view token = tokens_.next();
    if (!token.empty() && is_name_char(token.front())) operation.field = token;
    for (std::size_t depth = 1; !token.empty(); token = tokens_.next()) {
      if (token == "{") ++depth;
      if (token == "}" && --depth == 0) return;
    }
  }

  Tokens tokens_;
};

}  // namespace

Operation read_operation(std::string_view document, std::string_view name) {
  Document definitions(document);
  Operation first;
  Operation each;
  while (definitions.next(each)) {
    if (each.type.empty()) continue;
    if (name.empty() || each.name == name) return each;
    if (first.type.empty()) first = each;
  }
  return first;
}

}  // namespace wstrace::graphql
