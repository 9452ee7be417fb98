// ConnectionSecrets.
#include "dissectors/tls/connection_secrets.h"

#include <cstddef>

#include "dissectors/tls/suites.h"

namespace wstrace::tls {
namespace {

constexpr std::string_view kMasterSecret = "CLIENT_RANDOM";
constexpr std::size_t kMasterSecretLength = 48;  // RFC 5246 8.1

std::string_view label_of(Direction dir, Epoch epoch) {
  const bool client = dir == Direction::c2s;
  switch (epoch) {
    case Epoch::early: return "CLIENT_EARLY_TRAFFIC_SECRET";
    case Epoch::handshake: return client ? "CLIENT_HANDSHAKE_TRAFFIC_SECRET" : "SERVER_HANDSHAKE_TRAFFIC_SECRET";
    case Epoch::application: break;
  }
  return client ? "CLIENT_TRAFFIC_SECRET_0" : "SERVER_TRAFFIC_SECRET_0";
}

}  // namespace

bool SecurityParameters::can_be_opened() const { return version >= kTls12 && find_suite(cipher) != nullptr; }

Bytes ConnectionSecrets::find(std::string_view label) const {
  const Bytes secret = log_.find(label, parameters_.client_random);
  if (!parameters_.is_agreed()) return secret;
  const Suite* const suite = find_suite(parameters_.cipher);
  const std::size_t size = !parameters_.is_tls13() || suite == nullptr ? kMasterSecretLength : size_of(suite->hash);
  return secret.size() == size ? secret : Bytes();
}

Bytes ConnectionSecrets::master() const { return find(kMasterSecret); }

Bytes ConnectionSecrets::traffic(Direction dir, Epoch epoch) const { return find(label_of(dir, epoch)); }

bool ConnectionSecrets::has_any(Direction dir, Epoch epoch) const {
  if (parameters_.is_agreed() && !parameters_.is_tls13()) return !master().empty();
  const Epoch last = parameters_.is_agreed() ? Epoch::application : Epoch::early;
  for (; epoch <= last; epoch = next(epoch)) {
    if (!traffic(dir, epoch).empty()) return true;
    if (epoch == Epoch::application) break;
  }
  return false;
}

std::string ConnectionSecrets::missing(bool early) const {
  std::string labels;
  const auto look_up = [&](std::string_view label) {
    if (!find(label).empty()) return;
    labels.append(labels.empty() ? "" : ", ").append(label);
  };
  if (!parameters_.is_tls13()) {
    look_up(kMasterSecret);
    return labels;
  }
  for (const Direction dir : {Direction::c2s, Direction::s2c}) {
    if (dir == Direction::c2s && early) look_up(label_of(dir, Epoch::early));
    look_up(label_of(dir, Epoch::handshake));
    look_up(label_of(dir, Epoch::application));
  }
  return labels;
}

}  // namespace wstrace::tls
