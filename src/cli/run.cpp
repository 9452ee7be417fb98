#include "cli/run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <new>

#include "capture/filter.h"
#include "capture/interfaces.h"
#include "capture/link_types.h"
#include "capture/live.h"
#include "capture/open.h"
#include "capture/save.h"
#include "cli/keys.h"
#include "cli/loop.h"
#include "cli/overwrite.h"
#include "cli/version.h"
#include "engine/engine.h"
#include "host/dissector_table.h"
#include "output/escape.h"
#include "output/explain.h"
#include "output/json.h"
#include "output/output_file.h"
#include "output/session_list.h"
#include "output/text.h"
#include "output/text_writer.h"

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

/// Watches for notes that --fail-on asks about, of the sessions that were chosen or of all.
class SeverityWatch final : public Sink {
 public:
  explicit SeverityWatch(const Options& options) : threshold_(options.fail_on), sessions_(options.sessions) {}

  void on_event(const Event& event) override {
    if (sessions_.contain(event.session)) look(event.severity());
  }
  /// What its connections said before the session was known is among its notes.
  void on_session(const SessionFacts& session) override {
    if (sessions_.choose_all() || !sessions_.contain(session.number)) return;
    for (const SessionNote& note : session.notes) look(note.def->severity);
  }
  bool met() const { return threshold_ != Severity::none && met_; }

 private:
  void look(Severity severity) { met_ = met_ || severity >= threshold_; }

  Severity threshold_;
  const SessionNumbers& sessions_;
  bool met_ = false;
};

TextOptions text_options(const Options& options) {
  TextOptions text;
  text.verbosity = options.verbosity;
  text.hex = options.hex;
  text.all = options.all;
  text.quiet = options.quiet;
  text.sessions = options.sessions;
  text.events = options.events;
  text.log = options.log;
  return text;
}

std::unique_ptr<Sink> make_sink(const Options& options, Output& output, const Terminal& terminal) {
  switch (options.format) {
    case Format::json:
      return std::make_unique<JsonSink>(output, JsonOptions{.version = WSTRACE_VERSION,
                                                            .max_payload = options.max_payload,
                                                            .sessions = options.sessions,
                                                            .events = options.events,
                                                            .only_sessions = options.only_sessions,
                                                            .verbosity = options.verbosity,
                                                            .all = options.all});
    case Format::list: return std::make_unique<SessionListSink>(output, terminal, text_options(options));
    case Format::text: break;
  }
  return std::make_unique<TextSink>(output, terminal, text_options(options));
}

Terminal terminal_for(const Options& options, int fd) {
  Terminal terminal = terminal_of(fd, options.colour);
  if (options.width) terminal.width = *options.width == 0 ? Terminal::kUnlimited : *options.width;
  return terminal;
}

OpenResult open_files(const Options& options, const Environment& environment, Secrets& secrets) {
  const OpenOptions how{[&environment] { return environment.stop_signal() != 0; }, &secrets};
  if (options.filter.empty()) return open_captures(options.files, how);
  if (std::string why = filter_error(options.filter); !why.empty()) return {nullptr, std::move(why)};
  OpenResult opened = open_captures(options.files, how);
  if (opened) opened.source = filter_source(std::move(opened.source), PacketFilter(options.filter));
  return opened;
}

OpenResult open_source(const Options& options, const Environment& environment, Secrets& secrets) {
  if (!options.live()) return open_files(options, environment, secrets);
  LiveOptions live;
  live.interface = options.interface;
  live.filter = options.filter;
  live.snap_length = static_cast<int>(options.snaplen);
  live.promiscuous = options.promiscuous;
  return open_live(live);
}

/// "listening on lo (Ethernet), filter "port 3000"; Ctrl-C ends the trace"
std::string listening_text(const Options& options, const PacketSource& source) {
  std::string on = options.interface;
  for (const InterfaceFacts& each : source.interfaces()) on += " (" + capture::description_of_link(each.link) + ")";
  if (!options.filter.empty()) on += ", filter \"" + options.filter + "\"";
  return fmt::format("listening on {}; Ctrl-C ends the trace", on);
}

/// What a file is called in messages.
std::string name_of_output(const std::string& path) { return is_standard_output(path) ? "standard output" : path; }

/// Live, others may follow the file as it grows.
OutputFile open_output(const std::string& path, int standard, bool live) {
  return is_standard_output(path) ? OutputFile(standard) : OutputFile(path, live);
}

/// Is what is written worth the place of a file that exists?
bool is_complete(int status) { return status != kExitUsage && status != kExitStopped; }

/// Puts a file in its place once its content is there. Returns the status, or what it becomes when that fails.
int settle(OutputFile& file, const std::string& path, int status, Output& messages) {
  if (status > kExitSignalled && file.is_empty()) return status;  // the signal came before anything was read
  if (is_complete(status)) {
    if (file.commit()) return status;
    say(messages, file.error());
    return kExitStopped;
  }
  if (status == kExitStopped && file.replaces()) say(messages, fmt::format("{} was left as it was", path));
  return status;
}

int status_of(const Ending& ending, bool findings) {
  if (ending.signal != 0) return kExitSignalled + ending.signal;
  if (!ending.stopped.empty()) return kExitStopped;
  if (ending.damaged) return kExitDamaged;
  return findings ? kExitFindings : kExitDone;
}

Limits limits_of(const Options& options) {
  Limits limits;
  limits.slow = options.slow;
  limits.live = options.live();
  return limits;
}

/// One trace: what it reads, and what it feeds.
class Tracing {
 public:
  Tracing(const Options& options, Environment& environment, Output& output, const Terminal& terminal)
      : options_(options),
        surroundings_(environment),
        output_(output),
        terminal_(terminal),
        keys_(options, [&environment] { return environment.stop_signal() != 0; }),
        watch_(options),
        engine_(limits_of(options), options.verbosity, options.checksums) {}

  int run() {
    if (!keys_.error().empty()) return refuse(keys_.error());
    OpenResult opened = open_source(options_, surroundings_, keys_.secrets());
    if (!opened) return refuse(opened.error);
    if (options_.live() && !options_.quiet) say(surroundings_.messages, listening_text(options_, *opened.source));
    if (options_.save.empty()) return trace(*opened.source, nullptr);
    OutputFile file = open_output(options_.save, surroundings_.out_fd, options_.live());
    if (!file.error().empty()) return refuse(file.error());
    CaptureSaver saver(file.fd(), name_of_output(options_.save));
    return settle(file, options_.save, trace(*opened.source, &saver), surroundings_.messages);
  }

 private:
  /// Nothing was read. A signal may be why.
  int refuse(const std::string& why) {
    say(surroundings_.messages, why);
    const int signal = options_.live() ? 0 : surroundings_.stop_signal();
    return signal != 0 ? kExitSignalled + signal : kExitUsage;
  }

  int trace(PacketSource& source, CaptureSaver* saver) {
    Options reported = options_;
    reported.log.on_trouble = [this](const std::string& message, bool stop) {
      say(surroundings_.messages, stop ? "stopped early: " + message : message);
      if (stop) no_room_ = message;
    };
    const std::unique_ptr<Sink> sink = make_sink(reported, output_, terminal_);
    engine_.use_secrets(keys_.secrets());
    engine_.add_sink(*sink);
    if (options_.fail_on != Severity::none) engine_.add_sink(watch_);
    Loop loop({options_, source, keys_, engine_, *sink, output_, saver, no_room_});
    const Ending ending = loop.run(surroundings_.stop_signal);
    report(ending, source, saver);
    return status_of(ending, watch_.met());
  }

  void report(const Ending& ending, const PacketSource& source, const CaptureSaver* saver) {
    Output& messages = surroundings_.messages;
    if (saver != nullptr && !saver->error().empty()) say(messages, saver->error());
    const bool reported = reported_on_terminal();
    if (ending.damaged && !reported) say(messages, source.damage());
    if (ending.signal != 0 && !(reported && surroundings_.messages_on_terminal))
      say(messages, fmt::format("interrupted by {} after {} packets; the rest of the input was not read",
                                name_of_signal(ending.signal), ending.packets));
    say(messages, keys_.complaint());
  }

  /// The outputs for people say how the input ended among their closing lines: on a terminal, once is enough.
  bool reported_on_terminal() const {
    return options_.format != Format::json && is_standard_output(options_.output) && isatty(surroundings_.out_fd) != 0;
  }

  const Options& options_;
  Environment& surroundings_;
  Output& output_;
  const Terminal& terminal_;
  Keys keys_;
  SeverityWatch watch_;
  Engine engine_;
  std::string no_room_;
};

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
  TextWriter writer(output, terminal);
  if (print_explanations(writer, all_protocols(), wanted)) return kExitDone;
  const std::string similar = similar_name(all_protocols(), wanted);
  say(messages, fmt::format("no event or code '{}'; {}--explain alone lists everything", wanted,
                            similar.empty() ? "" : "did you mean " + similar + "? "));
  return kExitUsage;
}

int dispatch(const Options& options, Environment& environment, Output& output, const Terminal& terminal) {
  if (options.list_interfaces) return list_all_interfaces(output, environment.messages);
  if (options.explain) return explain(*options.explain, output, terminal, environment.messages);
  return Tracing(options, environment, output, terminal).run();
}

/// Memory that is not there costs the rest of the trace, not what has been printed of it.
int dispatch_in_memory(const Options& options, Environment& environment, Output& output, const Terminal& terminal) try {
  return dispatch(options, environment, output, terminal);
} catch (const std::bad_alloc&) {
  say(environment.messages,
      "stopped early: out of memory. Trace less at once: a filter (-f), or the capture in parts (editcap -i 60)");
  return kExitStopped;
}

}  // namespace

int run(const Options& options, Environment& environment) {
  if (const std::string why = overwrite_conflict(options, environment.out_fd); !why.empty()) {
    say(environment.messages, why);
    return kExitUsage;
  }
  OutputFile target = open_output(options.output, environment.out_fd, options.live());
  if (!target.error().empty()) {
    say(environment.messages, target.error());
    return kExitUsage;
  }
  FdOutput output(target.fd());
  int status = dispatch_in_memory(options, environment, output, terminal_for(options, target.fd()));
  output.flush();
  if (!output.error().empty()) {
    say(environment.messages, fmt::format("cannot write to {}: {}", name_of_output(options.output), output.error()));
    status = kExitStopped;
  }
  return settle(target, options.output, status, environment.messages);
}

}  // namespace wstrace
