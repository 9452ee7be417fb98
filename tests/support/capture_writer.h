// Writes capture files for tests, byte by byte, so that every corner of the formats can be had: pcap and pcapng of both
// byte orders, any resolution, several sections and interfaces, blocks that make no sense.
//
// Nothing here uses the readers, except read_records(), which turns a stored capture into records to be cut anew.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/packet.h"

namespace wstrace::test {

/// A packet that owns its bytes.
struct PacketRecord {
  Time time = 0;
  std::string bytes = {};
  std::uint32_t interface_id = 0;
  std::uint32_t wire_length = 0;  ///< 0: as many as there are bytes
  LinkType link = LinkType::ethernet;
};

PacketRecord to_record(const Packet& packet);
/// The record as a packet; it points into the record.
Packet to_packet(const PacketRecord& record, std::uint64_t number = 1);

/// All packets of a capture file. A file that cannot be opened gives none, and one that is damaged those before that;
/// `error`, when given, says so.
std::vector<PacketRecord> read_records(const std::string& path, std::string* error = nullptr);

enum class Endian { little, big };

struct PcapOptions {
  Endian endian = Endian::little;
  bool nanoseconds = false;
  std::uint32_t link = 1;  ///< the whole field, with its upper bits
  std::uint32_t snap_length = 262144;
};

/// A classic capture file. Times finer than the file's resolution are cut.
std::string write_pcap(const std::vector<PacketRecord>& records, const PcapOptions& options = {});

struct InterfaceOptions {
  LinkType link = LinkType::ethernet;
  std::string name = {};
  std::uint32_t snap_length = 262144;
  std::uint8_t resolution = 9;      ///< if_tsresol; 6 writes no option, as that is the format's default
  std::int64_t offset_seconds = 0;  ///< if_tsoffset; 0 writes no option
};

/// Builds a pcapng file block by block. A section begins with section(); packets name interfaces of their section.
class PcapngWriter {
 public:
  explicit PcapngWriter(Endian endian = Endian::little) { section(endian); }

  PcapngWriter& section(Endian endian = Endian::little);
  PcapngWriter& interface(const InterfaceOptions& options = {});
  /// An Enhanced Packet Block. The record's time is converted to the ticks of its interface.
  PcapngWriter& packet(const PacketRecord& record);
  /// The same, with the ticks as they shall stand in the file.
  PcapngWriter& packet_at(std::uint64_t ticks, const PacketRecord& record);
  PcapngWriter& simple_packet(std::string_view bytes, std::uint32_t wire_length = 0);
  PcapngWriter& obsolete_packet(const PacketRecord& record);
  /// Any block: type, and body without the lengths (padded here).
  PcapngWriter& block(std::uint32_t type, std::string body);

  const std::string& bytes() const { return out_; }
  /// Hands out what was written and goes on with an empty string: for files that are written in parts.
  std::string take();

 private:
  std::uint64_t to_ticks(Time time, std::uint32_t interface_id) const;
  PcapngWriter& stamped_packet(std::uint32_t type, std::uint64_t ticks, const PacketRecord& record);
  void put16(std::string& out, std::uint16_t value) const;
  void put32(std::string& out, std::uint32_t value) const;
  void put_option(std::string& out, std::uint16_t code, std::string_view value) const;

  std::string out_;
  Endian endian_ = Endian::little;
  std::vector<InterfaceOptions> interfaces_;
};

/// One section; an interface for each link type in the records (their interface ids are not looked at), in nanoseconds.
std::string write_pcapng(const std::vector<PacketRecord>& records, Endian endian = Endian::little);

/// Writes a file; false when that failed.
bool write_file(const std::string& path, std::string_view bytes);

/// A file in the system's folder for temporary files, which goes away with this object.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view bytes = {});
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile();

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace wstrace::test
