// Damaged captures: whichever packet is missing, comes twice or out of place, the trace says nothing that was not said,
// and says that something is missing where it is.
#include <fmt/format.h>
#include <gtest/gtest.h>

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

TEST_P(Damage, OnePacketIsMissing) {
  for (std::size_t i = 0; i < capture_.size(); ++i) {
    std::vector<PacketRecord> damaged = capture_;
    damaged.erase(damaged.begin() + static_cast<std::ptrdiff_t>(i));
    const Sayings part = sayings_of(damaged);
    if (const auto invented = said_beyond(part, whole_); !invented.empty())
      ADD_FAILURE() << "invented when packet " << i + 1 << " is missing:\n" << shown(invented);
    const std::vector<std::string> missing = said_beyond(whole_, part);
    if (!missing.empty()) {
      EXPECT_GT(part.losses, whole_.losses) << "nothing says that packet " << i + 1 << " is missing, but not said:\n"
                                            << shown(missing);
    }
  }
}

}  // namespace
}  // namespace wstrace::test
