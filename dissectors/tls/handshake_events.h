// The events of the handshake: from what was read of a message to its fields and notes. No state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "dissectors/tls/certificate.h"
#include "dissectors/tls/hello.h"
#include "dissectors/tls/negotiation.h"
#include "seam/context.h"

namespace wstrace::tls {

/// `whole`: the message could be read to its end.
void emit_client_hello(EventContext& ctx, const Unit& unit, const ClientHello& hello, bool whole);
void emit_server_hello(EventContext& ctx, const Unit& unit, const ServerHello& hello, bool resumed, bool whole);
/// HelloRetryRequest (RFC 8446 4.1.4).
void emit_retry(EventContext& ctx, const Unit& unit, const ServerHello& hello);
/// The first one of `chain` certificates; `sni` is the name that the client asked for.
void emit_certificate(EventContext& ctx, const Unit& unit, const Certificate& certificate, std::uint64_t chain,
                      std::string_view sni);
/// NewSessionTicket, by its body (RFC 8446 4.6.1, RFC 5077 3.3).
void emit_session_ticket(EventContext& ctx, const Unit& unit, Bytes body);
/// KeyUpdate, by its body (RFC 8446 4.6.3).
void emit_key_update(EventContext& ctx, const Unit& unit, Bytes body);
/// Any other message, by its name. `encrypted`: its content is not known.
void emit_message(EventContext& ctx, const Unit& unit, std::string_view name, bool encrypted = false);
/// A message that is not read, with a body of so many bytes.
void emit_long_message(EventContext& ctx, const Unit& unit, std::size_t length);
/// `took`: since the ClientHello, when that was captured.
void emit_established(EventContext& ctx, const Unit& unit, const Negotiation& agreed, std::optional<Duration> took);

}  // namespace wstrace::tls
