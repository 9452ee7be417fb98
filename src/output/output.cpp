#include "output/output.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace wstrace {

void Output::flush() {
  if (!stopped_ && !pending_.empty()) drain(pending_);
  pending_.clear();
}

void FdOutput::drain(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
    if (n >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EAGAIN) {  // someone made our standard output non-blocking: wait for room
      pollfd room{fd_, POLLOUT, 0};
      ::poll(&room, 1, -1);
    } else if (errno != EINTR) {
      return stop(errno == EPIPE ? "" : std::strerror(errno));
    }
  }
}

}  // namespace wstrace
