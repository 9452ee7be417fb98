// Event: something happened, at a time, in a direction, at an OSI layer. The one type that flows to the outputs.
//
// An event is a view. Its fields, notes and bytes point into the packet, the reassembled stream or the engine's arena
// and are valid only during Sink::on_event; an output that keeps them copies them. Nothing here is formatted.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "core/bytes.h"
#include "core/endpoint.h"
#include "model/definitions.h"

namespace wstrace {

/// Nanoseconds since 1970-01-01 UTC.
using Time = std::int64_t;
/// A difference of two times, in nanoseconds.
using Duration = std::int64_t;

inline constexpr Duration kMicrosecond = 1'000;
inline constexpr Duration kMillisecond = 1'000'000;
inline constexpr Duration kSecond = 1'000'000'000;

inline constexpr std::uint64_t to_micros(Duration d) {
  return d > 0 ? static_cast<std::uint64_t>((d + kMicrosecond / 2) / kMicrosecond) : 0;
}

/// First and last packet, numbered from 1 in capture order, that carried a unit. {0, 0} when there is none.
struct PacketRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;

  /// The smallest range that holds both.
  PacketRange joined(PacketRange other) const {
    if (first == 0) return other;
    if (other.first == 0) return *this;
    return {first < other.first ? first : other.first, last > other.last ? last : other.last};
  }
};

using Pair = std::pair<std::string_view, std::string_view>;

/// A definition and a value. Which of the three values counts is said by `def->kind`.
struct Field {
  const FieldDef* def = nullptr;
  std::uint64_t number = 0;          ///< number, size, boolean, micros
  Bytes bytes = {};                  ///< text, id, json, binary
  std::span<const Pair> pairs = {};  ///< headers

  std::string_view text() const { return as_text(bytes); }
  /// Absent, false or empty: what an optional group of a template tests.
  bool empty() const;
};

inline Field make_field(const FieldDef& def, std::uint64_t number) { return {&def, number, {}, {}}; }
inline Field make_field(const FieldDef& def, std::string_view text) { return {&def, 0, as_bytes(text), {}}; }
inline Field make_field(const FieldDef& def, Bytes bytes) { return {&def, 0, bytes, {}}; }
inline Field make_field(const FieldDef& def, std::span<const Pair> pairs) { return {&def, 0, {}, pairs}; }

inline bool Field::empty() const {
  switch (def->kind) {
    case FieldKind::number:
    case FieldKind::size:
    case FieldKind::micros: return false;
    case FieldKind::boolean: return number == 0;
    case FieldKind::headers: return pairs.empty();
    case FieldKind::text:
    case FieldKind::id:
    case FieldKind::binary: return bytes.empty();
    case FieldKind::json: return bytes.empty() || text() == "[]" || text() == "{}";
  }
  return true;
}

/// The message of the layer below that carried a unit, in bytes. Nothing where there is none, or it was not whole.
struct Carried {
  std::optional<std::uint64_t> length = {};       ///< compression undone
  std::optional<std::uint64_t> wire_length = {};  ///< as it was sent

  /// Of several messages that make one unit.
  Carried& operator+=(const Carried& more);
};

struct Note {
  const NoteDef* def = nullptr;
  std::span<const Field> fields = {};
};

/// Who talks to whom: one TCP connection. Lives as long as the connection; outputs copy what they keep.
struct ConnectionInfo {
  std::uint32_t number = 0;  ///< from 1, in order of first appearance
  Endpoint client;
  Endpoint server;
  Time first_seen = 0;
};

inline Carried& Carried::operator+=(const Carried& more) {
  length = length && more.length ? std::optional(*length + *more.length) : std::nullopt;
  wire_length = wire_length && more.wire_length ? std::optional(*wire_length + *more.wire_length) : std::nullopt;
  return *this;
}

struct Event {
  const EventDef* def = nullptr;
  Time time = 0;
  const ConnectionInfo* connection = nullptr;  ///< null when the event is about the capture as a whole
  std::uint32_t session = 0;                   ///< 0 until known
  std::uint32_t stream = 0;                    ///< HTTP/2 stream id; 0 where there is none
  bool has_direction = false;
  Direction dir = Direction::c2s;
  const ProtocolDef* explained_by = nullptr;  ///< of an upper layer's event that follows, which says all of it
  std::optional<Fold> other_fold = {};        ///< in place of the definition's, for this one
  PacketRange packets;
  Proxy proxy = Proxy::none;  ///< of the session, as far as it is known
  std::string_view sid;       ///< the session's Engine.IO sid, as soon as it is known
  Carried carried;
  std::span<const Field> fields;
  std::span<const Note> notes;
  Bytes raw;  ///< the unit as it was on the wire (or as reassembled), for a hexdump; may be empty

  Fold fold() const { return other_fold.value_or(def->fold); }
  Severity severity() const {
    Severity most = Severity::none;
    for (const Note& note : notes) most = most < note.def->severity ? note.def->severity : most;
    return most;
  }
};

}  // namespace wstrace
