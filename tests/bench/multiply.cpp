// wstrace_multiply: turns captures into one of at least so many packets, for measuring.
//
//   wstrace_multiply INPUT... --packets 1000000 --output FILE [--stagger-us 1000]
//
// Copies begin a millisecond apart, so that about as many sessions are alive at once as a copy lasts milliseconds.
// Packets are written in time order, by a merge over the copies that are under way; no copy is left unfinished.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

#include "capture/open.h"
#include "multiplier.h"
#include "support/capture_writer.h"

namespace wstrace::bench {
namespace {

constexpr std::size_t kFlushSize = std::size_t{1} << 20;
constexpr Time kStart = Time{1'700'000'000} * kSecond;

struct Options {
  std::vector<std::string> inputs;
  std::string output;
  std::uint64_t packets = 1'000'000;
  Duration stagger = kMillisecond;
};

bool parse(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const bool has_value = i + 1 < argc;
    if (word == "--packets" && has_value) {
      options.packets = std::strtoull(argv[++i], nullptr, 10);
    } else if (word == "--output" && has_value) {
      options.output = argv[++i];
    } else if (word == "--stagger-us" && has_value) {
      options.stagger = std::strtoll(argv[++i], nullptr, 10) * kMicrosecond;
    } else if (word.starts_with("--")) {
      return false;
    } else {
      options.inputs.emplace_back(word);
    }
  }
  return !options.inputs.empty() && !options.output.empty();
}

struct Originals {
  std::vector<test::PacketRecord> records;
  std::vector<InterfaceFacts> interfaces;
};

// Adds one file, its times counted from its first packet. Empty when it could be read whole, else what is wrong.
std::string add_original(const std::string& path, Originals& originals) {
  const OpenResult opened = open_capture(path);
  if (!opened) return opened.error;
  const auto first_interface = static_cast<std::uint32_t>(originals.interfaces.size());
  const std::size_t first_record = originals.records.size();
  Packet packet;
  while (opened.source->next(packet) == PacketSource::Result::packet) {
    test::PacketRecord record = test::to_record(packet);
    record.interface_id += first_interface;
    originals.records.push_back(std::move(record));
  }
  const Time start = first_record < originals.records.size() ? originals.records[first_record].time : 0;
  for (std::size_t i = first_record; i < originals.records.size(); ++i) originals.records[i].time -= start;
  const std::vector<InterfaceFacts>& interfaces = opened.source->interfaces();
  originals.interfaces.insert(originals.interfaces.end(), interfaces.begin(), interfaces.end());
  return opened.source->damage();
}

// Files that were recorded on different days become one copy, as if they had been recorded at once.
bool read_originals(const Options& options, Originals& originals) {
  for (const std::string& path : options.inputs) {
    if (const std::string error = add_original(path, originals); !error.empty()) {
      std::cerr << error << '\n';
      return false;
    }
  }
  std::stable_sort(originals.records.begin(), originals.records.end(),
                   [](const auto& one, const auto& other) { return one.time < other.time; });
  if (originals.records.empty()) std::cerr << "There are no packets to multiply.\n";
  return !originals.records.empty();
}

/// The next packet of one copy that is under way. The oldest goes first.
struct Cursor {
  Time time;
  std::uint32_t copy;
  std::size_t packet;

  bool operator<(const Cursor& other) const { return time != other.time ? time > other.time : copy > other.copy; }
};

class Output {
 public:
  Output(const std::string& path, const std::vector<InterfaceFacts>& interfaces)
      : file_(path, std::ios::binary | std::ios::trunc) {
    for (const InterfaceFacts& facts : interfaces) writer_.interface({.link = facts.link, .name = facts.name});
  }

  void write(test::PacketRecord record, Time time) {
    record.time = time;
    writer_.packet(record);
    if (writer_.bytes().size() >= kFlushSize) flush();
  }
  /// False when something could not be written.
  bool flush() {
    const std::string bytes = writer_.take();
    file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return static_cast<bool>(file_.flush());
  }

 private:
  std::ofstream file_;
  test::PcapngWriter writer_;
};

std::uint64_t write_copies(Multiplier& multiplier, std::uint32_t copies, Duration stagger, Output& output) {
  std::priority_queue<Cursor> under_way;
  std::uint32_t begun = 0;
  std::uint64_t written = 0;
  while (begun < copies || !under_way.empty()) {
    while (begun < copies && (under_way.empty() || under_way.top().time >= kStart + begun * stagger)) {
      under_way.push({kStart + begun * stagger, begun, 0});
      ++begun;
    }
    const Cursor cursor = under_way.top();
    under_way.pop();
    output.write(multiplier.make(cursor.packet, cursor.copy), cursor.time);
    ++written;
    const std::size_t next = cursor.packet + 1;
    if (next == multiplier.packets_per_copy()) continue;
    under_way.push({kStart + cursor.copy * stagger + multiplier.time_of(next), cursor.copy, next});
  }
  return written;
}

int run(const Options& options) {
  Originals originals;
  if (!read_originals(options, originals)) return 1;
  Multiplier multiplier(std::move(originals.records));
  const std::uint64_t per_copy = multiplier.packets_per_copy();
  const auto copies = static_cast<std::uint32_t>((options.packets + per_copy - 1) / per_copy);
  Output output(options.output, originals.interfaces);
  const std::uint64_t written = write_copies(multiplier, copies, options.stagger, output);
  if (!output.flush()) {
    std::cerr << options.output << " could not be written\n";
    return 1;
  }
  std::cout << fmt::format("{} packets: {} copies of {}, each with {} session ids of its own\n", written, copies,
                           per_copy, multiplier.session_ids());
  return 0;
}

}  // namespace
}  // namespace wstrace::bench

int main(int argc, char** argv) {
  wstrace::bench::Options options;
  if (!wstrace::bench::parse(argc, argv, options)) {
    std::cerr << "usage: wstrace_multiply INPUT... [--packets N] [--stagger-us N] --output FILE\n";
    return 2;
  }
  return wstrace::bench::run(options);
}
