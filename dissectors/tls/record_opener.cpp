// RecordOpener.
#include "dissectors/tls/record_opener.h"

#include <algorithm>
#include <utility>

#include "dissectors/tls/key_schedule.h"

namespace wstrace::tls {
namespace {

/// Records that may be missing between two that are open; so many in a row that cannot be opened, and no more are tried.
constexpr std::uint64_t kMostMissing = 64;
constexpr unsigned kMostFailures = 8;
/// … and so many that are of other keys than those that are known: of a handshake whose secrets are missing.
constexpr unsigned kMostTries = 64;

/// Early data is read before a ServerHello has said its suite: then by the first that fits the secret, and ChaCha20, which has
/// the same hash as the first one.
constexpr std::uint16_t kAes128 = 0x1301;
constexpr std::uint16_t kAes256 = 0x1302;
constexpr std::uint16_t kChaCha20 = 0x1303;

/// Null when the suite that was agreed on is not known.
const Suite* suite13(const SecurityParameters& parameters, Bytes secret) {
  if (parameters.is_agreed()) return find_suite(parameters.cipher);
  return find_suite(secret.size() == size_of(Hash::sha384) ? kAes256 : kAes128);
}

/// RFC 8446 5.4: the content, its type, and any number of zeros.
OpenedRecord without_padding(Bytes inner) {
  while (!inner.empty() && inner.back() == 0) inner = inner.first(inner.size() - 1);
  if (inner.empty()) return {OpenedRecord::Result::opened};
  return {OpenedRecord::Result::opened, static_cast<ContentType>(inner.back()), inner.first(inner.size() - 1)};
}

}  // namespace

bool RecordOpener::has_keys(const ConnectionSecrets& secrets) {
  if (given_up_ || secrets.parameters().client_random.empty()) return false;
  if (protection_.ready()) return true;
  if (missing_at_ == secrets.revision()) return false;
  const bool known = secrets.has_any(dir_, epoch_);
  missing_at_ = known ? std::nullopt : std::optional(secrets.revision());
  return known;
}

bool RecordOpener::awaits_keys(const ConnectionSecrets& secrets) const {
  const SecurityParameters& parameters = secrets.parameters();
  if (given_up_ || parameters.client_random.empty()) return false;
  if (parameters.is_agreed()) return parameters.can_be_opened();
  // Keys are written in the order in which they are made: those of early data would be there.
  return secrets.traffic(dir_, Epoch::handshake).empty();
}

OpenedRecord RecordOpener::open(const ConnectionSecrets& secrets, const ProtectedRecord& record) {
  const std::uint64_t expected = number_;
  if (!has_keys(secrets)) {
    ++number_;
    return {OpenedRecord::Result::no_keys};
  }
  const SecurityParameters& parameters = secrets.parameters();
  const bool is_12 = parameters.is_agreed() && !parameters.is_tls13();
  bool must_open = is_12;
  const auto content = is_12 ? open12(secrets, record) : open13(secrets, record, must_open);
  if (!content) return fail(must_open);
  failed_ = 0;
  uncertain_ = false;
  opened_any_ = true;
  if (number_ != expected + 1) decompressor_.lose();
  return is_12 ? decompress(parameters.compression, record.header.type, *content) : without_padding(*content);
}

/// `must_open`: keys are known that are those of the record.
OpenedRecord RecordOpener::fail(bool must_open) {
  if (!protection_.ready()) ++number_;
  if (!must_open || given_up_) return {OpenedRecord::Result::failed};
  uncertain_ = true;
  if (++failed_ >= kMostFailures) given_up_ = true;
  return {failed_ > 1 ? OpenedRecord::Result::failed : OpenedRecord::Result::not_authentic};
}

/// Gives up when records that these refer to are missing.
OpenedRecord RecordOpener::decompress(std::uint8_t method, ContentType type, Bytes content) {
  if (method == kNoCompression) return {OpenedRecord::Result::opened, type, content};
  const bool known = method == kDeflate;
  if (const auto inflated = known ? decompressor_.inflate(content) : std::nullopt)
    return {OpenedRecord::Result::opened, type, *inflated};
  given_up_ = true;
  return {known ? OpenedRecord::Result::not_decompressed : OpenedRecord::Result::unknown_compression, type};
}

/// With these keys, as one of the records with these numbers; behind a loss also as one of those that follow.
std::optional<Bytes> RecordOpener::try_numbers(RecordProtection& protection, Numbers numbers,
                                               const ProtectedRecord& record) {
  if (uncertain_) numbers.last += kMostMissing;
  for (std::uint64_t number = numbers.first; number <= numbers.last; ++number) {
    const auto content = protection.open(record.header, record.fragment, number, record.room);
    if (!content) continue;
    number_ = number + 1;
    return content;
  }
  return std::nullopt;
}

std::optional<Bytes> RecordOpener::open12(const ConnectionSecrets& secrets, const ProtectedRecord& record) {
  if (!start12(secrets)) return std::nullopt;
  return try_numbers(protection_, {number_, number_}, record);
}

/// False, once and for all, when this cannot be opened at all.
bool RecordOpener::start12(const ConnectionSecrets& secrets) {
  if (protection_.ready()) return true;
  const SecurityParameters& p = secrets.parameters();
  given_up_ = !p.can_be_opened() || !protection_.start(*find_suite(p.cipher), secrets.master(), p.client_random,
                                                       p.server_random, dir_ == Direction::c2s, p.encrypt_then_mac);
  return !given_up_;
}

std::optional<Bytes> RecordOpener::open13(const ConnectionSecrets& secrets, const ProtectedRecord& record,
                                          bool& must_open) {
  must_open = protection_.ready();
  if (protection_.ready()) {
    if (const auto content = try_numbers(protection_, {number_, number_}, record)) return content;
  }
  if (const auto content = try_epochs(secrets, record, must_open)) return content;
  // A KeyUpdate may be among what was lost.
  if (protection_.ready() && epoch_ == Epoch::application && uncertain_) {
    const SecurityParameters& parameters = secrets.parameters();
    const std::vector<std::uint8_t> updated = next_secret(suite13(parameters, secret_)->hash, secret_);
    if (const auto content = try_secret(parameters, epoch_, updated, record)) return content;
  }
  uncertain_ = true;
  if (!must_open && ++tried_ >= kMostTries) given_up_ = true;
  return std::nullopt;
}

/// With the keys that follow those that the direction has.
std::optional<Bytes> RecordOpener::try_epochs(const ConnectionSecrets& secrets, const ProtectedRecord& record,
                                              bool& must_open) {
  const Epoch last = secrets.parameters().is_agreed() ? Epoch::application : Epoch::early;
  for (Epoch epoch = protection_.ready() ? next(epoch_) : epoch_; epoch <= last; epoch = next(epoch)) {
    const Bytes secret = secrets.traffic(dir_, epoch);
    must_open = must_open || (!secret.empty() && epoch == epoch_);
    if (const auto content = try_secret(secrets.parameters(), epoch, secret, record)) return content;
    if (epoch == Epoch::application) break;
  }
  return std::nullopt;
}

/// Keeps the keys when they open the record.
std::optional<Bytes> RecordOpener::try_secret(const SecurityParameters& parameters, Epoch epoch, Bytes secret,
                                              const ProtectedRecord& record) {
  if (secret.empty()) return std::nullopt;
  const Suite* suite = suite13(parameters, secret);
  RecordProtection protection;
  if (suite == nullptr || !protection.start(*suite, secret)) return std::nullopt;
  // Records that had no keys may have been of an earlier epoch.
  const std::uint64_t last = protection_.ready() ? 0 : number_;
  const Numbers numbers{epoch == epoch_ ? last : last - std::min(last, kMostMissing), last};
  auto content = try_numbers(protection, numbers, record);
  if (!content && epoch == Epoch::early && !parameters.is_agreed() && suite->hash == Hash::sha256) {
    suite = find_suite(kChaCha20);
    if (protection.start(*suite, secret)) content = try_numbers(protection, numbers, record);
  }
  if (!content) return std::nullopt;
  protection_ = std::move(protection);
  secret_.assign(secret.begin(), secret.end());
  epoch_ = epoch;
  return content;
}

void RecordOpener::change_epoch(Epoch epoch) {
  protection_.stop();
  epoch_ = epoch;
  number_ = 0;
  missing_at_.reset();
}

void RecordOpener::update_keys(const SecurityParameters& parameters) {
  const Suite* const suite = find_suite(parameters.cipher);
  if (!protection_.ready() || suite == nullptr) return;
  secret_ = next_secret(suite->hash, secret_);
  protection_.start(*suite, secret_);
  number_ = 0;
}

}  // namespace wstrace::tls
