#include "output/closing.h"

#include <fmt/format.h>

#include <string>

#include "core/describe.h"
#include "output/words.h"

namespace wstrace {
namespace {

void say(Page& page, std::string_view words, Style style = Style::plain) { page.paragraph(page.line(), words, style); }

std::string advice(const EndFacts& end, const Tally& tally) {
  if (end.packets == 0) return "Is it the right interface or file, and does the filter let the traffic through?";
  if (tally.tls != 0 && tally.http == 0)
    return "What TLS carries cannot be read: capture behind the proxy that ends TLS, where the traffic is plain.";
  if (end.connections == 0) return "No TCP connection either: look at the interface and at the filter.";
  return "A session is known by its handshake: start the capture before the client connects, or let the client "
         "connect anew. --all shows the connections that were seen.";
}

void say_nothing_found(Page& page, const EndFacts& end, const Tally& tally) {
  say(page, fmt::format("No WebSocket, Engine.IO or Socket.IO session in {}. {}", counted(end.packets, "packet"),
                        advice(end, tally)));
}

void say_others(Page& page, const Tally& tally) {
  std::string words;
  const auto add = [&words](std::uint64_t n, std::string_view what, std::string_view more) {
    if (n != 0) words += (words.empty() ? "" : ", ") + counted(n, what) + std::string(more);
  };
  add(tally.http, "plain HTTP connection", "");
  add(tally.tls, "TLS connection", ", no keys");
  add(tally.tcp, "other TCP connection", "");
  if (!words.empty()) say(page, "Not shown: " + words + "; --all shows them.", Style::faint);
}

void say_not_followed(Page& page, const EndFacts& end) {
  std::uint64_t packets = 0;
  std::string kinds;
  for (const auto& [what, n] : end.not_followed) {
    packets += n;
    kinds += fmt::format("{}{} {}", kinds.empty() ? "" : ", ", what, n);
  }
  if (packets != 0) say(page, fmt::format("{} not followed yet: {}.", counted(packets, "packet"), kinds));
}

void say_losses(Page& page, const EndFacts& end) {
  if (!end.damage.empty())
    say(page, "! The input is damaged: " + end.damage, Style::warn);
  else if (end.truncated)
    say(page, "! The input ends in the middle of a packet; what came before it is shown.", Style::warn);
  if (!end.kernel_drops) return;
  if (*end.kernel_drops == 0) return say(page, "The kernel dropped no packets.");
  say(page,
      fmt::format("! The kernel dropped {} that wstrace was too slow to take: what is missing above may have been "
                  "there. A narrower filter helps.",
                  counted(*end.kernel_drops, "packet")),
      Style::warn);
}

}  // namespace

void Tally::add(const SessionFacts& session) {
  if (!session.bare())
    ++sessions;
  else if (session.kind == SessionKind::tls)
    ++tls;
  else if (session.kind == SessionKind::http)
    ++http;
  else
    ++tcp;
}

void print_closing(Page& page, const EndFacts& end, const Tally& tally, bool shown_all) {
  if (tally.sessions == 0) say_nothing_found(page, end, tally);
  if (!shown_all) say_others(page, tally);
  say_not_followed(page, end);
  say_losses(page, end);
  page.flush();
}

}  // namespace wstrace
