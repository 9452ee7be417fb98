#include "capture/save.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "capture/pcapng_wire.h"

namespace wstrace {
namespace {

namespace pcapng = capture::pcapng;

constexpr std::uint8_t kNanoseconds = 9;  // 10^-9 s

template <class T>
void put(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void put_padded(std::string& out, std::string_view bytes) {
  out += bytes;
  out.append((pcapng::kAlignment - bytes.size() % pcapng::kAlignment) % pcapng::kAlignment, '\0');
}

void put_option(std::string& out, std::uint16_t code, std::string_view value) {
  put(out, code);
  put(out, static_cast<std::uint16_t>(value.size()));
  put_padded(out, value);
}

void begin(std::string& block, std::uint32_t type) {
  block.clear();
  put(block, type);
  put(block, std::uint32_t{0});  // the length, when it is known
}

/// The length stands at both ends of a block (3.1).
void end(std::string& block) {
  const auto length = static_cast<std::uint32_t>(block.size() + sizeof(std::uint32_t));
  std::memcpy(block.data() + sizeof(std::uint32_t), &length, sizeof length);
  put(block, length);
}

}  // namespace

CaptureSaver::CaptureSaver(int descriptor, std::string name)
    : name_(std::move(name)), file_(::fdopen(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0), "wb")) {
  if (file_ == nullptr) {
    fail();
    return;
  }
  begin(block_, pcapng::kSectionHeader);
  put(block_, pcapng::kByteOrderMagic);
  put(block_, pcapng::kMajorVersion);
  put(block_, pcapng::kMinorVersion);
  put(block_, pcapng::kLengthNotStated);
  end(block_);
  write(block_);
}

void CaptureSaver::fail() { error_ = fmt::format("cannot save packets to {}: {}", name_, std::strerror(errno)); }

void CaptureSaver::write(const std::string& block) {
  if (error_.empty() && std::fwrite(block.data(), 1, block.size(), file_.get()) != block.size()) fail();
}

void CaptureSaver::flush() {
  if (error_.empty() && std::fflush(file_.get()) != 0) fail();
}

void CaptureSaver::describe(const InterfaceFacts& interface) {
  begin(block_, pcapng::kInterfaceDescription);
  put(block_, static_cast<std::uint16_t>(interface.link));
  put(block_, std::uint16_t{0});  // reserved
  put(block_, std::uint32_t{0});  // no snap length to speak of
  if (!interface.name.empty()) put_option(block_, pcapng::kInterfaceName, interface.name);
  put_option(block_, pcapng::kTimeResolution, {reinterpret_cast<const char*>(&kNanoseconds), 1});
  put_option(block_, pcapng::kEndOfOptions, {});
  end(block_);
  write(block_);
}

void CaptureSaver::save(const Packet& packet, const std::vector<InterfaceFacts>& interfaces) {
  while (described_ < interfaces.size()) describe(interfaces[described_++]);
  const auto time = static_cast<std::uint64_t>(packet.time);
  begin(block_, pcapng::kEnhancedPacket);
  put(block_, packet.interface_id);
  put(block_, static_cast<std::uint32_t>(time >> 32));
  put(block_, static_cast<std::uint32_t>(time));
  put(block_, static_cast<std::uint32_t>(packet.bytes.size()));
  put(block_, packet.wire_length);
  put_padded(block_, as_text(packet.bytes));
  end(block_);
  write(block_);
}

}  // namespace wstrace
