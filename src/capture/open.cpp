// From a path to a packet source: open, look at the first bytes, decompress when they ask for it, look again.
//
// Whatever is wrong this early is an error and not damage: nothing could be read, so there is nothing to show.
#include "capture/open.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "capture/byte_source.h"
#include "capture/decompress.h"
#include "capture/input_buffer.h"
#include "capture/merge.h"
#include "capture/pcap_reader.h"
#include "capture/pcapng_reader.h"
#include "capture/read_ahead.h"
#include "capture/reorder.h"
#include "capture/sniff.h"

namespace wstrace {
namespace {

using namespace capture;

constexpr std::size_t kMagicSize = 4;
constexpr std::size_t kSniffSize = 512;
// A ring buffer's files may come by the hundred; together their buffers get about this much.
constexpr std::size_t kAllBuffers = std::size_t{64} << 20;
constexpr std::size_t kSmallestBuffer = std::size_t{1} << 16;

struct Opening {
  const std::string& name;
  const OpenOptions& options;
  std::size_t buffer_size;
  bool comes_once = false;  ///< a pipe
};

OpenResult failure(const Opening& opening, const std::string& what) {
  return {nullptr, fmt::format("{} {}", opening.name, what)};
}

// Waits until so many bytes are there, or will never be.
Fill wait_for(InputBuffer& input, std::size_t n, const Opening& opening) {
  Fill fill = input.ensure(n);
  while (fill == Fill::idle && !(opening.options.stop && opening.options.stop())) fill = input.ensure(n);
  return fill;
}

OpenResult start_reader(std::unique_ptr<FileReader> reader, const Opening& opening) {
  const Fill fill = wait_for(reader->input(), reader->header_size(), opening);
  if (fill == Fill::idle) return failure(opening, "was not read: interrupted");
  if (const std::string error = reader->start(); !error.empty()) return failure(opening, error + ".");
  return {std::move(reader), {}};
}

OpenResult not_a_capture(InputBuffer& input, Compression compression, const Opening& opening) {
  wait_for(input, kSniffSize, opening);
  const std::string within = compression == Compression::none ? "" : fmt::format(" ({} inside)", name_of(compression));
  const Bytes head = first(input.available(), kSniffSize);
  if (head.empty()) return failure(opening, fmt::format("is empty{}: it contains no capture.", within));
  return failure(opening, fmt::format("is not a capture file{}: it {}.", within, describe_content(head)));
}

/// It may carry secrets, also behind the packets that need them.
OpenResult open_pcapng(InputBuffer input, const Opening& opening) {
  Secrets* const secrets = opening.options.secrets;
  auto reader = std::make_unique<PcapngReader>(std::move(input), opening.name);
  reader->give_secrets_to(secrets);
  OpenResult opened = start_reader(std::move(reader), opening);
  if (!opened || secrets == nullptr || !opening.comes_once) return opened;
  opened.source = read_ahead_for(*secrets, std::move(opened.source));
  return opened;
}

OpenResult open_content(InputBuffer input, Compression compression, const Opening& opening) {
  const Fill fill = wait_for(input, kMagicSize, opening);
  if (fill == Fill::idle) return failure(opening, "was not read: interrupted");
  if (fill == Fill::failed) return failure(opening, input.failure() + ".");
  const Bytes head = input.available();
  if (is_pcapng(head)) return open_pcapng(std::move(input), opening);
  if (is_pcap(head)) return start_reader(std::make_unique<PcapReader>(std::move(input), opening.name), opening);
  if (is_modified_pcap(head)) {
    return failure(opening,
                   "is a modified pcap file (magic a1b2cd34), which is not supported. "
                   "Try: editcap FILE out.pcapng");
  }
  return not_a_capture(input, compression, opening);
}

OpenResult open_descriptor(int descriptor, bool owned, Opening opening) {
  struct stat facts {};
  opening.comes_once = fstat(descriptor, &facts) == 0 && !S_ISREG(facts.st_mode);
  InputBuffer file(make_descriptor_source(descriptor, owned), opening.buffer_size);
  const Fill fill = wait_for(file, kMagicSize, opening);
  if (fill == Fill::idle) return failure(opening, "was not read: interrupted");
  const Compression compression = compression_of(file.available());
  if (compression == Compression::none) return open_content(std::move(file), compression, opening);
  InputBuffer content(make_decompressor(compression, std::move(file)), opening.buffer_size);
  return open_content(std::move(content), compression, opening);
}

OpenResult open_path(const std::string& path, const Opening& opening) {
  if (path == "-") return open_descriptor(STDIN_FILENO, false, opening);
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return failure(opening, fmt::format("cannot be opened: {}.", std::strerror(errno)));
  struct stat facts {};
  if (fstat(descriptor, &facts) == 0 && S_ISDIR(facts.st_mode)) {
    ::close(descriptor);
    return failure(opening, "is a directory. Name the capture files in it.");
  }
  return open_descriptor(descriptor, true, opening);
}

OpenResult open_one(const std::string& path, const OpenOptions& options, std::size_t buffer_size) {
  const std::string name = path == "-" ? "standard input" : path;
  OpenResult opened = open_path(path, {name, options, buffer_size});
  if (opened && !options.any_order) opened.source = in_time_order(std::move(opened.source));
  return opened;
}

}  // namespace

OpenResult open_capture(const std::string& path, const OpenOptions& options) {
  return open_one(path, options, kDefaultBufferSize);
}

OpenResult open_captures(const std::vector<std::string>& paths, const OpenOptions& options) {
  if (paths.empty()) return {nullptr, "No capture file was given."};
  if (std::count(paths.begin(), paths.end(), "-") > 1) return {nullptr, "Standard input can be read only once."};
  if (paths.size() == 1) return open_capture(paths.front(), options);
  const std::size_t buffer_size = std::clamp(kAllBuffers / paths.size(), kSmallestBuffer, kDefaultBufferSize);
  std::vector<std::unique_ptr<PacketSource>> sources;
  for (const std::string& path : paths) {
    OpenResult one = open_one(path, options, buffer_size);
    if (!one) return one;
    sources.push_back(std::move(one.source));
  }
  return {merge_sources(std::move(sources)), {}};
}

}  // namespace wstrace
