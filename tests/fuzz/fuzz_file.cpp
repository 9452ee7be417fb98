// Any bytes as a capture file: the reader, the packet layers, TCP, all dissectors and all outputs must stand it.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "capture/open.h"
#include "engine/engine.h"
#include "output/json.h"
#include "output/session_list.h"
#include "output/text.h"

namespace {

using namespace wstrace;

void trace(PacketSource& source) {
  MemoryOutput json_output;
  MemoryOutput text_output;
  MemoryOutput list_output;
  JsonSink json(json_output, {});
  TextOptions options;
  options.verbosity = 2;
  options.hex = true;
  options.all = true;
  TextSink text(text_output, {}, options);
  SessionListSink list(list_output, {}, options);
  Engine engine(Limits{}, 2);
  for (Sink* sink : {static_cast<Sink*>(&json), static_cast<Sink*>(&text), static_cast<Sink*>(&list)}) {
    engine.add_sink(*sink);
  }
  engine.begin({{"fuzz"}, source.interfaces(), false});
  Packet packet;
  while (source.next(packet) == PacketSource::Result::packet) engine.on_packet(packet);
  EndFacts end;
  end.damage = source.damage();
  engine.finish(end);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int fd = memfd_create("capture", 0);
  if (write(fd, data, size) == static_cast<ssize_t>(size)) {
    const OpenResult opened = open_capture("/proc/self/fd/" + std::to_string(fd));
    if (opened) trace(*opened.source);
  }
  close(fd);
  return 0;
}
