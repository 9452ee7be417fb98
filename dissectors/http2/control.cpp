// Http2Connection: the frames that are about the connection, or about a stream as a whole.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "dissectors/http2/connection.h"
#include "dissectors/http2/definitions.h"
#include "dissectors/http2/frame_checks.h"
#include "model/fields.h"

namespace wstrace::http2 {
namespace {

/// Of what a GOAWAY says beside its code.
constexpr std::size_t kDebugShown = 256;

const FieldDef* field_of(std::uint16_t id) {
  switch (static_cast<SettingId>(id)) {
    case SettingId::header_table_size: return &field::header_table_size;
    case SettingId::enable_push: return &field::enable_push;
    case SettingId::max_concurrent_streams: return &field::max_concurrent_streams;
    case SettingId::initial_window_size: return &field::initial_window_size;
    case SettingId::max_frame_size: return &field::max_frame_size;
    case SettingId::max_header_list_size: return &field::max_header_list_size;
    case SettingId::enable_connect_protocol: return &field::enable_connect_protocol;
    case SettingId::no_rfc7540_priorities: return &field::no_rfc7540_priorities;
  }
  return nullptr;
}

std::string_view error_name(Arena& arena, std::uint32_t code) {
  const std::string_view name = name_of_error(code);
  return name.empty() ? arena.copy("code " + std::to_string(code)) : name;
}

constexpr bool is(std::uint32_t code, ErrorCode error) { return code == static_cast<std::uint32_t>(error); }

/// Whoever closes TCP then: this is why.
void end_sessions(StreamTable& streams, Direction by, std::string_view error) {
  std::string phrase = "the " + std::string(party(by)) + " ended the HTTP/2 connection with GOAWAY";
  phrase.append(" (").append(error).append(")");
  for (Stream* const stream : streams.in_order())
    if (Session* const session = stream->upper->context().session())
      session->facts.ends({"closed", party(by), phrase, note::goaway.code});
}

}  // namespace

void Http2Connection::on_settings(Context& ctx, const Unit& unit, Bytes payload) {
  constexpr std::size_t kMost = 16;
  std::array<Field, kMost + 1> fields;
  std::size_t n = 0;
  std::uint64_t unknown = 0;
  std::string_view wrong;
  AnnouncedSettings& announced = lane(unit.dir).settings;
  for (std::size_t i = 0; i < payload.size() / kSettingSize; ++i) {
    const Setting setting = setting_at(payload, i);
    announced.learn(setting);
    if (wrong.empty()) wrong = wrong_value(setting);
    const FieldDef* const def = field_of(setting.id);
    const auto reported =
        std::find_if(fields.begin(), fields.begin() + n, [def](const Field& f) { return f.def == def; });
    if (def == nullptr) ++unknown;  // to be ignored; some clients send such on purpose
    if (def == nullptr || reported != fields.begin() + n || n == kMost) continue;
    fields[n++] = make_field(*def, setting.value);
  }
  announced.announce();
  if (unknown > 0) fields[n++] = make_field(field::unknown_settings, unknown);
  const Field said[] = {make_field(field::party, party(unit.dir)), make_field(field::what, wrong)};
  const Note notes[] = {{&note::protocol_error, said}};
  ctx.emit(unit, event::settings, std::span(fields).first(n), wrong.empty() ? std::span<const Note>{} : notes);
}

/// From here on this side keeps to what the other one announced.
void Http2Connection::on_settings_ack(Context& ctx, const Unit& unit) {
  AnnouncedSettings& other = lane(opposite(unit.dir)).settings;
  if (other.seen()) {
    lane(unit.dir).blocks.allow(other.table_size());
    const std::int64_t change = other.put_in_force();
    for (Stream* const stream : streams_.in_order()) stream->windows[index(unit.dir)].grant(change, ctx.now());
  }
  if (ctx.wants(event::settings_ack)) ctx.emit(unit, event::settings_ack, {});
}

void Http2Connection::on_rst_stream(Context& ctx, const Unit& unit, const FrameHeader& header, Bytes payload) {
  const std::uint32_t code = load_be32(payload, 0);
  const std::string_view name = error_name(ctx.arena(), code);
  const std::string_view meaning = meaning_of_error(code);
  Fields fields = Fields().add(field::error, name).add(field::error_code, code);
  const Field said[] = {make_field(field::party, party(unit.dir)), make_field(field::error, name),
                        make_field(field::meaning, meaning)};
  const Note notes[] = {{&note::stream_reset, said}};
  Stream* const stream = streams_.find(header.stream);
  // Who has all that it wants says so with NO_ERROR (8.1), and a client's CANCEL is how a page leaves.
  const bool usual = is(code, ErrorCode::no_error) || (is(code, ErrorCode::cancel) && unit.dir == Direction::c2s);
  const bool late = stream == nullptr || (is(code, ErrorCode::no_error) && stream->message(Direction::s2c).whole);
  if (stream != nullptr) stream->upper->served();
  Context& scope = stream != nullptr ? stream->upper->context() : ctx;
  if (!usual) fields.add(field::meaning, meaning);
  Unit about = unit;
  if (late) fields.add(field::sense, "late");
  if (late) about.fold = Fold::routine;
  scope.emit(about, event::rst_stream, fields, usual || late || !stream->known ? std::span<const Note>{} : notes);
  if (stream == nullptr) return;
  stream->upper->reset(unit.dir, "(" + std::string(name) + ")");
  give_up(ctx, *stream, unit.dir, End::rst);
  const bool unanswered = !stream->tunnel && !stream->message(Direction::s2c).begun;
  if (unit.dir == Direction::c2s && unanswered) streams_.remember_reset(stream->id, stream->method);
  streams_.close(stream->id);
}

void Http2Connection::on_goaway(Context& ctx, const Unit& unit, Bytes payload) {
  const std::uint32_t last = load_be32(payload, 0) & kStreamMask;
  const std::uint32_t code = load_be32(payload, kGoawayCodeAt);
  const std::string_view debug = as_text(first(payload.subspan(kGoawaySize), kDebugShown));
  const std::string_view meaning = meaning_of_error(code);
  std::array<Field, 5> fields = {make_field(field::error, error_name(ctx.arena(), code)),
                                 make_field(field::error_code, code), make_field(field::last_stream, last)};
  std::size_t n = 3;
  const bool error = !is(code, ErrorCode::no_error);
  if (error) fields[n++] = make_field(field::meaning, meaning);
  if (!debug.empty()) fields[n++] = make_field(field::debug, debug);
  const Field said[] = {make_field(field::party, party(unit.dir)), fields[0], make_field(field::meaning, meaning)};
  const Note notes[] = {{&note::goaway, said}};
  ctx.emit(unit, event::goaway, std::span(fields).first(n), error ? std::span(notes) : std::span<const Note>{});
  if (error) end_sessions(streams_, unit.dir, fields[0].text());
  if (unit.dir == Direction::c2s) return;
  for (Stream* const stream : streams_.in_order()) stream->left_out = stream->id > last && stream->id % 2 == 1;
}

void Http2Connection::on_ping(Context& ctx, const Unit& unit, const FrameHeader& header) {
  const Bytes data = unit.raw.subspan(kHeaderSize);
  std::array<Field, 2> fields = {make_field(field::data, data)};
  std::size_t n = 1;
  if (!header.has(flag::kAck)) {
    lane(unit.dir).pinged = ctx.now();
    ctx.emit(unit, event::ping, std::span(fields).first(n));
    return;
  }
  const Time pinged = std::exchange(lane(opposite(unit.dir)).pinged, 0);
  if (pinged != 0) fields[n++] = make_field(field::rtt_us, to_micros(ctx.now() - pinged));
  ctx.emit(unit, event::pong, std::span(fields).first(n));
}

void Http2Connection::on_window_update(Context& ctx, const Unit& unit, const FrameHeader& header, Bytes payload) {
  const std::uint32_t increment = load_be32(payload, 0) & kStreamMask;
  const Direction sender = opposite(unit.dir);
  Stream* const stream = streams_.find(header.stream);
  if (header.stream == 0) {
    lane(sender).window.grant(increment, ctx.now());
  } else if (stream != nullptr) {
    stream->windows[index(sender)].grant(increment, ctx.now());
  }
  const Field fields[] = {make_field(field::increment, increment)};
  if (increment == 0) violation(ctx, unit, header, "a WINDOW_UPDATE has an increment of 0", note::protocol_error);
  if (!ctx.wants(event::window_update)) return;
  Context& scope = stream != nullptr ? stream->upper->context() : ctx;
  scope.emit(unit, event::window_update, fields);
}

/// DATA goes out: was it held back?
void Http2Connection::on_sent(Context& ctx, Direction dir, Stream& stream, std::uint64_t bytes) {
  const auto size = static_cast<std::int64_t>(bytes);
  const Duration by_stream = stream.windows[index(dir)].send(size, ctx.now());
  const Duration by_connection = lane(dir).window.send(size, ctx.now());
  const Duration waited = std::max(by_stream, by_connection);
  if (waited == 0 || !whole_) return;
  const std::string_view which = by_stream >= by_connection ? "stream" : "connection";
  const Field fields[] = {make_field(field::window, which), make_field(field::waited_us, to_micros(waited))};
  const Field said[] = {make_field(field::party, party(dir)), fields[0], fields[1]};
  const Note notes[] = {{&note::window_shut, said}};
  stream.upper->context().emit({dir, {}}, event::blocked, fields, notes);
}

}  // namespace wstrace::http2
