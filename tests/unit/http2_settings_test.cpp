// What a side of HTTP/2 announces, and when it counts (RFC 9113 6.5).
#include <gtest/gtest.h>

#include <cstdint>

#include "dissectors/http2/settings.h"

namespace wstrace::test::http2_settings_test {
namespace {

using http2::AnnouncedSettings;
using http2::SettingId;

void learn(AnnouncedSettings& settings, SettingId id, std::uint32_t value) {
  settings.learn({static_cast<std::uint16_t>(id), value});
}

TEST(Http2Settings, DefaultsHoldBeforeAnyIsSeen) {
  const AnnouncedSettings settings;
  EXPECT_FALSE(settings.seen());
  EXPECT_EQ(settings.table_size(), 4096U);
  EXPECT_EQ(settings.frame_size(), 16384U);
  EXPECT_EQ(settings.window_in_force(), 65535);
  EXPECT_FALSE(settings.connect_protocol());
}

TEST(Http2Settings, AnEmptyFrameAnnouncesTheDefaults) {
  AnnouncedSettings settings;
  settings.announce();
  EXPECT_TRUE(settings.seen());
  EXPECT_EQ(settings.put_in_force(), 0);
}

TEST(Http2Settings, TheWindowChangesWithTheAcknowledgement) {
  AnnouncedSettings settings;
  learn(settings, SettingId::initial_window_size, 100000);
  EXPECT_EQ(settings.window_in_force(), 65535) << "not acknowledged yet";
  EXPECT_EQ(settings.put_in_force(), 100000 - 65535);
  EXPECT_EQ(settings.window_in_force(), 100000);
  learn(settings, SettingId::initial_window_size, 10);
  EXPECT_EQ(settings.put_in_force(), 10 - 100000) << "open streams may get a negative window";
  EXPECT_EQ(settings.put_in_force(), 0);
}

TEST(Http2Settings, TheLargestFrameStaysAllowed) {
  AnnouncedSettings settings;
  learn(settings, SettingId::max_frame_size, 1 << 20);
  learn(settings, SettingId::max_frame_size, 1 << 14);
  EXPECT_EQ(settings.frame_size(), 1U << 20);
}

TEST(Http2Settings, WebSocketsInStreams) {
  AnnouncedSettings settings;
  learn(settings, SettingId::enable_connect_protocol, 1);
  EXPECT_TRUE(settings.connect_protocol());
  learn(settings, static_cast<SettingId>(0x1a2a), 0);
  EXPECT_TRUE(settings.connect_protocol()) << "what has no name changes nothing";
}

}  // namespace
}  // namespace wstrace::test::http2_settings_test
