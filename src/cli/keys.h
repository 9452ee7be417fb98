// The keys of a run: from a key log, and from inside the captures.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "capture/key_log.h"
#include "cli/options.h"
#include "core/secrets.h"

namespace wstrace {

class Keys {
 public:
  /// `options` must outlive this. What SSLKEYLOGFILE names may come to be later; what was asked for must be there. `stop`:
  /// the user wants no more.
  Keys(const Options& options, std::function<bool()> stop);
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;

  Secrets& secrets() { return secrets_; }
  const std::string& error() const { return error_; }
  /// The packets come as they are captured: whoever writes a key log does so at the same time.
  void on_pause();
  /// What is to be said of the key log when all is done.
  std::string complaint() const { return log_ ? log_->complaint(secrets_) : std::string(); }

 private:
  Secrets secrets_;
  std::optional<KeyLogFile> log_;
  bool captures_read_ = false;
  bool at_rest_ = false;  ///< all captures are files
  std::string error_;
};

}  // namespace wstrace
