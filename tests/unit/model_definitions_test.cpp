// Definitions are data that every output trusts: they must be complete, and their templates well formed.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "host/dissector_table.h"
#include "output/explain.h"
#include "output/output.h"
#include "output/text_writer.h"

namespace wstrace::test::model_definitions_test {
namespace {

/// Brackets and braces pair up and do not nest.
bool well_formed(std::string_view pattern) {
  char open = 0;
  char outer = 0;
  for (const char c : pattern) {
    if (c == '[' && (open != 0 || outer != 0)) return false;
    if (c == '[') outer = c;
    if (c == '{' && open != 0) return false;
    if (c == '{') open = c;
    if (c == '}' && open == 0) return false;
    if (c == '}') open = 0;
    if (c == ']' && (outer == 0 || open != 0)) return false;
    if (c == ']') outer = 0;
  }
  return open == 0 && outer == 0;
}

TEST(Definitions, TheTemplateCheckCanFail) {
  EXPECT_TRUE(well_formed("a {b}[, {?c}d]"));
  for (const char* wrong : {"{a", "a}", "[a", "a]", "[a [b]]", "{a{b}}", "[{a]}"})
    EXPECT_FALSE(well_formed(wrong)) << wrong;
}

TEST(Definitions, EveryProtocolOfTheTimelineIsListed) {
  std::set<std::string_view> names;
  for (const ProtocolDef* protocol : all_protocols()) {
    EXPECT_TRUE(names.insert(protocol->name).second) << "twice: " << protocol->name;
    EXPECT_FALSE(protocol->events().empty()) << protocol->name;
  }
  for (const char* expected : {"tcp", "http", "websocket", "engineio", "socketio", "ip"}) {
    EXPECT_TRUE(names.contains(expected)) << expected;
  }
}

TEST(Definitions, EveryEventIsComplete) {
  for (const ProtocolDef* protocol : all_protocols()) {
    std::set<std::pair<std::string_view, std::string>> reported;
    for (const EventDef* event : protocol->events()) {
      SCOPED_TRACE(std::string(protocol->name) + "." + std::string(event->name));
      // One name may stand for several events, which then differ in their titles; texts are chosen in the template.
      EXPECT_TRUE(reported.emplace(event->name, std::string(event->title)).second);
      EXPECT_EQ(event->protocol, protocol);
      EXPECT_FALSE(event->title.empty());
      EXPECT_FALSE(event->explain.empty()) << "a learner would ask what this is";
      EXPECT_TRUE(well_formed(event->title)) << event->title;
      EXPECT_TRUE(well_formed(event->summary)) << event->summary;
    }
  }
}

TEST(Definitions, EveryNoteHasACodeOfItsOwnWordsAndAWayOut) {
  std::set<std::string_view> codes;
  for (const ProtocolDef* protocol : all_protocols()) {
    for (const NoteDef* note : protocol->notes()) {
      SCOPED_TRACE(note->code);
      EXPECT_TRUE(codes.insert(note->code).second) << "used twice";
      EXPECT_NE(note->code.find('.'), std::string_view::npos);
      EXPECT_NE(note->severity, Severity::none);
      EXPECT_FALSE(note->text.empty());
      EXPECT_TRUE(well_formed(note->text)) << note->text;
    }
  }
}

/// A field's name or an alternative that only a capture decides. ("new Server({ parser })" is JavaScript.)
bool has_template(std::string_view text) {
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    if (!text.substr(at).starts_with("{ ")) return true;
  }
  return text.find_first_of("[]") != std::string_view::npos;
}

TEST(Definitions, TheCheckForTemplatesCanFail) {
  EXPECT_FALSE(has_template("new Server({ parser }) and io(url, { parser })"));
  for (const char* text : {"took {rtt_us}", "it is [red][{!colour}green]", "{?never}", "{\"nsp\"}", "ends in {"})
    EXPECT_TRUE(has_template(text)) << text;
}

std::string explanation_of(std::string_view name) {
  MemoryOutput output;
  TextWriter writer(output, {10'000, false});
  EXPECT_TRUE(print_explanations(writer, all_protocols(), name)) << name;
  return output.text();
}

/// A reader without a capture has no fields, and alternatives that follow one another are no sentence.
TEST(Definitions, EveryExplanationIsProse) {
  for (const ProtocolDef* protocol : all_protocols()) {
    for (const EventDef* event : protocol->events()) {
      const std::string text = explanation_of(std::string(protocol->name) + "." + std::string(event->name));
      EXPECT_FALSE(has_template(text)) << text;
      EXPECT_TRUE(event->explain.ends_with('.') || event->explain.ends_with('?') || event->explain.ends_with(')'))
          << text;
    }
    for (const NoteDef* note : protocol->notes()) {
      const std::string text = explanation_of(note->code);
      EXPECT_FALSE(has_template(text)) << text;
    }
  }
}

}  // namespace
}  // namespace wstrace::test::model_definitions_test
