// TlsStream: opening records, where their keys are known.
//
// TLS 1.3 has a key for each epoch of a direction: early data, handshake, application, and a new one after each KeyUpdate.
// The messages that change it are read; where they, or a secret, are missing, a record is tried with the keys that may
// follow, since a wrong one cannot open it. Records are numbered: behind a loss the numbers that may come next are tried.
#include "dissectors/tls/definitions.h"
#include "dissectors/tls/key_schedule.h"
#include "dissectors/tls/names.h"
#include "dissectors/tls/stream.h"
#include "seam/connection_service.h"
#include "seam/decryption_service.h"

namespace wstrace::tls {
namespace {

/// Records that may be missing between two that are open; so many in a row that cannot be opened, and no more are tried.
constexpr std::uint64_t kMostMissing = 64;
constexpr unsigned kMostFailures = 8;
/// … and so many that are of other keys than those that are known: of a handshake whose secrets are missing.
constexpr unsigned kMostTries = 64;
/// Early data that waits for the server to accept it; OpenSSL's servers take 16 KiB.
constexpr std::size_t kMostEarly = std::size_t{64} << 10;

}  // namespace

/// The content of a protected record. Null without keys, and when it fails to authenticate, which is told.
std::optional<Opened> TlsStream::open(Context& ctx, Direction dir, const RecordHeader& header, Bytes fragment,
                                      PacketRange packets) {
  RecordKeys& k = lane(dir).keys;
  const std::uint64_t expected = k.number;
  if (!has_keys(ctx, dir)) {
    ++k.number;
    if (stage_ == Stage::established) ++k.keyless;
    return std::nullopt;
  }
  const bool is_12 = agreed_.version != 0 && !is_tls13();
  bool sure = is_12;
  std::optional<Bytes> content;
  if (!is_12) {
    content = open13(ctx, dir, header, fragment, sure);
  } else if (start12(ctx, dir)) {
    content = try_numbers(k, k.protection, {k.number, k.number}, header, fragment);
  }
  if (!content) {
    if (!k.protection.ready()) ++k.number;
    if (sure && !k.given_up) emit_failure(ctx, dir, header, packets);
    return std::nullopt;
  }
  k.failed = 0;
  k.uncertain = false;
  decrypted_ = true;
  if (k.keyless > 0 && !std::exchange(k.late, true)) emit_late_keys(ctx, dir, packets);
  if (k.number != expected + 1) k.decompressor.lose();
  if (is_12) return uncompressed(ctx, dir, header, *content, packets);
  // RFC 8446 5.4: the content, its type, and any number of zeros.
  Bytes inner = *content;
  while (!inner.empty() && inner.back() == 0) inner = inner.first(inner.size() - 1);
  if (inner.empty()) return Opened{ContentType::application_data, {}};
  return Opened{static_cast<ContentType>(inner.back()), inner.first(inner.size() - 1)};
}

/// Nothing, which is told once, when the content is compressed and cannot be inflated.
std::optional<Opened> TlsStream::uncompressed(Context& ctx, Direction dir, const RecordHeader& header, Bytes content,
                                              PacketRange packets) {
  RecordKeys& k = lane(dir).keys;
  if (agreed_.compression == kNoCompression) return Opened{header.type, content};
  const bool known = agreed_.compression == kDeflate;
  if (const auto inflated = known ? k.decompressor.inflate(content) : std::nullopt)
    return Opened{header.type, *inflated};
  k.given_up = true;
  const Field fields[] = {make_field(field::length, header.size()), make_field(field::packet, packets.last),
                          make_field(field::compression, compression_name(agreed_.compression, ctx.arena()))};
  const Note notes[] = {{known ? &note::not_decompressed : &note::compression_unknown, fields}};
  ctx.emit({dir, packets}, event::not_opened, std::span(fields).first(1), notes);
  return std::nullopt;
}

/// With these keys, as one of the records with these numbers; behind a loss also as one of those that follow.
std::optional<Bytes> TlsStream::try_numbers(RecordKeys& k, RecordProtection& protection, Numbers numbers,
                                            const RecordHeader& header, Bytes fragment) {
  if (k.uncertain) numbers.last += kMostMissing;
  for (std::uint64_t number = numbers.first; number <= numbers.last; ++number) {
    const auto content = protection.open(header, fragment, number, room_);
    if (!content) continue;
    k.number = number + 1;
    return content;
  }
  return std::nullopt;
}

/// False, once and for all, when this cannot be opened at all.
bool TlsStream::start12(Context& ctx, Direction dir) {
  RecordKeys& k = lane(dir).keys;
  if (k.protection.ready()) return true;
  const bool can = can_be_opened() && k.protection.start(*find_suite(agreed_.cipher), secret12(ctx), client_random_,
                                                         server_random_, dir == Direction::c2s, encrypt_then_mac_);
  k.given_up = !can;
  return can;
}

/// `sure`: keys are known that must open it.
std::optional<Bytes> TlsStream::open13(Context& ctx, Direction dir, const RecordHeader& header, Bytes fragment,
                                       bool& sure) {
  RecordKeys& k = lane(dir).keys;
  sure = k.protection.ready();
  if (k.protection.ready()) {
    if (const auto content = try_numbers(k, k.protection, {k.number, k.number}, header, fragment)) return content;
  }
  const Epoch last = agreed_.version != 0 ? Epoch::application : Epoch::early;
  for (Epoch epoch = k.protection.ready() ? next(k.epoch) : k.epoch; epoch <= last; epoch = next(epoch)) {
    const Bytes secret = secret_of(ctx, label_of(dir, epoch));
    sure = sure || (!secret.empty() && epoch == k.epoch);
    if (const auto content = try_secret(k, epoch, secret, header, fragment)) return content;
    if (epoch == Epoch::application) break;
  }
  // A KeyUpdate may be among what was lost.
  if (k.protection.ready() && k.epoch == Epoch::application && k.uncertain) {
    const std::vector<std::uint8_t> updated = next_secret(suite13(k.secret)->hash, k.secret);
    if (const auto content = try_secret(k, k.epoch, updated, header, fragment)) return content;
  }
  k.uncertain = true;
  if (!sure && ++k.tried >= kMostTries) k.given_up = true;
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
  RecordProtection protection;
  if (!protection.start(*suite, secret)) return std::nullopt;
  // Records that had no keys may have been of an earlier epoch.
  const std::uint64_t last = k.protection.ready() ? 0 : k.number;
  const Numbers numbers{epoch == k.epoch ? last : last - std::min(last, kMostMissing), last};
  auto content = try_numbers(k, protection, numbers, header, fragment);
  if (!content && epoch == Epoch::early && agreed_.version == 0 && suite->hash == Hash::sha256) {
    suite = find_suite(0x1303);  // of the same hash as the other
    if (protection.start(*suite, secret)) content = try_numbers(k, protection, numbers, header, fragment);
  }
  if (!content) return std::nullopt;
  k.protection = std::move(protection);
  k.secret.assign(secret.begin(), secret.end());
  k.epoch = epoch;
  return content;
}

/// From the next record on, the direction has other keys; they are looked for then.
void TlsStream::change_epoch(Direction dir, Epoch epoch) {
  RecordKeys& k = lane(dir).keys;
  k.protection.stop();
  k.epoch = epoch;
  k.number = 0;
  k.missing_at.reset();
}

/// RFC 8446 4.6.3: this direction's sender goes on with new keys.
void TlsStream::update_keys(Direction dir) {
  RecordKeys& k = lane(dir).keys;
  const Suite* const suite = find_suite(agreed_.cipher);
  if (!k.protection.ready() || suite == nullptr) return;
  k.secret = next_secret(suite->hash, k.secret);
  k.protection.start(*suite, k.secret);
  k.number = 0;
}

void TlsStream::emit_late_keys(Context& ctx, Direction dir, PacketRange packets) {
  const Field fields[] = {make_field(field::records, lane(dir).keys.keyless),
                          make_field(field::packet, lane(dir).encrypted.packets.first)};
  const Note notes[] = {{&note::keys_late, fields}};
  ctx.emit({dir, packets}, event::keys, std::span(fields).first(1), notes);
}

/// The first of several is told.
void TlsStream::emit_failure(Context& ctx, Direction dir, const RecordHeader& header, PacketRange packets) {
  RecordKeys& k = lane(dir).keys;
  k.uncertain = true;
  if (++k.failed >= kMostFailures) k.given_up = true;
  if (k.failed > 1) return;
  const Field fields[] = {make_field(field::length, header.size()), make_field(field::packet, packets.last)};
  const Note notes[] = {{&note::not_authentic, fields}};
  ctx.emit({dir, packets}, event::not_opened, std::span(fields).first(1), notes);
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
      if (opened.content.size() == kAlertLength) emit_alert(ctx, dir, opened.content, packets);
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
  open_stream(ctx, dir);
  ctx.decryption().data(dir, content, packets);
}

/// The server accepts early data in its EncryptedExtensions, or does not (RFC 8446 4.2.10): then the client says it again.
void TlsStream::decide_early_data(Context& ctx, bool accepted) {
  early_data_ = false;
  if (early_.empty()) return;
  if (accepted) {
    open_stream(ctx, Direction::c2s);
    ctx.decryption().data(Direction::c2s, early_, early_packets_);
  }
  early_.clear();
}

/// What TLS carries is a stream of its own. Its beginning is missing where keys came late.
void TlsStream::open_stream(Context& ctx, Direction dir) {
  if (std::exchange(stream_open_, true)) return;
  ctx.connection().add_layer(protocol, version_number(agreed_.version, ctx.arena()));
  Offer offer;
  offer.protocol = agreed_.alpn;
  offer.mid_stream = lane(dir).keys.late;
  ctx.decryption().open_stream(std::move(offer));
  for (const Direction d : {Direction::c2s, Direction::s2c})
    if (lane(d).lost_data > 0) ctx.decryption().gap(d, lane(d).lost_data, false);
  // The server's own records (tickets) carry nothing; the client has none.
  const Lane& client = lane(Direction::c2s);
  if (dir == Direction::s2c && client.encrypted.after_handshake > 0)
    ctx.decryption().gap(Direction::c2s, client.encrypted.bytes, true);
}

}  // namespace wstrace::tls
