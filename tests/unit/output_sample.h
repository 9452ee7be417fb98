// A small protocol of two layers, made by hand: the outputs must print it without knowing it.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "model/sink.h"
#include "support/session_types.h"

namespace wstrace::tcp {
extern const ProtocolDef protocol;
}

namespace wstrace::sample {

namespace session_types = test::session_types;

inline constexpr FieldDef kSeq{"seq", FieldKind::number};
inline constexpr FieldDef kLength{"length", FieldKind::size};
inline constexpr FieldDef kMasked{"masked", FieldKind::boolean};
inline constexpr FieldDef kRtt{"rtt_us", FieldKind::micros, {}, FieldRole::round_trip};
inline constexpr FieldDef kName{"name", FieldKind::text};
inline constexpr FieldDef kSid{"sid", FieldKind::id};
inline constexpr FieldDef kArgs{"args", FieldKind::json};
inline constexpr FieldDef kPayload{"payload", FieldKind::binary};
inline constexpr FieldDef kHeaders{"headers", FieldKind::headers};

extern const ProtocolDef kWire;
extern const ProtocolDef kChat;

inline constexpr EventDef kSyn{
    &kWire, "syn", Layer::transport, "SYN", "[seq {seq}]", "RFC 9293 3.5", "The client asks for a connection."};
inline constexpr EventDef kAck{&kWire,       "ack", Layer::transport, "ACK", "", "", "Nothing but an acknowledgement.",
                               Fold::routine};
inline constexpr EventDef kMessage{
    &kChat, "message", Layer::application, "EVENT \"{name}\"", "{args}[, RTT {rtt_us}]", "", "Someone said something."};
inline constexpr EventDef kPing{&kChat, "ping", Layer::session, "ping", "", "", "Are you there?", Fold::heartbeat};
inline constexpr EventDef kPong{&kChat, "pong", Layer::session, "pong", "[RTT {rtt_us}]", "", "Yes.", Fold::heartbeat};

inline constexpr NoteDef kLate{.code = "chat.late",
                               .severity = Severity::warning,
                               .text = "the answer took {rtt_us}",
                               .ref = "Chat 1.2",
                               .advice = "Look at the server's load.",
                               .explain = "the answer was late"};

inline constexpr const EventDef* kWireEvents[] = {&kSyn, &kAck};
inline constexpr const EventDef* kChatEvents[] = {&kMessage, &kPing, &kPong};
inline constexpr const NoteDef* kChatNotes[] = {&kLate};
inline std::span<const EventDef* const> wire_events() { return kWireEvents; }
inline std::span<const EventDef* const> no_events() { return {}; }
inline std::span<const NoteDef* const> no_notes() { return {}; }
inline std::span<const EventDef* const> chat_events() { return kChatEvents; }
inline std::span<const NoteDef* const> chat_notes() { return kChatNotes; }
inline constexpr ProtocolDef kWire{"wire", "Wire", wire_events, no_notes, Level::packets};
inline constexpr ProtocolDef kChat{"chat", "Chat", chat_events, chat_notes};

/// 2026-11-22T09:50:13Z
inline constexpr Time kStart = 1'795'341'013 * kSecond;

inline Endpoint endpoint(std::uint8_t last, std::uint16_t port) {
  Endpoint e;
  e.address.bytes = {10, 0, 0, last};
  e.port = port;
  return e;
}

inline ConnectionInfo connection(std::uint32_t number) {
  return {number, endpoint(1, static_cast<std::uint16_t>(40000 + number)), endpoint(2, 3000), kStart};
}

/// An event and all that it points to.
struct Happening {
  ConnectionInfo connection;
  std::vector<Field> fields;
  std::vector<Note> notes;
  Event event;

  Happening(const EventDef& def, Duration at, std::uint32_t connection_number, std::uint32_t session,
            std::initializer_list<Field> with = {})
      : connection(sample::connection(connection_number)), fields(with) {
    event.def = &def;
    event.time = kStart + at;
    event.session = session;
    event.has_direction = true;
  }
  Happening& from_server() {
    event.dir = Direction::s2c;
    return *this;
  }
  Happening& packet(std::uint64_t number) {
    event.packets = {number, number};
    return *this;
  }
  Happening& explained() {
    event.explained_by = &kChat;
    return *this;
  }
  Happening& note(const NoteDef& def) {
    notes.push_back({&def, fields});
    return *this;
  }
  void to(Sink& sink) {
    event.connection = &connection;
    event.fields = fields;
    for (Note& each : notes) each.fields = fields;
    event.notes = notes;
    sink.on_event(event);
  }
};

inline SessionFacts session(std::uint32_t number, std::initializer_list<std::uint32_t> connections,
                            const SessionType& type = session_types::websocket) {
  SessionFacts facts;
  facts.number = number;
  facts.type = &type;
  facts.stack.add({&tcp::protocol});
  facts.start = kStart;
  facts.end = kStart + 1'184'900 * kMicrosecond;
  facts.ends({"closed", "client", ""});
  for (const std::uint32_t each : connections) {
    const ConnectionInfo info = connection(each);
    facts.connections.push_back({each, info.client, info.server});
  }
  return facts;
}

inline CaptureFacts capture(bool live = false) { return {{"a.pcapng"}, {{"lo", LinkType::ethernet}}, live}; }

}  // namespace wstrace::sample
