#include "dissectors/tls/hello.h"

#include <algorithm>
#include <array>

namespace wstrace::tls {
namespace {

/// RFC 8446 4.1.3: SHA-256 of "HelloRetryRequest", in place of a random.
constexpr std::array<std::uint8_t, kRandom> kRetryRandom = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

/// Calls `take(type, body)` for each extension; false when the list is damaged.
template <class Take>
bool each_extension(Reader& reader, Take&& take) {
  if (reader.empty()) return reader.ok();  // TLS 1.2 may leave them out
  Reader list(reader.vector(2));
  while (list.ok() && !list.empty()) {
    const auto type = static_cast<Extension>(list.u16());
    const Bytes body = list.vector(2);
    if (list.ok()) take(type, body);
  }
  return reader.ok() && list.ok();
}

/// RFC 6066 3: a list, of which host_name (0) is the only kind there is.
Bytes host_name(Bytes body) {
  Reader list(Reader(body).vector(2));
  while (list.ok() && !list.empty()) {
    const std::uint8_t kind = list.u8();
    const Bytes name = list.vector(2);
    if (kind == 0) return name;
  }
  return {};
}

std::uint16_t highest_of(Bytes versions, std::uint16_t legacy) {
  std::uint16_t highest = 0;
  for (Reader reader(versions); reader.rest().size() >= 2;) {
    const std::uint16_t version = reader.u16();
    if (!is_grease(version)) highest = std::max(highest, version);
  }
  return highest != 0 ? highest : legacy;
}

void take_client_extension(Extension type, Bytes body, ClientHello& hello) {
  switch (type) {
    case Extension::server_name: hello.sni = host_name(body); break;
    case Extension::alpn: hello.alpn = Reader(body).vector(2); break;
    case Extension::supported_versions: hello.versions = Reader(body).vector(1); break;
    case Extension::key_share: hello.key_shares = Reader(body).vector(2); break;
    case Extension::session_ticket: hello.session_ticket = body; break;
    case Extension::pre_shared_key: hello.pre_shared_key = true; break;
    case Extension::early_data: hello.early_data = true; break;
    case Extension::encrypted_client_hello: hello.encrypted_client_hello = true; break;
    default: break;
  }
}

void take_server_extension(Extension type, Bytes body, ServerHello& hello) {
  switch (type) {
    case Extension::alpn: hello.alpn = Reader(body).vector(2); break;
    case Extension::supported_versions: hello.version = Reader(body).u16(); break;
    case Extension::key_share: hello.group = Reader(body).u16(); break;
    case Extension::session_ticket: hello.session_ticket = true; break;
    case Extension::early_data: hello.early_data = true; break;
    case Extension::pre_shared_key: hello.pre_shared_key = true; break;
    case Extension::encrypt_then_mac: hello.encrypt_then_mac = true; break;
    case Extension::extended_master_secret: hello.extended_master_secret = true; break;
    default: break;
  }
}

}  // namespace

bool read_client_hello(Bytes body, ClientHello& hello) {
  Reader reader(body);
  hello.version = reader.u16();
  hello.random = reader.take(kRandom);
  hello.session_id = reader.vector(1);
  hello.cipher_suites = reader.vector(2);
  reader.vector(1);  // compression methods
  const bool whole =
      each_extension(reader, [&](Extension type, Bytes each) { take_client_extension(type, each, hello); });
  hello.version = highest_of(hello.versions, hello.version);
  return whole;
}

bool read_server_hello(Bytes body, ServerHello& hello) {
  Reader reader(body);
  hello.version = reader.u16();
  hello.random = reader.take(kRandom);
  hello.session_id = reader.vector(1);
  hello.cipher = reader.u16();
  hello.compression = reader.u8();
  hello.retry = std::equal(hello.random.begin(), hello.random.end(), kRetryRandom.begin(), kRetryRandom.end());
  return each_extension(reader, [&](Extension type, Bytes each) { take_server_extension(type, each, hello); });
}

bool read_encrypted_extensions(Bytes body, ServerHello& hello) {
  Reader reader(body);
  return each_extension(reader, [&](Extension type, Bytes each) { take_server_extension(type, each, hello); });
}

std::size_t groups_of(Bytes key_shares, std::span<std::uint8_t> room) {
  std::size_t used = 0;
  for (Reader reader(key_shares); reader.ok() && !reader.empty() && used + 2 <= room.size();) {
    const std::uint16_t group = reader.u16();
    reader.vector(2);
    room[used++] = static_cast<std::uint8_t>(group >> 8);
    room[used++] = static_cast<std::uint8_t>(group);
  }
  return used;
}

}  // namespace wstrace::tls
