// The yardstick: libpcap's own read loop, which does nothing but count packets and bytes.
#include <pcap/pcap.h>

#include <chrono>
#include <cstdint>
#include <cstdio>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: wstrace_bare_loop FILE\n");
    return 2;
  }
  const auto begin = std::chrono::steady_clock::now();
  char message[PCAP_ERRBUF_SIZE];
  pcap_t* handle = pcap_open_offline(argv[1], message);
  if (handle == nullptr) {
    std::fprintf(stderr, "%s\n", message);
    return 2;
  }
  std::uint64_t packets = 0;
  std::uint64_t bytes = 0;
  pcap_pkthdr* header = nullptr;
  const u_char* data = nullptr;
  while (pcap_next_ex(handle, &header, &data) == 1) {
    ++packets;
    bytes += header->caplen;
  }
  pcap_close(handle);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  std::printf("%llu packets, %llu bytes, %.3f s\n", static_cast<unsigned long long>(packets),
              static_cast<unsigned long long>(bytes), seconds.count());
  return 0;
}
