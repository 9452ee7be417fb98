#include "output/closing.h"

#include <fmt/format.h>

#include <string>

#include <algorithm>

#include "model/describe.h"
#include "output/phrases.h"

namespace wstrace {
namespace {

constexpr std::size_t kBroadcastsNamed = 8;
constexpr std::size_t kCausesNamed = 12;
/// When one packet in so many was cut, that is why nothing was found.
constexpr std::uint64_t kManyCut = 8;

void say(TextWriter& writer, std::string_view phrase, Style style = Style::plain) {
  writer.paragraph(writer.line(), phrase, style);
}

std::string advice(const EndFacts& end, const Tally& tally) {
  if (end.cut * kManyCut > end.packets)
    return fmt::format(
        "The capture has only the first {} bytes of each packet, too few to recognise a session: record whole packets "
        "(-s 0). --all shows all connections.",
        end.cut_to);
  if (end.packets == 0)
    return "Check that this is the right interface or file, and that the filter matches the traffic.";
  if (!tally.bare.empty() && !tally.bare.front().type->bare_advice.empty())
    return std::string(tally.bare.front().type->bare_advice);
  if (!end.undecoded.empty())
    return fmt::format("{} {}, which is not decoded: {}.",
                       end.connections == 0 ? "The traffic is" : "The traffic may be using",
                       end.undecoded.front().protocol->title, end.undecoded.front().advice);
  if (end.connections == 0) return "No TCP connection either: check the interface and the filter.";
  return "A session is recognised by its handshake: start the capture before the client connects, or let the client "
         "reconnect. --all shows all connections.";
}

void say_nothing_found(TextWriter& writer, const EndFacts& end, const Tally& tally) {
  say(writer, fmt::format("No WebSocket, Engine.IO or Socket.IO session in {}. {}", counted(end.packets, "packet"),
                          advice(end, tally)));
}

void say_others(TextWriter& writer, const Tally& tally) {
  std::string phrase;
  for (const BareConnections& each : tally.bare) {
    phrase += (phrase.empty() ? "" : ", ") + counted(each.count, each.type->bare_title);
    if (each.numbers.least() < tally.last_session) phrase += " (" + each.numbers.text("session") + ")";
    phrase += each.type->bare_remark;
  }
  if (!phrase.empty()) say(writer, "Not shown: " + phrase + "; --all shows them.", Style::faint);
}

/// One thing that went wrong: which sessions, what, and what to do about it.
void say_cause(TextWriter& writer, const CauseFacts& cause) {
  NumberRanges numbers;
  for (const std::uint32_t number : cause.sessions) numbers.add(number);
  const std::uint64_t n = cause.sessions.size() + cause.unlisted;
  const std::string more = cause.unlisted == 0 ? "" : fmt::format(" and {} more", cause.unlisted);
  const std::string which =
      n == 1 ? numbers.text("session") : fmt::format("{} ({}{})", counted(n, "session"), numbers.list(), more);
  LineBuilder line = writer.line();
  line.space(2).put_safe("! ", style_of(cause.severity));
  writer.paragraph(std::move(line), fmt::format("{}: {} [{}]", which, cause.text, cause.code));
  if (cause.advice.empty()) return;
  LineBuilder advice = writer.line();
  advice.space(4).put_safe("→ ");
  writer.paragraph(std::move(advice), cause.advice);
}

void say_causes(TextWriter& writer, const std::vector<CauseFacts>& causes) {
  if (causes.empty()) return;
  say(writer, "What went wrong:");
  for (std::size_t i = 0; i < std::min(causes.size(), kCausesNamed); ++i) say_cause(writer, causes[i]);
  if (causes.size() > kCausesNamed) say(writer, fmt::format("  and {} more causes", causes.size() - kCausesNamed));
}

/// Which messages went to many, and how far apart these got them: the server's fan-out.
void say_broadcasts(TextWriter& writer, const std::vector<BroadcastFacts>& broadcasts) {
  std::string phrase;
  for (std::size_t i = 0; i < std::min(broadcasts.size(), kBroadcastsNamed); ++i) {
    const BroadcastFacts& each = broadcasts[i];
    const bool always = each.receptions == each.times * each.most;
    phrase += fmt::format("{}\"{}\" {}× to {}{}{}", i == 0 ? "" : "; ", each.label, each.times, always ? "" : "up to ",
                          counted(each.most, "session"), each.times > 1 ? " each" : "");
    if (each.most > 1) phrase += ", within " + human_duration(each.widest);
  }
  if (phrase.empty()) return;
  if (broadcasts.size() > kBroadcastsNamed)
    phrase += fmt::format("; and {} more", broadcasts.size() - kBroadcastsNamed);
  say(writer, "Broadcasts: " + phrase);
}

void say_not_followed(TextWriter& writer, const EndFacts& end) {
  std::uint64_t packets = 0;
  std::string kinds;
  for (const auto& [what, n] : end.not_followed) {
    packets += n;
    kinds += fmt::format("{}{} {}", kinds.empty() ? "" : ", ", what, n);
  }
  if (packets != 0) say(writer, fmt::format("{} not followed: {}.", counted(packets, "packet"), kinds));
}

/// What was recognised and cannot be decoded, because it is encrypted for good.
void say_undecoded(TextWriter& writer, const std::vector<UndecodedFacts>& undecoded) {
  for (const UndecodedFacts& each : undecoded) {
    std::string phrase = fmt::format(
        "{} ({}), not decoded: {}, {}", counted(each.connections, fmt::format("{} connection", each.protocol->title)),
        each.known_as, counted(each.packets[0] + each.packets[1], "packet"), human_size(each.bytes[0] + each.bytes[1]));
    if (each.unanswered == each.connections)
      phrase += ", never answered";
    else if (each.unanswered != 0)
      phrase += fmt::format("; {} never answered", each.unanswered);
    say(writer, phrase + ".");
  }
}

std::string were(std::uint64_t n) { return n == 1 ? "was" : "were"; }

void say_left_out(TextWriter& writer, const EndFacts& end) {
  if (end.duplicates != 0)
    say(writer, fmt::format("{} {} captured more than once; the copies are ignored.", counted(end.duplicates, "packet"),
                            were(end.duplicates)));
  if (end.damaged != 0)
    say(writer, fmt::format("{} with a wrong checksum {} ignored, as a receiver would.", counted(end.damaged, "packet"),
                            were(end.damaged)));
  if (end.icmp_elsewhere != 0)
    say(writer, fmt::format("{} about TCP connections that are not in this capture.",
                            counted(end.icmp_elsewhere, "ICMP error")));
  if (end.icmp_untold != 0)
    say(writer, fmt::format("{} {} not shown.", counted(end.icmp_untold, "further ICMP error"),
                            end.icmp_untold == 1 ? "is" : "are"));
}

/// Why the input was not read to its end, or not all of it could be: nothing that follows from that is the network's doing.
void say_unread(TextWriter& writer, const EndFacts& end) {
  if (!end.damage.empty())
    say(writer, "! The input is damaged: " + end.damage, Style::warn);
  else if (end.truncated)
    say(writer, "! The input ends in the middle of a packet; everything before that is shown.", Style::warn);
  if (!end.interrupted.empty())
    say(writer, fmt::format("! Interrupted by {}: the rest of the input was not read.", end.interrupted), Style::warn);
  if (!end.stopped.empty()) say(writer, fmt::format("! The trace stopped early: {}", end.stopped), Style::warn);
}

void say_losses(TextWriter& writer, const EndFacts& end) {
  say_unread(writer, end);
  if (end.cut != 0)
    say(writer,
        fmt::format(
            "! Only the first {1} bytes of {0} were recorded; the rest is missing. Record whole packets (-s 0).",
            counted(end.cut, "packet"), end.cut_to),
        Style::warn);
  if (!end.kernel_drops) return;
  if (*end.kernel_drops == 0) return say(writer, "The kernel dropped no packets.");
  say(writer,
      fmt::format("! The kernel dropped {} because wstrace was too slow: what is missing above may have been in them. "
                  "Use a narrower filter.",
                  counted(*end.kernel_drops, "packet")),
      Style::warn);
}

void say_missing(TextWriter& writer, const EndFacts& end, const SessionNumbers& sessions) {
  const std::string missing = sessions.missing(end.sessions);
  if (missing.empty()) return;
  say(writer, fmt::format("There {} no {} in this capture; --list shows all sessions.",
                          missing.starts_with("sessions") ? "are" : "is", missing));
}

/// Among several sessions; one alone has said all of it in its footer.
std::vector<CauseFacts> causes_among(const std::vector<CauseFacts>& causes, const SessionNumbers& sessions) {
  std::vector<CauseFacts> among;
  if (sessions.choose_one()) return among;
  for (const CauseFacts& each : causes) {
    CauseFacts cause = each;
    std::erase_if(cause.sessions, [&](std::uint32_t number) { return !sessions.contain(number); });
    cause.unlisted = 0;
    if (!cause.sessions.empty()) among.push_back(std::move(cause));
  }
  return among;
}

void close_chosen(TextWriter& writer, const EndFacts& end, const SessionNumbers& sessions) {
  say_missing(writer, end, sessions);
  say_causes(writer, causes_among(end.causes, sessions));
  say_unread(writer, end);
  writer.flush();
}

}  // namespace

void Tally::add(const SessionFacts& session) {
  if (!session.bare()) {
    ++sessions;
    last_session = std::max(last_session, session.number);
    return;
  }
  // Whose keys worked is missing no keys.
  const bool opened = session.decrypted && session.type->level == Level::protection;
  const SessionType& type = opened ? kTcpConnection : *session.type;
  auto same = std::find_if(bare.begin(), bare.end(), [&](const auto& each) { return each.type == &type; });
  if (same == bare.end()) {
    const auto less = [&](const auto& each) { return each.type->level < type.level; };
    same = bare.insert(std::find_if(bare.begin(), bare.end(), less), {&type, 0, {}});
  }
  ++same->count;
  same->numbers.add(session.number);
}

void print_closing(TextWriter& writer, const EndFacts& end, const Tally& tally, const TextOptions& options) {
  if (!options.sessions.choose_all()) return close_chosen(writer, end, options.sessions);
  if (tally.sessions == 0) say_nothing_found(writer, end, tally);
  say_causes(writer, end.causes);
  say_broadcasts(writer, end.broadcasts);
  if (!options.all) say_others(writer, tally);
  say_undecoded(writer, end.undecoded);
  say_not_followed(writer, end);
  say_left_out(writer, end);
  say_losses(writer, end);
  writer.flush();
}

}  // namespace wstrace
