#include "dissectors/engineio/refusal.h"

#include <fmt/format.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/utf8.h"
#include "dissectors/engineio/definitions.h"
#include "dissectors/engineio/foreign.h"
#include "dissectors/engineio/target.h"
#include "dissectors/engineio/verdict.h"
#include "model/describe.h"
#include "seam/connection_service.h"
#include "seam/session_service.h"

namespace wstrace::engineio {
namespace {

/// By code, as servers put them into words (packages/engine.io, Server.errorMessages).
constexpr std::array<std::string_view, kRefusals> kMessages = {
    "Transport unknown", "Session ID unknown", "Bad handshake method",
    "Bad request",       "Forbidden",          "Unsupported protocol version"};

/// How python-engineio ends a refusal of the page's origin: "https://a.example is not an accepted origin."
constexpr std::string_view kPythonOrigin = " is not an accepted origin.";
constexpr std::string_view kPythonOriginAlone = "Not an accepted origin.";

/// python-engineio has no numbers (Server.handle_request): its texts, quoted as JSON since 4.0.
struct Words {
  enum class Where : std::uint8_t { whole, begins, ends };

  std::string_view text;
  Refusal means;
  bool common = false;  ///< other servers say that, too: it takes the quotation marks to tell
  Where where = Where::whole;

  bool match(std::string_view body) const {
    switch (where) {
      case Where::begins: return body.starts_with(text);
      case Where::ends: return body.ends_with(text);
      default: return body == text;
    }
  }
};
constexpr std::array kPythonWords =
    std::to_array<Words>({{"Invalid transport", Refusal::unknown_transport},
                          {"Invalid session", Refusal::unknown_sid},
                          {"Method Not Found", Refusal::bad_handshake_method, true},
                          {"Invalid websocket upgrade", Refusal::bad_request},
                          {"Invalid JSONP index number", Refusal::bad_request},
                          {"Bad Request", Refusal::bad_request, true},
                          // With the sid, and with the origin: AsyncServer's.
                          {"Invalid session ", Refusal::unknown_sid, false, Words::Where::begins},
                          {kPythonOrigin, Refusal::forbidden, false, Words::Where::ends},
                          {kPythonOriginAlone, Refusal::forbidden},
                          {"Unauthorized", Refusal::forbidden, true},
                          {"The client is using an unsupported version of the Socket.IO or Engine.IO protocols",
                           Refusal::unsupported_version}});

constexpr unsigned kTooLarge = 413;
constexpr unsigned kBadRequest = 400;
/// A healthy server may need as long for its first answer.
constexpr Duration kSoonestAnswer = 300 * kMillisecond;
/// Of a body that may be the application's own words.
constexpr std::size_t kLongestWords = 200;

constexpr unsigned kRefusalFlags = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseIterativeFlag;

/// Keeps "code" and "message" of the outermost object.
class RefusalHandler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, RefusalHandler> {
 public:
  explicit RefusalHandler(RefusalData& to) : to_(to) {}

  bool has_code() const { return has_code_; }

  bool Default() { return depth_ > 0; }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    key_.assign(text, length);
    return true;
  }
  bool String(const char* text, rapidjson::SizeType length, bool copy) {
    if (depth_ == 1 && key_ == "message") to_.message.assign(text, length);
    if (depth_ == 1 && key_ == "code") return RawNumber(text, length, copy);  // as engineioxide has it
    return depth_ > 0;
  }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    if (depth_ != 1 || key_ != "code") return depth_ > 0;
    const auto [end, error] = std::from_chars(text, text + length, to_.code);
    has_code_ = error == std::errc() && end == text + length;
    return true;
  }
  bool StartObject() { return ++depth_ < kDeepest; }
  bool EndObject(rapidjson::SizeType) { return depth_-- > 0; }
  bool StartArray() { return depth_ > 0 && ++depth_ < kDeepest; }
  bool EndArray(rapidjson::SizeType) { return depth_-- > 0; }

 private:
  static constexpr unsigned kDeepest = 16;

  RefusalData& to_;
  std::string key_;
  unsigned depth_ = 0;
  bool has_code_ = false;
};

std::optional<RefusalData> parse_python(std::string_view body) {
  const bool quoted = body.size() >= 2 && body.starts_with('"') && body.ends_with('"');
  if (quoted) body = body.substr(1, body.size() - 2);
  const auto known = std::find_if(kPythonWords.begin(), kPythonWords.end(), [body, quoted](const Words& each) {
    return each.match(body) && (quoted || !each.common);
  });
  if (known == kPythonWords.end()) return std::nullopt;
  return RefusalData{static_cast<unsigned>(known->means), std::string(body), false, kPython};
}

/// What the event says of a refusal.
class RefusalFields {
 public:
  explicit RefusalFields(const RefusalData& data)
      : fields_{make_field(field::error_code, data.code), make_field(field::reason, std::string_view(data.message))},
        first_(data.numbered ? 0 : 1) {}

  operator std::span<const Field>() const { return std::span(fields_).subspan(first_); }

 private:
  std::array<Field, 2> fields_;
  std::size_t first_;
};

std::string_view copied(Context& ctx, std::string_view text) { return ctx.arena().copy(text); }

/// Where the trace has both sides of a proxy, the client talks to that.
std::string server_name(Context& ctx) {
  const bool proxy = ctx.session() != nullptr && ctx.session()->facts.near_client;
  return (proxy ? "a server behind " : "") + ctx.connection().info().server.to_string();
}

/// Emits an event with one note that tells a story.
void emit_event(Context& ctx, const EventDef& def, PacketRange packets, std::span<const Field> fields,
                const NoteDef& note, std::span<const Field> note_fields) {
  const Note notes[] = {{&note, note_fields}};
  ctx.emit({Direction::s2c, packets}, def, fields, notes);
}

/// Why the server may not know a session that somebody opened.
std::string unknown_story(Context& ctx, Transport& transport) {
  const SessionFacts& facts = transport.session().facts;
  const Issued* const issued = ctx.sessions().issuer(facts.sid);
  if (issued == nullptr) return "the capture does not show which server issued its sid";
  const std::string ago = human_duration(ctx.now() - issued->time);
  const std::string issuer = issued->server.to_string();
  if (issued->server != ctx.connection().info().server) {
    return fmt::format("another server, {}, issued its sid {} earlier", issuer, ago);
  }
  return fmt::format(
      "it issued the sid itself {} earlier, so either it was restarted since, or there are several servers "
      "behind this address",
      ago);
}

/// What a refusal means for the session: it never began, or this ends it.
void end_refused(Transport& transport, const std::string& reason, const NoteDef& why) {
  SessionFacts& facts = transport.session().facts;
  if (facts.outcome.state != "open") return;
  facts.ends({"refused", "server", reason, why.code});
  if (transport.named()) facts.outcome.client_word = "transport error";
}

void session_unknown(Context& ctx, Transport& transport, const Asked& asked, const RefusalData& data,
                     PacketRange packets) {
  gave_up_unseen(ctx, transport.state(), transport.session().facts);
  const std::string story = unknown_story(ctx, transport);
  const RefusalFields fields(data);
  State& state = transport.state();
  const Field reported[] = {make_field(field::server, copied(ctx, server_name(ctx))),
                            make_field(field::story, std::string_view(story)),
                            make_field(field::hint, std::string_view(state.cookie))};
  const NoteDef& why = state.cached         ? note::cached
                       : asked.lacks_cookie ? note::cookie_not_returned
                                            : note::session_unknown;
  if (std::exchange(state.unknown_reported, true) || state.cached ||
      transport.session().facts.outcome.state != "open") {
    ctx.emit({Direction::s2c, packets}, event::refusal, fields);  // what ended the session has been reported
  } else {
    emit_event(ctx, event::refusal, packets, fields, why, reported);
  }
  if (asked.websocket) {
    state.upgrade.failed = true;  // polling goes on
  } else {
    end_refused(transport, fmt::format("{} does not know the session", server_name(ctx)), why);
  }
}

void version_refused(Context& ctx, Transport& transport, const RefusalData& data, PacketRange packets) {
  const unsigned asked = transport.version();
  const std::string story = fmt::format("the client uses Engine.IO {} (Socket.IO {}), which the server rejects", asked,
                                        asked == kVersion3 ? "1 or 2" : "3 or 4");
  const RefusalFields fields(data);
  const Field reported[] = {make_field(field::story, std::string_view(story))};
  emit_event(ctx, event::refusal, packets, fields, note::version_mismatch, reported);
  end_refused(transport, story, note::version_mismatch);
}

void stripped(Context& ctx, Transport& transport, const Asked& asked, const RefusalData& data, PacketRange packets) {
  const std::string_view story =
      asked.upgrade ? "was answered as if it had no Upgrade header" : "reaches the server without an Upgrade header";
  const RefusalFields fields(data);
  const Field reported[] = {make_field(field::story, story)};
  emit_event(ctx, event::refusal, packets, fields, note::upgrade_stripped, reported);
  transport.state().upgrade.failed = true;
  if (!transport.named())
    end_refused(transport, "the server rejected the WebSocket request, because its Upgrade header was dropped",
                note::upgrade_stripped);
}

/// A client of Socket.IO names the transport, whichever its version.
bool is_no_client(Transport& transport, const RefusalData& data) {
  const bool unknown = data.code == static_cast<unsigned>(Refusal::unknown_transport);
  return unknown && !query_value(transport.target(), "transport") && !query_value(transport.target(), "EIO");
}

/// python-engineio says no more than this of a POST that exceeds its max_http_buffer_size.
bool may_be_too_large(const Asked& asked, const RefusalData& data) {
  return asked.post && asked.posted >= kNotSmall && data.implementation == kPython && data.message == "Bad Request";
}

void maybe_too_large(Context& ctx, Transport& transport, const Asked& asked, const RefusalData& data,
                     PacketRange packets) {
  const std::string story = fmt::format(
      "the server (python-engineio) answered this POST of {} with \"{}\", as it does when a body is larger than its "
      "max_http_buffer_size",
      human_size(asked.posted), data.message);
  const RefusalFields fields(data);
  const Field reported[] = {make_field(field::story, std::string_view(story))};
  emit_event(ctx, event::refusal, packets, fields, note::payload_too_large, reported);
  end_refused(transport, story, note::payload_too_large);
}

/// python-engineio says no more than this where it offers no WebSocket.
bool lacks_websocket(Transport& transport, const Asked& asked, const RefusalData& data) {
  return asked.websocket && asked.upgrade && !transport.named() && data.implementation == kPython &&
         data.message == "Bad Request";
}

void plain_refusal(Context& ctx, Transport& transport, const RefusalData& data, PacketRange packets,
                   const NoteDef& otherwise = note::bad_request) {
  const bool forbidden = data.code == static_cast<unsigned>(Refusal::forbidden);
  const RefusalFields fields(data);
  const Field reported[] = {make_field(field::reason, std::string_view(data.message))};
  const bool origin = data.message.ends_with(kPythonOrigin) || data.message == kPythonOriginAlone;
  const NoteDef& why = origin                          ? note::origin_refused
                       : forbidden                     ? note::forbidden
                       : is_no_client(transport, data) ? note::not_a_client
                                                       : otherwise;
  const bool says_more = !forbidden || data.message != kMessages[data.code];
  emit_event(ctx, event::refusal, packets, fields, why, std::span(reported).first(says_more ? 1 : 0));
  end_refused(transport, fmt::format("the server rejected the request: {}", data.message), why);
}

/// What ended the session has been reported: what comes then follows from it.
bool ended_for_a_reason(Transport& transport) { return !transport.session().facts.outcome.code.empty(); }

/// The answer may come before the body has: then the request's head says how much it was to be.
void too_large(Context& ctx, Transport& transport, const Asked& asked, const Body& body, std::string_view server) {
  State& state = transport.state();
  const std::uint64_t sent = std::max(state.largest_sent, asked.posted);
  std::string_view by = "server";
  std::string story = "the client's POST is larger than the server, or a proxy in front of it, accepts";
  if (state.max_payload && state.largest_sent > *state.max_payload) {
    story = fmt::format("the client's message of {} is larger than the {} that the server accepts",
                        human_size(state.largest_sent), human_size(*state.max_payload));
  } else if (state.max_payload && sent > *state.max_payload) {
    story = fmt::format("the client's POST of {} is larger than the {} that the server accepts", human_size(sent),
                        human_size(*state.max_payload));
  } else if (state.max_payload) {
    story = fmt::format("the client's POST is within the {} that the server accepts, so a proxy rejected it{}",
                        human_size(*state.max_payload), server.empty() ? "" : fmt::format(" ({})", server));
    by = "proxy";
  }
  const Field fields[] = {make_field(field::bytes, sent)};
  const Field reported[] = {make_field(field::story, std::string_view(story))};
  emit_event(ctx, event::too_large, body.packets, std::span(fields).first(sent > 0 ? 1 : 0), note::payload_too_large,
             reported);
  transport.session().facts.ends({"closed", std::string_view(by), story, note::payload_too_large.code});
  transport.session().facts.outcome.client_word = "transport error";
}

/// The words of the application's allowRequest, which stand alone where an upgrade is refused: with 400, whatever the
/// reason. All other reasons have fixed words.
bool is_own_text(const ResponseHead& head, std::string_view body) {
  return head.status == kBadRequest && !body.empty() && body.size() <= kLongestWords && body.front() != '<' &&
         head.header("content-type").starts_with("text/html");
}

void overlap(Context& ctx, Transport& transport, PacketRange packets) {
  const Field fields[] = {make_field(field::reason, "overlap")};
  if (ended_for_a_reason(transport)) return ctx.emit({Direction::s2c, packets}, event::refusal, fields);
  emit_event(ctx, event::refusal, packets, fields, note::overlap, {});
  transport.session().facts.ends(
      {"closed", "server", "two simultaneous requests of the session (overlap)", note::overlap.code});
}

/// Who leaves as soon as this was not waiting for the answer.
void left_early(Context& ctx, Transport& transport, Duration waited) {
  const Field fields[] = {make_field(field::waited_us, to_micros(waited))};
  const Note notes[] = {{&note::left_early, fields}};
  ctx.emit({Direction::c2s, {}}, event::no_answer, fields, notes);
  if (transport.named()) {
    transport.state().upgrade.failed = true;
  } else {
    transport.session().facts.ends({"abandoned", "client",
                                    "the client left " + human_duration(waited) + " after its first request",
                                    note::left_early.code});
  }
}

void upgrade_refused(Context& ctx, Transport& transport, const ResponseHead& head, const Body& body) {
  transport.state().upgrade.failed = true;
  if (ended_for_a_reason(transport) || transport.state().cached)
    return ctx.emit({Direction::s2c, body.packets}, event::upgrade_failed, {});
  if (head.status / 100 == 3) return foreign_answer(ctx, transport, head, body, {.websocket = true});
  const std::string_view by = head.header("server");
  const std::string story =
      fmt::format("the response is {}{}{}{} instead of 101", head.status, head.reason.empty() ? "" : " ", head.reason,
                  by.empty() ? "" : fmt::format(" from {}", by));
  const Field reported[] = {make_field(field::story, std::string_view(story))};
  emit_event(ctx, event::upgrade_failed, body.packets, {}, note::upgrade_failed, reported);
}

}  // namespace

std::optional<RefusalData> parse_refusal(std::string_view body) {
  RefusalData data;
  const auto known = std::find(kMessages.begin(), kMessages.end(), body);
  if (known != kMessages.end()) {
    return RefusalData{static_cast<unsigned>(known - kMessages.begin()), std::string(body), true};
  }
  if (auto python = parse_python(body)) return python;
  if (!body.starts_with('{') || !is_utf8(body)) return std::nullopt;
  rapidjson::MemoryStream in(body.data(), body.size());
  RefusalHandler handler(data);
  rapidjson::Reader reader;
  if (!reader.Parse<kRefusalFlags>(in, handler) || !handler.has_code() || data.code >= kRefusals) return std::nullopt;
  data.numbered = true;
  return data;
}

void emit_refusal(Context& ctx, Transport& transport, const Asked& asked, const ResponseHead& head, const Body& body) {
  const auto data = parse_refusal(as_text(body.content));
  if (!data) {
    if (head.status == kTooLarge && asked.post) return too_large(ctx, transport, asked, body, head.header("server"));
    if (head.status == kBadRequest && asked.overlaps) return overlap(ctx, transport, body.packets);
    // So is a second request beside one that was lost in the capture.
    const bool bare = head.status == kBadRequest && body.content.empty();
    const bool lossy = transport.state().lossy || ctx.awaits_bytes();
    if (bare && transport.named() && lossy) return;
    if (asked.websocket && transport.named()) return upgrade_refused(ctx, transport, head, body);
    if (asked.websocket && is_own_text(head, as_text(body.content))) {
      const RefusalData forbidden{static_cast<unsigned>(Refusal::forbidden), std::string(as_text(body.content)), true};
      return plain_refusal(ctx, transport, forbidden, body.packets);
    }
    return foreign_answer(ctx, transport, head, body, asked);
  }
  ctx.count_framing(protocol, body.content.size());
  if (!data->implementation.empty()) transport.session().facts.server_software = data->implementation;
  switch (static_cast<Refusal>(data->code)) {
    case Refusal::unknown_sid: return session_unknown(ctx, transport, asked, *data, body.packets);
    case Refusal::unsupported_version: return version_refused(ctx, transport, *data, body.packets);
    case Refusal::bad_request:
      // Where the header is there, a server that offers no WebSocket says the same.
      if (asked.websocket && !(asked.upgrade && data->implementation == kPython))
        return stripped(ctx, transport, asked, *data, body.packets);
      if (may_be_too_large(asked, *data)) return maybe_too_large(ctx, transport, asked, *data, body.packets);
      if (lacks_websocket(transport, asked, *data))
        return plain_refusal(ctx, transport, *data, body.packets, note::no_websocket);
      break;
    default: break;
  }
  plain_refusal(ctx, transport, *data, body.packets);
}

void never_answered(Context& ctx, Transport& transport, Direction ended_by, Duration waited) {
  if (ended_by == Direction::c2s && waited < kSoonestAnswer) return left_early(ctx, transport, waited);
  const std::string asked = transport.named() ? "the WebSocket request" : "the session's first request";
  const std::string story =
      ended_by == Direction::c2s
          ? fmt::format("{} was not answered for {}, and the client gave up", asked, human_duration(waited))
          : fmt::format("the server closed the connection without answering {}", asked);
  const Field fields[] = {make_field(field::waited_us, to_micros(waited))};
  const Field reported[] = {make_field(field::story, std::string_view(story))};
  const Note notes[] = {{transport.named() ? &note::upgrade_failed : &note::not_answered, reported}};
  ctx.emit({ended_by, {}}, event::no_answer, fields, notes);
  if (transport.named()) {
    transport.state().upgrade.failed = true;
  } else {
    transport.session().facts.ends(
        {ended_by == Direction::c2s ? "abandoned" : "refused", party(ended_by), story, note::not_answered.code});
  }
}

void emit_mismatch(Context& ctx, Transport& transport, unsigned asked, unsigned got, const Body& body) {
  const std::string story = fmt::format(
      "the client asks for Engine.IO {}, but the server answers in the format of version {}, which the client cannot "
      "parse",
      asked, got);
  const Field fields[] = {make_field(field::version, got)};
  const Field reported[] = {make_field(field::story, std::string_view(story))};
  emit_event(ctx, event::foreign, body.packets, std::span(fields).first(0), note::version_mismatch, reported);
  transport.session().facts.ends({"closed", "client", story, note::version_mismatch.code});
}

}  // namespace wstrace::engineio
