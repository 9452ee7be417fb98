// wstrace: what happened between this client and this server, and why did it fail?
#include <csignal>

#include "cli/options.h"
#include "cli/run.h"
#include "output/output.h"

namespace {

volatile std::sig_atomic_t stop_requested = 0;

void request_stop(int) { stop_requested = 1; }

/// Ctrl-C ends a live trace with its summary; a second one ends the program at once. A reader that went away is an
/// error of write(), not a signal.
void install_signals() {
  struct sigaction action {};
  action.sa_handler = request_stop;
  action.sa_flags = SA_RESETHAND;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
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
  wstrace::Surroundings surroundings{1, messages, [] { return stop_requested != 0; }};
  return wstrace::run(std::get<wstrace::Options>(parsed), surroundings);
}
