#include "dissectors/graphql/definitions.h"

#include <array>

namespace wstrace::graphql {
namespace {

constexpr std::array kEvents = std::to_array<const EventDef*>({&event::init,
                                                               &event::ack,
                                                               &event::ping,
                                                               &event::pong,
                                                               &event::keep_alive,
                                                               &event::subscribe,
                                                               &event::start,
                                                               &event::subscribe_ack,
                                                               &event::next,
                                                               &event::data,
                                                               &event::error,
                                                               &event::complete,
                                                               &event::complete_by_client,
                                                               &event::complete_legacy,
                                                               &event::stop,
                                                               &event::connection_error,
                                                               &event::terminate,
                                                               &event::invalid,
                                                               &event::not_acked,
                                                               &event::unanswered});

constexpr std::array kNotes = std::to_array<const NoteDef*>(
    {&note::not_acked,        &note::init_timeout,     &note::not_initialised,  &note::early_subscribe,
     &note::unauthorized,     &note::forbidden,        &note::subprotocol,      &note::closed_at_once,
     &note::too_many_inits,   &note::duplicate_id,     &note::invalid_message,  &note::bad_message,
     &note::internal_error,   &note::bad_response,     &note::client_error,     &note::no_pong,
     &note::connection_error, &note::message_rejected, &note::operation_failed, &note::result_errors,
     &note::unanswered,       &note::unknown_id,       &note::too_deep,         &note::truncated,
     &note::foreign});

}  // namespace

const ProtocolDef protocol{.name = "graphql", .title = "GraphQL", .events = kEvents, .notes = kNotes};

}  // namespace wstrace::graphql
