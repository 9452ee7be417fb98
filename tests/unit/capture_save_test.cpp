// What -w writes is what was read: times to the nanosecond, lengths, link types, interfaces.
#include <gtest/gtest.h>

#include "capture/open.h"
#include "capture/save.h"
#include "output/output_file.h"
#include "support/capture_writer.h"

namespace wstrace::test::capture_save_test {
namespace {

TEST(CaptureSaver, PacketsComeBackAsTheyWere) {
  const std::vector<InterfaceFacts> interfaces = {{"eth0", LinkType::ethernet}, {"", LinkType::linux_sll2}};
  const std::vector<PacketRecord> records = {
      {1'700'000'000'123'456'789, "first", 0, 5, LinkType::ethernet},
      {1'700'000'001'000'000'001, std::string(1000, 'x'), 1, 9000, LinkType::linux_sll2},
      {1'700'000'002'000'000'000, "", 0, 60, LinkType::ethernet},
  };
  const TemporaryFile file("");
  {
    const OutputFile out(file.path(), true);
    CaptureSaver saver(out.fd(), "the file");
    for (std::size_t i = 0; i < records.size(); ++i) saver.save(to_packet(records[i], i + 1), interfaces);
    saver.flush();
    EXPECT_EQ(saver.error(), "");
  }
  const std::vector<PacketRecord> read = read_records(file.path());
  ASSERT_EQ(read.size(), records.size());
  for (std::size_t i = 0; i < read.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_EQ(read[i].time, records[i].time);
    EXPECT_EQ(read[i].bytes, records[i].bytes);
    EXPECT_EQ(read[i].wire_length, records[i].wire_length);
    EXPECT_EQ(read[i].interface_id, records[i].interface_id);
    EXPECT_EQ(read[i].link, records[i].link);
  }
  const OpenResult opened = open_capture(file.path());
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened.source->interfaces()[0].name, "eth0");
}

TEST(CaptureSaver, AFullDiskIsAMessage) {
  const OutputFile full("/dev/full");
  CaptureSaver saver(full.fd(), "/dev/full");
  saver.flush();
  EXPECT_EQ(saver.error(), "cannot save packets to /dev/full: No space left on device");
}

}  // namespace
}  // namespace wstrace::test::capture_save_test
