// The secrets of TLS connections, as their own sides wrote them down: the key log format that NSS began
// (draft-ietf-tls-keylogfile), a line each: LABEL <client random> <secret>, both in hex.
//
// They come from a key log file and from pcapng's Decryption Secrets Blocks. A file may grow while it is read, and a block
// may stand behind the packets that need it: so who asks for a secret that is not there causes one more look. Where that
// finds nothing, and more may still come (a live trace, a pipe), whoever lacks a secret may wait (transport/decryption_queue.h).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/bytes.h"

namespace wstrace {

class Secrets {
 public:
  /// Takes the whole lines of the text; others than those of the format are passed over. What stands behind the last
  /// newline is taken, too: half a secret is none.
  void add_lines(std::string_view text);

  /// Called when a secret is missing, to add what there is by now.
  void on_miss(std::function<void(Secrets&)> look) { looks_.push_back(std::move(look)); }
  /// What is missing now may still be written.
  void expect_more() { more_may_come_ = true; }
  bool more_may_come() const { return more_may_come_; }

  /// Empty when it is not known. Valid until more secrets come.
  Bytes find(std::string_view label, Bytes client_random);
  /// Looks for more; true when it found any.
  bool look();
  /// Somebody has asked in vain.
  bool any_missing() const { return any_missing_; }
  /// Changes whenever secrets come: what was missing before may be there now.
  std::uint64_t revision() const { return revision_; }
  /// A line names this connection, and its secret is cut off, or none.
  bool is_damaged(Bytes client_random) const { return damaged_.contains(std::string(as_text(client_random))); }
  bool empty() const { return secrets_.empty(); }
  std::size_t size() const { return secrets_.size(); }

 private:
  void add_line(std::string_view line);
  void note_damage(Bytes client_random);
  Bytes known(const std::string& key) const;

  std::unordered_map<std::string, std::vector<std::uint8_t>> secrets_;  ///< by label and client random
  std::vector<std::function<void(Secrets&)>> looks_;
  std::unordered_set<std::string> damaged_;  ///< client randoms
  std::uint64_t revision_ = 0;
  bool more_may_come_ = false;
  bool any_missing_ = false;
};

}  // namespace wstrace
