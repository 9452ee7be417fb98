// libpcap's handle, closed when its owner goes.
#pragma once

#include <pcap/pcap.h>

#include <memory>

namespace wstrace::capture {

struct ClosePcap {
  void operator()(pcap_t* handle) const { pcap_close(handle); }
};
using PcapHandle = std::unique_ptr<pcap_t, ClosePcap>;

}  // namespace wstrace::capture
