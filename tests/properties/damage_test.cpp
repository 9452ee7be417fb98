// Damaged captures: whichever packet is missing, comes twice or out of place, the trace says nothing that was not said,
// and says that something is missing where it is.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>

#include "support/cases.h"
#include "support/effort.h"
#include "support/expectations.h"
#include "support/sayings.h"

namespace wstrace::test::damage_test {
namespace {

constexpr std::size_t kShown = 300;

/// Packets of a capture that are damaged one at a time, where not all are.
constexpr std::size_t kFew = 5;

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

/// What is true of the damaged capture, although the whole one says something else, or something better, in its place: of any
/// case, or of any of a family. What is true of one case only stands in its file.
struct TrueAllTheSame {
  std::string_view line;    ///< of said_beyond: a note, or a part of what is said
  std::string_view family;  ///< "" for any
  const char* because;
};
constexpr TrueAllTheSame kTrue[] = {
    {"note tcp.reset", "", "without its SYN, a refusal is a reset"},
    {"note tcp.sent-before-capture", "", "what is missing near the beginning may have been sent before it"},
    {"note tcp.closed-unread", "", "without what came before it, a reset that interrupts nothing looks like one"},
    {"note ws.no-close-frame", "",
     "without the request, the session or the upgrade's flaw that explains it is not known"},
    {"note ws.inferred-violation", "", "without the beginning, it says itself that this may be no WebSocket"},
    {"note http.cut-short", "", "without the client's FIN, it is not known that the client left first"},
    {"note eio.bad-packet", "", "without the beginning, it is not known that a side never spoke Engine.IO"},
    {"note ws.server-ended", "", "without the request, or the proxy's other side, what explains it is not known"},
    {"note ws.extension-not-decoded", "", "without the request, it is not known that the client never offered it"},
    {"note tcp.data-after-close", "tls", "without a record before it, TLS's goodbye is not recognised"},
    {"note tcp.data-after-close", "http2", "the same"},
    {"note tcp.data-after-close", "quic", "the same"},
    {"note http2.stream-reset", "http2", "without the end of the answer, it is not known to come late"},
    {"note tls.unused", "http2", "without its ClientHello, the connection beside it is not known to offer HTTP/2"},
};

bool is_true_all_the_same(const std::string& line, const std::string& family) {
  return std::any_of(std::begin(kTrue), std::end(kTrue), [&](const TrueAllTheSame& each) {
    return line.find(each.line) != std::string::npos && (each.family.empty() || each.family == family);
  });
}

/// A case's exceptions, and which of them it needed.
class Excuses {
 public:
  explicit Excuses(const std::vector<Excuse>& known) : known_(known) {}

  bool cover(const std::string& line) {
    bool covered = false;
    for (const Excuse& excuse : known_) {
      if (line.find(excuse.text) == std::string::npos) continue;
      needed_.insert(excuse.text);
      covered = true;
    }
    return covered;
  }

  void expect_to_be_needed() const {
    for (const Excuse& excuse : known_)
      EXPECT_EQ(needed_.count(excuse.text), 1U) << "not needed any more: " << excuse.text << ", " << excuse.because;
  }

 private:
  const std::vector<Excuse>& known_;
  std::set<std::string> needed_;
};

/// What nobody acknowledged: the capture cannot show that it is missing.
bool was_unacknowledged(const std::vector<std::string>& lines, Excuses& hidden) {
  return std::count_if(lines.begin(), lines.end(), [&](const std::string& line) { return hidden.cover(line); }) != 0;
}

std::vector<std::string> invented(const Sayings& part, const Sayings& whole, const std::string& family,
                                  Excuses& excuses) {
  std::vector<std::string> lines = said_beyond(part, whole);
  std::erase_if(lines,
                [&](const std::string& line) { return is_true_all_the_same(line, family) || excuses.cover(line); });
  return lines;
}

TEST_P(Damage, OnePacketIsMissing) {
  Excuses may_show(expectations_of(GetParam()).damage_shows);
  Excuses may_hide(expectations_of(GetParam()).damage_hides);
  const std::size_t step = step_of(capture_.size(), kFew);
  for (std::size_t i = 0; i < capture_.size(); i += step) {
    std::vector<PacketRecord> damaged = capture_;
    damaged.erase(damaged.begin() + static_cast<std::ptrdiff_t>(i));
    const Sayings part = sayings_of(damaged, keys_);
    const std::vector<std::string> surplus = invented(part, whole_, GetParam().family, may_show);
    EXPECT_TRUE(surplus.empty()) << "invented when packet " << i + 1 << " is missing:\n" << shown(surplus);
    const std::vector<std::string> missing = said_less(part, whole_);
    EXPECT_TRUE(missing.empty() || part.losses > 0 || was_unacknowledged(missing, may_hide))
        << "nothing says that packet " << i + 1 << " is missing, but not said:\n"
        << shown(missing);
  }
  if (step > 1) return;  // not every packet was missing once
  may_show.expect_to_be_needed();
  may_hide.expect_to_be_needed();
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

/// Where another order of packets is another history, the case's file says so.
bool has_one_order(const Case& one) { return !expectations_of(one).order_matters; }

class DamagedOrder : public Damage {
 protected:
  Sayings sayings_with_swapped(std::size_t at) const {
    std::vector<PacketRecord> damaged = capture_;
    std::swap(damaged[at], damaged[at + 1]);
    std::swap(damaged[at].time, damaged[at + 1].time);
    return sayings_of(damaged, keys_);
  }
};
INSTANTIATE_TEST_SUITE_P(, DamagedOrder, testing::ValuesIn(cases_where(has_one_order)), CaseName());

TEST_P(DamagedOrder, TwoPacketsChangePlaces) {
  const std::size_t step = step_of(capture_.size(), kFew);
  for (std::size_t i = 0; i + 1 < capture_.size(); i += step)
    expect_same(whole_, sayings_with_swapped(i), fmt::format("packets {} and {} change places", i + 1, i + 2));
}

class OtherHistory : public DamagedOrder {};
INSTANTIATE_TEST_SUITE_P(, OtherHistory, testing::ValuesIn(cases_where(std::not_fn(has_one_order))), CaseName());

TEST_P(OtherHistory, OrderMatters) {
  for (std::size_t i = 0; i + 1 < capture_.size(); ++i)
    if (sayings_with_swapped(i).said != whole_.said) return;
  FAIL() << "any order says the same, although " << *expectations_of(GetParam()).order_matters;
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
