// The types of sessions, by the names of their dissectors.
#pragma once

#include "dissectors/engineio/definitions.h"
#include "dissectors/http/definitions.h"
#include "dissectors/socketio/definitions.h"
#include "dissectors/tls/definitions.h"
#include "dissectors/websocket/definitions.h"

namespace wstrace::test::session_types {

inline constexpr const SessionType& tcp = kTcpConnection;
inline constexpr const SessionType& tls = wstrace::tls::session_type;
inline constexpr const SessionType& http = wstrace::http::session_type;
inline constexpr const SessionType& websocket = wstrace::websocket::session_type;
inline constexpr const SessionType& engineio = wstrace::engineio::session_type;
inline constexpr const SessionType& socketio = wstrace::socketio::session_type;

}  // namespace wstrace::test::session_types
