// Key logs: their lines, files that grow, and secrets inside pcapng files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "capture/key_log.h"
#include "support/capture_writer.h"
#include "support/cases.h"
#include "support/dialogue.h"
#include "support/program.h"

namespace wstrace::test::secrets_test {
namespace {

const std::string kRandom(64, 'a');
const std::string kSecret(96, '1');
const std::string kLine = "CLIENT_RANDOM " + kRandom + " " + kSecret + "\n";

std::vector<std::uint8_t> bytes_of(const std::string& hex) {
  const std::string bytes = from_hex(hex);
  return {bytes.begin(), bytes.end()};
}

bool has(Secrets& secrets, const std::string& label, const std::string& random) {
  return !secrets.find(label, bytes_of(random)).empty();
}

TEST(Secrets, AreFoundByLabelAndRandom) {
  Secrets secrets;
  secrets.add_lines(kLine);
  const Bytes found = secrets.find("CLIENT_RANDOM", bytes_of(kRandom));
  EXPECT_EQ(std::vector<std::uint8_t>(found.begin(), found.end()), bytes_of(kSecret));
  EXPECT_FALSE(has(secrets, "CLIENT_TRAFFIC_SECRET_0", kRandom));
  EXPECT_FALSE(has(secrets, "CLIENT_RANDOM", std::string(64, 'b')));
}

TEST(Secrets, LinesThatAreNoneArePassedOver) {
  Secrets secrets;
  secrets.add_lines("# a comment\n\nRSA 1234 5678\nCLIENT_RANDOM xyz 11\nCLIENT_RANDOM " + kRandom + " zz\n" +
                    std::string("CLIENT_RANDOM\n\xff\xfe\n") + "CLIENT_RANDOM " + kRandom + " " + kSecret.substr(1) +
                    "\n");
  EXPECT_TRUE(secrets.empty());
  secrets.add_lines("CLIENT_RANDOM\t" + kRandom + "  " + kSecret + " \r\n");
  EXPECT_EQ(secrets.size(), 1U);
}

/// A line that is being written: no part of it is a secret.
TEST(Secrets, PartsOfALineAreNone) {
  for (std::size_t n = 0; n + 1 < kLine.size(); ++n) {
    const bool looks_whole = n == kLine.size() - 1 - 32;  // as long as another hash's secret
    Secrets secrets;
    secrets.add_lines(kLine.substr(0, n));
    EXPECT_EQ(secrets.empty(), !looks_whole) << n;
  }
}

TEST(Secrets, AMissCausesAnotherLook) {
  Secrets secrets;
  int looks = 0;
  secrets.on_miss([&looks](Secrets& more) {
    if (++looks == 2) more.add_lines(kLine);
    return looks == 2;
  });
  EXPECT_FALSE(has(secrets, "CLIENT_RANDOM", kRandom));
  EXPECT_TRUE(has(secrets, "CLIENT_RANDOM", kRandom));
  EXPECT_TRUE(has(secrets, "CLIENT_RANDOM", kRandom));
  EXPECT_EQ(looks, 2);
}

TEST(KeyLogFile, IsReadOnAsItGrows) {
  const std::string path = testing::TempDir() + "wstrace-keys.log";
  std::remove(path.c_str());
  KeyLogFile log(path);
  Secrets secrets;
  EXPECT_NE(log.error(), "");
  EXPECT_FALSE(log.read_on(secrets));
  std::ofstream(path) << kLine.substr(0, 50);
  log.read_on(secrets);
  EXPECT_TRUE(secrets.empty());
  std::ofstream(path, std::ios::app) << kLine.substr(50);
  EXPECT_TRUE(log.read_on(secrets));
  EXPECT_EQ(secrets.size(), 1U);
  EXPECT_FALSE(log.read_on(secrets));
  EXPECT_EQ(log.error(), "");
  std::ofstream(path) << "CLIENT_RANDOM " + std::string(64, 'c') + " " + std::string(64, '2') + "\n";  // begun anew
  EXPECT_TRUE(log.read_on(secrets));
  EXPECT_TRUE(has(secrets, "CLIENT_RANDOM", std::string(64, 'c')));
  std::remove(path.c_str());
}

std::string le32(std::size_t n) {
  std::string out;
  for (int i = 0; i < 4; ++i) out += static_cast<char>(n >> (8 * i) & 0xff);
  return out;
}

/// A Decryption Secrets Block with the case's key log (little-endian, as the captures are).
std::string secrets_block(std::string keys) {
  const std::size_t length = keys.size();
  keys.resize((length + 3) / 4 * 4);
  const std::size_t size = 20 + keys.size();
  return le32(10) + le32(size) + le32(0x544c534b) + le32(length) + keys + le32(size);
}

/// The trace's records without the first one, which names the file. A pipe that pauses, on a busy machine, changes their
/// order.
std::vector<std::string> records(const std::string& json) {
  std::istringstream in(json.substr(json.find('\n') + 1));
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST(SecretsBlock, IsFoundWhereverItStands) {
  const Case& one = case_named("tls/nginx");
  const std::string capture = read_file(one.input_path());
  const TemporaryFile at_the_end(capture + secrets_block(read_file(one.file("keys.log"))));
  const RunResult by_file = run_wstrace({"--json", "--keylog", one.file("keys.log"), one.input_path()});
  const RunResult by_block = run_wstrace({"--json", at_the_end.path()});
  EXPECT_NE(by_file.out.find(R"({"proto":"tls","version":"1.2"},{"proto":"websocket"},{"proto":"engineio")"),
            std::string::npos);
  EXPECT_EQ(records(by_block.out), records(by_file.out));
}

/// A pipe's bytes come once, and a file that is redirected to standard input can be read again.
TEST(SecretsBlock, IsFoundInAPipeBehindThePacketsThatNeedIt) {
  for (const char* name : {"tls/ciphers-12", "tls/ciphers-13", "tls/socketio"}) {
    const Case& one = case_named(name);
    const std::string capture = read_file(one.input_path()) + secrets_block(read_file(one.file("keys.log")));
    const RunResult by_file = run_wstrace({"--json", "--keylog", one.file("keys.log"), one.input_path()});
    const RunResult by_pipe = run({.arguments = {"--json", "-"}, .standard_input = capture});
    EXPECT_THAT(records(by_pipe.out), testing::ElementsAreArray(records(by_file.out))) << name;
    const TemporaryFile at_the_end(capture);
    const std::string redirected = std::string(WSTRACE_PROGRAM) + " --json - <" + at_the_end.path();
    const RunResult by_redirection = run({.arguments = {"-c", redirected}, .program = "sh"});
    EXPECT_THAT(records(by_redirection.out), testing::ElementsAreArray(records(by_file.out))) << name;
  }
}

/// A pipe that has a name must not be opened a second time: that would take its bytes away.
TEST(SecretsBlock, APipeWithANameIsReadOnce) {
  const Case& one = case_named("tls/socketio");
  const RunResult by_file = run_wstrace({"--json", one.input_path()});
  const std::string piped = std::string("cat ") + one.input_path() + " | " + WSTRACE_PROGRAM + " --json /dev/stdin";
  const RunResult by_pipe = run({.arguments = {"-c", piped}, .program = "sh"});
  EXPECT_THAT(records(by_pipe.out), testing::ElementsAreArray(records(by_file.out)));
}

TEST(SecretsBlock, ADamagedOneIsNothingToStopAt) {
  const Case& one = case_named("tls/nginx");
  std::string block = secrets_block(read_file(one.file("keys.log")));
  block[12] = '\xff';
  block[14] = '\x7f';
  const TemporaryFile file(read_file(one.input_path()) + block);
  const RunResult result = run_wstrace({"--json", file.path()});
  EXPECT_EQ(result.status, 0) << result.describe();
  EXPECT_NE(result.out.find("tls.no-keys"), std::string::npos);
}

}  // namespace
}  // namespace wstrace::test::secrets_test
