// TLS records and messages by hand, for dialogues.
#pragma once

#include <string>

namespace wstrace::test::tls {

/// `n` in `width` bytes, network byte order.
inline std::string number(std::size_t n, std::size_t width) {
  std::string out;
  for (std::size_t i = width; i-- > 0;) out += static_cast<char>(n >> (8 * i) & 0xff);
  return out;
}

inline std::string vector(std::size_t width, const std::string& bytes) { return number(bytes.size(), width) + bytes; }

inline std::string record(int type, const std::string& fragment, int version = 0x0303) {
  return number(type, 1) + number(version, 2) + vector(2, fragment);
}

inline std::string message(int type, const std::string& body) { return number(type, 1) + vector(3, body); }

inline std::string extension(int type, const std::string& body) { return number(type, 2) + vector(2, body); }

inline std::string sni(const std::string& name) { return extension(0, vector(2, number(0, 1) + vector(2, name))); }

inline std::string alpn(const std::string& name) { return extension(16, vector(2, vector(1, name))); }

/// supported_versions: TLS 1.3 and 1.2, and a reserved value that nobody is to trip over.
inline std::string versions() {
  return extension(43, vector(1, number(0x7a7a, 2) + number(0x0304, 2) + number(0x0303, 2)));
}

inline std::string client_hello(const std::string& extensions, const std::string& session_id = "") {
  return message(1, number(0x0303, 2) + std::string(32, 'c') + vector(1, session_id) +
                        vector(2, number(0x1301, 2) + number(0xc02f, 2)) + vector(1, std::string(1, '\0')) +
                        vector(2, extensions));
}

inline std::string server_hello(int cipher, const std::string& extensions, const std::string& session_id = "",
                                const std::string& random = std::string(32, 's'), int version = 0x0303) {
  return message(2, number(version, 2) + random + vector(1, session_id) + number(cipher, 2) + number(0, 1) +
                        vector(2, extensions));
}

/// What a server of TLS 1.3 answers.
inline std::string server_hello13() {
  return server_hello(0x1301, extension(43, number(0x0304, 2)) + extension(51, number(0x001d, 2) + vector(2, "key")));
}

inline std::string handshake(const std::string& messages) { return record(22, messages); }
inline std::string alert(int level, int description) { return record(21, number(level, 1) + number(description, 1)); }
inline std::string cipher_change() { return record(20, "\x01"); }
inline std::string encrypted(std::size_t n) { return record(23, std::string(n, 'x')); }

}  // namespace wstrace::test::tls
