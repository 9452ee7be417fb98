// pcapng files, block by block. A block is used or skipped as a whole, and only once all of it is in the buffer; so a
// pipe that has paused in the middle of one leaves no state behind.
//
// Blocks that describe no packets and no interfaces (names, statistics, custom ones) are skipped; secrets are handed on. Every block
// carries its length at both ends: where the two differ, nothing behind them can be trusted.
#include "capture/pcapng_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "capture/pcapng_wire.h"

namespace wstrace::capture {
namespace {

// Ours: what no writer would write, and no file may fill the memory with.
constexpr std::size_t kLargestBlock = kLargestPacket + (std::size_t{1} << 16);
constexpr std::size_t kMostInterfaces = std::size_t{1} << 16;

constexpr std::size_t padded(std::size_t size) {
  return (size + pcapng::kAlignment - 1) / pcapng::kAlignment * pcapng::kAlignment;
}

bool is_packet_block(std::uint32_t type) {
  return type == pcapng::kEnhancedPacket || type == pcapng::kSimplePacket || type == pcapng::kObsoletePacket;
}

}  // namespace

bool is_pcapng(Bytes head) { return head.size() >= 4 && load_be32(head, 0) == pcapng::kSectionHeader; }

std::size_t PcapngReader::header_size() const { return pcapng::kSmallestSectionHeader; }

// Reads on to the first packet, as far as that needs no waiting: most files have described their interfaces by then.
// Damage behind the first block is kept for next().
std::string PcapngReader::start() {
  if (input_.ensure(pcapng::kSmallestSectionHeader) != Fill::ok) {
    return "is truncated within its section header: it contains no packets";
  }
  const Bytes header = input_.available();
  order_.big = load_be32(header, pcapng::kMagicAt) == pcapng::kByteOrderMagic;
  if (order_.load32(header, pcapng::kMagicAt) != pcapng::kByteOrderMagic) {
    return "begins like pcapng, but without the byte-order magic of pcapng; it may have been transferred in text mode";
  }
  if (const std::string error = take_section(header); !error.empty()) return "cannot be read: " + error;
  advance(nullptr);
  return {};
}

PacketSource::Result PcapngReader::next(Packet& packet) { return advance(&packet); }

// To the next packet, which it takes; or only up to it, when there is nowhere to put it.
PacketSource::Result PcapngReader::advance(Packet* packet) {
  if (is_over()) return last();
  for (;;) {
    Bytes block;
    if (const Result result = load_block(block); result != Result::packet) return result;
    const std::uint32_t type = order_.load32(block, 0);
    const bool is_packet = is_packet_block(type);
    if (is_packet && packet == nullptr) return Result::packet;
    const std::string error = is_packet ? take_packet(type, block, *packet) : take_description(type, block);
    if (!error.empty()) return broken(error);
    input_.consume(block.size());
    if (is_packet) return Result::packet;
  }
}

PacketSource::Result PcapngReader::load_block(Bytes& block) {
  if (const Fill fill = input_.ensure(pcapng::kSmallestBlock); fill != Fill::ok) {
    return starved(fill, pcapng::kSmallestBlock, "block header");
  }
  const Bytes head = input_.available();
  if (load_be32(head, 0) == pcapng::kSectionHeader) {
    // A new section may come from another machine. Its magic must be understood before its length can be.
    order_.big = load_be32(head, pcapng::kMagicAt) == pcapng::kByteOrderMagic;
    if (order_.load32(head, pcapng::kMagicAt) != pcapng::kByteOrderMagic)
      return broken("a section header has no byte-order magic");
  }
  const std::size_t length = order_.load32(head, pcapng::kBlockLengthAt);
  if (length < pcapng::kSmallestBlock || length % pcapng::kAlignment != 0 || length > kLargestBlock) {
    return broken(
        fmt::format("a block of type {:#x} claims an invalid length of {} bytes", order_.load32(head, 0), length));
  }
  if (const Fill fill = input_.ensure(length); fill != Fill::ok) return starved(fill, length, "block");
  block = input_.available().first(length);
  const std::size_t trailer = order_.load32(block, length - pcapng::kTrailerSize);
  if (trailer == length) return Result::packet;
  return broken(fmt::format("a block of type {:#x} claims {} bytes at its start and {} at its end",
                            order_.load32(block, 0), length, trailer));
}

std::string PcapngReader::take_description(std::uint32_t type, Bytes block) {
  if (type == pcapng::kSectionHeader) return take_section(block);
  if (type == pcapng::kInterfaceDescription) return take_interface(block);
  if (type == pcapng::kDecryptionSecrets) take_secrets(block);
  return {};
}

/// One that is damaged, or of another kind, is nothing to stop at.
void PcapngReader::take_secrets(Bytes block) {
  if (secrets_ == nullptr || block.size() < pcapng::kSecretsAt + pcapng::kTrailerSize) return;
  const std::size_t length = order_.load32(block, pcapng::kSecretsLengthAt);
  if (order_.load32(block, pcapng::kSecretsTypeAt) != pcapng::kTlsKeyLog ||
      length > block.size() - pcapng::kSecretsAt - pcapng::kTrailerSize)
    return;
  secrets_->add_lines(as_text(block.subspan(pcapng::kSecretsAt, length)));
}

std::string PcapngReader::take_section(Bytes block) {
  if (block.size() < pcapng::kSmallestSectionHeader) return "a section header is too short";
  const std::uint16_t major = order_.load16(block, pcapng::kMajorVersionAt);
  if (major != pcapng::kMajorVersion) {
    return fmt::format("a section has pcapng version {}.{}, but only version {} is supported", major,
                       order_.load16(block, pcapng::kMinorVersionAt), pcapng::kMajorVersion);
  }
  section_interfaces_.clear();
  return {};
}

std::string PcapngReader::take_interface(Bytes block) {
  if (block.size() < pcapng::kSmallestInterface) return "an interface description is too short";
  if (interfaces_.size() == kMostInterfaces) {
    return fmt::format("the file describes more than {} interfaces", kMostInterfaces);
  }
  InterfaceOptions options;
  const Bytes encoded =
      block.subspan(pcapng::kInterfaceOptionsAt, block.size() - pcapng::kInterfaceOptionsAt - pcapng::kTrailerSize);
  if (std::string error = read_options(encoded, options); !error.empty()) return error;
  const auto link = static_cast<LinkType>(order_.load16(block, pcapng::kLinkTypeAt));
  section_interfaces_.push_back({link, static_cast<std::uint32_t>(interfaces_.size()),
                                 order_.load32(block, pcapng::kSnapLengthAt),
                                 TimeScale(options.resolution, options.offset_seconds)});
  interfaces_.push_back({std::move(options.name), link});
  return {};
}

std::string PcapngReader::read_options(Bytes options, InterfaceOptions& out) const {
  while (options.size() >= pcapng::kOptionHeaderSize) {
    const std::uint16_t code = order_.load16(options, 0);
    const std::size_t size = order_.load16(options, 2);
    if (code == pcapng::kEndOfOptions) break;
    if (size > options.size() - pcapng::kOptionHeaderSize) {
      return fmt::format("option {} of an interface description extends beyond its block", code);
    }
    take_option(code, options.subspan(pcapng::kOptionHeaderSize, size), out);
    options = after(options, pcapng::kOptionHeaderSize + padded(size));
  }
  return {};
}

void PcapngReader::take_option(std::uint16_t code, Bytes value, InterfaceOptions& out) const {
  if (code == pcapng::kInterfaceName) {
    const std::string_view text = as_text(value);
    out.name = text.substr(0, text.find('\0'));  // some writers count a terminating zero
  } else if (code == pcapng::kTimeResolution && !value.empty()) {
    out.resolution = value[0];
  } else if (code == pcapng::kTimeOffset && value.size() >= sizeof(std::int64_t)) {
    out.offset_seconds = static_cast<std::int64_t>(order_.load64(value, 0));
  }
}

std::string PcapngReader::take_packet(std::uint32_t type, Bytes block, Packet& packet) {
  if (type == pcapng::kSimplePacket) return take_simple_packet(block, packet);
  if (block.size() < pcapng::kPacketDataAt + pcapng::kTrailerSize) return "a packet block is too short";
  const bool enhanced = type == pcapng::kEnhancedPacket;
  return take_stamped_packet(block, enhanced ? enhanced_fields(block) : obsolete_fields(block), packet);
}

PcapngReader::PacketFields PcapngReader::enhanced_fields(Bytes block) const {
  return {order_.load32(block, pcapng::kInterfaceIndexAt),
          std::uint64_t{order_.load32(block, pcapng::kTicksHighAt)} << 32 | order_.load32(block, pcapng::kTicksLowAt),
          order_.load32(block, pcapng::kCapturedLengthAt), order_.load32(block, pcapng::kOriginalLengthAt)};
}

// Its interface index has 16 bits; the other 16 count drops.
PcapngReader::PacketFields PcapngReader::obsolete_fields(Bytes block) const {
  PacketFields fields = enhanced_fields(block);
  fields.interface_index = order_.load16(block, pcapng::kInterfaceIndexAt);
  return fields;
}

std::string PcapngReader::take_stamped_packet(Bytes block, const PacketFields& fields, Packet& packet) {
  if (fields.interface_index >= section_interfaces_.size()) {
    return fmt::format("a packet refers to interface {}, but its section describes only {}", fields.interface_index,
                       section_interfaces_.size());
  }
  const std::size_t room = block.size() - pcapng::kPacketDataAt - pcapng::kTrailerSize;
  if (fields.captured > room) {
    return fmt::format("a packet claims {} captured bytes, but its block has room for {}", fields.captured, room);
  }
  const Interface& interface = section_interfaces_[fields.interface_index];
  last_time_ = interface.scale.to_time(fields.ticks);
  deliver(interface, block.subspan(pcapng::kPacketDataAt, fields.captured), fields.original, packet);
  return {};
}

// A simple packet belongs to the section's first interface. It has no captured length: that is the original one, unless
// the interface's snap length is shorter. It has no time either; the previous packet's keeps it in its place.
std::string PcapngReader::take_simple_packet(Bytes block, Packet& packet) {
  if (block.size() < pcapng::kSimpleDataAt + pcapng::kTrailerSize) return "a packet block is too short";
  if (section_interfaces_.empty()) return "a packet comes before the first interface description";
  const Interface& interface = section_interfaces_.front();
  const std::uint32_t original = order_.load32(block, pcapng::kSimpleOriginalLengthAt);
  const std::uint32_t snap =
      interface.snap_length == 0 ? std::numeric_limits<std::uint32_t>::max() : interface.snap_length;
  const std::size_t captured = std::min(original, snap);
  const std::size_t room = block.size() - pcapng::kSimpleDataAt - pcapng::kTrailerSize;
  if (captured > room) {
    return fmt::format("a packet claims {} captured bytes, but its block has room for {}", captured, room);
  }
  deliver(interface, block.subspan(pcapng::kSimpleDataAt, captured), original, packet);
  return {};
}

void PcapngReader::deliver(const Interface& interface, Bytes data, std::uint32_t original, Packet& packet) {
  packet.number = ++packets_;
  packet.time = last_time_;
  packet.link = interface.link;
  packet.interface_id = interface.id;
  packet.wire_length = std::max(original, static_cast<std::uint32_t>(data.size()));
  packet.bytes = data;
}

}  // namespace wstrace::capture
