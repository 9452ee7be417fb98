// What the close codes of graphql-transport-ws mean (graphql-ws, CloseCode), and those that other servers use in their place.
#include "dissectors/graphql/definitions.h"
#include "dissectors/graphql/dissector.h"
#include "seam/connection_service.h"

namespace wstrace::graphql {
namespace {

constexpr unsigned kProtocolError = 1002;
constexpr unsigned kUnauthorized = 4401;
constexpr unsigned kNotAcceptable = 4406;
constexpr unsigned kTerminated = 4499;

CloseCode meaning_of(unsigned code) {
  switch (code) {
    case 4004: return {"bad response", &note::bad_response};
    case 4005: return {"internal client error", &note::client_error};
    case 4400: return {"bad request", &note::invalid_message};
    case kUnauthorized: return {"unauthorized", &note::unauthorized};
    case 4403: return {"forbidden", &note::forbidden};
    case kNotAcceptable: return {"subprotocol not acceptable", &note::subprotocol};
    case 4408: return {"connection initialisation timeout", &note::init_timeout};
    case 4409: return {"subscriber already exists", &note::duplicate_id};
    case 4429: return {"too many initialisation requests", &note::too_many_inits};
    case kTerminated: return {"terminated", nullptr};
    case 4500: return {"internal server error", &note::internal_error};
    case 4504: return {"connection acknowledgement timeout", &note::not_acked};
    default: return {};
  }
}

}  // namespace

CloseCode Dissector::close_code(unsigned code) const {
  // Servers of subscriptions-transport-ws accept any subprotocol, and close at once with this where it is not theirs.
  const bool at_once = !spoke_ && !lossy_ && subprotocol_ == Subprotocol::transport_ws;
  if (code == kProtocolError && at_once) return {{}, &note::closed_at_once};
  if (code != kNotAcceptable && (subprotocol_ == Subprotocol::legacy || !expected_)) return {};
  CloseCode meant = meaning_of(code);
  if (code == kUnauthorized && early_) meant.note = &note::not_initialised;
  // The subscribe before the acknowledgement may be what the capture lacks.
  if (code == kUnauthorized && !acked_ && !early_ && lossy_) meant.note = nullptr;
  if (code == kTerminated && pinged_[index(Direction::c2s)] != 0 && !lossy_) meant.note = &note::no_pong;
  return meant;
}

/// The close frame has said what failed: what follows it is a consequence.
void Dissector::on_closing(Context& ctx) {
  const NoteDef* const why = close_code(ctx.closing().code).note;
  if (why == nullptr) return;
  failed_ = true;
  ctx.connection().explain_end(*why);
}

}  // namespace wstrace::graphql
