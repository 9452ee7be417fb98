// The README shows what the program prints: its sample is the expected output of a stored capture, to the letter.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace wstrace::test::readme_test {
namespace {

std::string content_of(const std::string& path) {
  std::ostringstream all;
  all << std::ifstream(path).rdbuf();
  return all.str();
}

TEST(Readme, ItsSampleIsTheOutputOfTheDemo) {
  std::string shown = content_of(WSTRACE_CAPTURES "/socketio/v4-websocket/expected.txt");
  shown.erase(shown.find_last_not_of('\n') + 1);
  ASSERT_FALSE(shown.empty());
  EXPECT_NE(content_of(WSTRACE_SOURCE "/README.md").find("```\n" + shown + "\n```"), std::string::npos)
      << "put this into README.md:\n"
      << shown;
}

}  // namespace
}  // namespace wstrace::test::readme_test
