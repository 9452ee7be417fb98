// Reading ahead in a pipe for secrets that stand behind the packets that need them.
//
// A file is simply read twice (key_log.h). A pipe's bytes come once: so whoever lacks a secret has the packets read that
// come before it, and they wait here for their turn. Nobody waits for a pipe that has paused: what comes through it comes
// as it happens, and the secrets with it.
#pragma once

#include <memory>

#include "capture/source.h"
#include "core/secrets.h"
#include "model/limits.h"

namespace wstrace::capture {

/// `source` gives `secrets`, which outlive it, what it finds of them. At most Limits::keys_ahead bytes of packets wait.
std::unique_ptr<PacketSource> read_ahead_for(Secrets& secrets, std::unique_ptr<PacketSource> source,
                                             const Limits& limits = {});

}  // namespace wstrace::capture
