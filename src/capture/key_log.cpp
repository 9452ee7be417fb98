#include "capture/key_log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "capture/open.h"

namespace wstrace {
namespace {

class Descriptor {
 public:
  explicit Descriptor(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

constexpr std::size_t kPiece = std::size_t{64} << 10;
constexpr std::size_t kHead = 4096;

/// Gives the file's whole lines to `secrets` and returns where the first one begins that is not whole.
std::uint64_t read_lines(int fd, std::uint64_t offset, Secrets& secrets) {
  std::string text;
  std::array<char, kPiece> piece;
  for (;;) {
    const ssize_t n = pread(fd, piece.data(), piece.size(), static_cast<off_t>(offset + text.size()));
    if (n <= 0) break;
    text.append(piece.data(), static_cast<std::size_t>(n));
    const std::size_t end = text.rfind('\n');
    if (end == std::string::npos) continue;
    secrets.add_lines(std::string_view(text).substr(0, end + 1));
    offset += end + 1;
    text.erase(0, end + 1);
  }
  secrets.add_lines(text);  // a last line without its newline; read again when it has grown
  return offset;
}

/// Opened by this name, standard input that is a file begins anew and keeps its own place.
std::string path_of(const std::string& capture) { return capture == "-" ? "/dev/stdin" : capture; }

}  // namespace

bool KeyLogFile::read_on(Secrets& secrets) {
  struct stat facts {};
  if (stat(path_.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) return false;
  const auto size = static_cast<std::uint64_t>(facts.st_size);
  if (facts.st_ino != file_ || size < size_) offset_ = size_ = 0;
  if (size == size_) return false;
  const Descriptor file(path_);
  if (file.get() < 0) return false;
  file_ = facts.st_ino;
  size_ = size;
  offset_ = read_lines(file.get(), offset_, secrets);
  return true;
}

std::string KeyLogFile::error() const {
  struct stat facts {};
  const bool there = stat(path_.c_str(), &facts) == 0;
  if (there && !S_ISREG(facts.st_mode)) {
    return fmt::format(
        "{} is not a regular file, so it cannot be a key log. Name the file that the client or the server writes.",
        path_);
  }
  const Descriptor file(path_);
  if (file.get() >= 0) return {};
  const int why = errno;
  const std::string what = fmt::format("the key log {} cannot be opened: {}.", path_, std::strerror(why));
  if (why == EACCES)
    return what +
           " The user who runs wstrace must be allowed to read it: use chmod, or run wstrace as the user who wrote it.";
  return what + fmt::format(
                    " Programs write it while they run: start Chromium, Firefox or curl with SSLKEYLOGFILE={0}, node "
                    "with --tls-keylog={0}. To start a live trace before that, create an empty file: touch {0}",
                    path_);
}

std::string KeyLogFile::complaint(const Secrets& secrets) const {
  if (!secrets.empty() || !secrets.any_missing()) return {};
  if (std::string why = error(); !why.empty()) return why;
  std::array<char, kHead> head{};
  const ssize_t n = pread(Descriptor(path_).get(), head.data(), head.size(), 0);
  const std::string_view begin(head.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
  if (begin.find("-----BEGIN") != std::string_view::npos) {
    return fmt::format(
        "{} is a key or certificate, not a key log: wstrace cannot decrypt TLS with a server's private key. Let the "
        "client or the server write a key log (SSLKEYLOGFILE, node --tls-keylog).",
        path_);
  }
  return fmt::format("the key log {} has no keys{}. Each line must be: LABEL <client random> <secret>, in hex.", path_,
                     begin.empty() ? ": it is empty" : "");
}

bool can_be_read_again(const std::string& capture) {
  struct stat facts {};
  return stat(path_of(capture).c_str(), &facts) == 0 && S_ISREG(facts.st_mode);
}

void read_secrets_of(const std::vector<std::string>& captures, Secrets& secrets, const std::function<bool()>& stop) {
  OpenOptions how;
  how.secrets = &secrets;
  how.any_order = true;
  for (const std::string& capture : captures) {
    if (!can_be_read_again(capture)) continue;
    const OpenResult opened = open_capture(path_of(capture), how);
    Packet packet;
    while (opened && opened.source->next(packet) == PacketSource::Result::packet && !stop()) {
    }
  }
}

}  // namespace wstrace
