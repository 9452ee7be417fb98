// TlsStream: opening records, where their keys are known.
//
// TLS 1.3 has a key for each epoch of a direction: early data, handshake, application, and a new one after each KeyUpdate.
// The messages that change it are read; where they, or a secret, are missing, a record is tried with the keys that may
// follow, since a wrong one cannot open it. Records are numbered: behind a loss the numbers that may come next are tried.
#include "dissectors/tls/definitions.h"
#include "dissectors/tls/key_schedule.h"
#include "dissectors/tls/names.h"
#include "dissectors/tls/stream.h"

namespace wstrace::tls {
namespace {

/// How often secrets are looked for that are not there.
constexpr unsigned kLooks = 16;
/// Records that may be missing between two that are open; so many in a row that cannot be opened, and no more are tried.
constexpr std::uint64_t kMostMissing = 64;
constexpr unsigned kMostFailures = 8;
/// Early data that waits for the server to accept it; OpenSSL's servers take 16 KiB.
constexpr std::size_t kMostEarly = std::size_t{64} << 10;

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

bool TlsStream::may_open(Direction dir) const {
  const RecordKeys& k = lanes_[index(dir)].keys;
  return !k.given_up && !client_random_.empty() && (k.opener.ready() || k.looked < kLooks);
}

/// The content of a protected record. Null without keys, and when it fails to authenticate, which is told.
std::optional<Opened> TlsStream::open(Context& ctx, Direction dir, const RecordHeader& header, Bytes fragment,
                                      PacketRange packets) {
  if (!may_open(dir)) return std::nullopt;
  RecordKeys& k = lane(dir).keys;
  bool had_keys = k.opener.ready();
  if (!had_keys) ++k.looked;
  const bool is_12 = agreed_.version != 0 && !is_tls13();
  const auto content =
      is_12 ? open12(ctx, dir, header, fragment, had_keys) : open13(ctx, dir, header, fragment, had_keys);
  if (!content) {
    if (had_keys) tell_failure(ctx, dir, header, packets);
    return std::nullopt;
  }
  k.failed = 0;
  k.uncertain = false;
  decrypted_ = true;
  if (is_12) return Opened{header.type, *content};
  // RFC 8446 5.4: the content, its type, and any number of zeros.
  Bytes inner = *content;
  while (!inner.empty() && inner.back() == 0) inner = inner.first(inner.size() - 1);
  if (inner.empty()) return Opened{ContentType::application_data, {}};
  return Opened{static_cast<ContentType>(inner.back()), inner.first(inner.size() - 1)};
}

/// With these keys, as the next record or as one of those behind it.
std::optional<Bytes> TlsStream::try_numbers(RecordKeys& k, Opener& opener, std::uint64_t first,
                                            const RecordHeader& header, Bytes fragment) {
  const std::uint64_t more = k.uncertain ? kMostMissing : 0;
  for (std::uint64_t number = first; number <= first + more; ++number) {
    const auto content = opener.open(header, fragment, number, room_);
    if (!content) continue;
    k.number = number + 1;
    return content;
  }
  return std::nullopt;
}

std::optional<Bytes> TlsStream::open12(Context& ctx, Direction dir, const RecordHeader& header, Bytes fragment,
                                       bool& had_keys) {
  RecordKeys& k = lane(dir).keys;
  const Suite* const suite = find_suite(agreed_.cipher);
  if (suite == nullptr || agreed_.version != kTls12) {
    k.given_up = true;
    return std::nullopt;
  }
  if (!k.opener.ready()) {
    const Bytes master = ctx.secret("CLIENT_RANDOM", client_random_);
    had_keys = !master.empty() &&
               k.opener.start(*suite, master, client_random_, server_random_, dir == Direction::c2s, encrypt_then_mac_);
  }
  if (!had_keys) {
    ++k.number;
    return std::nullopt;
  }
  return try_numbers(k, k.opener, k.number, header, fragment);
}

std::optional<Bytes> TlsStream::open13(Context& ctx, Direction dir, const RecordHeader& header, Bytes fragment,
                                       bool& had_keys) {
  RecordKeys& k = lane(dir).keys;
  if (k.opener.ready()) {
    if (const auto content = try_numbers(k, k.opener, k.number, header, fragment)) return content;
  }
  const Epoch last = agreed_.version != 0 ? Epoch::application : Epoch::early;
  for (Epoch epoch = k.opener.ready() ? next(k.epoch) : k.epoch; epoch <= last; epoch = next(epoch)) {
    const Bytes secret = ctx.secret(label_of(dir, epoch), client_random_);
    had_keys = had_keys || (!secret.empty() && epoch == k.epoch);
    if (const auto content = try_secret(k, epoch, secret, header, fragment)) return content;
    if (epoch == Epoch::application) break;
  }
  // A KeyUpdate may be among what was lost.
  if (k.opener.ready() && k.epoch == Epoch::application && k.uncertain) {
    const std::vector<std::uint8_t> updated = next_secret(suite13(k.secret)->hash, k.secret);
    if (const auto content = try_secret(k, k.epoch, updated, header, fragment)) return content;
  }
  k.uncertain = true;
  return std::nullopt;
}

/// The suite of a secret: the one that was agreed on; for early data, whose suite no ServerHello has said yet, the first
/// that fits.
const Suite* TlsStream::suite13(Bytes secret) const {
  constexpr std::uint16_t kAes128 = 0x1301;
  constexpr std::uint16_t kAes256 = 0x1302;
  if (agreed_.version != 0) return find_suite(agreed_.cipher);
  return find_suite(secret.size() == size_of(Hash::sha384) ? kAes256 : kAes128);
}

std::optional<Bytes> TlsStream::try_secret(RecordKeys& k, Epoch epoch, Bytes secret, const RecordHeader& header,
                                           Bytes fragment) {
  if (secret.empty()) return std::nullopt;
  const Suite* suite = suite13(secret);
  if (suite == nullptr) return std::nullopt;
  Opener opener;
  if (!opener.start(*suite, secret)) return std::nullopt;
  auto content = try_numbers(k, opener, 0, header, fragment);
  if (!content && epoch == Epoch::early && agreed_.version == 0 && suite->hash == Hash::sha256) {
    suite = find_suite(0x1303);  // of the same hash as the other
    if (opener.start(*suite, secret)) content = try_numbers(k, opener, 0, header, fragment);
  }
  if (!content) return std::nullopt;
  k.opener = std::move(opener);
  k.secret.assign(secret.begin(), secret.end());
  k.epoch = epoch;
  return content;
}

/// From the next record on, the direction has other keys; they are looked for then.
void TlsStream::change_epoch(Direction dir, Epoch epoch) {
  RecordKeys& k = lane(dir).keys;
  k.opener.stop();
  k.epoch = epoch;
  k.number = 0;
  k.looked = 0;
}

/// RFC 8446 4.6.3: this direction's sender goes on with new keys.
void TlsStream::update_keys(Direction dir) {
  RecordKeys& k = lane(dir).keys;
  const Suite* const suite = find_suite(agreed_.cipher);
  if (!k.opener.ready() || suite == nullptr) return;
  k.secret = next_secret(suite->hash, k.secret);
  k.opener.start(*suite, k.secret);
  k.number = 0;
}

/// The first of several is told.
void TlsStream::tell_failure(Context& ctx, Direction dir, const RecordHeader& header, PacketRange packets) {
  RecordKeys& k = lane(dir).keys;
  k.uncertain = true;
  if (++k.failed >= kMostFailures) k.given_up = true;
  if (k.failed > 1) return;
  const Field fields[] = {make_field(field::length, header.size())};
  const Note notes[] = {{&note::not_authentic}};
  ctx.emit({dir, packets}, event::not_opened, fields, notes);
}

void TlsStream::take_opened(Context& ctx, Direction dir, const RecordHeader& header, const Opened& opened,
                            PacketRange packets) {
  const bool data = opened.type == ContentType::application_data;
  if (header.type == ContentType::application_data)
    ctx.count_framing(protocol, header.length - (data ? opened.content.size() : 0));
  switch (opened.type) {
    case ContentType::handshake: return take_handshake(ctx, dir, opened.content, packets);
    case ContentType::change_cipher_spec: return;
    case ContentType::alert:
      if (opened.content.size() == kAlertLength) tell_alert(ctx, dir, opened.content, packets);
      return;
    case ContentType::application_data: return deliver(ctx, dir, opened.content, packets);
  }
}

void TlsStream::deliver(Context& ctx, Direction dir, Bytes content, PacketRange packets) {
  Lane& l = lane(dir);
  ++l.data_records;
  if (content.empty()) return;
  if (l.keys.epoch == Epoch::early && is_early_open()) {
    if (early_.size() + content.size() > kMostEarly) return;
    early_.insert(early_.end(), content.begin(), content.end());
    early_packets_ = early_packets_.joined(packets);
    return;
  }
  if (stage_ == Stage::server_hello && dir == Direction::c2s) establish(ctx, dir, packets);
  open_stream(ctx);
  ctx.plaintext(dir, content, packets);
}

/// The server accepts early data in its EncryptedExtensions, or does not (RFC 8446 4.2.10): then the client says it again.
void TlsStream::decide_early_data(Context& ctx, bool accepted) {
  early_data_ = false;
  if (early_.empty()) return;
  if (accepted) {
    open_stream(ctx);
    ctx.plaintext(Direction::c2s, early_, early_packets_);
  }
  early_.clear();
}

/// What TLS carries is a stream of its own.
void TlsStream::open_stream(Context& ctx) {
  if (std::exchange(stream_open_, true)) return;
  ctx.secured_by(version_name(agreed_.version, ctx.arena()));
  Offer offer;
  offer.protocol = agreed_.alpn;
  ctx.open_plaintext(std::move(offer));
}

}  // namespace wstrace::tls
