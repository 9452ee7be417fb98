// HandshakeJoiner.
#include "dissectors/tls/handshake_joiner.h"

#include <utility>

namespace wstrace::tls {
namespace {

bool is_known(std::uint8_t type) {
  switch (static_cast<HandshakeType>(type)) {
    case HandshakeType::hello_request:
    case HandshakeType::client_hello:
    case HandshakeType::server_hello:
    case HandshakeType::new_session_ticket:
    case HandshakeType::end_of_early_data:
    case HandshakeType::encrypted_extensions:
    case HandshakeType::certificate:
    case HandshakeType::server_key_exchange:
    case HandshakeType::certificate_request:
    case HandshakeType::server_hello_done:
    case HandshakeType::certificate_verify:
    case HandshakeType::client_key_exchange:
    case HandshakeType::finished:
    case HandshakeType::certificate_status:
    case HandshakeType::compressed_certificate:
    case HandshakeType::key_update: return true;
  }
  return false;
}

std::size_t message_length(Bytes bytes) {
  return std::size_t{bytes[1]} << 16 | std::size_t{bytes[2]} << 8 | std::size_t{bytes[3]};
}

/// True when whole messages fill the fragment to its end: behind lost ones, nothing else is sure to begin here.
bool is_whole_messages(Bytes fragment) {
  while (fragment.size() >= kHandshakeHeader && is_known(fragment[0])) {
    const std::size_t size = kHandshakeHeader + message_length(fragment);
    if (size >= fragment.size()) return size == fragment.size();
    fragment = fragment.subspan(size);
  }
  return false;
}

}  // namespace

void HandshakeJoiner::add(Bytes fragment, const PacketRange& packets) {
  if (lost_ && !is_whole_messages(fragment)) return;
  lost_ = false;
  reading_ = true;
  last_packets_ = packets;
  if (bytes_.empty()) {
    packets_ = packets;
    unread_ = fragment;
    return;
  }
  bytes_.insert(bytes_.end(), fragment.begin(), fragment.end());
  packets_ = packets_.joined(packets);
  unread_ = bytes_;
}

std::optional<HandshakeMessage> HandshakeJoiner::next(std::size_t longest) {
  if (!reading_) return std::nullopt;
  if (unread_.size() >= kHandshakeHeader) {
    const std::size_t length = message_length(unread_);
    if (length > longest) {
      lost_ = true;
      unread_ = {};
      return HandshakeMessage{{}, packets_, length, true};
    }
    const std::size_t size = kHandshakeHeader + length;
    if (unread_.size() >= size) {
      const Bytes raw = std::exchange(unread_, unread_.subspan(size)).first(size);
      return HandshakeMessage{raw, packets_, length, false};
    }
  }
  keep_rest();
  return std::nullopt;
}

/// The beginning of a message is kept until the rest of it comes.
void HandshakeJoiner::keep_rest() {
  if (bytes_.empty()) {
    bytes_.assign(unread_.begin(), unread_.end());
  } else if (unread_.size() < bytes_.size()) {
    bytes_.erase(bytes_.begin(), bytes_.end() - static_cast<std::ptrdiff_t>(unread_.size()));
    packets_ = last_packets_;
  }
  unread_ = {};
  reading_ = false;
}

void HandshakeJoiner::lose() {
  bytes_.clear();
  lost_ = true;
}

}  // namespace wstrace::tls
