// Files number link types the same everywhere; DLT numbers are the platform's. Only raw IP and OpenBSD's loopback, of
// those that wstrace reads, ever differ (tcpdump.org/linktypes.html).
#include "capture/link_types.h"

#include <pcap/pcap.h>

namespace wstrace::capture {

int to_dlt(LinkType link) {
  switch (link) {
    case LinkType::raw:
    case LinkType::raw_bsd:
    case LinkType::raw_openbsd: return DLT_RAW;
    case LinkType::loop: return DLT_LOOP;
    default: return static_cast<int>(link);
  }
}

LinkType from_dlt(int dlt) {
  if (dlt == DLT_RAW) return LinkType::raw;
  if (dlt == DLT_LOOP) return LinkType::loop;
  return static_cast<LinkType>(dlt);
}

std::string name_of_link(LinkType link) {
  const char* name = pcap_datalink_val_to_name(to_dlt(link));
  return name != nullptr ? name : "link type " + std::to_string(static_cast<std::uint32_t>(link));
}

std::string description_of_link(LinkType link) {
  const char* words = pcap_datalink_val_to_description(to_dlt(link));
  return words != nullptr ? words : name_of_link(link);
}

}  // namespace wstrace::capture
