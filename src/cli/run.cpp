#include "cli/run.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>
#include <optional>

#include "capture/filter.h"
#include "capture/interfaces.h"
#include "capture/live.h"
#include "capture/open.h"
#include "capture/save.h"
#include "cli/keys.h"
#include "cli/version.h"
#include "output/escape.h"
#include "output/explain.h"
#include "output/json.h"
#include "output/list.h"
#include "output/page.h"
#include "output/text.h"
#include "session/dissector_table.h"
#include "session/engine.h"

namespace wstrace {
namespace {

/// Messages may hold names and bytes from outside; each of their lines is escaped.
void say(Output& messages, std::string_view what) {
  while (!what.empty()) {
    const std::string_view line = what.substr(0, what.find('\n'));
    messages.write(fmt::format("wstrace: {}\n", escaped(line)));
    what.remove_prefix(std::min(line.size() + 1, what.size()));
  }
  messages.flush();
}

/// Watches for notes that --fail-on asks about.
class SeverityWatch final : public Sink {
 public:
  explicit SeverityWatch(Severity threshold) : threshold_(threshold) {}
  void on_event(const Event& event) override { met_ = met_ || event.severity() >= threshold_; }
  bool met() const { return met_; }

 private:
  Severity threshold_;
  bool met_ = false;
};

/// The file that -o names, or standard output. Closes what it opened.
class Target {
 public:
  Target(const std::string& path, int standard) : fd_(standard) {
    if (path.empty()) return;
    fd_ = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    opened_ = fd_ >= 0;
    if (!opened_) error_ = fmt::format("cannot write {}: {}", path, std::strerror(errno));
  }
  ~Target() {
    if (opened_) close(fd_);
  }
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

  int fd() const { return fd_; }
  const std::string& error() const { return error_; }

 private:
  int fd_;
  bool opened_ = false;
  std::string error_;
};

TextOptions text_options(const Options& options) {
  TextOptions text;
  text.verbosity = options.verbosity;
  text.hex = options.hex;
  text.all = options.all;
  text.quiet = options.quiet;
  text.only_session = options.session;
  return text;
}

std::unique_ptr<Sink> make_sink(const Options& options, Output& output, const Terminal& terminal) {
  switch (options.format) {
    case Format::json:
      return std::make_unique<JsonSink>(output, JsonOptions{.version = WSTRACE_VERSION,
                                                            .max_payload = options.max_payload,
                                                            .only_session = options.session,
                                                            .verbosity = options.verbosity,
                                                            .all = options.all});
    case Format::list: return std::make_unique<ListSink>(output, terminal, text_options(options));
    case Format::text: break;
  }
  return std::make_unique<TextSink>(output, terminal, text_options(options));
}

Terminal terminal_for(const Options& options, int fd) {
  Terminal terminal = terminal_of(fd, options.colour);
  if (options.width) terminal.width = *options.width == 0 ? Terminal::kUnlimited : *options.width;
  return terminal;
}

OpenResult open_files(const Options& options, const Surroundings& surroundings, Secrets& secrets) {
  const OpenOptions how{surroundings.stop_requested, &secrets};
  if (options.filter.empty()) return open_captures(options.files, how);
  PacketFilter filter(options.filter);
  // An expression may fit some link types only ("vlan"); one that fits neither of these two is no expression.
  if (!filter.compiles_for(LinkType::ethernet) && !filter.compiles_for(LinkType::raw)) return {nullptr, filter.error()};
  OpenResult opened = open_captures(options.files, how);
  if (opened) opened.source = filter_source(std::move(opened.source), std::move(filter));
  return opened;
}

OpenResult open_source(const Options& options, const Surroundings& surroundings, Secrets& secrets) {
  if (!options.live()) return open_files(options, surroundings, secrets);
  LiveOptions live;
  live.interface = options.interface;
  live.filter = options.filter;
  live.snap_length = static_cast<int>(options.snaplen);
  live.promiscuous = options.promiscuous;
  return open_live(live);
}

Time wall_clock() {
  using std::chrono::nanoseconds;
  return std::chrono::duration_cast<nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// Reads packets until there are no more, the user has enough, or nobody listens any more.
class Loop {
 public:
  /// `saver` may be null.
  Loop(const Options& options, PacketSource& source, Keys& keys, Engine& engine, Sink& sink, Output& output,
       CaptureSaver* saver)
      : options_(options), source_(source), keys_(keys), engine_(engine), sink_(sink), output_(output), saver_(saver) {}

  /// True when the input was whole.
  bool run(const std::function<bool()>& stop_requested) {
    PacketSource::Result result = PacketSource::Result::idle;
    Packet packet;
    do {
      result = source_.next(packet);
      begin();
      step(result, packet);
    } while (!finished(result) && !stop_requested());
    EndFacts end;
    end.truncated = result == PacketSource::Result::damaged;
    end.damage = source_.damage();
    if (options_.live()) end.kernel_drops = source_.kernel_drops();
    engine_.finish(end);
    sink_.flush();
    return !end.truncated;
  }

 private:
  /// The interfaces of a pcapng file are known once its first packet has been read.
  void begin() {
    if (begun_) return;
    begun_ = true;
    CaptureFacts facts;
    facts.files = options_.live() ? std::vector<std::string>{options_.interface} : options_.files;
    facts.interfaces = source_.interfaces();
    facts.live = options_.live();
    engine_.begin(facts);
  }

  void step(PacketSource::Result result, const Packet& packet) {
    if (result == PacketSource::Result::packet) {
      if (saver_ != nullptr) saver_->save(packet, source_.interfaces());
      engine_.on_packet(packet);
      ++packets_;
    } else if (result == PacketSource::Result::idle) {
      keys_.on_pause();
      engine_.on_idle(options_.live() ? wall_clock() : 0);
    }
    // Live, people wait for each line; so they do on a pipe that has paused.
    if (options_.live() || result == PacketSource::Result::idle) sink_.flush();
    if (saver_ != nullptr && result != PacketSource::Result::packet) saver_->flush();
  }

  bool finished(PacketSource::Result result) const {
    if (result == PacketSource::Result::end || result == PacketSource::Result::damaged) return true;
    if (saver_ != nullptr && !saver_->error().empty()) return true;
    return output_.stopped() || (options_.count != 0 && packets_ >= options_.count);
  }

  const Options& options_;
  PacketSource& source_;
  Keys& keys_;
  Engine& engine_;
  Sink& sink_;
  Output& output_;
  CaptureSaver* saver_;
  std::uint64_t packets_ = 0;
  bool begun_ = false;
};

int trace(const Options& options, Surroundings& surroundings, Output& output, const Terminal& terminal) {
  Keys keys(options);
  if (!keys.error().empty()) {
    say(surroundings.messages, keys.error());
    return kExitUsage;
  }
  OpenResult opened = open_source(options, surroundings, keys.secrets());
  if (!opened) {
    say(surroundings.messages, opened.error);
    return kExitUsage;
  }
  if (options.live() && !options.quiet) {
    say(surroundings.messages, fmt::format("listening on {}; Ctrl-C ends the trace", options.interface));
  }
  std::optional<CaptureSaver> saver;
  if (!options.save.empty()) saver.emplace(options.save);
  Engine engine(Limits{}, options.verbosity, options.checksums);
  const std::unique_ptr<Sink> sink = make_sink(options, output, terminal);
  SeverityWatch watch(options.fail_on);
  engine.use_secrets(keys.secrets());
  engine.add_sink(*sink);
  if (options.fail_on != Severity::none) engine.add_sink(watch);
  Loop loop(options, *opened.source, keys, engine, *sink, output, saver ? &*saver : nullptr);
  const bool whole = loop.run(surroundings.stop_requested);
  if (saver) saver->flush();
  if (saver && !saver->error().empty()) {
    say(surroundings.messages, saver->error());
    return kExitUsage;
  }
  // The outputs for people say it among their closing lines; where those are on the same terminal, once is enough.
  const bool told = options.format != Format::json && options.output.empty() && isatty(surroundings.out_fd) != 0;
  if (!whole && !told) say(surroundings.messages, opened.source->damage());
  say(surroundings.messages, keys.complaint());
  return whole && !watch.met() ? kExitDone : kExitFindings;
}

int list_all_interfaces(Output& output, Output& messages) {
  const InterfaceList list = list_interfaces();
  if (!list.error.empty()) {
    say(messages, list.error);
    return kExitUsage;
  }
  for (const Interface& interface : list.interfaces) {
    std::string line = interface.name;
    if (!interface.description.empty()) line += fmt::format(" ({})", interface.description);
    line += interface.up ? (interface.running ? "  up, running" : "  up") : "  down";
    for (const std::string& address : interface.addresses) line += "  " + address;
    output.write(escaped(line) + "\n");
  }
  return kExitDone;
}

int explain(std::string_view wanted, Output& output, const Terminal& terminal, Output& messages) {
  Page page(output, terminal);
  if (print_explanations(page, all_protocols(), wanted)) return kExitDone;
  say(messages, fmt::format("nothing is called '{}'; --explain alone lists everything", wanted));
  return kExitUsage;
}

}  // namespace

int run(const Options& options, Surroundings& surroundings) {
  const Target target(options.output, surroundings.out_fd);
  if (!target.error().empty()) {
    say(surroundings.messages, target.error());
    return kExitUsage;
  }
  const Terminal terminal = terminal_for(options, target.fd());
  FdOutput output(target.fd());
  int status = kExitDone;
  if (options.list_interfaces) {
    status = list_all_interfaces(output, surroundings.messages);
  } else if (options.explain) {
    status = explain(*options.explain, output, terminal, surroundings.messages);
  } else {
    status = trace(options, surroundings, output, terminal);
  }
  output.flush();
  if (output.error().empty()) return status;
  say(surroundings.messages, output.error());
  return kExitUsage;
}

}  // namespace wstrace
