// Multiplier: many copies of one small capture, that differ as the traffic of many users would: in addresses, client
// ports and Engine.IO session ids, and in when they begin. Lengths, timing within a copy and all else stay.
//
// What does not stay right: values that depend on what was changed, such as a port in a Host header of a client.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/endpoint.h"
#include "support/capture_writer.h"

namespace wstrace::bench {

class Multiplier {
 public:
  explicit Multiplier(std::vector<test::PacketRecord> packets);

  std::size_t packets_per_copy() const { return templates_.size(); }
  std::size_t session_ids() const { return sids_.size(); }
  /// Of one packet, since the copy's first.
  Duration time_of(std::size_t packet) const { return templates_[packet].time; }
  /// Packet number `packet` (from 0) of copy `copy`, with the link type and interface that it had.
  const test::PacketRecord& make(std::size_t packet, std::uint32_t copy);

 private:
  /// Where things are in one packet of the original.
  struct Template {
    test::PacketRecord record;
    Duration time = 0;
    std::size_t ip_at = 0;
    bool is_ip = false;
    bool v6 = false;
    std::size_t tcp_at = 0;  ///< 0 when there is no whole TCP segment
    std::size_t end = 0;     ///< of the IP packet
    struct Place {
      std::size_t at;
      std::size_t sid;
    };
    std::vector<Place> sids;
  };

  void locate_headers(Template& packet) const;
  void learn_endpoints(const Template& packet);
  void learn_sids(const Template& packet);
  void locate_sids(Template& packet) const;
  std::string sid_of_copy(std::size_t sid, std::uint32_t copy) const;
  void write_address(std::size_t at, const Template& packet, std::uint32_t copy);
  void write_port(std::size_t address_at, std::size_t port_at, const Template& packet, std::uint32_t copy);
  void write_checksums(const Template& packet);

  std::vector<Template> templates_;
  std::map<std::string, std::uint32_t> addresses_;     ///< as bytes, to their index
  std::map<std::string, std::uint32_t> client_ports_;  ///< address and port as bytes, to their index
  std::vector<std::string> sids_;
  test::PacketRecord scratch_;
};

}  // namespace wstrace::bench
