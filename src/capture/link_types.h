// libpcap's DLT numbers against the link types of capture files: the same but for a few that differ by platform.
#pragma once

#include <string>

#include "model/packet.h"

namespace wstrace::capture {

/// For pcap_open_dead() and pcap_compile().
int to_dlt(LinkType link);
/// From pcap_datalink().
LinkType from_dlt(int dlt);
/// As libpcap names it ("EN10MB"), or its number.
std::string name_of_link(LinkType link);
/// In words ("Ethernet"); where libpcap has none, the name.
std::string description_of_link(LinkType link);

}  // namespace wstrace::capture
