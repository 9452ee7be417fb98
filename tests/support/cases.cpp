// Looks for the cases on disk.
#include "support/cases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <stdexcept>
#include <utility>

#include "support/program.h"

namespace wstrace::test {
namespace {

namespace fs = std::filesystem;

/// The programs that make the captures; no capture itself.
constexpr const char* kLab = "lab";

std::vector<fs::path> folders_in(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (entry.is_directory()) out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string input_in(const fs::path& folder) {
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("input.")) return name;
  }
  return {};
}

std::vector<Case> find_cases() {
  std::vector<Case> cases;
  for (const fs::path& protocol : folders_in(captures_folder())) {
    const std::string family = protocol.filename().string();
    if (family == kLab) continue;
    for (const fs::path& folder : folders_in(protocol)) {
      cases.push_back({family + "/" + folder.filename().string(), family, folder.string(), input_in(folder)});
    }
  }
  return cases;
}

}  // namespace

void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

const std::string& captures_folder() {
  static const std::string folder = WSTRACE_CAPTURES;
  return folder;
}

const std::vector<Case>& all_cases() {
  static const std::vector<Case> cases = find_cases();
  return cases;
}

std::vector<Case> cases_where(const std::function<bool(const Case&)>& is_one) {
  std::vector<Case> out;
  std::copy_if(all_cases().begin(), all_cases().end(), std::back_inserter(out), is_one);
  return out;
}

std::vector<Case> cases_of(const std::vector<std::string>& families) {
  return cases_where([&families](const Case& one) {
    return std::find(families.begin(), families.end(), one.family) != families.end();
  });
}

const Case& case_named(const std::string& name) {
  for (const Case& one : all_cases()) {
    if (one.name == name) return one;
  }
  throw std::runtime_error("no case " + name + " in " + captures_folder());
}

std::string ndjson_of(const Case& one, const std::vector<std::string>& options) {
  std::vector<std::string> arguments = one.options();
  arguments.emplace_back("--json");
  arguments.insert(arguments.end(), options.begin(), options.end());
  arguments.push_back(one.relative_input());
  const RunResult result = run_inside(std::move(arguments), captures_folder());
  EXPECT_EQ(result.status, 0) << result.describe();
  return result.out;
}

std::string test_name(const Case& one) {
  std::string name = one.name;
  std::replace_if(
      name.begin(), name.end(),
      [](char c) { return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9'); }, '_');
  return name;
}

bool Case::has_keys() const { return file_exists(file("keys.log")); }

std::vector<std::string> Case::options() const {
  return has_keys() ? std::vector<std::string>{"--keylog", name + "/keys.log"} : std::vector<std::string>();
}

bool file_exists(const std::string& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace wstrace::test
