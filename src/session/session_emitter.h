// Reports on a session that is over: it has no connection any more.
#pragma once

#include "seam/connection_service.h"
#include "seam/context.h"
#include "seam/live_session.h"
#include "session/run.h"

namespace wstrace {

class SessionEmitter final : public EventContext {
 public:
  SessionEmitter(Run& run, Session& session) : run_(run), session_(session) {}

  /// What is reported now is reported as of the session's end.
  Time now() const override { return session_.facts.end; }
  Arena& arena() override { return run_.arena(); }
  const Limits& limits() const override { return run_.limits(); }
  bool wants(const EventDef& def) const override { return run_.wants(def); }
  void emit(const Unit& unit, const EventDef& def, std::span<const Field> fields, std::span<const Note> notes) override;
  bool awaits_bytes() const override { return run_.awaits_bytes(&session_); }
  const Closing& closing() const override { return nobody_; }
  Broadcasts& broadcasts() override { return run_.broadcasts(); }
  void handshake(Handshake done) override;
  void count_payload(std::uint64_t bytes) override { session_.facts.traffic.payload += bytes; }
  void count_saved(std::uint64_t bytes) override { session_.facts.traffic.saved += bytes; }
  void count_framing(const ProtocolDef& protocol, std::uint64_t bytes) override {
    session_.facts.traffic.add_framing(protocol, bytes);
  }

 private:
  Run& run_;
  Session& session_;
  Closing nobody_;
};

}  // namespace wstrace
