// An unnamed temporary file: written at its end, read anywhere, gone with the process.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wstrace {

class SpillFile {
 public:
  SpillFile() = default;
  SpillFile(const SpillFile&) = delete;
  SpillFile& operator=(const SpillFile&) = delete;
  ~SpillFile();

  /// False when there is no room, or no directory to write in; the file is then as it was.
  bool append(std::string_view bytes);
  /// False when the bytes could not be read back.
  bool read(std::uint64_t offset, char* to, std::size_t size) const;
  /// Forgets all that was written.
  void clear();
  std::size_t size() const { return size_; }
  /// What went wrong the last time that something did, and in which directory.
  const std::string& error() const { return error_; }

 private:
  bool open();
  bool fail(const char* act);

  int fd_ = -1;
  std::size_t size_ = 0;
  std::string error_;
};

}  // namespace wstrace
