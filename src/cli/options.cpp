#include "cli/options.h"

#include <CLI/CLI.hpp>

#include "cli/help.h"
#include "cli/version.h"

namespace wstrace {
namespace {

/// What the options say before it is known whether they agree.
struct Raw {
  Options options;
  std::vector<std::string> read;   // -r
  std::vector<std::string> words;  // positionals: files, or a filter
  std::string filter;              // -f
  std::string format;
  std::string colour = "auto";
  std::string fail_on;
  bool json = false;
  bool list = false;
  bool no_promiscuous = false;
  bool numeric = false;
  bool version = false;
};

void add_input(CLI::App& app, Raw& raw) {
  app.add_option("FILE", raw.words);
  app.add_option("-r", raw.read)->allow_extra_args(false);
  app.add_option("-i", raw.options.interface);
  app.add_option("-f", raw.filter);
  app.add_option("-w", raw.options.save);
  app.add_option("-c", raw.options.count)->check(CLI::PositiveNumber);
  app.add_flag("-D,--list-interfaces", raw.options.list_interfaces);
  app.add_option("-s", raw.options.snaplen)->check(CLI::NonNegativeNumber);
  app.add_flag("-p", raw.no_promiscuous);
  app.add_flag("-n", raw.numeric);
  app.add_flag("--checksums", raw.options.checksums);
  app.add_option("--keylog", raw.options.keylog);
}

void add_output(CLI::App& app, Raw& raw) {
  app.add_option("--format", raw.format)->check(CLI::IsMember({"text", "json", "list"}));
  app.add_flag("--json", raw.json);
  app.add_flag("--list", raw.list);
  app.add_option("-o", raw.options.output);
  app.add_flag("-v", raw.options.verbosity);
  app.add_flag("-q", raw.options.quiet);
  app.add_flag("-x", raw.options.hex);
  app.add_flag("--all", raw.options.all);
  app.add_option("--session", raw.options.session)->check(CLI::PositiveNumber);
  app.add_option("--width", raw.options.width)->check(CLI::NonNegativeNumber);
  app.add_option("--color", raw.colour)->check(CLI::IsMember({"auto", "always", "never"}));
  app.add_option("--max-payload", raw.options.max_payload)->transform(CLI::AsSizeValue(false));
}

void add_result(CLI::App& app, Raw& raw) {
  app.add_option("--fail-on", raw.fail_on)->check(CLI::IsMember({"note", "warn", "error"}));
  app.add_option("--explain", raw.options.explain)->expected(0, 1);
  app.add_flag("-V,--version", raw.version);
}

void define(CLI::App& app, Raw& raw) {
  app.set_help_flag("-h,--help");
  add_input(app, raw);
  add_output(app, raw);
  add_result(app, raw);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// Why the input options do not go together; empty when they do.
std::string input_conflict(const Raw& raw) {
  const bool live = raw.options.live();
  if (live && !raw.read.empty()) return "-i traces live and -r reads a file: choose one";
  const bool filter_words = live || !raw.read.empty();
  if (filter_words && !raw.words.empty() && !raw.filter.empty())
    return "the filter is given twice, with -f and as \"" + joined(raw.words) + "\": give it once";
  if (raw.options.explain && (filter_words || !raw.words.empty()))
    return "--explain tells what events mean and reads no capture: leave the input out";
  if (!raw.options.explain && !raw.options.list_interfaces && !filter_words && raw.words.empty())
    return "nothing to read: name a capture file, or trace live with -i IFACE (wstrace -D lists the interfaces)";
  return {};
}

/// The same for the output options.
std::string output_conflict(const Raw& raw) {
  if (raw.options.save == "-" && (raw.options.output.empty() || raw.options.output == "-"))
    return "-w - and the trace would both go to standard output: name a file with -o or -w";
  const int formats = (raw.json ? 1 : 0) + (raw.list ? 1 : 0) + (raw.format.empty() ? 0 : 1);
  const bool said_twice = (raw.json && raw.format == "json") || (raw.list && raw.format == "list");
  if (formats > 1 && !(formats == 2 && said_twice)) return "--json, --list and --format name the output: choose one";
  const bool text = !raw.json && !raw.list && (raw.format.empty() || raw.format == "text");
  if (raw.options.hex && !text) return "-x adds to the text timeline: it does not go with JSON or a list";
  if (raw.options.quiet && raw.options.verbosity > 0) return "-q asks for less and -v for more: choose one";
  if (raw.options.quiet && raw.options.hex) return "-q leaves out the rows that -x adds to: choose one";
  const std::size_t width = raw.options.width.value_or(0);
  if (width != 0 && width < Terminal::kLeastWidth)
    return "--width is at least " + std::to_string(Terminal::kLeastWidth) + " columns, or 0 to cut nothing";
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
  if (word == "warn") return Severity::warning;
  return word == "error" ? Severity::error : Severity::none;
}

Options settled(Raw raw) {
  Options options = std::move(raw.options);
  const bool filter_words = options.live() || !raw.read.empty();
  options.files = filter_words ? std::move(raw.read) : std::move(raw.words);
  options.filter = filter_words && !raw.words.empty() ? joined(raw.words) : raw.filter;
  options.promiscuous = !raw.no_promiscuous;
  if (options.snaplen == 0) options.snaplen = Options{}.snaplen;  // as in tcpdump
  if (options.output == "-") options.output.clear();
  options.format = format_of(raw);
  options.colour = colour_of(raw.colour);
  options.fail_on = severity_of(raw.fail_on);
  return options;
}

Exit usage(const std::string& why) { return {kExitUsage, "", "wstrace: " + why + "\nTry 'wstrace --help'.\n"}; }

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
