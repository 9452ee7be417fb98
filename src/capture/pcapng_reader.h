// pcapng (draft-ietf-opsawg-pcapng): a file is a row of blocks, in sections that each describe their own interfaces.
#pragma once

#include <vector>

#include "capture/byte_order.h"
#include "capture/file_reader.h"
#include "capture/time_scale.h"
#include "core/secrets.h"

namespace wstrace::capture {

/// Do these first four bytes begin a pcapng file?
bool is_pcapng(Bytes head);

class PcapngReader final : public FileReader {
 public:
  using FileReader::FileReader;

  Result next(Packet& packet) override;
  std::string start() override;
  std::size_t header_size() const override;
  /// Null: secrets are passed over.
  void give_secrets_to(Secrets* secrets) { secrets_ = secrets; }

 private:
  struct Interface {
    LinkType link;
    std::uint32_t id;  ///< index into interfaces(), which spans all sections
    std::uint32_t snap_length;
    TimeScale scale;
  };
  /// What all packet blocks say, each in its own places.
  struct PacketFields {
    std::uint32_t interface_index;
    std::uint64_t ticks;
    std::uint32_t captured;
    std::uint32_t original;
  };
  struct InterfaceOptions {
    std::string name;
    std::uint8_t resolution = TimeScale::kMicroseconds;
    std::int64_t offset_seconds = 0;
  };

  Result advance(Packet* packet);
  Result load_block(Bytes& block);
  // Each takes one block, and says what is wrong with it; empty when all is well.
  std::string take_packet(std::uint32_t type, Bytes block, Packet& packet);
  std::string take_stamped_packet(Bytes block, const PacketFields& fields, Packet& packet);
  std::string take_simple_packet(Bytes block, Packet& packet);
  std::string take_description(std::uint32_t type, Bytes block);
  std::string take_section(Bytes block);
  std::string take_interface(Bytes block);
  void take_secrets(Bytes block);
  std::string read_options(Bytes options, InterfaceOptions& out) const;
  void take_option(std::uint16_t code, Bytes value, InterfaceOptions& out) const;
  PacketFields enhanced_fields(Bytes block) const;
  PacketFields obsolete_fields(Bytes block) const;
  void deliver(const Interface& interface, Bytes data, std::uint32_t original, Packet& packet);

  ByteOrder order_;
  std::vector<Interface> section_interfaces_;
  Secrets* secrets_ = nullptr;
  Time last_time_ = 0;  ///< lent to packets whose blocks have no time
};

}  // namespace wstrace::capture
