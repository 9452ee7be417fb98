#include "output/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

namespace wstrace {
namespace {

constexpr mode_t kUsualMode = 0666;  // less what the umask takes
constexpr mode_t kModeBits = 07777;

struct Free {
  void operator()(char* p) const { std::free(p); }
};

/// A symbolic link goes on pointing to the file that it points to.
std::string without_links(const std::string& path) {
  const std::unique_ptr<char, Free> real(::realpath(path.c_str(), nullptr));
  return real != nullptr ? real.get() : path;
}

std::string directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

}  // namespace

OutputFile::OutputFile(const std::string& path, bool write_through) : target_(path) {
  struct stat facts {};
  const bool exists = ::stat(path.c_str(), &facts) == 0;
  if (exists && S_ISREG(facts.st_mode) && !write_through) {
    open_beside(path);
    return;
  }
  is_new_ = ::lstat(path.c_str(), &facts) != 0;
  fd_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kUsualMode);
  if (fd_ < 0) fail(path, errno);
}

/// A rename stays within a file system, so the temporary file has to be in the same directory.
void OutputFile::open_beside(const std::string& path) {
  if (::access(path.c_str(), W_OK) != 0) return fail(path, errno);
  target_ = without_links(path);
  std::string name = directory_of(target_) + "/.wstrace-XXXXXX";
  struct stat facts {};
  fd_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (fd_ < 0) {
    error_ = fmt::format("cannot replace {}: no new file can be made beside it: {}. Name a file in another directory.",
                         path, std::strerror(errno));
    return;
  }
  temporary_ = std::move(name);
  if (::stat(target_.c_str(), &facts) != 0) return fail(path, errno);
  // Only root may give a file away; the mode comes last, because a new owner takes bits from it.
  if (::fchown(fd_, facts.st_uid, facts.st_gid) != 0) errno = 0;
  if (::fchmod(fd_, facts.st_mode & kModeBits) != 0) fail(path, errno);
}

OutputFile::~OutputFile() {
  const bool unused = is_new_ && is_empty();
  close_once();
  if (replaces()) ::unlink(temporary_.c_str());
  if (unused) ::unlink(target_.c_str());
}

void OutputFile::fail(const std::string& path, int why) {
  error_ = fmt::format("cannot write {}: {}", path, std::strerror(why));
}

bool OutputFile::is_empty() const {
  struct stat facts {};
  return fd_ >= 0 && ::fstat(fd_, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size == 0;
}

bool OutputFile::commit() {
  if (target_.empty()) return true;
  is_new_ = false;
  // Some file systems say only here that there was no room.
  if (fd_ >= 0 && ::close(std::exchange(fd_, -1)) != 0) fail(target_, errno);
  if (!error_.empty() || !replaces()) return error_.empty();
  if (std::rename(temporary_.c_str(), target_.c_str()) != 0) {
    fail(target_, errno);
    return false;
  }
  temporary_.clear();
  return true;
}

void OutputFile::close_once() {
  if (!target_.empty() && fd_ >= 0) ::close(std::exchange(fd_, -1));
}

}  // namespace wstrace
