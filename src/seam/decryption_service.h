// What only a layer that decrypts (TLS) needs: secrets from a key log, and a place for what it decrypts.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/bytes.h"
#include "model/event.h"
#include "seam/offer.h"

namespace wstrace {

class LayerContext;

/// Lent by Context::decryption() for one call.
class DecryptionService {
 public:
  explicit DecryptionService(LayerContext& layer) : layer_(layer) {}

  /// The secret of an encrypted connection (core/secrets.h); empty when it is not known.
  Bytes secret(std::string_view label, Bytes client_random) const;
  /// Changes when secrets come: until then, what is not known stays so.
  std::uint64_t revision() const;
  /// Whether a secret is known of any connection at all.
  bool any_secrets() const;
  /// There is a line with a secret of this connection that cannot be read.
  bool has_damaged_secret(Bytes client_random) const;
  /// Secrets that are missing may still come, and the connection may wait for them (Step::Kind::hold).
  bool may_hold() const;

  /// What this layer carries, once it is decrypted, is a stream of its own. Call it once, before the first of the next
  /// two; an upper layer is chosen for it as for any stream.
  void open_stream(Offer offer);
  /// The next bytes of it. They are copied where they are needed for longer than the call.
  void data(Direction dir, Bytes bytes, PacketRange packets);
  /// About so many bytes of it are missing: not captured, or (`undecrypted`) not to be decrypted.
  void gap(Direction dir, std::uint64_t n, bool undecrypted);

 private:
  LayerContext& layer_;
};

}  // namespace wstrace
