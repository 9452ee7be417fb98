// How a file reader gives up: cleanly between two records, or with a message that says after which packet, where, what
// is wrong and what to try.
#include "capture/file_reader.h"

#include <fmt/format.h>

namespace wstrace::capture {

FileReader::Result FileReader::starved(Fill fill, std::size_t wanted, const char* record) {
  if (fill == Fill::idle) return Result::idle;
  if (fill == Fill::failed) return damaged("the file " + input_.failure(), "Copy the file again from its source.");
  const std::size_t left = input_.available().size();
  if (left == 0) return last_ = Result::end;
  return damaged(fmt::format("the file ends {} bytes into a {} of {} bytes", left, record, wanted),
                 "It is truncated: either it is still being written, or a copy was interrupted.");
}

FileReader::Result FileReader::broken(const std::string& what) {
  return damaged(
      what, "The packets after that cannot be found: copy the file again from its source, or repair it with pcapfix.");
}

FileReader::Result FileReader::damaged(const std::string& what, const std::string& advice) {
  damage_ = fmt::format("{}: damaged after packet {}, at byte {}{}: {}. {}", name_, packets_, input_.offset(),
                        input_.is_decompressed() ? " of its decompressed content" : "", what, advice);
  return last_ = Result::damaged;
}

}  // namespace wstrace::capture
