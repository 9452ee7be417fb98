// Runs programs as a user would: arguments, standard input, environment and folder in; output and exit status out.
//
// The environment is the caller's without what changes wstrace's output (NO_COLOR, COLUMNS, …). Every run has a time
// limit, after which it is killed and says so: a hanging program fails its test and does not stop the others.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wstrace::test {

struct Command {
  std::vector<std::string> arguments = {};
  std::string standard_input = {};
  std::map<std::string, std::string> environment = {};  ///< added to the usual one
  std::string folder = {};                              ///< empty: the caller's
  std::string program = WSTRACE_PROGRAM;
  unsigned short terminal_columns = 0;  ///< standard output is a terminal of this width; 0: a pipe
  bool messages_on_terminal = false;    ///< standard error is a terminal
  bool input_stays_open = false;        ///< until close_input()
  std::chrono::seconds limit{120};
};

struct RunResult {
  std::string out;
  std::string err;
  int status = -1;         ///< of exit; 128 + the signal's number when a signal ended it
  bool timed_out = false;  ///< it was killed at its time limit

  /// All of it, for a test's message; the output shortened.
  std::string describe() const;
};

/// A program that is running. Ends it (and waits for it) when it goes away itself.
class Process {
 public:
  explicit Process(const Command& command);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  /// Reads on until `text` is in the standard output. False when the program ended first, or the time is over (its own
  /// limit's, or a shorter one).
  bool wait_for_output(std::string_view text, std::chrono::milliseconds at_most = std::chrono::hours(1));
  /// The same of the standard error, within its own limit.
  bool wait_for_message(std::string_view text);
  void send_signal(int signal) const;
  /// Ends its standard input, once all of it has been written.
  void close_input();
  /// Closes the reading end of its standard output, as `head` does.
  void close_output();
  /// Waits for its end.
  RunResult finish();
  /// What was read of it so far.
  const RunResult& result() const { return result_; }

 private:
  bool pump(std::chrono::steady_clock::time_point until);
  void feed();
  static void drain(int& descriptor, std::string& into);
  void reap();

  pid_t child_ = -1;
  int in_ = -1;
  int out_ = -1;
  int err_ = -1;
  std::string to_write_;
  bool input_stays_open_ = false;
  std::chrono::steady_clock::time_point deadline_;
  RunResult result_;
};

/// Starts a program and waits for its end.
RunResult run(const Command& command);
/// wstrace with these arguments.
RunResult run_wstrace(std::vector<std::string> arguments);
/// The same without a process of its own, for the many tests that are about what is printed: all that the program does
/// between its main() and its exit status.
RunResult run_inside(std::vector<std::string> arguments, const std::string& folder);
/// wstrace as its users run it; sanitized, where starting a process takes longer than most traces, inside.
RunResult run_for_output(std::vector<std::string> arguments, const std::string& folder);

}  // namespace wstrace::test
