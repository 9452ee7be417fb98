// The events of HTTP/1.1, and the protocol that they belong to.
#include "dissectors/http/definitions.h"

namespace wstrace::http {
namespace event {

constexpr EventDef request{.protocol = &protocol,
                           .name = "request",
                           .layer = Layer::application,
                           .title = "{method} {target}",
                           .summary = "[upgrade: {upgrade}][, {content_type}][, {content_coding}][, {length}]",
                           .ref = "RFC 9112 3",
                           .explain =
                               "The client requests something from the server. A request with Upgrade: websocket asks "
                               "to leave HTTP and to use the connection for a WebSocket from then on."};

constexpr EventDef response{
    .protocol = &protocol,
    .name = "response",
    .layer = Layer::application,
    .title = "{status}[ {reason}]",
    .summary =
        "[Sec-WebSocket-Accept is {accept}][, {content_type}][, {content_coding}][, {length}][, {body}]"
        "[, answers {answers}][, {!accept}after {wait_us}]",
    .ref = "RFC 9112 4",
    .explain =
        "The server's response. 101 Switching Protocols means that the server accepts the upgrade; its "
        "Sec-WebSocket-Accept is computed from the client's key and proves that a WebSocket server has read the "
        "request."};

constexpr EventDef undecoded{
    .protocol = &protocol,
    .name = "undecoded",
    .layer = Layer::application,
    .title = "undecoded bytes",
    .summary = "{bytes}",
    .ref = "RFC 9112 2.2",
    .explain = "wstrace could not decode these bytes as an HTTP/1.1 message. The note says why."};

constexpr EventDef gap{.protocol = &protocol,
                       .name = "gap",
                       .layer = Layer::application,
                       .title = "gap",
                       .summary = "{missing} missing",
                       .ref = "RFC 9112 2.1",
                       .explain =
                           "The capture lacks bytes in this direction where messages begin and end. wstrace looks for "
                           "the next packet that begins like a message and continues from there."};

constexpr EventDef unanswered{.protocol = &protocol,
                              .name = "unanswered",
                              .layer = Layer::application,
                              .title = "no answer",
                              .summary = "to {method} {target}",
                              .ref = "RFC 9112 9.5",
                              .explain =
                                  "A request was waiting for its response when the connection or the capture "
                                  "ended."};

constexpr EventDef resumed{.protocol = &protocol,
                           .name = "resumed",
                           .layer = Layer::application,
                           .title = "next message found",
                           .summary = "after {skipped} that cannot be decoded",
                           .ref = "RFC 9112 2.1",
                           .explain =
                               "The capture lacks bytes where messages begin and end, or it begins in the middle of a "
                               "message. wstrace looks for the next packet that begins like a message and continues "
                               "from there. The bytes that it skips are counted, not decoded."};

constexpr EventDef upgrade_inferred{.protocol = &protocol,
                                    .name = "upgrade-inferred",
                                    .layer = Layer::application,
                                    .title = "upgrade accepted (inferred)",
                                    .summary = "{method} {target}[, {skipped} skipped]",
                                    .ref = "RFC 6455 4.1",
                                    .explain =
                                        "The response to a WebSocket upgrade is not in the capture. What the two sides "
                                        "send next is not HTTP but WebSocket frames, which only follow a 101."};

}  // namespace event

namespace {
constexpr const EventDef* kEvents[] = {&event::request,    &event::response, &event::undecoded,       &event::gap,
                                       &event::unanswered, &event::resumed,  &event::upgrade_inferred};
}  // namespace

std::span<const EventDef* const> all_events() { return kEvents; }

constexpr ProtocolDef protocol{.name = "http",
                               .title = "HTTP",
                               .events = all_events,
                               .notes = all_notes,
                               .level = Level::exchange,
                               .exact_title = "HTTP/1.1"};

}  // namespace wstrace::http
