// The words by which outputs name what core types number: contract words for scripts, never translated or changed.
#pragma once

#include <string_view>

#include "core/definitions.h"
#include "core/packet.h"

namespace wstrace {

inline constexpr std::string_view name_of(Direction d) { return d == Direction::c2s ? "c2s" : "s2c"; }

inline constexpr std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::none: return "none";
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "none";
}

/// libpcap's name of a link type (DLT_…), which users know from `tcpdump -L`.
inline constexpr std::string_view name_of(LinkType link) {
  switch (link) {
    case LinkType::null: return "NULL";
    case LinkType::ethernet: return "EN10MB";
    case LinkType::ppp: return "PPP";
    case LinkType::ppp_hdlc: return "PPP_SERIAL";
    case LinkType::ppp_ether: return "PPP_ETHER";
    case LinkType::cisco_hdlc: return "C_HDLC";
    case LinkType::ieee802_11: return "IEEE802_11";
    case LinkType::ieee802_11_radiotap: return "IEEE802_11_RADIO";
    case LinkType::ppi: return "PPI";
    case LinkType::raw_bsd:
    case LinkType::raw_openbsd:
    case LinkType::raw: return "RAW";
    case LinkType::loop: return "LOOP";
    case LinkType::linux_sll: return "LINUX_SLL";
    case LinkType::ipv4: return "IPV4";
    case LinkType::ipv6: return "IPV6";
    case LinkType::linux_sll2: return "LINUX_SLL2";
  }
  return "unknown";
}

}  // namespace wstrace
