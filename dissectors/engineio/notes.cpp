// The notes about Engine.IO: what is wrong or noteworthy, in words for a web developer.
#include "dissectors/engineio/definitions.h"
#include "model/remedies.h"

namespace wstrace::engineio {
namespace note {

constexpr NoteDef bad_packet{
    .code = "eio.bad-packet",
    .severity = Severity::error,
    .text = "this is not a valid Engine.IO {version} packet: the receiver cannot parse it and closes the connection",
    .ref = "Engine.IO protocol, Packet encoding",
    .advice = "check that both sides use the same Engine.IO version, and that nothing else writes to this WebSocket",
    .explain = "this is not a valid Engine.IO packet: the receiver cannot parse it and closes the connection"};

constexpr NoteDef bad_open{
    .code = "eio.bad-open",
    .severity = Severity::error,
    .text = "this open packet does not contain the session id (sid) as JSON: no client can continue from here",
    .ref = "Engine.IO protocol, Handshake",
    .advice = "check which server answers at this address; it is not a working Engine.IO server"};

constexpr NoteDef second_open{.code = "eio.second-open",
                              .severity = Severity::warning,
                              .text = "a WebSocket has one open packet, from the server; this one has no effect",
                              .ref = "Engine.IO protocol, Handshake",
                              .advice = "look for a proxy or server that mixes up the connections of two clients"};

constexpr NoteDef heartbeat_direction{
    .code = "eio.heartbeat-direction",
    .severity = Severity::warning,
    .text = "in Engine.IO {version} this side does not send heartbeat pings: the receiver treats it as an error",
    .ref = "Engine.IO protocol, History, From v3 to v4",
    .advice =
        "one side uses Engine.IO 3 (Socket.IO 1 or 2), the other Engine.IO 4 (Socket.IO 3 or 4): use matching "
        "versions",
    .explain =
        "in this version of Engine.IO this side does not send heartbeat pings: the receiver treats it as an error"};

constexpr NoteDef unexpected_pong{.code = "eio.unexpected-pong",
                                  .severity = Severity::note,
                                  .text = "no ping is waiting for this pong",
                                  .ref = "Engine.IO protocol, Heartbeat",
                                  .advice = "harmless by itself; a client that answers too often may run two timers"};

constexpr NoteDef lost_body{
    .code = "eio.lost-body",
    .severity = Severity::warning,
    .text = "part of this body is missing from the capture or too long to keep; only what came before it is shown",
    .ref = {},
    .advice = "packets were lost during the capture: use a larger capture buffer (tcpdump -B) or a narrower filter",
    .loss = true};

constexpr NoteDef unknown_coding{
    .code = "eio.unknown-coding",
    .severity = Severity::warning,
    .text = "this body is compressed with a method that wstrace does not support, so its packets are not shown",
    .ref = "RFC 9110 8.4",
    .advice = "to see the content, turn off the proxy's compression for this path, or let it use gzip"};

constexpr NoteDef bad_payload{
    .code = "eio.bad-payload",
    .severity = Severity::error,
    .text = "from here on this body is not a valid Engine.IO {version} payload: the receiver cannot parse it",
    .ref = "Engine.IO protocol, Payload encoding",
    .advice = "either something between the two sides changes bodies, or the two sides use different versions",
    .explain = "from here on this body is not a valid Engine.IO payload: the receiver cannot parse it"};

constexpr NoteDef session_unknown{
    .code = "eio.session-unknown",
    .severity = Severity::error,
    .text = "{server} does not know this session: {story}",
    .ref = "Engine.IO protocol, Handshake",
    .advice =
        "if there are several servers (or worker processes), all requests of a session must reach the one that opened "
        "it: enable sticky sessions in the load balancer, or use only the websocket transport",
    .explain =
        "a server does not know this session: another server issued the session id, or the server was restarted since; "
        "or the capture does not show who issued it",
    .remedies = remedy::kSticky};

constexpr NoteDef upgrade_stripped{
    .code = "eio.upgrade-stripped",
    .severity = Severity::warning,
    .text = "the WebSocket request {story}: a proxy dropped the Upgrade header, and the server rejected the request",
    .ref = "RFC 9110 7.8",
    .advice =
        "configure the proxy to forward the upgrade: the headers Upgrade and Connection end at each proxy, unless it "
        "is "
        "told to send them on",
    .explain = "a proxy dropped the Upgrade header of the WebSocket request, and the server rejected the request",
    .remedies = remedy::kForwardUpgrade};

constexpr NoteDef upgrade_failed{.code = "eio.upgrade-failed",
                                 .severity = Severity::warning,
                                 .text = "the upgrade to a WebSocket failed: {story}",
                                 .ref = "Engine.IO protocol, Upgrade",
                                 .advice =
                                     "the session continues on polling, at a higher cost; check whether a "
                                     "proxy, a firewall or a virus scanner on the path blocks WebSockets",
                                 .explain =
                                     "the upgrade to a WebSocket failed: it was rejected or not answered, or "
                                     "the WebSocket was closed before it completed",
                                 .remedies = remedy::kUpgradeFailed};

constexpr NoteDef upgrade_stalled{
    .code = "eio.upgrade-stalled",
    .severity = Severity::warning,
    .text = "the upgrade to a WebSocket never completed: {story}",
    .ref = "Engine.IO protocol, Upgrade",
    .advice =
        "the WebSocket opened, but what is sent on it does not arrive: look for a proxy that buffers, or one that "
        "accepts the upgrade without forwarding frames",
    .explain = "the upgrade to a WebSocket never completed: it stalled until the WebSocket was closed"};

constexpr NoteDef polling_only{
    .code = "eio.polling-only",
    .severity = Severity::note,
    .text =
        "the server offered a WebSocket, but the client never requested one: it sent {requests} HTTP requests instead",
    .ref = "Engine.IO protocol, Upgrade",
    .advice = "check the client's option \"transports\": it seems to list only polling",
    .explain = "the server offered a WebSocket, but the client never requested one and stayed on HTTP polling"};

constexpr NoteDef ping_timeout{.code = "eio.ping-timeout",
                               .severity = Severity::error,
                               .text = "ping timeout: {story}",
                               .ref = "Engine.IO protocol, Heartbeat",
                               .advice =
                                   "the silent side was stopped or disconnected: a blocked event loop, a "
                                   "sleeping laptop, a lost network. If it was only busy, raise pingTimeout",
                               .explain =
                                   "ping timeout: one side received nothing from the other, or no answer to its "
                                   "ping, within its time limit, and gave up the session"};

constexpr NoteDef idle_closed{.code = "eio.idle-closed",
                              .severity = Severity::error,
                              .text = "closed while idle: {story}",
                              .ref = {},
                              .advice =
                                  "most often a proxy closes idle connections: raise its limit above "
                                  "pingInterval + pingTimeout, or lower pingInterval",
                              .explain =
                                  "the connection was closed after a time without traffic, without a close "
                                  "frame: by a proxy that limits idle time, or because that side died",
                              .remedies = remedy::kIdleLimit};

constexpr NoteDef no_pong{
    .code = "eio.no-pong",
    .severity = Severity::error,
    .text =
        "the {party} is alive, but does not answer heartbeats: it sent other packets after the ping, and no pong for "
        "{waited_us}; the {other} waits {limit_us} (pingTimeout)",
    .ref = "Engine.IO protocol, Heartbeat",
    .advice =
        "its implementation lacks the heartbeat: in Engine.IO 4 a client answers each ping (2) with a pong (3); "
        "official "
        "libraries do so by themselves",
    .explain = "a side that sends other packets does not answer pings, so the other side gives up the session"};

constexpr NoteDef connect_slow{.code = "eio.connect-slow",
                               .severity = Severity::note,
                               .text = "it took {took_us} from the request to the open packet",
                               .ref = {},
                               .advice =
                                   "look at what the server's allowRequest or connect handler waits for, at "
                                   "what keeps its process busy, and whether "
                                   "a proxy in front of it had to try several times",
                               .explain = "it took longer than --slow to open the session"};

constexpr NoteDef slow_answer{
    .code = "eio.slow-answer",
    .severity = Severity::note,
    .text = "the answer to this POST took {took_us}",
    .ref = {},
    .advice = "a server answers a POST at once: look at what keeps its process, or a proxy on the path, busy",
    .explain = "the answer to a POST took longer than --slow"};

constexpr NoteDef not_reading{
    .code = "eio.not-reading",
    .severity = Severity::error,
    .text = "ping timeout: {story}",
    .ref = "Engine.IO protocol, Heartbeat; RFC 9293 3.8.6",
    .advice = "that program is blocked, or too slow for what is sent to it: look at what keeps it busy, or send less",
    .explain =
        "a side did not read what was sent to it, so the heartbeat could not reach it, and the session was given up"};

constexpr NoteDef slow_transfer{
    .code = "eio.slow-transfer",
    .severity = Severity::error,
    .text = "ping timeout: {story}",
    .ref = "Engine.IO protocol, Heartbeat",
    .advice =
        "send large data in smaller parts, or raise pingTimeout: a heartbeat waits behind the message that is being "
        "sent",
    .explain = "a message needed longer on its way than the heartbeat allows, and the heartbeat waited behind it"};

constexpr NoteDef server_left{
    .code = "eio.server-left",
    .severity = Severity::note,
    .text =
        "the server ended the connection without closing the session: its process ended, or was restarted[; nothing "
        "came "
        "from it after {story}]",
    .ref = {},
    .advice = "if the server was not stopped on purpose, look for a crash in its log at this time",
    .explain = "the server ended the connection without closing the session: its process ended, or was restarted"};

constexpr NoteDef server_gone{
    .code = "eio.server-gone",
    .severity = Severity::note,
    .text =
        "the server could not be reached any more: {said}[ from {from}]: its process ended, was restarted, or is "
        "overloaded",
    .ref = "RFC 9110 15.6",
    .advice = "if the server was not stopped on purpose, look for a crash in its log at this time",
    .explain =
        "in the middle of a session a proxy could not reach the server any more: it ended, was restarted, or is "
        "overloaded"};

constexpr NoteDef left_early{
    .code = "eio.left-early",
    .severity = Severity::note,
    .text =
        "the client left {waited_us} after its request, before an answer could be expected: it changed its mind, or "
        "its "
        "timeout is short",
    .ref = {},
    .advice = "nothing is wrong if a page was closed or reloaded; else look at the client's timeout",
    .explain = "the client left so soon after its request that no answer could be expected"};

constexpr NoteDef not_answered{.code = "eio.not-answered",
                               .severity = Severity::error,
                               .text = "no answer: {story}",
                               .ref = {},
                               .advice =
                                   "check whether the server's process hangs or ended, and whether the proxy "
                                   "can reach it; its log shows whether the "
                                   "request arrived",
                               .explain = "the server did not answer a request of the session"};

constexpr NoteDef client_left{
    .code = "eio.client-left",
    .severity = Severity::note,
    .text =
        "the client's connection ended {waited_us} after the last packet, without a close frame: its page was closed, "
        "its "
        "process ended, or something on the path closes idle connections",
    .ref = {},
    .advice = "nothing is wrong if the user left; if it happens again after the same time, look for an idle limit",
    .explain =
        "the client's connection ended without a close frame, after some time without traffic: its page was closed, "
        "its "
        "process ended, or something on the path closes idle connections"};

constexpr NoteDef payload_too_large{
    .code = "eio.payload-too-large",
    .severity = Severity::error,
    .text = "too large: {story}",
    .ref = "Engine.IO protocol, Handshake (maxPayload)",
    .advice =
        "send less at once, or raise the server's maxHttpBufferSize (1 MB by default) and the limit for bodies of a "
        "proxy in front of it",
    .explain = "a message or a POST is larger than the limit of the server or of a proxy in front of it",
    .remedies = remedy::kLargerBodies};

constexpr NoteDef version_mismatch{
    .code = "eio.version-mismatch",
    .severity = Severity::error,
    .text = "version mismatch: {story}",
    .ref = "Engine.IO protocol, History",
    .advice =
        "Socket.IO 1 and 2 use Engine.IO 3, Socket.IO 3 and 4 use Engine.IO 4: use matching major versions, or set "
        "allowEIO3 in a current server for old clients",
    .explain = "version mismatch: client and server use different versions of Engine.IO"};

constexpr NoteDef forbidden{
    .code = "eio.forbidden",
    .severity = Severity::error,
    .text = "the server does not allow this client to connect[: {reason}]",
    .ref = "Engine.IO protocol, Handshake",
    .advice =
        "its allowRequest function rejected the request: check what it tests, and the request's Origin and cookies",
    .explain = "the server does not allow this client to connect"};

constexpr NoteDef origin_refused{
    .code = "eio.origin-refused",
    .severity = Severity::error,
    .text = "the server does not accept the origin of the client's page: {reason}",
    .ref = "Fetch standard, CORS protocol",
    .advice =
        "allow this origin in the server: cors_allowed_origins in python-socketio and Flask-SocketIO (exactly as the "
        "browser sends it: scheme, host and port)",
    .explain = "the server does not accept the Origin of the request"};

constexpr NoteDef bad_request{
    .code = "eio.bad-request",
    .severity = Severity::error,
    .text = "the server rejected the request: {reason}",
    .ref = "Engine.IO protocol, Handshake",
    .advice =
        "a session begins with a GET that names a transport enabled in the server; check for a proxy that changes "
        "requests, or a client that does not use an official library",
    .explain = "the server rejected the request as invalid"};

constexpr NoteDef no_websocket{
    .code = "eio.no-websocket",
    .severity = Severity::error,
    .text =
        "the server (python-engineio) answered a complete WebSocket request with \"{reason}\", as it does where it "
        "offers "
        "no WebSocket",
    .ref = "Engine.IO protocol, Transports",
    .advice =
        "let the client begin with polling (transports: polling, websocket), or give the server WebSockets: "
        "simple-websocket for Flask's own server, eventlet or gevent-websocket, or an ASGI server",
    .explain = "the server has no WebSocket transport, and the client asks for nothing else"};

constexpr NoteDef overlap{
    .code = "eio.overlap",
    .severity = Severity::error,
    .text =
        "a second request of the same kind came while the first was still waiting; the server rejects it and closes "
        "the session",
    .ref = "Engine.IO protocol, HTTP long-polling",
    .advice =
        "a session has one client: look for a client that polls twice, a proxy that repeats requests, or a POST that a "
        "redirect (301, 302) made a GET"};

constexpr NoteDef too_many_packets{
    .code = "eio.too-many-packets",
    .severity = Severity::error,
    .text =
        "{packets} packets in one POST: a server that answers as python-engineio does takes 16 at most, drops all of "
        "them, and still answers 200",
    .ref = "python-engineio, Payload.max_decode_packets",
    .advice = "send less at once, or set engineio.payload.Payload.max_decode_packets to a higher number in the server",
    .explain = "more packets in one POST than python-engineio accepts: it drops all of them, and still answers 200"};

constexpr NoteDef cors{
    .code = "eio.cors",
    .severity = Severity::error,
    .text = "the browser withheld the server's answer from the page of {origin}: it {story}",
    .ref = "Fetch standard, CORS check",
    .advice =
        "allow the page's origin in the server (Socket.IO: cors: { origin: … }; since version 3 none is allowed by "
        "default), and set these headers in one place only: in the server, or in a proxy",
    .explain =
        "the browser withheld the server's answer from the page, because its headers do not allow the page's origin"};

constexpr NoteDef cors_credentials{
    .code = "eio.cors-credentials",
    .severity = Severity::note,
    .text =
        "the page of {origin} never used this session: the answer {story}, so if the page asks with credentials, the "
        "browser withheld it; else the page was left",
    .ref = "Fetch standard, CORS protocol and credentials",
    .advice =
        "with withCredentials: true, name the origin in the server's option cors, and set credentials: true there",
    .explain =
        "the page never used its session: if it asks with credentials, the browser withheld the answer, which allows "
        "any origin"};

constexpr NoteDef cors_preflight{
    .code = "eio.cors-preflight",
    .severity = Severity::error,
    .text =
        "the browser asked whether the page of {origin} may connect, and did not send the request: the answer {story}",
    .ref = "Fetch standard, CORS-preflight fetch",
    .advice =
        "allow the page's origin, and the headers that it adds (extraHeaders, auth headers), in the server's option "
        "cors; "
        "a proxy or a framework in front must let OPTIONS through",
    .explain = "the browser asked first whether the page may connect (OPTIONS), and the answer does not allow it"};

constexpr NoteDef cached{
    .code = "eio.cached",
    .severity = Severity::error,
    .text = "this is the answer that {story}: a cache on the path answers in the server's place",
    .ref = "RFC 9111 3",
    .advice =
        "let nothing cache this path: turn the proxy's cache off there, and let the server send Cache-Control: "
        "no-store",
    .once = true,
    .explain = "an answer of an earlier request came again: a cache on the path answers in the server's place",
    .remedies = remedy::kCache};

constexpr NoteDef cookie_not_returned{
    .code = "eio.cookie-not-returned",
    .severity = Severity::error,
    .text =
        "{server} does not know this session: the answer that opened it set the cookie {hint}, and the client does not "
        "send it back",
    .ref = "RFC 6265 5.4",
    .advice =
        "if the load balancer uses this cookie to keep a client at one server, the client must return it: in browsers "
        "withCredentials: true across origins; in Node a client that keeps cookies, or use only the websocket "
        "transport",
    .explain =
        "a server does not know this session, and the client does not return the cookie by which a load balancer keeps "
        "a "
        "client at one server"};

constexpr NoteDef not_spoken{
    .code = "eio.not-spoken",
    .severity = Severity::error,
    .text = "the {party} does not speak Engine.IO: its first message is no packet",
    .ref = "Engine.IO protocol, Packet encoding",
    .advice =
        "one side is a plain WebSocket: a Socket.IO server needs a Socket.IO client, and a Socket.IO client a "
        "Socket.IO "
        "server",
    .explain = "one side does not speak Engine.IO: the first message that it sends is no packet"};

constexpr NoteDef no_open{
    .code = "eio.no-open",
    .severity = Severity::error,
    .text =
        "the server accepted the WebSocket, but sent no open packet in {waited_us}: it may be a plain WebSocket "
        "server, "
        "or it hangs",
    .ref = "Engine.IO protocol, Handshake",
    .advice = "check the URL, the port and the \"path\" option: a Socket.IO client needs a Socket.IO server",
    .explain = "the server accepted the WebSocket, but did not open a session on it"};

constexpr NoteDef not_a_client{
    .code = "eio.not-a-client",
    .severity = Severity::error,
    .text =
        "the request names neither a version (EIO) nor a transport, as that of a plain WebSocket: the server rejects "
        "it",
    .ref = "Engine.IO protocol, Handshake",
    .advice = "use a Socket.IO client, or a server that speaks plain WebSocket (ws)",
    .explain = "a request that names neither a version nor a transport comes from no Socket.IO client"};

constexpr NoteDef still_waiting{
    .code = "eio.still-waiting",
    .severity = Severity::warning,
    .text = "this request had waited {waited_us} for its answer when the capture ended",
    .ref = {},
    .advice = "check whether the server's process hangs, and whether the proxy can reach it",
    .explain = "a request was still waiting for its answer when the capture ended"};

constexpr NoteDef redirected_upgrade{
    .code = "eio.redirected-upgrade",
    .severity = Severity::warning,
    .text = "the WebSocket request was redirected to {hint} ({said}): browsers follow no redirect for a WebSocket",
    .ref = "WHATWG WebSockets, Establish a WebSocket connection",
    .advice = "use the final address in the client",
    .explain = "the request for a WebSocket was redirected: browsers follow no redirect for one"};

constexpr NoteDef redirected{
    .code = "eio.redirected",
    .severity = Severity::note,
    .text = "redirected to {hint} ({said})",
    .ref = "RFC 9110 15.4",
    .advice =
        "use the final address in the client: each request costs a redirect, and browsers follow none for a WebSocket",
    .explain = "the request was redirected to another address"};

constexpr NoteDef redirected_post{
    .code = "eio.redirected-post",
    .severity = Severity::error,
    .text =
        "redirected to {hint} ({said}): browsers repeat this POST as a GET without its body, so what it carried is "
        "lost",
    .ref = "RFC 9110 15.4.2",
    .advice = "use the final address in the client, or redirect with 307 or 308",
    .explain = "a POST was redirected with 301, 302 or 303: browsers repeat it as a GET, without its body"};

constexpr NoteDef unauthorized{
    .code = "eio.unauthorized",
    .severity = Severity::error,
    .text = "the request was not allowed: {said}[ from {from}][, which asks for {hint}]",
    .ref = "RFC 9110 15.5",
    .advice =
        "check the credentials, cookies and Origin that this path expects, in the server and in a proxy in front of it",
    .explain = "the request was not allowed: it lacks the credentials that are asked for, or they do not suffice"};

constexpr NoteDef rate_limited{
    .code = "eio.rate-limited",
    .severity = Severity::error,
    .text = "rate limited: {said}[ from {from}][, to be repeated after {hint} s]",
    .ref = "RFC 6585 4",
    .advice =
        "HTTP polling sends a request for each batch of messages: raise the limit for this path, or use only the "
        "websocket transport",
    .explain = "the client sent more requests than the server, or a proxy in front of it, allows",
    .remedies = remedy::kRateLimit};

constexpr NoteDef headers_too_large{
    .code = "eio.headers-too-large",
    .severity = Severity::error,
    .text = "the request's headers, or its URL, are too large: {said}[ from {from}]",
    .ref = "RFC 6585 5, RFC 9110 15.5.15",
    .advice = "most often cookies have piled up: remove them, or raise the limit (Node: --max-http-header-size)",
    .explain = "the request's headers are larger than the server, or a proxy in front of it, accepts",
    .remedies = remedy::kLargerHeaders};

constexpr NoteDef unavailable{
    .code = "eio.unavailable",
    .severity = Severity::error,
    .text = "the server cannot be reached, or is overloaded: {said}[ from {from}][, to be repeated after {hint} s]",
    .ref = "RFC 9110 15.6",
    .advice =
        "check whether the server runs, and where the proxy forwards this path; the proxy's error log has the reason",
    .explain = "a proxy answered in place of the server, which it could not reach, or the server is overloaded",
    .remedies = remedy::kNoServer};

constexpr NoteDef refused{
    .code = "eio.refused",
    .severity = Severity::error,
    .text = "the session's first request was answered with {said}[ from {from}][: {story}]",
    .ref = "RFC 9110 15",
    .advice =
        "the answer's own text may say more; check the URL and the path, the server's log, and the rules that a proxy "
        "in "
        "front of it has for this path",
    .explain = "the session's first request was answered with a status that opens no session"};

constexpr NoteDef redirected_away{
    .code = "eio.redirected-away",
    .severity = Severity::error,
    .text = "the session's first request was redirected to {hint} ({said}), and no session came of it",
    .ref = "RFC 9110 15.4",
    .advice =
        "use an address that answers by itself: Node's clients follow no redirect, browsers none for a WebSocket; a "
        "page "
        "to log in as the target means that the request lacks a cookie or a token",
    .explain = "the session's first request was redirected to another address, and no session came of it"};

constexpr NoteDef unexpected_answer{
    .code = "eio.unexpected-answer",
    .severity = Severity::error,
    .text =
        "the answer to a request of this session is {said}[ from {from}][ ({story})]: for the client that is the "
        "session's end",
    .ref = "Engine.IO protocol, HTTP long-polling",
    .advice =
        "check the log of the server, and of a proxy in front of it, at this time; another server or rule may answer "
        "some of the requests for this path",
    .explain = "a request of a session was not answered with 200: for the client that is the session's end"};

constexpr NoteDef not_socketio{
    .code = "http.not-socketio",
    .severity = Severity::error,
    .text = "not a Socket.IO server: {story}",
    .ref = {},
    .advice = "check the URL, the port and the \"path\" option on both sides, and where the proxy forwards this path",
    .explain =
        "no Socket.IO server answered at this address: another server or a proxy answered in its place, or nothing "
        "answered"};

}  // namespace note

namespace {
constexpr const NoteDef* kNotes[] = {&note::bad_packet,
                                     &note::bad_open,
                                     &note::second_open,
                                     &note::heartbeat_direction,
                                     &note::unexpected_pong,
                                     &note::lost_body,
                                     &note::unknown_coding,
                                     &note::bad_payload,
                                     &note::session_unknown,
                                     &note::upgrade_stripped,
                                     &note::upgrade_failed,
                                     &note::upgrade_stalled,
                                     &note::polling_only,
                                     &note::ping_timeout,
                                     &note::idle_closed,
                                     &note::payload_too_large,
                                     &note::version_mismatch,
                                     &note::forbidden,
                                     &note::origin_refused,
                                     &note::bad_request,
                                     &note::no_websocket,
                                     &note::overlap,
                                     &note::client_left,
                                     &note::no_pong,
                                     &note::left_early,
                                     &note::not_answered,
                                     &note::too_many_packets,
                                     &note::redirected,
                                     &note::redirected_post,
                                     &note::unauthorized,
                                     &note::rate_limited,
                                     &note::headers_too_large,
                                     &note::unavailable,
                                     &note::unexpected_answer,
                                     &note::refused,
                                     &note::redirected_away,
                                     &note::not_socketio,
                                     &note::not_reading,
                                     &note::slow_transfer,
                                     &note::server_left,
                                     &note::server_gone,
                                     &note::cors,
                                     &note::cors_credentials,
                                     &note::cors_preflight,
                                     &note::cached,
                                     &note::cookie_not_returned,
                                     &note::not_spoken,
                                     &note::no_open,
                                     &note::not_a_client,
                                     &note::still_waiting,
                                     &note::redirected_upgrade,
                                     &note::connect_slow,
                                     &note::slow_answer};
}  // namespace

std::span<const NoteDef* const> all_notes() { return kNotes; }

}  // namespace wstrace::engineio
