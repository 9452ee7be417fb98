#include "cli/overwrite.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <string_view>
#include <vector>

namespace wstrace {
namespace {

/// A file by what it is, not by what it is called: links have the same. One that does not exist yet is a name in a
/// directory.
struct Place {
  dev_t device = 0;
  ino_t inode = 0;
  std::string name = {};
  bool operator==(const Place&) const = default;
};

struct Named {
  std::string text;
  std::optional<Place> place;
};

/// Devices, terminals among them, and sockets may be read and written at once.
std::optional<Place> place_of(const struct stat& facts) {
  if (!S_ISREG(facts.st_mode) && !S_ISFIFO(facts.st_mode)) return {};
  return Place{facts.st_dev, facts.st_ino};
}

std::optional<Place> place_of(int descriptor) {
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0) return {};
  return place_of(facts);
}

std::optional<Place> place_of(const std::string& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) == 0) return place_of(facts);
  const std::size_t slash = path.rfind('/');
  const std::string directory = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  if (::stat(directory.c_str(), &facts) != 0) return {};
  return Place{facts.st_dev, facts.st_ino, path.substr(slash == std::string::npos ? 0 : slash + 1)};
}

std::vector<Named> inputs_of(const Options& options) {
  std::vector<Named> inputs;
  for (const std::string& file : options.files)
    inputs.push_back(file == "-" ? Named{"standard input", place_of(STDIN_FILENO)} : Named{file, place_of(file)});
  const char* const usual = std::getenv("SSLKEYLOGFILE");
  const std::string keys = !options.keylog.empty() ? options.keylog : usual != nullptr ? usual : "";
  if (!keys.empty()) inputs.push_back({keys, place_of(keys)});
  return inputs;
}

Named output_of(std::string_view option, const std::string& path, int out_fd) {
  if (is_standard_output(path)) return {"standard output", place_of(out_fd)};
  return {fmt::format("{} {}", option, path), place_of(path)};
}

}  // namespace

std::string overwrite_conflict(const Options& options, int out_fd) {
  std::vector<Named> outputs = {output_of("-o", options.output, out_fd)};
  if (!options.save.empty()) outputs.push_back(output_of("-w", options.save, out_fd));
  for (const Named& output : outputs) {
    if (!output.place) continue;
    for (const Named& input : inputs_of(options))
      if (input.place == output.place)
        return fmt::format("{} would overwrite {}, which is read: name another file for the output", output.text,
                           input.text);
  }
  if (outputs.size() == 2 && outputs[0].place && outputs[0].place == outputs[1].place)
    return fmt::format("{} and {} are the same file: name two", outputs[0].text, outputs[1].text);
  return {};
}

}  // namespace wstrace
