#include "cli/options.h"

#include <CLI/CLI.hpp>

#include <limits>

#include "cli/help.h"
#include "cli/option_values.h"
#include "cli/selection_values.h"
#include "cli/version.h"
#include "host/dissector_table.h"
#include "output/escape.h"

namespace wstrace {
namespace {

/// What the options say before it is known whether they agree.
struct Raw {
  Options options;
  std::vector<std::string> read;         // -r
  std::vector<std::string> positionals;  // positionals: files, or a filter
  std::string filter;                    // -f
  std::string format;
  std::string colour = "auto";
  std::string fail_on;
  bool json = false;
  bool list = false;
  bool no_promiscuous = false;
  bool numeric = false;
  bool version = false;
};

/// A number from `least` to `most`; CLI11's own checks print ranges and what was typed as they are.
template <class T>
void add_number(CLI::App& app, const std::string& name, T& into, NumberRange range) {
  app.add_option_function<std::string>(name, [&into, name, range](const std::string& word) {
    const NumberRead read = read_number(word, range);
    if (!read.error.empty()) throw CLI::ValidationError(name, read.error);
    into = static_cast<T>(read.value);
  });
}

void add_duration(CLI::App& app, const std::string& name, Duration& into) {
  app.add_option_function<std::string>(name, [&into, name](const std::string& word) {
    const DurationRead read = read_duration(word);
    if (!read.error.empty()) throw CLI::ValidationError(name, read.error);
    into = read.value;
  });
}

void add_choice(CLI::App& app, const std::string& name, std::string& into, std::vector<std::string> choices) {
  app.add_option(name, into)->check([choices = std::move(choices)](const std::string& word) {
    return choice_error(word, choices);
  });
}

void add_input(CLI::App& app, Raw& raw) {
  app.add_option("FILE", raw.positionals);
  app.add_option("-r", raw.read)->allow_extra_args(false);
  app.add_option("-i", raw.options.interface);
  app.add_option("-f", raw.filter);
  app.add_option("-w", raw.options.save);
  add_number(app, "-c", raw.options.count, {.least = 1});
  app.add_flag("-D,--list-interfaces", raw.options.list_interfaces);
  add_number(app, "-s", raw.options.snaplen, {.most = std::numeric_limits<std::int32_t>::max()});
  app.add_flag("-p", raw.no_promiscuous);
  app.add_flag("-n", raw.numeric);
  app.add_flag("--checksums", raw.options.checksums);
  app.add_option("--keylog", raw.options.keylog);
}

void add_output(CLI::App& app, Raw& raw) {
  add_choice(app, "--format", raw.format, {"text", "json", "list"});
  app.add_flag("--json", raw.json);
  app.add_flag("--list", raw.list);
  app.add_option("-o", raw.options.output);
  app.add_flag("-v", raw.options.verbosity);
  app.add_flag("-q", raw.options.quiet);
  app.add_flag("-x", raw.options.hex);
  app.add_flag("--all", raw.options.all);
  add_number(app, "--width", raw.options.width, {.most = Terminal::kUnlimited});
  add_choice(app, "--color", raw.colour, {"auto", "always", "never"});
  add_number(app, "--max-payload", raw.options.max_payload, {.size = true});
  add_duration(app, "--slow", raw.options.slow);
}

/// A reader that returns what is wrong with the word.
template <class Reader>
void add_list(CLI::App& app, const std::string& name, Reader read) {
  app.add_option_function<std::string>(name, [name, read = std::move(read)](const std::string& word) {
    if (const std::string error = read(word); !error.empty()) throw CLI::ValidationError(name, error);
  });
}

void add_selection(CLI::App& app, Raw& raw) {
  SessionNumbers& sessions = raw.options.sessions;
  EventChoice& events = raw.options.events;
  add_list(app, "--session", [&sessions](const std::string& word) { return read_sessions(word, sessions); });
  add_list(app, "--layers", [&events](const std::string& word) { return read_layers(word, events); });
  add_list(app, "--proto",
           [&events](const std::string& word) { return read_protocols(word, all_protocols(), events); });
}

void add_result(CLI::App& app, Raw& raw) {
  add_choice(app, "--fail-on", raw.fail_on, {"note", "warn", "warning", "error"});
  app.add_option("--explain", raw.options.explain)->expected(0, 1);
  app.add_flag("-V,--version", raw.version);
}

void define(CLI::App& app, Raw& raw) {
  app.set_help_flag("-h,--help");
  add_input(app, raw);
  add_output(app, raw);
  add_selection(app, raw);
  add_result(app, raw);
}

std::string joined(const std::vector<std::string>& positionals) {
  std::string text;
  for (const std::string& word : positionals) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// Why the input options do not go together; empty when they do.
std::string input_conflict(const Raw& raw) {
  const bool live = raw.options.live();
  if (live && !raw.read.empty()) return "-i traces live and -r reads a file: choose one";
  const bool filter_text = live || !raw.read.empty();
  if (filter_text && !raw.positionals.empty() && !raw.filter.empty())
    return "the filter is given twice, with -f and as \"" + joined(raw.positionals) + "\": use one of them";
  if (raw.options.explain && (filter_text || !raw.positionals.empty()))
    return "--explain explains events and codes and reads no capture: omit the input";
  if (!raw.options.explain && !raw.options.list_interfaces && !filter_text && raw.positionals.empty())
    return "nothing to read: name a capture file, or trace live with -i IFACE (wstrace -D lists the interfaces)";
  return {};
}

/// The same for the output options.
std::string output_conflict(const Raw& raw) {
  const bool saves = !raw.options.save.empty();
  if (saves && is_standard_output(raw.options.save) && is_standard_output(raw.options.output))
    return "-w - and the trace would both go to standard output: name a file with -o or -w";
  const bool other_than_json = raw.json && !raw.format.empty() && raw.format != "json";
  if (other_than_json || (raw.list && raw.format == "text"))
    return "--json, --list and --format select different outputs: choose one";
  const bool text = !raw.json && !raw.list && (raw.format.empty() || raw.format == "text");
  if (raw.options.hex && !text) return "-x extends the text timeline: it cannot be used with JSON or a list";
  if (raw.options.quiet && raw.options.verbosity > 0) return "-q prints less and -v more: choose one";
  if (raw.options.quiet && raw.options.hex) return "-q omits the rows that -x extends: choose one";
  if (!raw.options.events.choose_all()) {
    if (raw.list || raw.format == "list") return "--layers and --proto select events, and a list has sessions only";
    if (raw.options.quiet) return "-q omits the rows that --layers and --proto select: choose one";
  }
  const std::size_t width = raw.options.width.value_or(0);
  if (width != 0 && width < Terminal::kLeastWidth)
    return "--width is at least " + std::to_string(Terminal::kLeastWidth) + " columns, or 0 to disable truncation";
  return {};
}

Format format_of(const Raw& raw) {
  if (raw.json || raw.format == "json") return Format::json;
  return raw.list || raw.format == "list" ? Format::list : Format::text;
}

ColourWhen colour_of(std::string_view word) {
  if (word == "always") return ColourWhen::always;
  return word == "never" ? ColourWhen::never : ColourWhen::automatic;
}

Severity severity_of(std::string_view word) {
  if (word == "note") return Severity::note;
  if (word == "warning" || word == "warn") return Severity::warning;
  return word == "error" ? Severity::error : Severity::none;
}

Options settled(Raw raw) {
  Options options = std::move(raw.options);
  const bool filter_text = options.live() || !raw.read.empty();
  options.files = filter_text ? std::move(raw.read) : std::move(raw.positionals);
  options.filter = filter_text && !raw.positionals.empty() ? joined(raw.positionals) : raw.filter;
  options.promiscuous = !raw.no_promiscuous;
  if (options.snaplen == 0) options.snaplen = Options{}.snaplen;  // as in tcpdump
  if (is_standard_output(options.output)) options.output.clear();
  options.format = format_of(raw);
  options.only_sessions = options.format == Format::json && raw.list;
  options.colour = colour_of(raw.colour);
  options.fail_on = severity_of(raw.fail_on);
  return options;
}

/// What was typed is among the words.
Exit usage(std::string_view why) { return {kExitUsage, "", "wstrace: " + escaped(why) + "\nTry 'wstrace --help'.\n"}; }

}  // namespace

std::variant<Options, Exit> parse(int argc, const char* const* argv) {
  CLI::App app;
  Raw raw;
  define(app, raw);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return Exit{kExitDone, std::string(kHelp), ""};
  } catch (const CLI::ParseError& error) {
    return usage(error.what());
  }
  if (raw.version) return Exit{kExitDone, "wstrace " WSTRACE_VERSION "\n", ""};
  if (const std::string why = input_conflict(raw); !why.empty()) return usage(why);
  if (const std::string why = output_conflict(raw); !why.empty()) return usage(why);
  return settled(std::move(raw));
}

std::vector<std::string> option_names() {
  CLI::App app;
  Raw raw;
  define(app, raw);
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_snames()) names.push_back("-" + name);
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

}  // namespace wstrace
