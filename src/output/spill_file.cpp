#include "output/spill_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace wstrace {

SpillFile::~SpillFile() {
  if (fd_ >= 0) ::close(fd_);
}

bool SpillFile::open() {
  const char* directory = std::getenv("TMPDIR");
  std::string name = directory != nullptr && *directory != '\0' ? directory : "/tmp";
  name += "/wstrace-XXXXXX";
  fd_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (fd_ < 0) return false;
  ::unlink(name.c_str());
  return true;
}

bool SpillFile::append(std::string_view bytes) {
  if (fd_ < 0 && !open()) return false;
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t n = ::pwrite(fd_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(size_ + done));
    if (n <= 0) return false;
    done += static_cast<std::size_t>(n);
  }
  size_ += bytes.size();
  return true;
}

bool SpillFile::read(std::uint64_t offset, char* to, std::size_t size) const {
  while (size > 0) {
    const ssize_t n = ::pread(fd_, to, size, static_cast<off_t>(offset));
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
