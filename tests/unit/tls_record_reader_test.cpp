// RecordReader alone: bytes in, records out; behind lost bytes, and in front of what is not a record.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>

#include "dissectors/tls/plain_answer.h"
#include "dissectors/tls/record_reader.h"
#include "unit/tls_records.h"

namespace wstrace::test::tls_record_reader_test {
namespace {

using wstrace::tls::ContentType;
using wstrace::tls::LostBytes;
using wstrace::tls::RecordReader;
using wstrace::tls::RecordStep;
using Kind = RecordStep::Kind;

const std::string kData = tls::encrypted(40);  // 45 bytes

/// One direction: bytes come, and the reader is asked until it needs more. Records are consumed when they are whole.
class Talk {
 public:
  explicit Talk(bool mid_stream = false) : reader(mid_stream) {}

  Talk& bytes(const std::string& more) {
    unread_ += more;
    while (!unread_.empty() && consume(reader.read({as_bytes(unread_), offset_}))) continue;
    return *this;
  }
  Talk& gap(std::uint64_t n) {
    offset_ += unread_.size() + n;
    unread_.clear();
    note(reader.lose(n, offset_));
    return *this;
  }
  Talk& end() {
    note(reader.end(unread_.size()));
    return *this;
  }
  /// What was said since it was asked last.
  std::string heard() { return std::exchange(heard_, {}); }

  RecordReader reader;

 private:
  bool consume(const RecordStep& step) {
    switch (step.kind) {
      case Kind::need: return false;
      case Kind::drop: return drop(step.n);
      case Kind::invalid: heard_ += "invalid "; return false;
      case Kind::record: break;
    }
    note(step.lost);
    if (unread_.size() < step.header.size()) return false;
    heard_ += "record " + std::to_string(step.header.length) + " ";
    return drop(step.header.size());
  }
  bool drop(std::size_t n) {
    unread_.erase(0, n);
    offset_ += n;
    return true;
  }
  void note(const LostBytes& lost) {
    if (lost.any()) heard_ += "lost " + std::to_string(lost.missing) + "+" + std::to_string(lost.skipped) + " ";
  }

  std::string unread_;
  std::uint64_t offset_ = 0;
  std::string heard_;
};

TEST(TlsRecordReader, ReadsAHeaderOfFiveBytes) {
  RecordReader reader;
  for (std::size_t n = 1; n < 5; ++n) {
    const RecordStep step = reader.read({as_bytes(kData).first(n), 0});
    EXPECT_EQ(step.kind, Kind::need) << n;
    EXPECT_EQ(step.n, 5U) << n;
    EXPECT_FALSE(reader.has_begun());
  }
  for (std::size_t n = 5; n <= kData.size(); ++n) {
    const RecordStep step = reader.read({as_bytes(kData).first(n), 7});
    EXPECT_EQ(step.kind, Kind::record) << n;
    EXPECT_EQ(step.header.type, ContentType::application_data);
    EXPECT_EQ(step.header.length, 40);
  }
  EXPECT_EQ(reader.record_begin(), 7U);
  EXPECT_EQ(reader.record_end(), 52U);
}

TEST(TlsRecordReader, ReadsRecordsWhole) {
  EXPECT_EQ(Talk().bytes(kData + tls::cipher_change() + kData).heard(), "record 40 record 1 record 40 ");
}

TEST(TlsRecordReader, ReadsRecordsByteByByte) {
  Talk talk;
  for (const char c : kData + tls::cipher_change() + kData) talk.bytes({c});
  EXPECT_EQ(talk.heard(), "record 40 record 1 record 40 ");
  EXPECT_EQ(talk.end().heard(), "");
  EXPECT_FALSE(talk.reader.is_incomplete());
}

TEST(TlsRecordReader, FindsRecordsInTheMiddleOfAStream) {
  Talk talk(true);
  EXPECT_EQ(talk.bytes("rest of a record" + kData + kData).heard(), "record 40 record 40 ");
  EXPECT_FALSE(talk.reader.is_incomplete());
}

TEST(TlsRecordReader, InTheMiddleOneHeaderIsNotEnough) {
  Talk talk(true);
  EXPECT_EQ(talk.bytes(kData.substr(0, 44)).heard(), "");
  EXPECT_TRUE(talk.reader.is_seeking());
  EXPECT_EQ(talk.bytes("xno record").heard(), "");
  EXPECT_TRUE(talk.reader.is_seeking());
  EXPECT_EQ(talk.end().heard(), "lost 0+54 ");
}

TEST(TlsRecordReader, GoesOnBehindARecordOfWhichBytesAreMissing) {
  Talk talk;
  EXPECT_EQ(talk.bytes(kData.substr(0, 20)).gap(10).heard(), "lost 10+0 ");
  EXPECT_EQ(talk.bytes(kData.substr(30) + tls::encrypted(50)).heard(), "record 50 ");
  EXPECT_TRUE(talk.reader.is_incomplete());
}

TEST(TlsRecordReader, GoesOnWhereTheMissingBytesEndARecord) {
  Talk talk;
  EXPECT_EQ(talk.bytes(kData.substr(0, 20)).gap(25).heard(), "lost 25+0 ");
  EXPECT_EQ(talk.bytes(tls::encrypted(50)).heard(), "record 50 ");
}

TEST(TlsRecordReader, SeeksBehindALossOfMoreThanARecord) {
  Talk talk;
  EXPECT_EQ(talk.bytes(kData.substr(0, 20)).gap(26).heard(), "");
  EXPECT_TRUE(talk.reader.is_seeking());
  EXPECT_EQ(talk.bytes("something" + kData + kData).heard(), "lost 26+9 record 40 record 40 ");
  EXPECT_FALSE(talk.reader.is_seeking());
}

TEST(TlsRecordReader, LossesAreAddedWhileItSeeks) {
  Talk talk;
  talk.bytes(kData).gap(100).bytes("nothing").gap(20).bytes("none");
  EXPECT_EQ(talk.end().heard(), "record 40 lost 120+11 ");
}

TEST(TlsRecordReader, UnreadBytesAreSkippedAtTheEnd) {
  Talk talk;
  talk.bytes(kData).gap(100).bytes(kData.substr(0, 30));
  EXPECT_EQ(talk.end().heard(), "record 40 lost 100+30 ");
}

TEST(TlsRecordReader, SeeksBehindWhatIsNotARecord) {
  Talk talk;
  EXPECT_EQ(talk.bytes(kData + "GET").heard(), "record 40 invalid ");
  talk.reader.lose_place();
  EXPECT_TRUE(talk.reader.is_incomplete());
  EXPECT_EQ(talk.bytes("/" + kData + kData).heard(), "lost 0+4 record 40 record 40 ");
}

TEST(TlsPlainAnswer, IsHttpOrAnotherLineOrNotText) {
  const auto http = wstrace::tls::read_plain_answer(as_bytes("HTTP/1.1 400 Bad Request\r\nServer: x\r\n"));
  EXPECT_EQ(http.first_line, "HTTP/1.1 400 Bad Request");
  EXPECT_TRUE(http.is_http);
  const auto smtp = wstrace::tls::read_plain_answer(as_bytes("220 mail.example ESMTP\n"));
  EXPECT_EQ(smtp.first_line, "220 mail.example ESMTP");
  EXPECT_FALSE(smtp.is_http);
  EXPECT_EQ(wstrace::tls::read_plain_answer(as_bytes("\x01HTTP/1.1\n")).first_line, "");
  EXPECT_EQ(wstrace::tls::read_plain_answer(as_bytes(std::string(600, 'a'))).first_line.size(), 120U);
}

TEST(TlsPlainAnswer, AWholeLineIsWaitedFor) {
  EXPECT_FALSE(wstrace::tls::is_whole_answer(as_bytes("HTTP/1.1 40")));
  EXPECT_TRUE(wstrace::tls::is_whole_answer(as_bytes("HTTP/1.1 400 Bad Request\r\n")));
  EXPECT_TRUE(wstrace::tls::is_whole_answer(as_bytes("\x02")));
  EXPECT_FALSE(wstrace::tls::is_whole_answer(as_bytes(std::string(511, 'a'))));
  EXPECT_TRUE(wstrace::tls::is_whole_answer(as_bytes(std::string(512, 'a'))));
}

}  // namespace
}  // namespace wstrace::test::tls_record_reader_test
