// Damaged captures: whichever packet is missing, comes twice or out of place, the trace says nothing that was not said,
// and says that something is missing where it is.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/cases.h"
#include "support/sayings.h"

namespace wstrace::test {
namespace {

constexpr std::size_t kShown = 300;

class Damage : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    std::string error;
    capture_ = read_records(GetParam().input_path(), &error);
    ASSERT_EQ(error, "");
    whole_ = sayings_of(capture_);
  }

  std::vector<PacketRecord> capture_;
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
  std::string_view in_case;  ///< "" for any
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
    {"note http.not-http", "diagnosis/version-mismatch-websocket", "and the client's frames like no HTTP"},
};

bool is_true_all_the_same(const std::string& line, const std::string& in_case) {
  return std::any_of(std::begin(kTrue), std::end(kTrue), [&](const TrueAllTheSame& each) {
    return line.find(each.line) != std::string::npos && (each.in_case.empty() || each.in_case == in_case);
  });
}

/// What nobody acknowledged: the capture cannot show that it is missing.
constexpr std::pair<std::string_view, std::string_view> kUnacknowledged[] = {
    {"diagnosis/upgrade-closed", "2probe"},                       // sent after the server had closed
    {"diagnosis/version-mismatch-websocket", "websocket close"},  // the same
};

bool was_unacknowledged(const std::vector<std::string>& lines, const std::string& in_case) {
  return std::any_of(std::begin(kUnacknowledged), std::end(kUnacknowledged), [&](const auto& each) {
    return each.first == in_case && lines[0].find(each.second) != std::string::npos;
  });
}

std::vector<std::string> invented(const Sayings& part, const Sayings& whole, const std::string& in_case) {
  std::vector<std::string> lines = said_beyond(part, whole);
  std::erase_if(lines, [&](const std::string& line) { return is_true_all_the_same(line, in_case); });
  return lines;
}

TEST_P(Damage, OnePacketIsMissing) {
  for (std::size_t i = 0; i < capture_.size(); ++i) {
    std::vector<PacketRecord> damaged = capture_;
    damaged.erase(damaged.begin() + static_cast<std::ptrdiff_t>(i));
    const Sayings part = sayings_of(damaged);
    const std::vector<std::string> surplus = invented(part, whole_, GetParam().name);
    EXPECT_TRUE(surplus.empty()) << "invented when packet " << i + 1 << " is missing:\n" << shown(surplus);
    const std::vector<std::string> missing = said_less(part, whole_);
    EXPECT_TRUE(missing.empty() || part.losses > 0 || was_unacknowledged(missing, GetParam().name))
        << "nothing says that packet " << i + 1 << " is missing, but not said:\n"
        << shown(missing);
  }
}

}  // namespace
}  // namespace wstrace::test
