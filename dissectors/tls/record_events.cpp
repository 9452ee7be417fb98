// The events of records, alerts and ends.
#include "dissectors/tls/record_events.h"

#include <span>

#include "dissectors/tls/alert.h"
#include "dissectors/tls/compression.h"
#include "dissectors/tls/definitions.h"
#include "dissectors/tls/names.h"

namespace wstrace::tls {
namespace {

/// Null for what is not reported, or was before.
const NoteDef* why_not_opened(OpenedRecord::Result result) {
  switch (result) {
    case OpenedRecord::Result::opened:
    case OpenedRecord::Result::no_keys:
    case OpenedRecord::Result::failed: return nullptr;
    case OpenedRecord::Result::not_authentic: return &note::not_authentic;
    case OpenedRecord::Result::not_decompressed: return &note::not_decompressed;
    case OpenedRecord::Result::unknown_compression: return &note::compression_unknown;
  }
  return nullptr;
}

}  // namespace

void emit_mid_stream(EventContext& ctx, const Unit& unit) {
  const Note notes[] = {{&note::begins_inside}};
  ctx.emit(unit, event::mid_stream, {}, notes);
}

void emit_gap(EventContext& ctx, const Unit& unit, const LostBytes& lost, const NoteDef& why) {
  if (!lost.any()) return;
  const Field both[] = {make_field(field::missing, lost.missing), make_field(field::skipped, lost.skipped)};
  const std::span<const Field> fields =
      std::span(both).subspan(lost.missing > 0 ? 0 : 1, lost.missing > 0 && lost.skipped > 0 ? 2 : 1);
  const Note notes[] = {{&why}};
  ctx.emit(unit, event::gap, fields, notes);
}

void emit_bad_record(EventContext& ctx, const Unit& unit) {
  const Note notes[] = {{&note::bad_record}};
  ctx.emit(unit, event::bad_record, {}, notes);
}

void emit_plain_answer(EventContext& ctx, const Unit& unit, const PlainAnswer& answer, const NoteDef& why) {
  const Field fields[] = {make_field(field::head, answer.first_line)};
  const Note notes[] = {{&why}};
  ctx.emit(unit, event::not_tls, std::span(fields).first(answer.first_line.empty() ? 0 : 1), notes);
}

void emit_alert(EventContext& ctx, const Unit& unit, const AlertMeaning& meaning) {
  const Field fields[] = {make_field(field::level, meaning.fatal ? "fatal" : "warning"),
                          make_field(field::description, meaning.name), make_field(field::code, meaning.code)};
  const Field about[] = {make_field(field::by, party(unit.dir)), make_field(field::other, party(opposite(unit.dir))),
                         make_field(field::number, meaning.code)};
  const Note notes[] = {{meaning.why, about}};
  Unit shown = unit;
  if (meaning.code == kCloseNotify) shown.fold = Fold::routine;
  ctx.emit(shown, event::alert, fields, std::span(notes).first(meaning.why != nullptr ? 1 : 0));
}

void emit_encrypted_alert(EventContext& ctx, const Unit& unit) {
  const Field fields[] = {make_field(field::encrypted, 1)};
  Unit routine = unit;
  routine.fold = Fold::routine;
  ctx.emit(routine, event::alert, fields);
}

void emit_not_opened(EventContext& ctx, const Unit& unit, OpenedRecord::Result result, std::size_t size,
                     std::uint8_t compression) {
  const NoteDef* const why = why_not_opened(result);
  if (why == nullptr) return;
  const Field fields[] = {make_field(field::length, size), make_field(field::packet, unit.packets.last),
                          make_field(field::compression, compression_name(compression, ctx.arena()))};
  const Note notes[] = {{why, std::span(fields).first(why == &note::not_authentic ? 2 : 3)}};
  ctx.emit(unit, event::not_opened, std::span(fields).first(1), notes);
}

void emit_late_keys(EventContext& ctx, const Unit& unit, std::uint64_t records, std::uint64_t first) {
  const Field fields[] = {make_field(field::records, records), make_field(field::packet, first)};
  const Note notes[] = {{&note::keys_late, fields}};
  ctx.emit(unit, event::keys, std::span(fields).first(1), notes);
}

void emit_undecrypted(EventContext& ctx, const EncryptedRecords& client, const EncryptedRecords& server,
                      const SecurityParameters& parameters, std::string_view missing, const NoteDef* why) {
  const PacketRange packets = client.packets.joined(server.packets);
  const Field fields[] = {make_field(field::c2s_bytes, client.bytes), make_field(field::s2c_bytes, server.bytes),
                          make_field(field::c2s_records, client.count), make_field(field::s2c_records, server.count)};
  Arena& arena = ctx.arena();
  const Field about[] = {make_field(field::secrets, missing),
                         make_field(field::records, client.count + server.count),
                         make_field(field::packet, packets.first),
                         make_field(field::random, hex(parameters.client_random, arena)),
                         make_field(field::version, version_name(parameters.version, arena)),
                         make_field(field::cipher, cipher_name(parameters.cipher, arena))};
  const Note notes[] = {{why, about}};
  ctx.emit({Direction::c2s, packets}, event::undecrypted, fields, std::span(notes).first(why != nullptr ? 1 : 0));
}

void emit_failed(EventContext& ctx, const Failure& failure, Duration waited) {
  const Field fields[] = {make_field(field::waited_us, to_micros(waited))};
  const Note notes[] = {{failure.why, fields}};
  ctx.emit({failure.by, {}}, event::failed, fields, notes);
}

}  // namespace wstrace::tls
