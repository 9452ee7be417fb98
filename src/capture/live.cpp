// Live capture, set up so that events show at once and bursts are not lost.
//
// libpcap's "immediate mode" is not used: on Linux it falls back to a ring of slots that are each as large as the snap
// length, and so 64 MiB hold a few hundred packets. The default ring (TPACKET_V3) packs packets into blocks; a block is
// handed over when it is full or when the read timeout has passed, which is short here: 50 ms is soon enough for a
// reader's eye, and the ring's 128 or so blocks then outlast a pause of six seconds even when traffic is thin.
//
// The handle is non-blocking and the wait is our own poll(), as libpcap's wait may never end while no packet comes.
#include "capture/live.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "capture/interfaces.h"
#include "capture/link_types.h"
#include "capture/pcap_handle.h"

namespace wstrace {
namespace {

constexpr int kReadTimeoutMilliseconds = 50;
// For devices that cannot be polled: look this often.
constexpr int kUnpollableWaitMilliseconds = 10;

using Handle = capture::PcapHandle;

class LiveSource final : public PacketSource {
 public:
  LiveSource(Handle handle, const LiveOptions& options)
      : handle_(std::move(handle)),
        descriptor_(pcap_get_selectable_fd(handle_.get())),
        wait_milliseconds_(options.wait_milliseconds),
        link_(capture::from_dlt(pcap_datalink(handle_.get()))),
        fraction_(pcap_get_tstamp_precision(handle_.get()) == PCAP_TSTAMP_PRECISION_NANO ? 1 : kMicrosecond) {
    interfaces_.push_back({options.interface, link_});
  }

  Result next(Packet& packet) override {
    if (!damage_.empty()) return Result::damaged;
    Result result = try_next(packet);
    if (result == Result::idle && wait()) result = try_next(packet);
    return result;
  }

  const std::vector<InterfaceFacts>& interfaces() const override { return interfaces_; }
  std::string damage() const override { return damage_; }

  std::uint64_t kernel_drops() override {
    pcap_stat counts{};
    if (pcap_stats(handle_.get(), &counts) == 0) drops_ = counts.ps_drop;
    return drops_;
  }

 private:
  Result try_next(Packet& packet) {
    pcap_pkthdr* header = nullptr;
    const u_char* data = nullptr;
    const int answer = pcap_next_ex(handle_.get(), &header, &data);
    if (answer == 0) return Result::idle;
    if (answer < 0) return broken();
    packet.number = ++packets_;
    packet.time = Time{header->ts.tv_sec} * kSecond + Time{header->ts.tv_usec} * fraction_;
    packet.link = link_;
    packet.interface_id = 0;
    packet.wire_length = header->len;
    packet.bytes = {data, header->caplen};
    return Result::packet;
  }

  Result broken() {
    damage_ = fmt::format("{}: the live capture failed after packet {}: {}", interfaces_.front().name, packets_,
                          pcap_geterr(handle_.get()));
    return Result::damaged;
  }

  // True when there may be a packet now. A signal ends the wait: the caller then looks whether it should stop.
  bool wait() const {
    pollfd wanted{descriptor_, POLLIN, 0};
    if (descriptor_ >= 0) return poll(&wanted, 1, wait_milliseconds_) > 0;
    return poll(nullptr, 0, std::min(wait_milliseconds_, kUnpollableWaitMilliseconds)) == 0;
  }

  Handle handle_;
  int descriptor_;
  int wait_milliseconds_;
  LinkType link_;
  Duration fraction_;  ///< nanoseconds of one unit of a packet's tv_usec
  std::vector<InterfaceFacts> interfaces_;
  std::uint64_t packets_ = 0;
  std::uint64_t drops_ = 0;
  std::string damage_;
};

OpenResult failure(std::string message) { return {nullptr, std::move(message)}; }

std::string names_of_interfaces() {
  std::string names;
  for (const Interface& interface : list_interfaces().interfaces) {
    names += (names.empty() ? "" : ", ") + interface.name;
  }
  return names.empty() ? "none that this user can see" : names;
}

std::string activation_error(pcap_t* handle, int code, const std::string& interface) {
  switch (code) {
    case PCAP_ERROR_NO_SUCH_DEVICE:
      return fmt::format("There is no interface '{}'. Available interfaces: {}.", interface, names_of_interfaces());
    case PCAP_ERROR_PERM_DENIED:
    case PCAP_ERROR_PROMISC_PERM_DENIED:
      return fmt::format(
          "No permission to capture on '{}'. Run wstrace as root, or grant it the permission once: "
          "sudo setcap cap_net_raw,cap_net_admin+eip $(which wstrace)",
          interface);
    case PCAP_ERROR_IFACE_NOT_UP:
      return fmt::format("The interface '{0}' is down. Try: sudo ip link set {0} up", interface);
    case PCAP_ERROR_RFMON_NOTSUP: return fmt::format("The interface '{}' has no monitor mode.", interface);
    default: break;
  }
  const std::string detail = pcap_geterr(handle);
  return fmt::format("Cannot capture on '{}': {}.", interface, detail.empty() ? pcap_statustostr(code) : detail);
}

void configure(pcap_t* handle, const LiveOptions& options) {
  const std::size_t most = static_cast<std::size_t>(std::numeric_limits<int>::max());
  pcap_set_snaplen(handle, options.snap_length);
  pcap_set_promisc(handle, options.promiscuous ? 1 : 0);
  pcap_set_timeout(handle, kReadTimeoutMilliseconds);
  pcap_set_buffer_size(handle, static_cast<int>(std::min(options.buffer_size, most)));
  // Refused where the system has only microseconds, which then stay.
  pcap_set_tstamp_precision(handle, PCAP_TSTAMP_PRECISION_NANO);
}

// Empty when the filter is in place.
std::string set_filter(pcap_t* handle, const LiveOptions& options) {
  if (options.filter.empty()) return {};
  bpf_program program{};
  if (pcap_compile(handle, &program, options.filter.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0) {
    return fmt::format("The packet filter '{}' cannot be used on {}: {}.", options.filter, options.interface,
                       pcap_geterr(handle));
  }
  const int answer = pcap_setfilter(handle, &program);
  pcap_freecode(&program);
  if (answer == 0) return {};
  return fmt::format("The packet filter '{}' was rejected: {}.", options.filter, pcap_geterr(handle));
}

}  // namespace

OpenResult open_live(const LiveOptions& options) {
  char message[PCAP_ERRBUF_SIZE] = "";
  Handle handle(pcap_create(options.interface.c_str(), message));
  if (handle == nullptr) return failure(fmt::format("Cannot capture on '{}': {}.", options.interface, message));
  configure(handle.get(), options);
  // Above zero are warnings, such as an interface without promiscuous mode: its packets come all the same.
  if (const int code = pcap_activate(handle.get()); code < 0) {
    return failure(activation_error(handle.get(), code, options.interface));
  }
  if (std::string error = set_filter(handle.get(), options); !error.empty()) return failure(std::move(error));
  if (pcap_setnonblock(handle.get(), 1, message) != 0) {
    return failure(fmt::format("Cannot wait for packets on '{}': {}.", options.interface, message));
  }
  return {std::make_unique<LiveSource>(std::move(handle), options), {}};
}

}  // namespace wstrace
