#include "output/json.h"

#include <fmt/format.h>

#include <algorithm>

#include "capture/link_types.h"
#include "core/utf8.h"
#include "model/describe.h"
#include "output/names.h"

namespace wstrace {
namespace {

/// A remark that only this output has to make.
constexpr NoteDef kNotUtf8 = {"text.not-utf8", Severity::note, "", "RFC 8259 8.1", ""};

}  // namespace

void JsonSink::open_record(std::string_view record) {
  not_utf8_.clear();
  json_.begin();
  json_.open_object();
  word("record", record);
}

void JsonSink::close_record() {
  json_.close_object();
  output_.write(json_.end());
}

void JsonSink::number(std::string_view key, std::uint64_t value) {
  json_.key(key);
  json_.number(value);
}

void JsonSink::word(std::string_view key, std::string_view value) {
  json_.key(key);
  json_.word(value);
}

void JsonSink::repaired(std::string_view key, std::string_view value) {
  json_.key(key);
  json_.repaired(value);
}

void JsonSink::text(std::string_view key, std::string_view value) {
  if (json_.member(key, value)) return;
  json_.key(key, "_base64");
  json_.base64(as_bytes(value));
  not_utf8_.push_back(key);
}

void JsonSink::on_capture(const CaptureFacts& capture) {
  if (options_.only_sessions) return;
  open_record("capture");
  word("schema", "wstrace/2");
  if (!options_.version.empty()) word("version", options_.version);
  if (capture.live) {
    json_.key("live");
    json_.boolean(true);
  } else {
    json_.key("files");
    json_.open_array();
    for (const std::string& file : capture.files) json_.repaired(file);
    json_.close_array();
  }
  json_.key("interfaces");
  json_.open_array();
  for (const InterfaceFacts& interface : capture.interfaces) {
    json_.open_object();
    if (!interface.name.empty()) repaired("name", interface.name);
    word("link", capture::name_of_link(interface.link));
    number("link_type", static_cast<std::uint32_t>(interface.link));
    json_.close_object();
  }
  json_.close_array();
  close_record();
}

void JsonSink::on_event(const Event& event) {
  if (is_left_out(event)) return;
  open_record("event");
  event_head(event);
  const auto shown = [&](const Field& each) { return is_shown(event, each); };
  if (event.carried.length || std::any_of(event.fields.begin(), event.fields.end(), shown)) fields(event);
  if (has_notes(event.notes.size())) event_notes(event.notes, event.proxy);
  close_record();
}

bool JsonSink::is_left_out(const Event& event) const {
  if (options_.only_sessions) return true;
  if (!options_.sessions.contain(event.session) || !options_.events.contains(event)) return true;
  return options_.events.says_above(event) && event.notes.empty() && options_.verbosity == 0;
}

bool JsonSink::is_shown(const Event& event, const Field& field) const {
  if (field.def->role == FieldRole::wording) return false;
  return !options_.events.says_above(event) || field.def->role != FieldRole::payload || options_.verbosity > 1;
}

void JsonSink::event_head(const Event& event) {
  json_.key("time");
  json_.time(event.time);
  if (event.connection != nullptr) number("connection", event.connection->number);
  if (event.stream != 0) number("stream", event.stream);
  if (event.session != 0) number("session", event.session);
  if (!event.sid.empty()) text("sid", event.sid);
  if (event.has_direction) word("dir", name_of(event.dir));
  json_.members(members_of(*event.def));
  if (event.explained_by != nullptr) word("explained_by", event.explained_by->name);
  if (event.packets.first == 0) return;
  json_.key("packet_range");
  json_.open_array();
  json_.number(event.packets.first);
  json_.number(event.packets.last);
  json_.close_array();
}

/// What is the same for all events of a kind is put together once.
std::string_view JsonSink::members_of(const EventDef& def) {
  std::string& members = members_[&def];
  if (members.empty()) {
    members = fmt::format(R"("layer":{},"proto":"{}","event":"{}")", index(def.layer), def.protocol->name, def.name);
  }
  return members;
}

void JsonSink::fields(const Event& event) {
  json_.key("fields");
  json_.open_object();
  bool cut = false;
  for (const Field& each : event.fields)
    if (is_shown(event, each)) cut = field(each) || cut;
  // A message that was cut at a limit before it came here says so itself.
  const auto says_so = [](const Field& each) { return each.def->role == FieldRole::truncation; };
  if (cut && std::none_of(event.fields.begin(), event.fields.end(), says_so)) {
    json_.key("truncated");
    json_.boolean(true);
  }
  carried(event);
  json_.close_object();
}

void JsonSink::carried(const Event& event) {
  if (event.carried.length) number("length", *event.carried.length);
  if (event.carried.wire_length) number("wire_length", *event.carried.wire_length);
}

bool JsonSink::field(const Field& field) {
  const std::string_view name = field.def->name;
  switch (field.def->kind) {
    case FieldKind::number:
    case FieldKind::size:
    case FieldKind::micros: number(name, field.number); return false;
    case FieldKind::boolean:
      json_.key(name);
      json_.boolean(field.number != 0);
      return false;
    case FieldKind::id: text(name, field.text()); return false;
    case FieldKind::text: return text_field(field);
    case FieldKind::binary: return binary_field(field);
    case FieldKind::json: return json_field(field);
    case FieldKind::headers:
      json_.key(name);
      if (!headers_.write(json_, field.pairs)) not_utf8_.push_back(name);
      return false;
  }
  return false;
}

bool JsonSink::text_field(const Field& field) {
  const std::string_view shown = cut_utf8(field.text(), options_.max_payload);
  text(field.def->name, shown);
  return shown.size() < field.bytes.size();
}

bool JsonSink::binary_field(const Field& field) {
  const Bytes shown = first(field.bytes, options_.max_payload);
  json_.key(field.def->name, "_base64");
  json_.base64(shown);
  return shown.size() < field.bytes.size();
}

/// A JSON value that was cut is one no more: what is left of its source goes out as a string, under a key of its own.
bool JsonSink::json_field(const Field& field) {
  if (field.bytes.size() > options_.max_payload) {
    json_.key(field.def->name, "_truncated");
    json_.repaired(cut_utf8(field.text(), options_.max_payload));
    return true;
  }
  json_.key(field.def->name);
  json_.raw(field.text());
  return false;
}

void JsonSink::event_notes(std::span<const Note> notes, Proxy proxy) {
  json_.key("notes");
  json_.open_array();
  for (const Note& note : notes) {
    text_.clear();
    append_filled(text_, note.def->text, note.fields);
    note_head(*note.def, text_, proxy);
    json_.close_object();
  }
  not_utf8_notes();
  json_.close_array();
}

/// Leaves the object open: a session's note goes on with its count.
void JsonSink::note_head(const NoteDef& def, std::string_view phrase, Proxy proxy, bool primary) {
  json_.open_object();
  word("severity", name_of(def.severity));
  word("code", def.code);
  repaired("text", phrase);
  if (const std::string_view advice = def.advice_for(proxy); !advice.empty()) repaired("advice", advice);
  if (!def.ref.empty()) repaired("ref", def.ref);
  if (!primary) return;
  json_.key("primary");
  json_.boolean(true);
}

void JsonSink::not_utf8_notes() {
  for (const std::string_view name : not_utf8_) {
    text_.assign("'").append(name).append("' is not valid UTF-8; its bytes are given in base64");
    note_head(kNotUtf8, text_, Proxy::none);
    json_.close_object();
  }
}

void JsonSink::on_end(const EndFacts& end) {
  if (options_.only_sessions) return output_.flush();
  open_record("end");
  number("packets", end.packets);
  number("bytes", end.bytes);
  number("sessions", end.sessions);
  number("connections", end.connections);
  json_.key("truncated");
  json_.boolean(end.truncated);
  if (!end.damage.empty()) repaired("damage", end.damage);
  if (!end.interrupted.empty()) word("interrupted", end.interrupted);
  if (!end.stopped.empty()) repaired("stopped", end.stopped);
  if (end.duplicates != 0) number("duplicates", end.duplicates);
  if (end.damaged != 0) number("bad_checksums", end.damaged);
  if (end.cut != 0) number("cut_packets", end.cut);
  if (end.icmp_elsewhere != 0) number("icmp_elsewhere", end.icmp_elsewhere);
  if (end.icmp_untold != 0) number("icmp_untold", end.icmp_untold);
  if (!end.not_followed.empty()) {
    json_.key("not_followed");
    json_.open_object();
    for (const auto& [what, packets] : end.not_followed) number(what, packets);
    json_.close_object();
  }
  end_undecoded(end.undecoded);
  if (end.kernel_drops) number("kernel_drops", *end.kernel_drops);
  end_broadcasts(end.broadcasts);
  end_causes(end.causes);
  close_record();
  output_.flush();
}

void JsonSink::end_undecoded(const std::vector<UndecodedFacts>& undecoded) {
  if (undecoded.empty()) return;
  json_.key("undecoded");
  json_.open_object();
  for (const UndecodedFacts& each : undecoded) {
    json_.key(each.protocol->name);
    json_.open_object();
    number("connections", each.connections);
    number("unanswered", each.unanswered);
    both("packets", each.packets);
    both("bytes", each.bytes);
    json_.close_object();
  }
  json_.close_object();
}

void JsonSink::both(std::string_view key, const std::array<std::uint64_t, 2>& by_direction) {
  json_.key(key);
  json_.open_object();
  number("c2s", by_direction[index(Direction::c2s)]);
  number("s2c", by_direction[index(Direction::s2c)]);
  json_.close_object();
}

void JsonSink::end_causes(const std::vector<CauseFacts>& causes) {
  if (causes.empty()) return;
  json_.key("causes");
  json_.open_array();
  for (const CauseFacts& each : causes) {
    json_.open_object();
    word("severity", name_of(each.severity));
    word("code", each.code);
    repaired("text", each.text);
    if (!each.advice.empty()) repaired("advice", each.advice);
    json_.key("sessions");
    json_.open_array();
    for (const std::uint32_t session : each.sessions) json_.number(session);
    json_.close_array();
    if (each.unlisted != 0) number("sessions_unlisted", each.unlisted);
    json_.close_object();
  }
  json_.close_array();
}

void JsonSink::end_broadcasts(const std::vector<BroadcastFacts>& broadcasts) {
  if (broadcasts.empty()) return;
  json_.key("broadcasts");
  json_.open_array();
  for (const BroadcastFacts& each : broadcasts) {
    json_.open_object();
    repaired("label", each.label);
    number("times", each.times);
    number("receptions", each.receptions);
    number("most", each.most);
    number("spread_us", to_micros(each.widest));
    json_.close_object();
  }
  json_.close_array();
}

}  // namespace wstrace
