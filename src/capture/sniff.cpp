// Well-known beginnings of files that people pass by mistake: saved web pages, logs, other compressors' files, and
// captures of other programs, which editcap can convert.
#include "capture/sniff.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>

namespace wstrace::capture {
namespace {

using namespace std::string_view_literals;

struct Beginning {
  std::string_view bytes;
  std::string_view answer;
};

constexpr Beginning kBeginnings[] = {
    {"\xfd"
     "7zXZ\0"sv,
     "is compressed with xz; try: xz -dc FILE | wstrace -"},
    {"BZh"sv, "is compressed with bzip2; try: bzip2 -dc FILE | wstrace -"},
    {"\x04\x22\x4d\x18"sv, "is compressed with lz4; try: lz4 -dc FILE | wstrace -"},
    {"PK\x03\x04"sv, "is a zip archive; try: unzip -p FILE | wstrace -"},
    {"7z\xbc\xaf\x27\x1c"sv, "is a 7-Zip archive; unpack it first"},
    {"\x1f\x8b"sv, "is compressed with gzip twice; try: gunzip -c FILE | wstrace -"},
    {"\x28\xb5\x2f\xfd"sv, "is compressed with zstd twice; try: unzstd -c FILE | wstrace -"},
    {"snoop\0\0\0"sv, "is a Solaris snoop capture; try: editcap FILE out.pcapng"},
    {"GMBU"sv, "is a Microsoft Network Monitor capture; try: editcap FILE out.pcapng"},
    {"RTSS"sv, "is a Microsoft Network Monitor capture; try: editcap FILE out.pcapng"},
    {"XCP\0"sv, "is a NetXRay capture; try: editcap FILE out.pcapng"},
    {"TRSNIFF data"sv, "is a Sniffer capture; try: editcap FILE out.pcapng"},
    {"\x7f"
     "ELF"sv,
     "is a program"},
    {"\x89PNG"sv, "is a picture"},
    {"%PDF"sv, "is a PDF document"},
    {"#!"sv, "is a script"},
};

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::string_view without_leading_blanks(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const std::size_t start = text.find_first_not_of(kBlanks);
  return start == std::string_view::npos ? std::string_view{} : text.substr(start);
}

bool starts_with_ignoring_case(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() && std::equal(lower.begin(), lower.end(), text.begin(), [](char want, char have) {
           return want == static_cast<char>(std::tolower(static_cast<unsigned char>(have)));
         });
}

bool is_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 || c == '\t' || c == '\r' || c == '\n' || c == '\x1b';
  });
}

// ERF (Endace) has no magic number. Its records begin with a 64-bit little-endian time, whose upper half are the
// seconds since 1970, then a type below 48 (the top bit says that more headers follow), flags, and the record's length.
bool is_like_erf(Bytes head) {
  constexpr std::size_t kHeaderSize = 16;
  constexpr std::uint32_t kFirstSecond = 946'684'800;  // 2000-01-01
  constexpr std::uint32_t kLastSecond = 4'102'444'800;
  if (head.size() < kHeaderSize) return false;
  const std::uint32_t seconds = load_le32(head, 4);
  const unsigned type = head[8] & 0x7fU;
  return seconds >= kFirstSecond && seconds < kLastSecond && type >= 1 && type < 48 &&
         load_be16(head, 10) >= kHeaderSize;
}

std::string describe_text(std::string_view text) {
  const std::string_view start = without_leading_blanks(text);
  if (starts_with_ignoring_case(start, "<!doctype html") || starts_with_ignoring_case(start, "<html")) {
    return "looks like a web page (HTML): perhaps a login or error page was saved instead of the capture";
  }
  if (start.starts_with("version https://git-lfs")) return "is a Git LFS pointer; try: git lfs pull";
  if (start.starts_with("{") || start.starts_with("[")) return "looks like JSON";
  if (start.starts_with("<")) return "looks like XML";
  return "looks like text; wstrace reads the binary files that tcpdump -w and Wireshark write";
}

}  // namespace

std::string describe_content(Bytes head) {
  const std::string_view text = as_text(head);
  for (const Beginning& beginning : kBeginnings) {
    if (text.starts_with(beginning.bytes)) return std::string(beginning.answer);
  }
  if (is_text(text)) return describe_text(text);
  if (is_like_erf(head)) return "looks like an ERF (Endace) capture; try: editcap FILE out.pcapng";
  std::string start;
  for (const std::uint8_t byte : first(head, 8)) start += fmt::format(" {:02x}", byte);
  return fmt::format("begins with{}, which is neither pcap nor pcapng", start);
}

}  // namespace wstrace::capture
