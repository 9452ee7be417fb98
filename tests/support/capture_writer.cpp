// The file formats from the writer's side. Values are put in the byte order of the section that is being written.
#include "support/capture_writer.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <utility>

#include "capture/open.h"

namespace wstrace::test {
namespace {

constexpr std::uint32_t kSectionHeader = 0x0a0d0d0a;
constexpr std::uint32_t kInterfaceDescription = 1;
constexpr std::uint32_t kObsoletePacket = 2;
constexpr std::uint32_t kSimplePacket = 3;
constexpr std::uint32_t kEnhancedPacket = 6;
constexpr std::uint32_t kByteOrderMagic = 0x1a2b3c4d;
constexpr std::uint16_t kInterfaceName = 2;
constexpr std::uint16_t kTimeResolution = 9;
constexpr std::uint16_t kTimeOffset = 14;
constexpr std::uint8_t kDefaultResolution = 6;
constexpr std::uint8_t kNanoseconds = 9;
constexpr std::uint8_t kBinaryFlag = 0x80;
constexpr std::size_t kBlockFrame = 12;  // type and both lengths

void put(std::string& out, std::uint64_t value, int size, Endian endian) {
  for (int i = 0; i < size; ++i) {
    const int shift = 8 * (endian == Endian::little ? i : size - 1 - i);
    out.push_back(static_cast<char>(value >> shift & 0xff));
  }
}

void pad(std::string& out) {
  while (out.size() % 4 != 0) out.push_back('\0');
}

std::uint32_t wire_length_of(const PacketRecord& record) {
  return record.wire_length != 0 ? record.wire_length : static_cast<std::uint32_t>(record.bytes.size());
}

}  // namespace

PacketRecord to_record(const Packet& packet) {
  return {packet.time, std::string(as_text(packet.bytes)), packet.interface_id, packet.wire_length, packet.link};
}

Packet to_packet(const PacketRecord& record, std::uint64_t number) {
  return {number, record.time, record.link, record.interface_id, wire_length_of(record), as_bytes(record.bytes)};
}

std::vector<PacketRecord> read_records(const std::string& path, std::string* error) {
  std::vector<PacketRecord> records;
  const OpenResult opened = open_capture(path);
  if (!opened) {
    if (error != nullptr) *error = opened.error;
    return records;
  }
  Packet packet;
  for (;;) {
    const PacketSource::Result result = opened.source->next(packet);
    if (result == PacketSource::Result::packet) records.push_back(to_record(packet));
    if (result == PacketSource::Result::end || result == PacketSource::Result::damaged) break;
  }
  if (error != nullptr) *error = opened.source->damage();
  return records;
}

std::string write_pcap(const std::vector<PacketRecord>& records, const PcapOptions& options) {
  std::string out;
  put(out, options.nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, 4, options.endian);
  put(out, 2, 2, options.endian);  // version 2.4
  put(out, 4, 2, options.endian);
  put(out, 0, 8, options.endian);  // time zone and accuracy, not in use
  put(out, options.snap_length, 4, options.endian);
  put(out, options.link, 4, options.endian);
  for (const PacketRecord& record : records) {
    const auto nanoseconds = static_cast<std::uint64_t>(record.time % kSecond);
    put(out, static_cast<std::uint64_t>(record.time / kSecond), 4, options.endian);
    put(out, options.nanoseconds ? nanoseconds : nanoseconds / kMicrosecond, 4, options.endian);
    put(out, record.bytes.size(), 4, options.endian);
    put(out, wire_length_of(record), 4, options.endian);
    out += record.bytes;
  }
  return out;
}

void PcapngWriter::put16(std::string& out, std::uint16_t value) const { put(out, value, 2, endian_); }
void PcapngWriter::put32(std::string& out, std::uint32_t value) const { put(out, value, 4, endian_); }

void PcapngWriter::put_option(std::string& out, std::uint16_t code, std::string_view value) const {
  put16(out, code);
  put16(out, static_cast<std::uint16_t>(value.size()));
  out += value;
  pad(out);
}

PcapngWriter& PcapngWriter::block(std::uint32_t type, std::string body) {
  pad(body);
  const auto length = static_cast<std::uint32_t>(body.size() + kBlockFrame);
  put32(out_, type);
  put32(out_, length);
  out_ += body;
  put32(out_, length);
  return *this;
}

PcapngWriter& PcapngWriter::section(Endian endian) {
  endian_ = endian;
  interfaces_.clear();
  std::string body;
  put32(body, kByteOrderMagic);
  put16(body, 1);  // version 1.0
  put16(body, 0);
  put(body, std::numeric_limits<std::uint64_t>::max(), 8, endian_);  // the section's length is not told
  return block(kSectionHeader, std::move(body));
}

PcapngWriter& PcapngWriter::interface(const InterfaceOptions& options) {
  interfaces_.push_back(options);
  std::string body;
  put16(body, static_cast<std::uint16_t>(options.link));
  put16(body, 0);
  put32(body, options.snap_length);
  if (!options.name.empty()) put_option(body, kInterfaceName, options.name);
  if (options.resolution != kDefaultResolution) {
    put_option(body, kTimeResolution, std::string(1, static_cast<char>(options.resolution)));
  }
  if (options.offset_seconds != 0) {
    std::string value;
    put(value, static_cast<std::uint64_t>(options.offset_seconds), 8, endian_);
    put_option(body, kTimeOffset, value);
  }
  put_option(body, 0, {});
  return block(kInterfaceDescription, std::move(body));
}

// Exact where the resolution allows; test times are small enough for 64 bits.
std::uint64_t PcapngWriter::to_ticks(Time time, std::uint32_t interface_id) const {
  const InterfaceOptions& options = interfaces_.at(interface_id);
  const auto nanoseconds = static_cast<std::uint64_t>(time - options.offset_seconds * kSecond);
  const unsigned exponent = options.resolution & ~unsigned{kBinaryFlag};
  if ((options.resolution & kBinaryFlag) != 0) {
    const std::uint64_t whole = nanoseconds / kSecond;
    const std::uint64_t rest = nanoseconds % kSecond;
    return (whole << exponent) + ((rest << std::min(exponent, 34U)) / kSecond << (exponent - std::min(exponent, 34U)));
  }
  std::uint64_t ticks = nanoseconds;
  for (unsigned e = exponent; e < kNanoseconds; ++e) ticks /= 10;
  for (unsigned e = kNanoseconds; e < exponent; ++e) ticks *= 10;
  return ticks;
}

PcapngWriter& PcapngWriter::stamped_packet(std::uint32_t type, std::uint64_t ticks, const PacketRecord& record) {
  std::string body;
  body.reserve(record.bytes.size() + 24);
  if (type == kObsoletePacket) {
    put16(body, static_cast<std::uint16_t>(record.interface_id));
    put16(body, 0xffff);  // how many were dropped is not known
  } else {
    put32(body, record.interface_id);
  }
  put32(body, static_cast<std::uint32_t>(ticks >> 32));
  put32(body, static_cast<std::uint32_t>(ticks));
  put32(body, static_cast<std::uint32_t>(record.bytes.size()));
  put32(body, wire_length_of(record));
  body += record.bytes;
  return block(type, std::move(body));
}

PcapngWriter& PcapngWriter::packet(const PacketRecord& record) {
  return packet_at(to_ticks(record.time, record.interface_id), record);
}

PcapngWriter& PcapngWriter::packet_at(std::uint64_t ticks, const PacketRecord& record) {
  return stamped_packet(kEnhancedPacket, ticks, record);
}

PcapngWriter& PcapngWriter::obsolete_packet(const PacketRecord& record) {
  return stamped_packet(kObsoletePacket, to_ticks(record.time, record.interface_id), record);
}

PcapngWriter& PcapngWriter::simple_packet(std::string_view bytes, std::uint32_t wire_length) {
  std::string body;
  put32(body, wire_length != 0 ? wire_length : static_cast<std::uint32_t>(bytes.size()));
  body += bytes;
  return block(kSimplePacket, std::move(body));
}

std::string PcapngWriter::take() { return std::exchange(out_, {}); }

std::string write_pcapng(const std::vector<PacketRecord>& records, Endian endian) {
  PcapngWriter writer(endian);
  std::map<LinkType, std::uint32_t> ids;
  for (const PacketRecord& record : records) {
    const auto [found, is_new] = ids.emplace(record.link, static_cast<std::uint32_t>(ids.size()));
    if (is_new) writer.interface({.link = record.link});
    PacketRecord copy = record;
    copy.interface_id = found->second;
    writer.packet(copy);
  }
  return writer.take();
}

bool write_file(const std::string& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return static_cast<bool>(file.flush());
}

TemporaryFile::TemporaryFile(std::string_view bytes) {
  const char* folder = std::getenv("TMPDIR");
  path_ = std::string(folder != nullptr ? folder : "/tmp") + "/wstrace-test-XXXXXX";
  const int descriptor = mkstemp(path_.data());
  if (descriptor >= 0) close(descriptor);
  write_file(path_, bytes);
}

TemporaryFile::~TemporaryFile() { unlink(path_.c_str()); }

}  // namespace wstrace::test
