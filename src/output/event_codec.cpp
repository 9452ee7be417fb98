#include "output/event_codec.h"

#include <cstring>

namespace wstrace {
namespace {

/// The members of a LoggedEvent that are not text, as one block of bytes, and how long its texts are.
struct Fixed {
  RecordPrefix prefix;
  const EventDef* def;
  Time time;
  std::uint64_t packet;
  std::uint64_t rtt_us;
  std::uint64_t raw_size;
  std::uint64_t title;
  std::uint64_t summary;
  std::uint64_t raw;
  std::uint32_t notes;
  std::uint32_t connection;
  std::uint32_t session;
  std::uint32_t stream;
  bool has_rtt;
  bool has_direction;
  bool heartbeat;
  Direction dir;
  Fold fold;
};
static_assert(std::is_trivially_copyable_v<Fixed> && sizeof(RecordPrefix) == kRecordPrefix);

struct NoteHead {
  const NoteDef* def;
  std::uint64_t text;
  Proxy proxy;
};

template <class T>
void append_plain(std::string& out, const T& value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

template <class T>
T take_plain(std::string_view& bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes.remove_prefix(sizeof value);
  return value;
}

std::string_view take_text(std::string_view& bytes, std::uint64_t size) {
  const std::string_view text = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return text;
}

Fixed fixed_of(const LoggedEvent& event) {
  Fixed fixed{};
  fixed.def = event.def;
  fixed.time = event.time;
  fixed.packet = event.packet;
  fixed.rtt_us = event.rtt_us;
  fixed.raw_size = event.raw_size;
  fixed.title = event.title.size();
  fixed.summary = event.summary.size();
  fixed.raw = event.raw.size();
  fixed.notes = static_cast<std::uint32_t>(event.notes.size());
  fixed.connection = event.connection;
  fixed.session = event.session;
  fixed.stream = event.stream;
  fixed.has_rtt = event.has_rtt;
  fixed.has_direction = event.has_direction;
  fixed.heartbeat = event.heartbeat;
  fixed.dir = event.dir;
  fixed.fold = event.fold;
  return fixed;
}

}  // namespace

void append_record(std::string& out, const LoggedEvent& event, std::uint64_t order) {
  Fixed fixed = fixed_of(event);
  fixed.prefix = {sizeof fixed + fixed.title + fixed.summary + fixed.raw, order};
  for (const LoggedNote& note : event.notes) fixed.prefix.size += sizeof(NoteHead) + note.text.size();
  append_plain(out, fixed);
  out.append(event.title).append(event.summary).append(event.raw);
  for (const LoggedNote& note : event.notes) {
    append_plain(out, NoteHead{note.def, note.text.size(), note.proxy});
    out += note.text;
  }
}

RecordPrefix record_prefix(std::string_view bytes) { return take_plain<RecordPrefix>(bytes); }

void read_record(std::string_view record, LoggedEvent& event) {
  const auto fixed = take_plain<Fixed>(record);
  event.def = fixed.def;
  event.time = fixed.time;
  event.packet = fixed.packet;
  event.rtt_us = fixed.rtt_us;
  event.raw_size = fixed.raw_size;
  event.connection = fixed.connection;
  event.session = fixed.session;
  event.stream = fixed.stream;
  event.has_rtt = fixed.has_rtt;
  event.has_direction = fixed.has_direction;
  event.heartbeat = fixed.heartbeat;
  event.dir = fixed.dir;
  event.fold = fixed.fold;
  event.title = take_text(record, fixed.title);
  event.summary = take_text(record, fixed.summary);
  event.raw = take_text(record, fixed.raw);
  event.notes.clear();
  for (std::uint32_t i = 0; i < fixed.notes; ++i) {
    const auto head = take_plain<NoteHead>(record);
    event.notes.push_back({head.def, take_text(record, head.text), head.proxy});
  }
}

}  // namespace wstrace
