// TlsStream: which secrets it has, which it lacks, and whether it waits for them.
#include "dissectors/tls/definitions.h"
#include "dissectors/tls/stream.h"
#include "seam/decryption_service.h"

namespace wstrace::tls {
namespace {

constexpr std::string_view kMasterSecret = "CLIENT_RANDOM";
constexpr std::size_t kMasterSecretLength = 48;  // RFC 5246 8.1

}  // namespace

std::string_view TlsStream::label_of(Direction dir, Epoch epoch) {
  const bool client = dir == Direction::c2s;
  switch (epoch) {
    case Epoch::early: return "CLIENT_EARLY_TRAFFIC_SECRET";
    case Epoch::handshake: return client ? "CLIENT_HANDSHAKE_TRAFFIC_SECRET" : "SERVER_HANDSHAKE_TRAFFIC_SECRET";
    case Epoch::application: break;
  }
  return client ? "CLIENT_TRAFFIC_SECRET_0" : "SERVER_TRAFFIC_SECRET_0";
}

/// Its version and cipher suite are among those that keys help with.
bool TlsStream::can_be_opened() const { return agreed_.version >= kTls12 && find_suite(agreed_.cipher) != nullptr; }

/// Empty as well when it is no secret of this connection's cipher suite: cut off, perhaps.
Bytes TlsStream::secret_of(Context& ctx, std::string_view label) const {
  const Bytes secret = ctx.decryption().secret(label, client_random_);
  if (agreed_.version == 0) return secret;
  const Suite* const suite = find_suite(agreed_.cipher);
  const std::size_t size = !is_tls13() || suite == nullptr ? kMasterSecretLength : size_of(suite->hash);
  return secret.size() == size ? secret : Bytes();
}

Bytes TlsStream::secret12(Context& ctx) const { return secret_of(ctx, kMasterSecret); }

/// Some secret of the direction is known that may open its next record.
bool TlsStream::has_keys(Context& ctx, Direction dir) {
  RecordKeys& k = lane(dir).keys;
  if (k.given_up || client_random_.empty()) return false;
  if (k.protection.ready()) return true;
  if (k.missing_at == ctx.decryption().revision()) return false;
  const bool known = finds_secret(ctx, dir);
  k.missing_at = known ? std::nullopt : std::optional(ctx.decryption().revision());
  return known;
}

bool TlsStream::finds_secret(Context& ctx, Direction dir) const {
  if (agreed_.version != 0 && !is_tls13()) return !secret12(ctx).empty();
  const Epoch last = agreed_.version != 0 ? Epoch::application : Epoch::early;
  for (Epoch epoch = lanes_[index(dir)].keys.epoch; epoch <= last; epoch = next(epoch)) {
    if (!secret_of(ctx, label_of(dir, epoch)).empty()) return true;
    if (epoch == Epoch::application) break;
  }
  return false;
}

/// It is sealed, its keys are not there, and they may still come.
bool TlsStream::must_wait(Context& ctx, Direction dir, ContentType type) {
  const bool sealed = type == ContentType::application_data || lane(dir).protected_now;
  // Asked first: looking for keys may show that more can come.
  if (!sealed || has_keys(ctx, dir) || !ctx.decryption().may_hold()) return false;
  if (client_random_.empty() || lane(dir).keys.given_up) return false;
  if (agreed_.version != 0) return can_be_opened();
  // Keys are written in the order in which they are made: those of early data would be there.
  return secret_of(ctx, label_of(dir, Epoch::handshake)).empty();
}

/// The secrets that this connection would be read with and that are not there, by their labels.
std::string TlsStream::lacking(Context& ctx) const {
  std::string labels;
  const auto ask = [&](std::string_view label) {
    if (!secret_of(ctx, label).empty()) return;
    labels.append(labels.empty() ? "" : ", ").append(label);
  };
  if (!is_tls13()) {
    ask(kMasterSecret);
    return labels;
  }
  for (const Direction dir : {Direction::c2s, Direction::s2c}) {
    if (dir == Direction::c2s && early_passed_) ask(label_of(dir, Epoch::early));
    ask(label_of(dir, Epoch::handshake));
    ask(label_of(dir, Epoch::application));
  }
  return labels;
}

}  // namespace wstrace::tls
