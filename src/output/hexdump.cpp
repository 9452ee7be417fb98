#include "output/hexdump.h"

#include <fmt/format.h>

#include "output/phrases.h"

namespace wstrace {
namespace {

constexpr std::size_t kDumpIndent = 4;
/// Offset, sixteen bytes and their text take this many columns.
constexpr std::size_t kWide = kDumpIndent + 6 + std::size_t{16} * 3 + 2 + 16;

std::string dump_line(std::string_view bytes, std::size_t offset, std::size_t per_line) {
  std::string line = fmt::format("{:04x}  ", offset);
  for (std::size_t i = 0; i < per_line; ++i)
    line += i < bytes.size() ? fmt::format("{:02x} ", static_cast<unsigned char>(bytes[i])) : "   ";
  line += ' ';
  for (const char c : bytes) line += c >= 0x20 && c < 0x7F ? c : '.';
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

void print_hexdump(TextWriter& writer, std::string_view bytes, std::uint64_t size) {
  const std::size_t per_line = writer.terminal().width >= kWide ? 16 : 8;
  for (std::size_t at = 0; at < bytes.size(); at += per_line) {
    LineBuilder line = writer.line();
    line.space(kDumpIndent).put(dump_line(bytes.substr(at, per_line), at, per_line), Style::faint);
    writer.print(line);
  }
  if (bytes.size() >= size) return;
  LineBuilder line = writer.line();
  line.space(kDumpIndent)
      .put(fmt::format("… {} more; -vv shows them", counted(size - bytes.size(), "byte")), Style::faint);
  writer.print(line);
}

}  // namespace wstrace
