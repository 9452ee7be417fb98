// Damaged captures: whichever packet is missing, comes twice or out of place, the trace says nothing that was not said,
// and says that something is missing where it is.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "support/cases.h"
#include "support/effort.h"
#include "support/sayings.h"

namespace wstrace::test::damage_test {
namespace {

constexpr std::size_t kShown = 300;

/// Packets of a capture that are damaged one at a time, where not all are.
constexpr std::size_t kFew = 8;

class Damage : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    std::string error;
    capture_ = read_records(GetParam().input_path(), &error);
    ASSERT_EQ(error, "");
    if (GetParam().has_keys()) keys_ = read_file(GetParam().file("keys.log"));
    whole_ = sayings_of(capture_, keys_);
  }

  std::vector<PacketRecord> capture_;
  std::string keys_;
  Sayings whole_;
};
INSTANTIATE_TEST_SUITE_P(, Damage, testing::ValuesIn(all_cases()), CaseName());

std::string shown(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += "  " + line.substr(0, kShown) + "\n";
  return out;
}

/// What is true of the damaged capture, although the whole one says something else, or something better, in its place.
struct TrueAllTheSame {
  std::string_view line;     ///< of said_beyond: a note, or a part of what is said
  std::string_view in_case;  ///< its name, or the beginning of several; "" for any
  const char* because;
};
constexpr TrueAllTheSame kTrue[] = {
    {"note tcp.reset", "", "without its SYN, a refusal is a reset"},
    {"note ws.no-close-frame", "",
     "without the request, the session or the upgrade's flaw that explains it is not known"},
    {"note ws.close-not-answered", "diagnosis/upgrade-stalled", "without the request, the session is not known"},
    {"note ws.extension-not-decoded", "", "without the request, it is not known that the client never offered it"},
    {"http response", "diagnosis/version-mismatch-websocket",
     "the server writes an HTTP answer into the WebSocket; without the 101 it looks like the answer to the request"},
    {"note capture.repeated-packets", "network/path-mtu6",
     "without what came between, a packet that was sent again at once is a copy (IPv6 has no identification)"},
    {"payload=5", "tcp/data-after-reset", "without the first reset, it comes before the next one"},
    {"note tcp.data-after-close", "tls/", "without a record before it, TLS's goodbye is not recognised"},
    {"note tcp.data-after-close", "http2/", "the same"},
    {"note tcp.data-after-close", "quic/", "the same"},
    {"note http2.stream-reset", "http2/", "without the end of the answer, it is not known to come late"},
    {"note tls.unused", "http2/", "without its ClientHello, the connection beside it is not known to offer HTTP/2"},
    {"note tls.client-left", "http2/nginx",
     "nobody acknowledged the server's last flight, so nothing shows that it was"},
    {"note tls.decode-error", "http2/nghttpx", "without the FIN, nothing shows that the server takes it for an error"},
    {"note sio.unexpected-ack", "http2/nghttpx-backend", "that the request is missing shows only after its ack"},
    {"note http.not-http", "diagnosis/version-mismatch-websocket", "and the client's frames like no HTTP"},
};

bool is_true_all_the_same(const std::string& line, const std::string& in_case) {
  return std::any_of(std::begin(kTrue), std::end(kTrue), [&](const TrueAllTheSame& each) {
    return line.find(each.line) != std::string::npos && in_case.starts_with(each.in_case);
  });
}

/// What nobody acknowledged: the capture cannot show that it is missing.
constexpr std::pair<std::string_view, std::string_view> kUnacknowledged[] = {
    {"diagnosis/upgrade-closed", "2probe"},                       // sent after the server had closed
    {"diagnosis/version-mismatch-websocket", "websocket close"},  // the same
    {"tcp/data-after-reset", "websocket message"},                // the same
};

bool was_unacknowledged(const std::vector<std::string>& lines, const std::string& in_case) {
  return std::any_of(std::begin(kUnacknowledged), std::end(kUnacknowledged), [&](const auto& each) {
    const auto is_it = [&](const std::string& line) { return line.find(each.second) != std::string::npos; };
    return each.first == in_case && std::any_of(lines.begin(), lines.end(), is_it);
  });
}

std::vector<std::string> invented(const Sayings& part, const Sayings& whole, const std::string& in_case) {
  std::vector<std::string> lines = said_beyond(part, whole);
  std::erase_if(lines, [&](const std::string& line) { return is_true_all_the_same(line, in_case); });
  return lines;
}

TEST_P(Damage, OnePacketIsMissing) {
  const std::size_t step = step_of(capture_.size(), kFew);
  for (std::size_t i = 0; i < capture_.size(); i += step) {
    std::vector<PacketRecord> damaged = capture_;
    damaged.erase(damaged.begin() + static_cast<std::ptrdiff_t>(i));
    const Sayings part = sayings_of(damaged, keys_);
    const std::vector<std::string> surplus = invented(part, whole_, GetParam().name);
    EXPECT_TRUE(surplus.empty()) << "invented when packet " << i + 1 << " is missing:\n" << shown(surplus);
    const std::vector<std::string> missing = said_less(part, whole_);
    EXPECT_TRUE(missing.empty() || part.losses > 0 || was_unacknowledged(missing, GetParam().name))
        << "nothing says that packet " << i + 1 << " is missing, but not said:\n"
        << shown(missing);
  }
}

/// All that was said, and nothing else.
void expect_same(const Sayings& whole, const Sayings& changed, const std::string& what) {
  EXPECT_EQ(changed.said.size(), whole.said.size()) << what;
  const std::vector<std::string> more = said_less(whole, changed);
  EXPECT_TRUE(more.empty()) << what << ", invented:\n" << shown(more);
  const std::vector<std::string> missing = said_less(changed, whole);
  EXPECT_TRUE(missing.empty()) << what << ", not said:\n" << shown(missing);
}

/// A copy that follows the packet at once, or so many packets later, when those have been acknowledged.
constexpr std::size_t kCopyDistances[] = {1, 2, 7};

TEST_P(Damage, OnePacketComesTwice) {
  const std::size_t step = step_of(capture_.size(), kFew);
  for (const std::size_t distance : kCopyDistances) {
    for (std::size_t i = 0; i + distance <= capture_.size(); i += step) {
      std::vector<PacketRecord> damaged = capture_;
      PacketRecord copy = capture_[i];
      copy.time = capture_[i + distance - 1].time;
      damaged.insert(damaged.begin() + static_cast<std::ptrdiff_t>(i + distance), copy);
      expect_same(whole_, sayings_of(damaged, keys_), fmt::format("packet {} again {} later", i + 1, distance));
      if (HasFailure()) return;
    }
  }
}

TEST_P(Damage, AllPacketsComeTwice) {
  std::vector<PacketRecord> damaged;
  for (const PacketRecord& record : capture_) damaged.insert(damaged.end(), 2, record);
  expect_same(whole_, sayings_of(damaged, keys_), "every packet twice");
}

/// Where another order of packets is another history.
constexpr std::pair<std::string_view, const char*> kOtherHistory[] = {
    {"diagnosis/upgrade-closed", "data captured behind the reset came too late, and nobody read it"},
    {"diagnosis/version-mismatch-websocket", "the same"},
    {"tcp/reset", "the same"},
    {"websocket/close-reset", "the same"},
    {"tcp/data-after-reset", "the same"},
    {"tcp/simultaneous-open", "who opens first is the client"},
    {"tcp/syn-missing", "the SYN-ACK behind its acknowledgement says nothing new"},
    {"http/polling-begins-inside", "without SYNs, the first packet says where the capture begins"},
    {"http2/begins-inside", "the same, and what heads refer to"},
};

bool has_one_order(const Case& one) {
  return std::none_of(std::begin(kOtherHistory), std::end(kOtherHistory),
                      [&](const auto& each) { return each.first == one.name; });
}

class DamagedOrder : public Damage {};
INSTANTIATE_TEST_SUITE_P(, DamagedOrder, testing::ValuesIn(cases_where(has_one_order)), CaseName());

TEST_P(DamagedOrder, TwoPacketsChangePlaces) {
  const std::size_t step = step_of(capture_.size(), kFew);
  for (std::size_t i = 0; i + 1 < capture_.size(); i += step) {
    std::vector<PacketRecord> damaged = capture_;
    std::swap(damaged[i], damaged[i + 1]);
    std::swap(damaged[i].time, damaged[i + 1].time);
    expect_same(whole_, sayings_of(damaged, keys_), fmt::format("packets {} and {} change places", i + 1, i + 2));
  }
}

// ---- two captures in one

std::set<std::string> servers_in(const Sayings& sayings) {
  std::set<std::string> servers;
  for (const auto& [line, times] : sayings.said) servers.insert(line.substr(0, line.find(" > ")));
  return servers;
}

bool share_an_endpoint(const Sayings& one, const Sayings& other) {
  const std::set<std::string> known = servers_in(one);
  const std::set<std::string> others = servers_in(other);
  return std::any_of(others.begin(), others.end(), [&](const std::string& each) { return known.count(each) != 0; });
}

Sayings both(const Sayings& one, const Sayings& other) {
  Sayings sum = one;
  for (const auto& [line, times] : other.said) sum.said[line] += times;
  return sum;
}

/// As one capture, in time order; the second is moved so that both end at the same time.
std::vector<PacketRecord> joined(const std::vector<PacketRecord>& one, std::vector<PacketRecord> other) {
  const Duration shift = one.back().time - other.back().time;
  for (PacketRecord& record : other) record.time += shift;
  std::vector<PacketRecord> all;
  std::merge(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(all),
             [](const PacketRecord& a, const PacketRecord& b) { return a.time < b.time; });
  return all;
}

/// Each with the next one that has nothing to do with it.
TEST_P(Damage, TwoCapturesAreJoined) {
  const std::vector<Case>& cases = all_cases();
  const auto self =
      std::find_if(cases.begin(), cases.end(), [](const Case& one) { return one.name == GetParam().name; });
  const auto begin = static_cast<std::size_t>(self - cases.begin());
  for (std::size_t i = 1; i < cases.size(); ++i) {
    const std::vector<PacketRecord> other = read_records(cases[(begin + i) % cases.size()].input_path());
    const Sayings alone = sayings_of(other);
    if (alone.said.empty() || share_an_endpoint(whole_, alone)) continue;
    return expect_same(both(whole_, alone), sayings_of(joined(capture_, other), keys_),
                       "joined with " + cases[(begin + i) % cases.size()].name);
  }
  FAIL() << "no case to join it with";
}

}  // namespace
}  // namespace wstrace::test::damage_test
