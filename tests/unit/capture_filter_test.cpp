// pcap filters on packets of files, whose link types may differ.
#include <gtest/gtest.h>

#include "capture/filter.h"
#include "capture/open.h"
#include "support/capture_writer.h"
#include "support/frame_builder.h"

namespace wstrace::test::capture_filter_test {
namespace {

using Result = PacketSource::Result;

const Endpoint kClient = endpoint("10.0.0.1", 40000);
const Endpoint kServer = endpoint("10.0.0.2", 3000);

PacketRecord frame_to(const Endpoint& server) {
  return {.bytes = ethernet_frame({.from = kClient, .to = server, .payload = "hello"})};
}

TEST(PacketFilter, MatchesByLinkType) {
  PacketFilter filter("tcp port 3000");
  const TcpSegment segment{.from = kServer, .to = kClient};
  const PacketRecord raw{.bytes = ip_packet(segment), .link = LinkType::raw};
  const PacketRecord null{.bytes = std::string("\x02\0\0\0", 4) + ip_packet(segment), .link = LinkType::null};
  const PacketRecord misnamed{.bytes = ip_packet(segment), .link = LinkType::ethernet};
  EXPECT_TRUE(filter.matches(to_packet(frame_to(kServer))));
  EXPECT_FALSE(filter.matches(to_packet(frame_to(endpoint("10.0.0.2", 3001)))));
  EXPECT_TRUE(filter.matches(to_packet(raw)));
  EXPECT_TRUE(filter.matches(to_packet(null)));
  EXPECT_FALSE(filter.matches(to_packet(misnamed)));
  EXPECT_EQ(filter.error(), "");
}

TEST(PacketFilter, MatchesIpv6AndLengths) {
  const TcpSegment segment{.from = endpoint("2001:db8::1", 1), .to = endpoint("2001:db8::2", 2)};
  PacketRecord record{.bytes = ethernet_frame(segment), .wire_length = 1500};
  EXPECT_TRUE(PacketFilter("host 2001:db8::2 and greater 1400").matches(to_packet(record)));
  EXPECT_FALSE(PacketFilter("less 1400").matches(to_packet(record)));
  record.bytes.resize(20);
  EXPECT_FALSE(PacketFilter("tcp port 2").matches(to_packet(record))) << "a cut packet does not match";
  record.bytes.clear();
  EXPECT_FALSE(PacketFilter("tcp").matches(to_packet(record)));
}

TEST(PacketFilter, AnErrorShowsTheExpression) {
  PacketFilter filter("prot 3000");
  EXPECT_FALSE(filter.compiles_for(LinkType::ethernet));
  EXPECT_NE(filter.error().find("'prot 3000'"), std::string::npos) << filter.error();
  EXPECT_FALSE(filter.matches(to_packet(frame_to(kServer))));
}

TEST(PacketFilter, AnExpressionMayFitOneLinkTypeOnly) {
  PacketFilter filter("ether host 02:00:00:00:00:01");
  EXPECT_TRUE(filter.compiles_for(LinkType::ethernet));
  EXPECT_EQ(filter.error(), "");
  EXPECT_FALSE(filter.compiles_for(LinkType::raw));
  EXPECT_NE(filter.error(), "");
  EXPECT_TRUE(filter.matches(to_packet(frame_to(kServer)))) << "the other link type goes on";
}

TEST(PacketFilter, WhatIsWrongWithAnExpressionIsNotBlamedOnALinkType) {
  const std::string error = filter_error("prot 3000");
  EXPECT_NE(error.find("The packet filter 'prot 3000' is not valid: "), std::string::npos) << error;
  EXPECT_EQ(error.find("RAW"), std::string::npos) << error;
  EXPECT_EQ(error.find("EN10MB"), std::string::npos) << error;
}

TEST(PacketFilter, AnExpressionForOneLinkTypeIsValid) {
  for (const char* expression : {"tcp port 80", "vlan 5", "ether host 02:00:00:00:00:01", "wlan type mgt", ""})
    EXPECT_EQ(filter_error(expression), "") << expression;
}

struct Outcome {
  std::vector<std::uint64_t> numbers;
  Result result = Result::idle;
  std::string damage;
};

Outcome read_filtered(const std::string& bytes, const std::string& expression) {
  const TemporaryFile file(bytes);
  OpenResult opened = open_capture(file.path());
  EXPECT_TRUE(opened) << opened.error;
  const auto source = filter_source(std::move(opened.source), PacketFilter(expression));
  Outcome outcome;
  Packet packet;
  while ((outcome.result = source->next(packet)) == Result::packet || outcome.result == Result::idle) {
    if (outcome.result == Result::packet) outcome.numbers.push_back(packet.number);
  }
  outcome.damage = source->damage();
  return outcome;
}

TEST(FilteredSource, KeepsThePacketsNumbers) {
  TcpTalk talk(kClient, kServer);
  talk.handshake().client("GET").server("200").close();
  const Outcome read = read_filtered(write_pcap(talk.records()), "src port 3000");
  EXPECT_EQ(read.numbers, (std::vector<std::uint64_t>{2, 5, 6, 9}));
  EXPECT_EQ(read.result, Result::end);
}

TEST(FilteredSource, PacketsThatTheFilterDoesNotFitAreNotSilentlyLost) {
  PacketRecord raw{.bytes = ip_packet({.from = kClient, .to = kServer}), .link = LinkType::raw};
  const Outcome read =
      read_filtered(write_pcapng({frame_to(kServer), raw, frame_to(kServer)}), "ether broadcast or ip");
  EXPECT_EQ(read.numbers, (std::vector<std::uint64_t>{1, 3}));
  EXPECT_EQ(read.result, Result::damaged);
  EXPECT_NE(read.damage.find("RAW"), std::string::npos) << read.damage;
}

TEST(FilteredSource, LongRunsWithoutAMatchComeUpForAir) {
  const std::string capture = write_pcap(std::vector<PacketRecord>(70'000, frame_to(kServer)));
  const TemporaryFile file(capture);
  const auto source = filter_source(open_capture(file.path()).source, PacketFilter("udp"));
  Packet packet;
  EXPECT_EQ(source->next(packet), Result::idle);
  EXPECT_EQ(source->next(packet), Result::end);
}

}  // namespace
}  // namespace wstrace::test::capture_filter_test
