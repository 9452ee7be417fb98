// PacketFilter: a pcap filter expression, applied to packets of files.
//
// What an expression compiles to depends on the link type, and a capture may have several; so it is compiled for each
// one when its first packet comes.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "capture/source.h"
#include "model/packet.h"

struct bpf_program;

namespace wstrace {

/// What is wrong with an expression that fits no link type that wstrace reads; empty when there is one. ("wlan" is for
/// 802.11 alone, "vlan" not for raw IP.)
std::string filter_error(const std::string& expression);

class PacketFilter {
 public:
  explicit PacketFilter(std::string expression);
  PacketFilter(PacketFilter&&) noexcept;
  PacketFilter& operator=(PacketFilter&&) noexcept;
  ~PacketFilter();

  /// Can the expression be used on packets of this link type? When not, error() says why.
  bool compiles_for(LinkType link);
  /// False also for packets of a link type that the expression cannot be compiled for.
  bool matches(const Packet& packet);
  /// What was wrong with the expression the last time that something was; empty until then.
  const std::string& error() const { return error_; }

 private:
  struct FreeProgram {
    void operator()(bpf_program* program) const;
  };
  using Program = std::unique_ptr<bpf_program, FreeProgram>;

  const bpf_program* program_for(LinkType link);
  Program compile(LinkType link);

  std::string expression_;
  std::string error_;
  std::map<LinkType, Program> programs_;  ///< null where the expression does not compile
  LinkType latest_link_{};                ///< nearly always that of the packet before
  const bpf_program* latest_ = nullptr;
};

/// Only the packets that match, with the numbers that they have in the whole capture. Where packets were left out
/// because the filter does not fit their link type, the capture ends as `damaged`, and damage() says so.
std::unique_ptr<PacketSource> filter_source(std::unique_ptr<PacketSource> source, PacketFilter filter);

}  // namespace wstrace
