// wstrace: what happened between this client and this server, and why did it fail?
#include <unistd.h>

#include <csignal>

#include "cli/options.h"
#include "cli/run.h"
#include "output/output.h"

namespace {

volatile std::sig_atomic_t stop_signal = 0;

void request_stop(int signal) { stop_signal = signal; }

/// A signal ends a trace with what was seen; a second one ends the program at once. Under nohup the end of the terminal is
/// none. A reader that went away is an error of write(), not a signal.
void install_signals() {
  struct sigaction action {};
  action.sa_handler = request_stop;
  action.sa_flags = SA_RESETHAND;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  struct sigaction before {};
  if (sigaction(SIGHUP, nullptr, &before) == 0 && before.sa_handler != SIG_IGN) sigaction(SIGHUP, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace

int main(int argc, char** argv) {
  wstrace::FdOutput out(1);
  wstrace::FdOutput messages(2);
  const auto parsed = wstrace::parse(argc, argv);
  if (const auto* exit = std::get_if<wstrace::Exit>(&parsed)) {
    out.write(exit->out);
    messages.write(exit->err);
    out.flush();
    messages.flush();
    return exit->code;
  }
  install_signals();
  wstrace::Environment environment{1, messages, [] { return static_cast<int>(stop_signal); }, isatty(2) != 0};
  return wstrace::run(std::get<wstrace::Options>(parsed), environment);
}
