// A file that the user names for output.
//
// A regular file that exists is replaced only by a complete one: what is written goes to a temporary file beside it, which
// takes its place at the end. So a full disk, a crash or input that cannot be read costs nobody the old file. Everything
// else (new files, FIFOs, devices) is written through, and so is a live trace, which others may follow as it grows.
#pragma once

#include <string>

namespace wstrace {

class OutputFile {
 public:
  /// When the file cannot be opened, error() says why.
  explicit OutputFile(const std::string& path, bool write_through = false);
  /// Standard output: nothing to open or to close.
  explicit OutputFile(int descriptor) : fd_(descriptor) {}
  /// Without commit(), a file that exists is as it was, and a new one to which nothing was written is gone.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  int fd() const { return fd_; }
  /// All has been written. False when that failed after all; error() then says why.
  bool commit();
  /// An existing file stays as it was until commit().
  bool replaces() const { return !temporary_.empty(); }
  const std::string& error() const { return error_; }
  /// It is a regular file to which nothing was written.
  bool is_empty() const;

 private:
  void open_beside(const std::string& path);
  void fail(const std::string& path, int why);
  void close_once();

  std::string target_;     ///< without symbolic links when it is to be replaced; empty for standard output
  std::string temporary_;  ///< until it has taken the target's place
  int fd_ = -1;
  bool is_new_ = false;
  std::string error_;
};

}  // namespace wstrace
