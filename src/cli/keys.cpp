#include "cli/keys.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace wstrace {

Keys::Keys(const Options& options, std::function<bool()> stop) {
  const char* const usual = std::getenv("SSLKEYLOGFILE");
  const std::string path = !options.keylog.empty() ? options.keylog : usual != nullptr ? usual : "";
  if (!path.empty()) log_.emplace(path);
  if (!options.keylog.empty()) error_ = log_->error();
  if (log_) secrets_.on_miss([this](Secrets& secrets) { log_->read_on(secrets); });
  if (options.live()) {
    on_pause();
    return;
  }
  at_rest_ = std::all_of(options.files.begin(), options.files.end(), can_be_read_again);
  secrets_.on_miss([this, &options, stop = std::move(stop)](Secrets& secrets) {
    if (!std::exchange(captures_read_, true)) read_secrets_of(options.files, secrets, stop);
  });
}

void Keys::on_pause() {
  if (log_ && !at_rest_) secrets_.expect_more();
}

}  // namespace wstrace
