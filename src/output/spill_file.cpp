#include "output/spill_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace wstrace {
namespace {

std::string directory() {
  const char* named = std::getenv("TMPDIR");
  return named != nullptr && *named != '\0' ? named : "/tmp";
}

}  // namespace

SpillFile::~SpillFile() {
  if (fd_ >= 0) ::close(fd_);
}

bool SpillFile::open() {
  std::string name = directory() + "/wstrace-XXXXXX";
  fd_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (fd_ < 0) return fail("made");
  ::unlink(name.c_str());
  return true;
}

bool SpillFile::fail(const char* act) {
  error_ = fmt::format("no temporary file can be {} in {}: {}", act, directory(), std::strerror(errno));
  return false;
}

bool SpillFile::append(std::string_view bytes) {
  if (fd_ < 0 && !open()) return false;
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t n = ::pwrite(fd_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(size_ + done));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return fail("written");
    done += static_cast<std::size_t>(n);
  }
  size_ += bytes.size();
  return true;
}

bool SpillFile::read(std::uint64_t offset, char* to, std::size_t size) const {
  while (size > 0) {
    const ssize_t n = ::pread(fd_, to, size, static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    to += n;
    offset += static_cast<std::uint64_t>(n);
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

void SpillFile::clear() {
  size_ = 0;
  // Only gives the room back sooner; what cannot be cut off is overwritten.
  if (fd_ >= 0 && ::ftruncate(fd_, 0) != 0) return;
}

}  // namespace wstrace
