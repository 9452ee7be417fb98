// The classic capture file format (draft-ietf-opsawg-pcap): a header, then records of a time, two lengths and a packet.
#pragma once

#include "capture/byte_order.h"
#include "capture/file_reader.h"

namespace wstrace::capture {

/// Do these first four bytes begin a classic capture file, in whatever byte order?
bool is_pcap(Bytes head);
/// The same for the variant of a 1990s Linux patch, whose records have a longer header; it is not read.
bool is_modified_pcap(Bytes head);

class PcapReader final : public FileReader {
 public:
  using FileReader::FileReader;

  Result next(Packet& packet) override;
  std::string start() override;
  std::size_t header_size() const override;

 private:
  ByteOrder order_;
  bool nanoseconds_ = false;
  LinkType link_ = LinkType::ethernet;
  std::size_t largest_packet_ = 0;
};

}  // namespace wstrace::capture
