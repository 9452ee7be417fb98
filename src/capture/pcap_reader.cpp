// Classic capture files. The magic number is written in the byte order of the writing machine, and so is all the rest.
//
// The format has nothing to find the next record by once a length is wrong; so a length that no writer would have
// written ends the reading.
#include "capture/pcap_reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace wstrace::capture {
namespace {

// draft-ietf-opsawg-pcap 4: the file header.
constexpr std::uint32_t kMicrosecondMagic = 0xa1b2c3d4;
constexpr std::uint32_t kNanosecondMagic = 0xa1b23c4d;
constexpr std::uint32_t kModifiedMagic = 0xa1b2cd34;
constexpr std::size_t kFileHeaderSize = 24;
constexpr std::size_t kMajorVersionAt = 4;
constexpr std::size_t kMinorVersionAt = 6;
constexpr std::size_t kSnapLengthAt = 16;
constexpr std::size_t kLinkTypeAt = 20;
constexpr std::uint32_t kLinkTypeMask = 0xffff;  // above: the length of the frame check sequence
constexpr std::uint16_t kMajorVersion = 2;

// draft-ietf-opsawg-pcap 5: the header of a record.
constexpr std::size_t kRecordHeaderSize = 16;
constexpr std::size_t kSecondsAt = 0;
constexpr std::size_t kFractionAt = 4;
constexpr std::size_t kCapturedLengthAt = 8;
constexpr std::size_t kOriginalLengthAt = 12;

// Some writers exceed the snap length that they announced, but none this one, tcpdump's default.
constexpr std::size_t kUsualSnapLength = 262144;

bool has_magic(Bytes head, std::uint32_t magic) {
  return head.size() >= 4 && (load_be32(head, 0) == magic || load_le32(head, 0) == magic);
}

}  // namespace

bool is_pcap(Bytes head) { return has_magic(head, kMicrosecondMagic) || has_magic(head, kNanosecondMagic); }

bool is_modified_pcap(Bytes head) { return has_magic(head, kModifiedMagic); }

std::size_t PcapReader::header_size() const { return kFileHeaderSize; }

std::string PcapReader::start() {
  if (input_.ensure(kFileHeaderSize) != Fill::ok) return "is truncated within its file header: it contains no packets";
  const Bytes header = input_.available();
  const std::uint32_t magic = load_be32(header, 0);
  order_.big = magic == kMicrosecondMagic || magic == kNanosecondMagic;
  nanoseconds_ = order_.load32(header, 0) == kNanosecondMagic;
  const std::uint16_t major = order_.load16(header, kMajorVersionAt);
  if (major != kMajorVersion) {
    return fmt::format("is a pcap file of version {}.{}, but only version {} is supported", major,
                       order_.load16(header, kMinorVersionAt), kMajorVersion);
  }
  const std::size_t snap_length = order_.load32(header, kSnapLengthAt);
  largest_packet_ =
      snap_length == 0 ? kLargestPacket : std::min(kLargestPacket, std::max(snap_length, kUsualSnapLength));
  link_ = static_cast<LinkType>(order_.load32(header, kLinkTypeAt) & kLinkTypeMask);
  interfaces_.push_back({"", link_});
  input_.consume(kFileHeaderSize);
  return {};
}

PacketSource::Result PcapReader::next(Packet& packet) {
  if (is_over()) return last();
  if (const Fill fill = input_.ensure(kRecordHeaderSize); fill != Fill::ok) {
    return starved(fill, kRecordHeaderSize, "packet header");
  }
  const std::size_t captured = order_.load32(input_.available(), kCapturedLengthAt);
  if (captured > largest_packet_) {
    return broken(fmt::format("a packet claims {} captured bytes, more than the {} that this file allows", captured,
                              largest_packet_));
  }
  if (const Fill fill = input_.ensure(kRecordHeaderSize + captured); fill != Fill::ok) {
    return starved(fill, kRecordHeaderSize + captured, "packet");
  }
  const Bytes record = input_.available();
  const Duration fraction = order_.load32(record, kFractionAt);
  packet.number = ++packets_;
  packet.time = order_.load32(record, kSecondsAt) * kSecond + (nanoseconds_ ? fraction : fraction * kMicrosecond);
  packet.link = link_;
  packet.interface_id = 0;
  packet.wire_length = std::max(order_.load32(record, kOriginalLengthAt), static_cast<std::uint32_t>(captured));
  packet.bytes = record.subspan(kRecordHeaderSize, captured);
  input_.consume(kRecordHeaderSize + captured);
  return Result::packet;
}

}  // namespace wstrace::capture
