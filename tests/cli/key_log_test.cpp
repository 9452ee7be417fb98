// The key log as a user names it: one that is not there, one that is something else, one without keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/capture_writer.h"
#include "support/cases.h"
#include "support/program.h"

namespace wstrace::test::key_log_test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

const Case& secure_case() { return case_named("tls/nginx"); }

RunResult with_key_log(const std::string& path) {
  return run_wstrace({"--json", "--keylog", path, secure_case().input_path()});
}

/// Half of them are started before the program that will write it.
TEST(KeyLogOption, OneThatIsNotThereSaysHowItComesToBe) {
  const RunResult result = with_key_log("/nonexistent/keys.log");
  EXPECT_EQ(result.status, 2) << result.describe();
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, AllOf(StartsWith("wstrace: the key log /nonexistent/keys.log cannot be opened: "),
                                HasSubstr("SSLKEYLOGFILE=/nonexistent/keys.log"),
                                HasSubstr("--tls-keylog=/nonexistent/keys.log"), HasSubstr("touch")));
}

TEST(KeyLogOption, AFolderIsNone) {
  const RunResult result = with_key_log("/tmp");
  EXPECT_EQ(result.status, 2) << result.describe();
  EXPECT_THAT(result.err, AllOf(HasSubstr("/tmp is not a regular file"), HasSubstr("Name the file")));
}

TEST(KeyLogOption, OneWithoutKeysIsSaidToBe) {
  const TemporaryFile empty;
  const TemporaryFile other("just some text\nand more\n");
  for (const TemporaryFile* file : {&empty, &other}) {
    const RunResult result = with_key_log(file->path());
    EXPECT_EQ(result.status, 0) << result.describe();
    EXPECT_THAT(result.err, AllOf(StartsWith("wstrace: the key log "), HasSubstr("has no keys"),
                                  HasSubstr("LABEL <client random> <secret>")));
    EXPECT_THAT(result.out, HasSubstr("tls.no-keys"));
  }
  EXPECT_THAT(with_key_log(empty.path()).err, HasSubstr("it is empty"));
}

/// Many have learnt from old guides that a server's private key is what decrypts.
TEST(KeyLogOption, APrivateKeyIsNoKeyLog) {
  const TemporaryFile key("-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----\n");
  EXPECT_THAT(with_key_log(key.path()).err, AllOf(HasSubstr("is a key or certificate"), HasSubstr("SSLKEYLOGFILE")));
}

/// What was not needed is nothing to complain about; nor is a variable that names a file for later.
TEST(KeyLogOption, WhatIsNotNeededIsNotMentioned) {
  const TemporaryFile empty;
  const std::string plain = case_named("websocket/plain").input_path();
  EXPECT_EQ(run_wstrace({"--json", "--keylog", empty.path(), plain}).err, "");
  const Command command{.arguments = {"--json", plain}, .environment = {{"SSLKEYLOGFILE", "/nonexistent/keys.log"}}};
  EXPECT_EQ(run(command).err, "");
}

TEST(KeyLogOption, TheVariableNamesOneToo) {
  const Command good{.arguments = {"--json", secure_case().input_path()},
                     .environment = {{"SSLKEYLOGFILE", secure_case().file("keys.log")}}};
  EXPECT_THAT(run(good).out, HasSubstr(R"({"proto":"tls","version":"1.2"},{"proto":"websocket"},{"proto":"engineio")"));
  const Command missing{.arguments = {"--json", secure_case().input_path()},
                        .environment = {{"SSLKEYLOGFILE", "/nonexistent/keys.log"}}};
  const RunResult result = run(missing);
  EXPECT_EQ(result.status, 0) << result.describe();
  EXPECT_THAT(result.err, HasSubstr("SSLKEYLOGFILE=/nonexistent/keys.log"));
}

}  // namespace
}  // namespace wstrace::test::key_log_test
