// What went wrong in a run: each cause once, with the sessions that it ended or harmed.
#pragma once

#include <tsl/robin_map.h>

#include <string>
#include <string_view>
#include <vector>

#include "model/limits.h"
#include "model/sink.h"

namespace wstrace {

/// The note that says why the session ended, else the gravest of all; null where nothing went wrong.
const SessionNote* first_cause(const SessionFacts& facts);

class Causes {
 public:
  explicit Causes(const Limits& limits) : limits_(limits) {}

  /// The session is over. Counts its first cause, where something did go wrong.
  void over(const SessionFacts& facts);
  /// All of them, the gravest first. What several sessions have in common stands for what each of them says by itself.
  std::vector<CauseFacts> all(const std::vector<CauseFacts>& shared) const;

 private:
  struct Cause {
    const NoteDef* def = nullptr;
    Proxy proxy = Proxy::none;
    std::string text;
    std::string pattern;  // the text without its numbers
    bool alike = true;    // all of them are the same but for these
    bool one_text = true;
    std::uint64_t times = 0;  // that this text was said
    std::uint64_t more = 0;   // … and others of the same kind, in the same sessions
    std::vector<std::uint32_t> sessions = {};
    std::uint64_t unlisted = 0;
  };

  /// A session on the server's side of a proxy.
  struct FarSide {
    std::uint32_t number = 0;
    std::vector<std::uint32_t> other_sides;
  };

  std::vector<Cause>::iterator find(const SessionNote& note, Proxy proxy);
  std::vector<Cause> joined() const;
  static std::string what_else(const Cause& cause, std::size_t sessions);

  Limits limits_;
  std::vector<Cause> causes_;  // in the order in which they were first seen; few
  std::vector<FarSide> far_;   // of those that are listed
};

}  // namespace wstrace
