// Compressed records (RFC 3749).
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <random>

#include "dissectors/tls/compression.h"
#include "support/dialogue.h"
#include "unit/tls_records.h"

namespace wstrace::test::tls_compression_test {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A sender's records: one stream, flushed behind each.
class Compressor {
 public:
  Compressor() { deflateInit(&z_, Z_DEFAULT_COMPRESSION); }
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;
  ~Compressor() { deflateEnd(&z_); }

  std::string record(std::string_view text) {
    std::string out(text.size() + 100, '\0');
    z_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    z_.avail_in = static_cast<uInt>(text.size());
    z_.next_out = reinterpret_cast<Bytef*>(out.data());
    z_.avail_out = static_cast<uInt>(out.size());
    deflate(&z_, Z_SYNC_FLUSH);
    out.resize(out.size() - z_.avail_out);
    return out;
  }

 private:
  z_stream z_{};
};

std::optional<std::string> read(wstrace::tls::Decompressor& decompressor, const std::string& record) {
  const auto content = decompressor.inflate(as_bytes(record));
  return content ? std::optional(std::string(as_text(*content))) : std::nullopt;
}

TEST(TlsCompression, RecordsAreOneStream) {
  Compressor sender;
  wstrace::tls::Decompressor decompressor;
  for (const std::string& text : {std::string("GET / HTTP/1.1\r\n\r\n"), std::string(16384, 'x'), std::string(),
                                  std::string("GET / HTTP/1.1\r\n\r\n")})
    EXPECT_EQ(read(decompressor, sender.record(text)), text);
}

TEST(TlsCompression, BehindALostRecordNothingIsReadAnyMore) {
  Compressor sender;
  wstrace::tls::Decompressor decompressor;
  EXPECT_EQ(read(decompressor, sender.record("first")), "first");
  sender.record("lost");
  decompressor.lose();
  EXPECT_EQ(read(decompressor, sender.record("first")), std::nullopt);
}

TEST(TlsCompression, ContentIsNotLargerThanARecordMayBe) {
  Compressor sender;
  wstrace::tls::Decompressor decompressor;
  EXPECT_EQ(read(decompressor, sender.record(std::string(20000, 'x'))), std::nullopt);
  EXPECT_EQ(read(decompressor, sender.record("small")), std::nullopt);
}

TEST(TlsCompression, DamagedRecordsAreRefused) {
  std::mt19937 random(5);
  for (int i = 0; i < 300; ++i) {
    Compressor sender;
    std::string record = sender.record("a text that is worth compressing, and is worth compressing");
    record[random() % record.size()] = static_cast<char>(random());
    wstrace::tls::Decompressor decompressor;
    read(decompressor, record);
    read(decompressor, record);
  }
}

std::string server_hello(char method) {
  std::string hello = tls::server_hello(0x0035, "");
  hello[hello.size() - 3] = method;  // before the extensions' length
  return tls::handshake(hello);
}

TEST(TlsCompression, TheMethodIsNamed) {
  for (const auto& [method, name] : {std::pair('\1', "compression=DEFLATE"), std::pair('\x40', "compression=LZS"),
                                     std::pair('\x09', "compression=method 9")}) {
    Dialogue talk;
    talk.client(tls::handshake(tls::client_hello(""))).server(server_hello(method));
    EXPECT_THAT(talk.heard(), HasSubstr(name));
  }
  Dialogue none;
  none.client(tls::handshake(tls::client_hello(""))).server(server_hello('\0'));
  EXPECT_THAT(none.heard(), Not(HasSubstr("compression")));
}

}  // namespace
}  // namespace wstrace::test::tls_compression_test
