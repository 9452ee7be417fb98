// Output: where a sink's bytes go. A file descriptor behind a large buffer, or memory for tests.
//
// The library never prints by itself: whoever makes a sink hands it one of these. A reader that went away (EPIPE, as
// under `| head`) is not an error but a reason to stop; any other failure is kept in words for the caller to report.
// The program must ignore SIGPIPE for the former to be seen.
#pragma once

#include <string>
#include <string_view>

namespace wstrace {

class Output {
 public:
  static constexpr std::size_t kBuffer = std::size_t{256} << 10;

  virtual ~Output() = default;

  void write(std::string_view bytes) {
    if (stopped_) return;
    pending_ += bytes;
    if (pending_.size() >= kBuffer) flush();
  }
  /// Hands on what is pending.
  void flush();
  /// Nothing more can be written: the reader went away, or writing failed. A run that only prints may end here.
  bool stopped() const { return stopped_; }
  /// Why writing failed, for the user; empty when it did not, and when the reader merely went away.
  const std::string& error() const { return error_; }

 protected:
  virtual void drain(std::string_view bytes) = 0;
  void stop(std::string_view why) {
    stopped_ = true;
    error_ = why;
  }

 private:
  std::string pending_;
  bool stopped_ = false;
  std::string error_;
};

/// Writes to a descriptor, which stays the caller's to close. Flush before that: the destructor cannot say what failed.
class FdOutput final : public Output {
 public:
  explicit FdOutput(int fd) : fd_(fd) {}

 private:
  void drain(std::string_view bytes) override;
  int fd_;
};

class MemoryOutput final : public Output {
 public:
  /// All that was written, flushed or not.
  const std::string& text() {
    flush();
    return text_;
  }

 private:
  void drain(std::string_view bytes) override { text_ += bytes; }
  std::string text_;
};

}  // namespace wstrace
