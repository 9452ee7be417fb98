// What a trace says that was said: every message, request, packet of the applications' protocols with its content, apart
// from what wstrace concludes. For comparing the trace of a damaged capture with that of the whole one.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "support/capture_writer.h"

namespace wstrace::test {

struct Sayings {
  /// "127.0.0.1:50000 > 127.0.0.1:3000 socketio event nsp=/ name=hello args=[1]" and how often it was said.
  std::map<std::string, int> said;
  /// The codes of all notes.
  std::set<std::string> codes;
  /// "socketio closed": kinds of sessions with how they ended.
  std::set<std::string> endings;
  /// Events and notes that say that bytes are missing: in the capture, or in what could be read of it.
  int losses = 0;
};

/// `keys`: a key log's text.
Sayings sayings_of(const std::vector<PacketRecord>& capture, const std::string& keys = {});

/// What `part` says and `whole` does not, a line each, and the codes of notes.
std::vector<std::string> said_beyond(const Sayings& part, const Sayings& whole);
/// What `whole` says and `part` does not, without notes.
std::vector<std::string> said_less(const Sayings& part, const Sayings& whole);

}  // namespace wstrace::test
