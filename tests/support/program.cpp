// Processes by fork and exec; pipes are read and written without blocking, so that neither side can wait for ever.
#include "support/program.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <utility>
#include <variant>

#include "cli/options.h"
#include "cli/run.h"
#include "output/output.h"
#include "support/effort.h"

namespace wstrace::test {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kNotStarted = 127;
constexpr int kSignalBase = 128;
constexpr std::size_t kShown = 4000;
constexpr unsigned short kMessageColumns = 80;

/// What would make the same test print something else on another machine.
constexpr std::array kUnwanted = {"NO_COLOR", "CLICOLOR_FORCE", "COLUMNS",        "LINES",
                                  "TERM",     "SSLKEYLOGFILE",  "POSIXLY_CORRECT"};

struct Pipe {
  int read = -1;
  int write = -1;
};

Pipe make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error(std::string("pipe: ") + std::strerror(errno));
  return {ends[0], ends[1]};
}

/// A terminal: what is written to one end, as a program's standard output, is read from the other.
Pipe make_terminal(unsigned short columns) {
  const int reading = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (reading < 0 || grantpt(reading) != 0 || unlockpt(reading) != 0) {
    throw std::runtime_error(std::string("terminal: ") + std::strerror(errno));
  }
  const int writing = open(ptsname(reading), O_RDWR | O_NOCTTY | O_CLOEXEC);
  const winsize size{.ws_row = 24, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
  ioctl(writing, TIOCSWINSZ, &size);
  return {reading, writing};
}

void close_once(int& descriptor) {
  if (descriptor >= 0) close(descriptor);
  descriptor = -1;
}

std::vector<char*> pointers(std::vector<std::string>& phrase) {
  std::vector<char*> out;
  out.reserve(phrase.size() + 1);
  for (std::string& word : phrase) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

std::vector<std::string> environment_of(const Command& command) {
  std::map<std::string, std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) all.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  for (const char* name : kUnwanted) all.erase(name);
  all["LC_ALL"] = "C.UTF-8";
  all["TZ"] = "UTC";
  for (const auto& [name, value] : command.environment) all[name] = value;
  std::vector<std::string> out;
  for (const auto& [name, value] : all) out.push_back(name + "=" + value);
  return out;
}

/// In the child, between fork and exec: only calls that are safe there.
[[noreturn]] void become(const char* program, char* const* arguments, char* const* environment, const char* folder,
                         const int (&descriptors)[3]) {
  for (int i = 0; i < 3; ++i) dup2(descriptors[i], i);
  for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_DFL);
  if (*folder == '\0' || chdir(folder) == 0) execvpe(program, arguments, environment);
  const char* why = std::strerror(errno);
  for (const char* part : {program, ": ", why, "\n"}) {
    if (write(STDERR_FILENO, part, std::strlen(part)) < 0) break;
  }
  _exit(kNotStarted);
}

std::string shortened(const std::string& text) {
  if (text.size() <= kShown) return text;
  return text.substr(0, kShown) + "\n… (" + std::to_string(text.size()) + " bytes in all)\n";
}

}  // namespace

std::string RunResult::describe() const {
  std::string text = "exit status " + std::to_string(status) + (timed_out ? ", killed at the time limit" : "");
  return text + "\n--- standard error\n" + shortened(err) + "--- standard output\n" + shortened(out);
}

Process::Process(const Command& command)
    : to_write_(command.standard_input),
      input_stays_open_(command.input_stays_open),
      deadline_(Clock::now() + command.limit) {
  std::signal(SIGPIPE, SIG_IGN);  // a program that ends before it has read its input is not our end
  std::vector<std::string> phrase = command.arguments;
  phrase.insert(phrase.begin(), command.program);
  std::vector<std::string> settings = environment_of(command);
  const std::vector<char*> arguments = pointers(phrase);
  const std::vector<char*> environment = pointers(settings);
  Pipe in = make_pipe();
  Pipe out = command.terminal_columns != 0 ? make_terminal(command.terminal_columns) : make_pipe();
  Pipe err = command.messages_on_terminal ? make_terminal(kMessageColumns) : make_pipe();
  child_ = fork();
  if (child_ < 0) throw std::runtime_error(std::string("fork: ") + std::strerror(errno));
  if (child_ == 0) {
    become(command.program.c_str(), arguments.data(), environment.data(), command.folder.c_str(),
           {in.read, out.write, err.write});
  }
  for (int* theirs : {&in.read, &out.write, &err.write}) close_once(*theirs);
  in_ = in.write;
  out_ = out.read;
  err_ = err.read;
  for (const int ours : {in_, out_, err_}) fcntl(ours, F_SETFL, O_NONBLOCK);
  if (to_write_.empty() && !input_stays_open_) close_once(in_);
}

Process::~Process() {
  close_once(in_);
  close_once(out_);
  close_once(err_);
  if (child_ > 0) {
    kill(child_, SIGKILL);
    reap();
  }
}

void Process::send_signal(int signal) const {
  if (child_ > 0) kill(child_, signal);
}

void Process::close_input() {
  input_stays_open_ = false;
  if (to_write_.empty()) close_once(in_);
}

void Process::close_output() { close_once(out_); }

void Process::feed() {
  const ssize_t n = write(in_, to_write_.data(), to_write_.size());
  if (n < 0 && errno != EAGAIN && errno != EINTR) return close_once(in_);
  if (n > 0) to_write_.erase(0, static_cast<std::size_t>(n));
  if (to_write_.empty() && !input_stays_open_) close_once(in_);
}

void Process::drain(int& descriptor, std::string& into) {
  std::array<char, 65536> buffer;
  const ssize_t n = read(descriptor, buffer.data(), buffer.size());
  if (n > 0) into.append(buffer.data(), static_cast<std::size_t>(n));
  if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) close_once(descriptor);
}

/// Moves what can be moved now or soon. False when both outputs are closed or the time is over.
bool Process::pump(Clock::time_point until) {
  if (out_ < 0 && err_ < 0) return false;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
  if (left <= 0) return false;
  std::array<pollfd, 3> ready = {{{out_, POLLIN, 0}, {err_, POLLIN, 0}, {to_write_.empty() ? -1 : in_, POLLOUT, 0}}};
  poll(ready.data(), ready.size(), static_cast<int>(left));
  if (ready[0].revents != 0) drain(out_, result_.out);
  if (ready[1].revents != 0) drain(err_, result_.err);
  if (ready[2].revents != 0) feed();
  return true;
}

bool Process::wait_for_output(std::string_view text, std::chrono::milliseconds at_most) {
  const Clock::time_point until = std::min(deadline_, Clock::now() + at_most);
  while (result_.out.find(text) == std::string::npos) {
    if (!pump(until)) return false;
  }
  return true;
}

bool Process::wait_for_message(std::string_view text) {
  while (result_.err.find(text) == std::string::npos) {
    if (!pump(deadline_)) return false;
  }
  return true;
}

void Process::reap() {
  int status = 0;
  while (waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  child_ = -1;
  result_.status = WIFSIGNALED(status) ? kSignalBase + WTERMSIG(status) : WEXITSTATUS(status);
}

RunResult Process::finish() {
  while (pump(deadline_)) {
  }
  close_once(in_);
  result_.timed_out = out_ >= 0 || err_ >= 0;
  if (result_.timed_out) send_signal(SIGKILL);
  if (child_ > 0) reap();
  return result_;
}

RunResult run(const Command& command) { return Process(command).finish(); }

RunResult run_wstrace(std::vector<std::string> arguments) { return run({.arguments = std::move(arguments)}); }

namespace {

/// Goes back to where it was.
class InFolder {
 public:
  explicit InFolder(const std::string& folder) : back_(std::filesystem::current_path()) {
    std::filesystem::current_path(folder);
  }
  InFolder(const InFolder&) = delete;
  InFolder& operator=(const InFolder&) = delete;
  ~InFolder() {
    std::error_code ignored;
    std::filesystem::current_path(back_, ignored);
  }

 private:
  std::filesystem::path back_;
};

std::string content_of(int descriptor) {
  std::string content(static_cast<std::size_t>(lseek(descriptor, 0, SEEK_END)), '\0');
  if (pread(descriptor, content.data(), content.size(), 0) != static_cast<ssize_t>(content.size())) content.clear();
  return content;
}

}  // namespace

RunResult run_inside(std::vector<std::string> arguments, const std::string& folder) {
  for (const char* name : kUnwanted) unsetenv(name);
  arguments.insert(arguments.begin(), WSTRACE_PROGRAM);
  const InFolder in_folder(folder);
  RunResult result;
  const auto parsed = parse(static_cast<int>(arguments.size()), pointers(arguments).data());
  if (const auto* exit = std::get_if<Exit>(&parsed)) {
    result.out = exit->out;
    result.err = exit->err;
    result.status = exit->code;
    return result;
  }
  int out = memfd_create("standard output", MFD_CLOEXEC);
  if (out < 0) throw std::runtime_error(std::string("memfd: ") + std::strerror(errno));
  MemoryOutput messages;
  Environment environment{out, messages, [] { return 0; }};
  result.status = wstrace::run(std::get<Options>(parsed), environment);
  result.out = content_of(out);
  result.err = messages.text();
  close_once(out);
  return result;
}

RunResult run_for_output(std::vector<std::string> arguments, const std::string& folder) {
  if (kSanitized) return run_inside(std::move(arguments), folder);
  return run({.arguments = std::move(arguments), .folder = folder});
}

}  // namespace wstrace::test
