// Bytes from a file descriptor.
//
// Reading a regular file never waits for long. Anything else (pipe, terminal, socket) is polled first, so that the
// program gets back to its loop, where it can flush what is shown and see that the user pressed Ctrl-C.
#include "capture/byte_source.h"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace wstrace::capture {
namespace {

constexpr int kPipeWaitMilliseconds = 100;

bool is_regular_file(int descriptor) {
  struct stat facts {};
  return fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode);
}

class DescriptorSource final : public ByteSource {
 public:
  DescriptorSource(int descriptor, bool owned)
      : descriptor_(descriptor), owned_(owned), may_wait_(!is_regular_file(descriptor)) {}
  DescriptorSource(const DescriptorSource&) = delete;
  DescriptorSource& operator=(const DescriptorSource&) = delete;
  ~DescriptorSource() override {
    if (owned_) close(descriptor_);
  }

  Chunk read(std::span<std::uint8_t> into) override {
    if (may_wait_ && !has_data()) return {Fill::idle, 0};
    const ssize_t got = ::read(descriptor_, into.data(), into.size());
    if (got > 0) return {Fill::ok, static_cast<std::size_t>(got)};
    if (got == 0) return {Fill::end, 0};
    if (errno == EINTR || errno == EAGAIN) return {Fill::idle, 0};
    failure_ = std::string("could not be read: ") + std::strerror(errno);
    return {Fill::failed, 0};
  }

  std::string failure() const override { return failure_; }

 private:
  // A closed or broken pipe also counts: read() then says which.
  bool has_data() const {
    pollfd wanted{descriptor_, POLLIN, 0};
    return poll(&wanted, 1, kPipeWaitMilliseconds) > 0;
  }

  int descriptor_;
  bool owned_;
  bool may_wait_;
  std::string failure_;
};

}  // namespace

std::unique_ptr<ByteSource> make_descriptor_source(int descriptor, bool owned) {
  return std::make_unique<DescriptorSource>(descriptor, owned);
}

}  // namespace wstrace::capture
