// The secrets of TLS connections, as their own sides wrote them down: the key log format that NSS began
// (draft-ietf-tls-keylogfile), a line each: LABEL <client random> <secret>, both in hex.
//
// They come from a key log file and from pcapng's Decryption Secrets Blocks. A file may grow while it is read, and a block
// may stand behind the packets that need it: so who asks for a secret that is not there causes one more look.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/bytes.h"

namespace wstrace {

class Secrets {
 public:
  /// Takes the whole lines of the text; others than those of the format are passed over. What stands behind the last
  /// newline is taken, too: half a secret is none.
  void add_lines(std::string_view text);

  /// Called when a secret is missing; true when it found any more.
  void on_miss(std::function<bool(Secrets&)> look) { looks_.push_back(std::move(look)); }

  /// Empty when it is not known. Valid until more secrets come.
  Bytes find(std::string_view label, Bytes client_random);
  bool empty() const { return secrets_.empty(); }
  std::size_t size() const { return secrets_.size(); }

 private:
  void add_line(std::string_view line);
  Bytes known(const std::string& key) const;

  std::unordered_map<std::string, std::vector<std::uint8_t>> secrets_;  ///< by label and client random
  std::vector<std::function<bool(Secrets&)>> looks_;
};

}  // namespace wstrace
