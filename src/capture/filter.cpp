// Filters by libpcap's compiler and its interpreter for the Berkeley Packet Filter.
#include "capture/filter.h"

#include <fmt/format.h>

#include <utility>

#include "capture/link_types.h"
#include "capture/pcap_handle.h"

namespace wstrace {
namespace {

// What the compiled program answers for a packet that matches; it only has to be more than zero.
constexpr int kAcceptedLength = 262144;

// A long run of packets that do not match must not keep the caller from its other business.
constexpr unsigned kMostRejectedInARow = 1U << 16;

// What some expressions are for, and others are not: tags, stations, addresses of the link. The usual one is first.
constexpr LinkType kKindsOfLinks[] = {
    LinkType::ethernet, LinkType::raw, LinkType::linux_sll2, LinkType::linux_sll, LinkType::ieee802_11_radiotap,
    LinkType::ppp,      LinkType::null};

// Fills `program`, which is then to be freed; or says why it cannot.
std::string compile_into(bpf_program& program, const std::string& expression, LinkType link) {
  const capture::PcapHandle handle(pcap_open_dead(capture::to_dlt(link), kAcceptedLength));
  if (handle == nullptr) return "no memory";
  if (pcap_compile(handle.get(), &program, expression.c_str(), 1, PCAP_NETMASK_UNKNOWN) == 0) return {};
  return pcap_geterr(handle.get());
}

class FilteredSource final : public PacketSource {
 public:
  FilteredSource(std::unique_ptr<PacketSource> source, PacketFilter filter)
      : source_(std::move(source)), filter_(std::move(filter)) {}

  Result next(Packet& packet) override {
    for (unsigned rejected = 0; rejected < kMostRejectedInARow; ++rejected) {
      const Result result = source_->next(packet);
      if (result == Result::end && !filter_.error().empty()) return Result::damaged;
      if (result != Result::packet || filter_.matches(packet)) return result;
    }
    return Result::idle;
  }

  const std::vector<InterfaceFacts>& interfaces() const override { return source_->interfaces(); }
  std::uint64_t kernel_drops() override { return source_->kernel_drops(); }

  std::string damage() const override {
    std::string all = source_->damage();
    if (filter_.error().empty()) return all;
    if (!all.empty()) all += '\n';
    return all + filter_.error() + " Packets of that link type are ignored.";
  }

 private:
  std::unique_ptr<PacketSource> source_;
  PacketFilter filter_;
};

}  // namespace

PacketFilter::PacketFilter(std::string expression) : expression_(std::move(expression)) {}
PacketFilter::PacketFilter(PacketFilter&&) noexcept = default;
PacketFilter& PacketFilter::operator=(PacketFilter&&) noexcept = default;
PacketFilter::~PacketFilter() = default;

void PacketFilter::FreeProgram::operator()(bpf_program* program) const {
  pcap_freecode(program);
  delete program;
}

bool PacketFilter::compiles_for(LinkType link) { return program_for(link) != nullptr; }

bool PacketFilter::matches(const Packet& packet) {
  if (latest_ == nullptr || packet.link != latest_link_) {
    latest_ = program_for(packet.link);
    latest_link_ = packet.link;
  }
  if (latest_ == nullptr) return false;
  pcap_pkthdr header{};
  header.caplen = static_cast<bpf_u_int32>(packet.bytes.size());
  header.len = packet.wire_length;
  return pcap_offline_filter(latest_, &header, packet.bytes.data()) != 0;
}

const bpf_program* PacketFilter::program_for(LinkType link) {
  auto found = programs_.find(link);
  if (found == programs_.end()) found = programs_.emplace(link, compile(link)).first;
  return found->second.get();
}

PacketFilter::Program PacketFilter::compile(LinkType link) {
  auto program = std::make_unique<bpf_program>();
  const std::string why = compile_into(*program, expression_, link);
  if (why.empty()) return Program(program.release());
  error_ =
      fmt::format("The packet filter '{}' cannot be used on {}: {}.", expression_, capture::name_of_link(link), why);
  return nullptr;
}

std::string filter_error(const std::string& expression) {
  std::string why;
  for (const LinkType link : kKindsOfLinks) {
    bpf_program program{};
    std::string one = compile_into(program, expression, link);
    if (one.empty()) {
      pcap_freecode(&program);
      return {};
    }
    if (why.empty()) why = std::move(one);
  }
  return fmt::format("The packet filter '{}' is not valid: {}.", expression, why);
}

std::unique_ptr<PacketSource> filter_source(std::unique_ptr<PacketSource> source, PacketFilter filter) {
  return std::make_unique<FilteredSource>(std::move(source), std::move(filter));
}

}  // namespace wstrace
