// The events of records, alerts and ends: from what is known of them to fields and notes. No state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "dissectors/tls/connection_secrets.h"
#include "dissectors/tls/encrypted_records.h"
#include "dissectors/tls/judgement.h"
#include "dissectors/tls/plain_answer.h"
#include "dissectors/tls/record_opener.h"
#include "dissectors/tls/record_reader.h"
#include "model/definitions.h"
#include "seam/context.h"

namespace wstrace::tls {

/// The capture begins inside the connection.
void emit_mid_stream(EventContext& ctx, const Unit& unit);
/// Nothing when nothing was lost.
void emit_gap(EventContext& ctx, const Unit& unit, const LostBytes& lost, const NoteDef& why);
void emit_bad_record(EventContext& ctx, const Unit& unit);
void emit_plain_answer(EventContext& ctx, const Unit& unit, const PlainAnswer& answer, const NoteDef& why);
void emit_alert(EventContext& ctx, const Unit& unit, const AlertMeaning& meaning);
/// An alert of which nothing is known.
void emit_encrypted_alert(EventContext& ctx, const Unit& unit);

/// Nothing when `result` is not reported, or was before. `size`: of the record, in bytes. `compression`: its method.
void emit_not_opened(EventContext& ctx, const Unit& unit, OpenedRecord::Result result, std::size_t size,
                     std::uint8_t compression);
/// Keys came behind `records` that need them, of which the first is in packet `first`.
void emit_late_keys(EventContext& ctx, const Unit& unit, std::uint64_t records, std::uint64_t first);
/// Of records that were not decrypted. `missing`: the labels of secrets; `why` may be null.
void emit_undecrypted(EventContext& ctx, const EncryptedRecords& client, const EncryptedRecords& server,
                      const SecurityParameters& parameters, std::string_view missing, const NoteDef* why);
/// `waited`: from the ClientHello to the end.
void emit_failed(EventContext& ctx, const Failure& failure, Duration waited);

}  // namespace wstrace::tls
