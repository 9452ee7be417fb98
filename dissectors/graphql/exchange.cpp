// Operations, and what answers them.
#include <algorithm>

#include "core/utf8.h"
#include "dissectors/graphql/definitions.h"
#include "dissectors/graphql/dissector.h"
#include "dissectors/graphql/query.h"

namespace wstrace::graphql {
namespace {

constexpr std::string_view kSubscription = "subscription";
/// What nothing more is known of: persisted queries, and those of AWS AppSync, stand elsewhere.
constexpr std::string_view kOperation = "operation";

/// What people call an operation: its name, or what it asks for.
std::string_view label_of(const Running& operation) {
  if (!operation.name.empty()) return operation.name;
  if (!operation.field.empty()) return operation.field;
  return operation.type.empty() ? kOperation : operation.type;
}

void add_operation(Fields& fields, std::string_view type, std::string_view name, std::string_view selects) {
  fields.add_text(field::operation, type).add_text(field::name, name).add_text(field::selects, selects);
}

}  // namespace

void Dissector::on_subscribe(Incoming& in) {
  const OperationMessage& m = in.message;
  const Operation asked = read_operation(m.query_text, m.operation_name_text);
  Running operation;
  operation.since = in.ctx.now();
  operation.packets = in.unit.packets;
  operation.type = asked.type;
  operation.name = m.operation_name_text.empty() ? asked.name : std::string_view(m.operation_name_text);
  operation.field = asked.field;
  in.fields.add_text(field::id, m.id_text);
  add_operation(in.fields, operation.type, operation.name, operation.field);
  in.fields.add_text(field::query, m.query_text).add_text(field::variables, m.variables.shown());
  if (subprotocol_ == Subprotocol::transport_ws && !acked_ && !may_lack(in.ctx)) {
    early_ = true;
    in.notes.add(note::early_subscribe);
  }
  operation.counted = count_operation(in, label_of(operation), operation.type);
  facts_->says(in.unit.dir, in.ctx.now(), kOperation, label_of(operation));
  in.label = label_of(operation);
  emit(in, in.type == Type::start ? event::start : event::subscribe);
  if (!m.id_text.empty()) tables_->operations.add(m.id_text, std::move(operation));
}

/// A subscription may rightly stay silent: only when it has a result does it count as asked.
std::uint32_t Dissector::count_operation(Incoming& in, std::string_view name, std::string_view type) {
  const std::uint32_t counted = tables_->counts.count(*facts_, in.unit.dir, {}, name);
  if (counted == kUncounted) return counted;
  facts_->events[counted].bytes += in.message.payload.shown().size();
  facts_->events[counted].asked += type == kSubscription ? 0 : 1;
  return counted;
}

void Dissector::first_answer(Incoming& in, Running& operation) {
  const std::uint64_t rtt = to_micros(in.ctx.now() - operation.since);
  in.fields.add(field::rtt_us, rtt);
  if (operation.counted == kUncounted) return;
  NamedCount& row = facts_->events[operation.counted];
  row.asked += operation.type == kSubscription ? 1 : 0;
  ++row.acked;
  row.rtt_us.add(rtt);
}

/// The operation that this message of the server belongs to; null where it is not known.
Running* Dissector::answered(Incoming& in) {
  in.fields.add_text(field::id, in.message.id_text);
  // Servers that execute operations have acknowledged the connection, whether the capture has that or not.
  acked_ = acked_ || (lossy_ && in.unit.dir == Direction::s2c && in.type != Type::error);
  Running* const operation = tables_->operations.find(in.message.id_text);
  if (operation != nullptr) {
    add_operation(in.fields, operation->type, operation->name, operation->field);
    in.label = label_of(*operation);
  } else if (in.unit.dir == Direction::s2c && !may_lack(in.ctx) && !misspoke_ && !tables_->operations.forgot_some()) {
    in.notes.add(note::unknown_id);
  }
  return operation;
}

void Dissector::on_result(Incoming& in) {
  Running* const operation = answered(in);
  const std::uint64_t size = in.message.payload.shown().size();
  if (operation != nullptr) {
    in.fields.add(field::result, ++operation->results);
    if (operation->results == 1) first_answer(in, *operation);
    const std::string_view label = label_of(*operation);
    facts_->says(in.unit.dir, in.ctx.now(), "result", label);
    const std::uint32_t counted = tables_->counts.count(*facts_, in.unit.dir, {}, label);
    if (counted != kUncounted) facts_->events[counted].bytes += size;
  }
  in.fields.add_text(field::payload, in.message.payload.shown());
  if (in.message.errors.is(Value::Kind::array) && in.message.errors.source != "[]") {
    in.fields.add_text(field::errors, in.message.errors.shown()).add_text(field::message, in.message.error_text);
    note_failure(in, note::result_errors, operation);
  }
  emit(in, in.type == Type::data ? event::data : event::next);
}

void Dissector::on_error(Incoming& in) {
  Running* const operation = answered(in);
  if (operation != nullptr) {
    if (operation->results == 0) first_answer(in, *operation);
    in.fields.add(field::results, operation->results).add(field::took_us, to_micros(in.ctx.now() - operation->since));
  }
  in.fields.add_text(field::message, in.message.error_text).add_text(field::errors, in.message.payload.shown());
  note_failure(in, note::operation_failed, operation);
  emit(in, event::error);
  tables_->operations.end(in.message.id_text);
}

void Dissector::note_failure(Incoming& in, const NoteDef& def, const Running* operation) {
  const Running none;
  const Running& of = operation != nullptr ? *operation : none;
  in.notes.add(def, {make_field(field::operation, of.type), make_field(field::name, std::string_view(of.name)),
                     make_field(field::selects, std::string_view(of.field)),
                     make_field(field::message, std::string_view(in.message.error_text))});
}

void Dissector::on_complete(Incoming& in) {
  Running* const operation = answered(in);
  if (operation != nullptr) {
    if (operation->results == 0 && operation->type != kSubscription) first_answer(in, *operation);
    in.fields.add(field::results, operation->results).add(field::took_us, to_micros(in.ctx.now() - operation->since));
  }
  if (subprotocol_ == Subprotocol::legacy) in.fields.add(field::sense, "legacy");
  emit(in, event::complete);
  tables_->operations.end(in.message.id_text);
}

/// The client wants no more. Results may be on their way, and in the older subprotocol the server answers with complete.
void Dissector::on_stop(Incoming& in) {
  if (Running* const operation = answered(in)) {
    in.fields.add(field::results, operation->results);
    operation->stopped = true;
  }
  emit(in, in.type == Type::stop ? event::stop : event::complete);
}

void Dissector::emit(Incoming& in, const EventDef& def) {
  const std::size_t payload = in.message.payload.shown().size();
  in.ctx.count_payload(payload);
  in.ctx.count_framing(protocol, in.unit.raw.size() - std::min(payload, in.unit.raw.size()));
  std::string& last = in.ctx.session()->last_message[index(in.unit.dir)];
  last.assign(in.message.type_text);
  if (!in.label.empty()) last.append(" \"").append(cut_utf8(in.label, Said::kLongestName)).append("\"");
  in.ctx.emit(in.unit, def, in.fields, in.notes.notes());
}

}  // namespace wstrace::graphql
