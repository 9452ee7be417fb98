#include "seam/decryption_service.h"

#include <utility>

#include "host/layer.h"

namespace wstrace {

Bytes DecryptionService::secret(std::string_view label, Bytes client_random) const {
  Secrets* const secrets = layer_.trace_.secrets();
  return secrets != nullptr ? secrets->find(label, client_random) : Bytes();
}

std::uint64_t DecryptionService::revision() const {
  const Secrets* const secrets = layer_.trace_.secrets();
  return secrets != nullptr ? secrets->revision() : 0;
}

bool DecryptionService::any_secrets() const {
  const Secrets* const secrets = layer_.trace_.secrets();
  return secrets != nullptr && !secrets->empty();
}

bool DecryptionService::has_damaged_secret(Bytes client_random) const {
  Secrets* const secrets = layer_.trace_.secrets();
  return secrets != nullptr && secrets->is_damaged(client_random);
}

bool DecryptionService::may_hold() const {
  const Secrets* const secrets = layer_.trace_.secrets();
  return secrets != nullptr && secrets->more_may_come() && !layer_.connection_.keys_given_up;
}

void DecryptionService::open_stream(Offer offer) { layer_.open_plaintext(std::move(offer)); }

void DecryptionService::data(Direction dir, Bytes bytes, PacketRange packets) { layer_.plaintext(dir, bytes, packets); }

void DecryptionService::gap(Direction dir, std::uint64_t n, bool undecrypted) {
  layer_.plaintext_gap(dir, n, undecrypted);
}

}  // namespace wstrace
