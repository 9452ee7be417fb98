// Where secrets of TLS come from: key log files, which are read again as they grow, and secrets inside pcapng files.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/secrets.h"

namespace wstrace {

class KeyLogFile {
 public:
  explicit KeyLogFile(std::string path) : path_(std::move(path)) {}

  /// Reads what was written since the last time; all of it anew when the file was replaced or cut. True when there was
  /// something.
  bool read_on(Secrets& secrets);
  /// Why it cannot be read, and what to try; empty when it can.
  std::string error() const;
  /// When keys were missed, and there were none at all: what is wrong with the file. Empty otherwise.
  std::string complaint(const Secrets& secrets) const;

 private:
  std::string path_;
  std::uint64_t file_ = 0;    ///< its inode
  std::uint64_t offset_ = 0;  ///< of the first line that was not whole
  std::uint64_t size_ = 0;    ///< when it was read last
};

/// True of what lies on a disk, also when it is standard input; false of a pipe, whose bytes come once.
bool can_be_read_again(const std::string& capture);
/// The Decryption Secrets Blocks of whole files, wherever they stand. What cannot be read again is left alone. `stop` is
/// asked for each packet whether to give up.
void read_secrets_of(const std::vector<std::string>& captures, Secrets& secrets, const std::function<bool()>& stop);

}  // namespace wstrace
