// The recorded cases: every folder captures/<protocol>/<case>/, found when the tests start, so that a new capture is
// tested by being there.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace wstrace::test {

struct Case {
  std::string name;    ///< "socketio/v4-binary"
  std::string family;  ///< "socketio"
  std::string folder;  ///< absolute
  std::string input;   ///< file name within the folder; empty when there is none

  std::string input_path() const { return folder + "/" + input; }
  /// As it is named with the captures' folder as working directory.
  std::string relative_input() const { return name + "/" + input; }
  std::string file(const std::string& file_name) const { return folder + "/" + file_name; }

  /// Keys of what is encrypted in it.
  bool has_keys() const;
  /// Options that it is read with, the captures' folder being the working directory.
  std::vector<std::string> options() const;
};

void PrintTo(const Case& one, std::ostream* out);

/// The folder that holds them: run wstrace there, and file names in its output are the same everywhere.
const std::string& captures_folder();
/// All cases, by name; `captures/lab` is none.
const std::vector<Case>& all_cases();
/// Those of some protocols.
std::vector<Case> cases_of(const std::vector<std::string>& families);
/// Those of which something is true.
std::vector<Case> cases_where(const std::function<bool(const Case&)>& is_one);

/// The case with this name; throws std::runtime_error when there is none.
const Case& case_named(const std::string& name);

/// What `wstrace --json` prints of it, read with its options and these. Expects that it ends well.
std::string ndjson_of(const Case& one, const std::vector<std::string>& options = {});

/// "socketio/v4-binary" as GoogleTest allows it in a name: "socketio_v4_binary".
std::string test_name(const Case& one);

/// For INSTANTIATE_TEST_SUITE_P.
struct CaseName {
  template <class Info>
  std::string operator()(const Info& info) const {
    return test_name(info.param);
  }
};

bool file_exists(const std::string& path);
/// The file's bytes; empty when it cannot be read (ask file_exists).
std::string read_file(const std::string& path);

}  // namespace wstrace::test
