// The notes about GraphQL over WebSocket: what is wrong or noteworthy, in words for a web developer.
#include "dissectors/graphql/definitions.h"

namespace wstrace::graphql {
namespace note {

constexpr NoteDef not_acked{
    .code = "graphql.not-acked",
    .severity = Severity::error,
    .text =
        "the server did not acknowledge connection_init[ within {waited_us}], and the client closed[ with "
        "{close_code}]",
    .ref = "GraphQL over WebSocket Protocol (graphql-ws), ConnectionAck",
    .advice =
        "check what the server does before it acknowledges: onConnect must return (a database, a check of the token); "
        "the client's limit is connectionAckWaitTimeout",
    .explain = "the server did not acknowledge connection_init, and the client closed"};

constexpr NoteDef init_timeout{
    .code = "graphql.init-timeout",
    .severity = Severity::error,
    .text = "the {party} closed with {close_code}: the {other} did not send connection_init within its time limit",
    .ref = "GraphQL over WebSocket Protocol (graphql-ws), ConnectionInit",
    .advice =
        "let the client send connection_init as soon as the WebSocket is open; if its connectionParams wait for "
        "something, get that before; the server's limit is connectionInitWaitTimeout (graphql-ws: 3 s)",
    .explain = "the server closed with 4408: the client did not send connection_init within its time limit"};

constexpr NoteDef not_initialised{
    .code = "graphql.not-initialised",
    .severity = Severity::error,
    .text =
        "the {party} closed with {close_code}[ {\"reason\"}]: the {other} sent subscribe before the server had "
        "acknowledged the connection",
    .ref = "GraphQL over WebSocket Protocol (graphql-ws), Subscribe",
    .advice =
        "send connection_init first, and subscribe only after connection_ack came; clients of the older subprotocol "
        "graphql-ws need not wait, those of graphql-transport-ws must",
    .explain =
        "the server closed with 4401: the client sent subscribe before the server had acknowledged the connection"};

constexpr NoteDef early_subscribe{
    .code = "graphql.early-subscribe",
    .severity = Severity::note,
    .text = "the client sent this before the server had acknowledged the connection; servers close with 4401",
    .ref = "GraphQL over WebSocket Protocol (graphql-ws), Subscribe",
    .advice = "send connection_init first, and subscribe only after connection_ack came"};

constexpr NoteDef unauthorized{
    .code = "graphql.unauthorized",
    .severity = Severity::error,
    .text =
        "the {party} closed with {close_code}[ {\"reason\"}]: its application does not accept the {other}, or no "
        "longer",
    .ref = "GraphQL over WebSocket Protocol (graphql-ws), Subscribe",
    .advice =
        "check the credentials in connection_init: a token that expires must be renewed, and clients must reconnect "
        "with a new one (connectionParams as a function); the reason \"Unauthorized\" is graphql-ws's own, and means "
        "a subscribe before connection_ack",
    .explain = "the server closed with 4401: its application does not accept the client's credentials, or no longer"};

constexpr NoteDef forbidden{
    .code = "graphql.forbidden",
    .severity = Severity::error,
    .text = "the {party} closed with {close_code}[ {\"reason\"}]: it rejected the {other}'s connection_init",
    .ref = "GraphQL over WebSocket Protocol (graphql-ws), ConnectionInit",
    .advice = "onConnect returned false: compare what it checks with the payload of connection_init (connectionParams)",
    .explain = "the server closed with 4403: it rejected the client's connection_init"};

constexpr NoteDef subprotocol{
    .code = "graphql.subprotocol",
    .severity = Severity::error,
    .text =
        "the {party} closed with {close_code}[ {\"reason\"}]: it does not support the subprotocol of the {other}, or "
        "the {other} named none",
    .ref = "GraphQL over WebSocket Protocol (graphql-ws), Communication",
    .advice =
        "use the same library on both sides: graphql-ws speaks graphql-transport-ws, subscriptions-transport-ws "
        "(no longer maintained) speaks graphql-ws; a client must name its subprotocol: new WebSocket(url, "
        "\"graphql-transport-ws\")",
    .explain = "the server closed with 4406: it does not support the client's subprotocol, or the client named none"};

constexpr NoteDef closed_at_once{
    .code = "graphql.closed-at-once",
    .severity = Severity::error,
    .text =
        "the {party} closed with {close_code} before it had sent any message: most likely it does not support the "
        "subprotocol that it accepted",
    .ref = "GraphQL over WebSocket Protocol (subscriptions-transport-ws)",
    .advice =
        "use the same library on both sides: subscriptions-transport-ws (no longer maintained) accepts every "
        "subprotocol, and closes at once where it is not graphql-ws; graphql-ws speaks graphql-transport-ws",
    .explain =
        "one side closed with 1002 before it had sent any message: most likely it does not support the subprotocol "
        "that it accepted"};

constexpr NoteDef too_many_inits{
    .code = "graphql.too-many-inits",
    .severity = Severity::error,
    .text = "the {party} closed with {close_code}: the {other} sent connection_init more than once",
    .ref = "GraphQL over WebSocket Protocol (graphql-ws), ConnectionInit",
    .advice = "send connection_init once for each WebSocket; to change the credentials, open a new one",
    .explain = "the server closed with 4429: the client sent connection_init more than once"};

constexpr NoteDef duplicate_id{
    .code = "graphql.duplicate-id",
    .severity = Severity::error,
    .text =
        "the {party} closed with {close_code}[ {\"reason\"}]: the {other} used the id of an operation that was still "
        "running",
    .ref = "GraphQL over WebSocket Protocol (graphql-ws), Subscribe",
    .advice = "give each operation an id of its own (a random UUID), or complete the first one before",
    .explain = "the server closed with 4409: the client used the id of an operation that was still running"};

constexpr NoteDef invalid_message{
    .code = "graphql.invalid-message",
    .severity = Severity::error,
    .text = "the {party} closed with {close_code}[ {\"reason\"}]: it could not use a message of the {other}",
    .ref = "GraphQL over WebSocket Protocol (graphql-ws), Invalid message",
    .advice =
        "look at the last message that it got before: a client of the older subprotocol (start, stop), an id that is "
        "not a string, or a payload without a query are usual",
    .explain = "the server closed with 4400: it could not use a message of the client"};

constexpr NoteDef bad_message{
    .code = "graphql.bad-message",
    .severity = Severity::warning,
    .text = "not a valid message[ of {subprotocol}]: {why}",
    .ref = "GraphQL over WebSocket Protocol (graphql-ws), Invalid message",
    .advice = "check that both sides use the same subprotocol, and that nothing else writes to this WebSocket",
    .explain = "this is not a valid message of the subprotocol that the two sides agreed on"};

constexpr NoteDef internal_error{
    .code = "graphql.internal-error",
    .severity = Severity::error,
    .text = "the {party} closed with {close_code}[ {\"reason\"}]: an exception left its handler of a message",
    .ref = "graphql-ws, CloseCode.InternalServerError",
    .advice =
        "check the server's log at this time; the reason is the exception's message if that is short. A query with a "
        "syntax "
        "error ends a whole connection in this way",
    .explain = "the server closed with 4500: an exception left its handler of a message"};

constexpr NoteDef bad_response{
    .code = "graphql.bad-response",
    .severity = Severity::error,
    .text = "the {party} closed with {close_code}[ {\"reason\"}]: it could not use a message of the {other}",
    .ref = "graphql-ws, CloseCode.BadResponse",
    .advice =
        "look at the last message that the server sent: something there writes to the WebSocket beside the GraphQL "
        "library, or it speaks another subprotocol",
    .explain = "the client closed with 4004: it could not use a message of the server"};

constexpr NoteDef client_error{
    .code = "graphql.client-error",
    .severity = Severity::error,
    .text = "the {party} closed with {close_code}[ {\"reason\"}]: an exception in its own program",
    .ref = "graphql-ws, CloseCode.InternalClientError",
    .advice =
        "look at what the client's application gives to its library: connectionParams that throw or reject are usual",
    .explain = "the client closed with 4005: an exception in its own program"};

constexpr NoteDef no_pong{
    .code = "graphql.no-pong",
    .severity = Severity::error,
    .text = "the {party} closed with {close_code}[ {\"reason\"}]: the {other} had not answered its ping",
    .ref = "GraphQL over WebSocket Protocol (graphql-ws), Ping",
    .advice =
        "check whether the silent side's program was blocked (a long computation, a debugger, a suspended computer) "
        "or the network was cut; the time that the other one waits is set by its application",
    .explain = "one side closed with 4499: the other side had not answered its ping"};

constexpr NoteDef connection_error{
    .code = "graphql.connection-error",
    .severity = Severity::error,
    .text = "the server rejected the client's connection_init[: {message}]",
    .ref = "GraphQL over WebSocket Protocol (subscriptions-transport-ws), GQL_CONNECTION_ERROR",
    .advice =
        "onConnect returned false or threw: compare what it checks with the payload of connection_init "
        "(connectionParams)",
    .explain = "the server rejected the client's connection_init"};

constexpr NoteDef message_rejected{
    .code = "graphql.message-rejected",
    .severity = Severity::warning,
    .text = "the server could not use a message of the client[: {message}]",
    .ref = "GraphQL over WebSocket Protocol (subscriptions-transport-ws), GQL_CONNECTION_ERROR",
    .advice = "look at the last message that the client sent before; the connection goes on",
    .explain = "the server could not use a message of the client"};

constexpr NoteDef operation_failed{
    .code = "graphql.operation-failed",
    .severity = Severity::warning,
    .text = "[the {operation}][ {\"name\"}][ {selects}{!name}][the operation{!operation}] failed[: {message}]",
    .ref = "GraphQL over WebSocket Protocol (graphql-ws), Error",
    .advice =
        "before any result, check the query and its variables against the server's schema; after some, check the "
        "server's log: the source of the subscription failed",
    .explain = "an operation failed as a whole"};

constexpr NoteDef result_errors{.code = "graphql.result-errors",
                                .severity = Severity::note,
                                .text =
                                    "[the {operation}][ {\"name\"}][ {selects}{!name}][the "
                                    "operation{!operation}] has a result with errors[: {message}]",
                                .ref = "GraphQL specification, 7.1.2 Errors",
                                .advice = "the error's path says which field failed; the server's log has more",
                                .explain = "an operation's result has errors"};

constexpr NoteDef unanswered{
    .code = "graphql.unanswered",
    .severity = Severity::note,
    .text =
        "no result came[ for the {operation}][ {\"name\"}][ {selects}{!name}][ for {more} more operations][ within "
        "{waited_us}] before the connection ended: either the "
        "server was still working, or it will never answer",
    .ref = "GraphQL over WebSocket Protocol (graphql-ws), Single result operation",
    .advice = "look at what this operation's resolvers wait for; a time limit on the server turns that into an error",
    .explain =
        "a query or mutation got no result before the connection ended: either the server was still working, or it "
        "will never answer"};

constexpr NoteDef unknown_id{
    .code = "graphql.unknown-id",
    .severity = Severity::note,
    .text = "no operation with this id is running: it was never requested, or it had ended",
    .ref = "GraphQL over WebSocket Protocol (graphql-ws), Next",
    .advice = "clients ignore such a message or close; look for code that writes to the WebSocket beside the library"};

constexpr NoteDef too_deep{
    .code = "graphql.deep-json",
    .severity = Severity::warning,
    .text = "the data in this message is nested more than 512 levels deep; wstrace does not parse it",
    .ref = "RFC 8259 9",
    .advice = "check what is sent: data that refers to itself often looks like this"};

constexpr NoteDef truncated{
    .code = "graphql.truncated",
    .severity = Severity::warning,
    .text = "only the beginning of this message was kept: it exceeds wstrace's limit for one message",
    .ref = {},
    .advice = "send large results in parts, or by HTTP"};

constexpr NoteDef foreign{
    .code = "graphql.no-subprotocol",
    .severity = Severity::note,
    .text =
        "the WebSocket has no subprotocol, and this message is of none: wstrace expected GraphQL from the path alone",
    .ref = "GraphQL over WebSocket Protocol (graphql-ws), Communication",
    .advice = "nothing, if this is another protocol; otherwise name the subprotocol (graphql-transport-ws)",
    .once = true};

}  // namespace note

namespace {
constexpr const NoteDef* kNotes[] = {
    &note::not_acked,        &note::init_timeout,     &note::not_initialised,  &note::early_subscribe,
    &note::unauthorized,     &note::forbidden,        &note::subprotocol,      &note::closed_at_once,
    &note::too_many_inits,   &note::duplicate_id,     &note::invalid_message,  &note::bad_message,
    &note::internal_error,   &note::bad_response,     &note::client_error,     &note::no_pong,
    &note::connection_error, &note::message_rejected, &note::operation_failed, &note::result_errors,
    &note::unanswered,       &note::unknown_id,       &note::too_deep,         &note::truncated,
    &note::foreign};
}  // namespace

std::span<const NoteDef* const> all_notes() { return kNotes; }

}  // namespace wstrace::graphql
