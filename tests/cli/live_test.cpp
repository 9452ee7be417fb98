// A live trace, as a user takes it: wstrace on the loopback interface with a filter, a WebSocket conversation that this
// test holds with itself, plain or as it was recorded through TLS, and Ctrl-C. Needs the right to capture; without it, the
// message about that is tested.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <stdexcept>

#include "support/capture_writer.h"
#include "support/cases.h"
#include "support/ndjson.h"
#include "support/program.h"
#include "support/recut.h"

namespace wstrace::test::live_test {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::ContainsRegex;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// RFC 6455 1.3: the key of its example, and the answer to it.
constexpr const char* kUpgrade =
    "GET /live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
constexpr const char* kSwitch =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

constexpr const char* kQuestion = "hallo über loopback";
constexpr const char* kAnswer = "guten Tag";

/// A text frame; the client's are masked, with zeros.
std::string text_frame(const std::string& text, bool masked) {
  std::string frame = {'\x81', static_cast<char>(text.size() | (masked ? 0x80U : 0U))};
  if (masked) frame.append(4, '\0');
  return frame + text;
}

class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {
    if (descriptor < 0) throw std::runtime_error("no socket");
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() { close(descriptor_); }

  int descriptor() const { return descriptor_; }
  void say(const std::string& bytes) const {
    if (send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size())) {
      throw std::runtime_error("send failed");
    }
  }
  /// Reads as many bytes as the other side has said.
  void hear(std::size_t size) const {
    std::string bytes(size, '\0');
    if (recv(descriptor_, bytes.data(), size, MSG_WAITALL) != static_cast<ssize_t>(size)) {
      throw std::runtime_error("recv failed");
    }
  }

 private:
  int descriptor_;
};

/// What one side says.
struct Turn {
  Direction dir;
  std::string bytes;
};
using Turns = std::vector<Turn>;

Turns plain_turns() {
  return {{Direction::c2s, kUpgrade},
          {Direction::s2c, kSwitch},
          {Direction::c2s, text_frame(kQuestion, true)},
          {Direction::s2c, text_frame(kAnswer, false)},
          {Direction::c2s, std::string("\x88\x82\0\0\0\0\x03\xe8", 8)},
          {Direction::s2c, std::string("\x88\x02\x03\xe8", 4)}};
}

/// The first connection of a recorded case: the same bytes, and so the same keys.
Turns recorded_turns(const Case& one) {
  Turns turns;
  for (const Step& step : script_of(read_records(one.input_path())).steps)
    if (step.talk == 0 && step.kind == Step::Kind::data) turns.push_back({step.dir, step.bytes});
  return turns;
}

/// Both sides of a connection, on a port of their own.
class Conversation {
 public:
  explicit Conversation(Turns turns = plain_turns())
      : turns_(std::move(turns)), listening_(socket(AF_INET, SOCK_STREAM, 0)) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address_;
    const bool good = bind(listening_.descriptor(), at(), size) == 0 && listen(listening_.descriptor(), 8) == 0 &&
                      getsockname(listening_.descriptor(), at(), &size) == 0;
    if (!good) throw std::runtime_error("no port to listen on");
  }

  std::string port() const { return std::to_string(ntohs(address_.sin_port)); }
  std::vector<std::string> filter() const { return {"tcp", "port", port()}; }

  void hold() {
    const Socket client(socket(AF_INET, SOCK_STREAM, 0));
    if (connect(client.descriptor(), at(), sizeof address_) != 0) throw std::runtime_error("connect failed");
    const Socket server(accept(listening_.descriptor(), nullptr, nullptr));
    for (const auto& [dir, bytes] : turns_) {
      const bool by_client = dir == Direction::c2s;
      report(by_client ? client : server, by_client ? server : client, bytes);
    }
  }

 private:
  sockaddr* at() { return reinterpret_cast<sockaddr*>(&address_); }
  static void report(const Socket& from, const Socket& to, const std::string& bytes) {
    from.say(bytes);
    to.hear(bytes.size());
  }

  Turns turns_;
  Socket listening_;
  sockaddr_in address_{};
};

std::vector<std::string> live(std::vector<std::string> options, const Conversation& conversation) {
  options.insert(options.end(), {"-i", "lo"});
  for (const std::string& word : conversation.filter()) options.push_back(word);
  return options;
}

/// wstrace says when it has begun: what is said from then on is captured. False (with the reason told) when it cannot be had.
bool is_listening(Process& trace) {
  if (trace.wait_for_message("listening on lo")) return true;
  const RunResult result = trace.finish();
  EXPECT_TRUE(geteuid() != 0 && result.status == 2) << "nothing was traced. " << result.describe();
  EXPECT_THAT(result.err, HasSubstr("setcap")) << "without the right to capture, it says how to get it";
  return false;
}

/// Holds the conversation once the trace has begun, and waits until it shows `text`.
bool talk_and_see(Conversation& conversation, Process& trace, const std::string& text) {
  if (!is_listening(trace)) return false;
  conversation.hold();
  const bool shown = trace.wait_for_output(text);
  EXPECT_TRUE(shown) << trace.result().describe();
  return shown;
}

TEST(Live, EventsComeAtOnceAndCtrlCEndsWithASummary) {
  Conversation conversation;
  Process trace({.arguments = live({"--color", "never", "--width", "160"}, conversation)});
  if (!talk_and_see(conversation, trace, "answers the other side's close")) return;
  EXPECT_THAT(trace.result().out, AllOf(HasSubstr("GET /live"), HasSubstr("101 Switching Protocols")));
  trace.send_signal(SIGINT);
  const RunResult result = trace.finish();
  EXPECT_EQ(result.status, 0) << result.describe();
  EXPECT_THAT(result.err, StartsWith("wstrace: listening on lo (Ethernet), filter \""));
  EXPECT_THAT(result.err, AllOf(HasSubstr(conversation.port()), EndsWith("\"; Ctrl-C ends the trace\n")));
  EXPECT_THAT(result.out, AllOf(HasSubstr(kQuestion), HasSubstr("1000")));
  EXPECT_THAT(result.out, ContainsRegex("Session 1 · WebSocket.*closed by the client")) << "the session's summary";
  EXPECT_THAT(result.out, ContainsRegex("[0-9]+ sessions? in [0-9]+ packets")) << "the run's summary";
  EXPECT_THAT(result.out + result.err, HasSubstr("dropped"))
      << "how many packets the kernel dropped must be said, also when there are none";
}

TEST(Live, NdjsonIsCompleteAfterCtrlC) {
  Conversation conversation;
  Process trace({.arguments = live({"--json"}, conversation)});
  if (!talk_and_see(conversation, trace, kAnswer)) return;
  trace.send_signal(SIGINT);
  const RunResult result = trace.finish();
  EXPECT_EQ(result.status, 0) << result.describe();
  const std::vector<Line> lines = parse_ndjson(result.out);
  const Json* is_live = find(first_of(lines), {"live"});
  EXPECT_TRUE(is_live != nullptr && is_live->IsTrue()) << lines.front().text;
  const Json* interfaces = find(first_of(lines), {"interfaces"});
  ASSERT_TRUE(interfaces != nullptr && interfaces->IsArray() && interfaces->Size() == 1) << lines.front().text;
  EXPECT_EQ(text_at((*interfaces)[0], {"name"}), "lo");
  ASSERT_TRUE(is_record(last_of(lines), "end")) << lines.back().text;
  EXPECT_GE(number_at(last_of(lines), {"sessions"}), 1U);
  EXPECT_EQ(number_at(last_of(lines), {"kernel_drops"}), 0U);
  EXPECT_EQ(find(last_of(lines), {"interrupted"}), nullptr) << "Ctrl-C is how it ends";
  for (const Line& line : lines) {
    if (!is_record(line.json, "session")) continue;
    EXPECT_EQ(text_at(line.json, {"server"}), "127.0.0.1:" + conversation.port());
  }
}

TEST(Live, ACountEndsIt) {
  Conversation conversation;
  Process trace({.arguments = live({"--json", "-c", "5"}, conversation)});
  if (!talk_and_see(conversation, trace, R"("record":"end")")) return;
  const RunResult result = trace.finish();
  EXPECT_EQ(result.status, 0) << result.describe();
  EXPECT_EQ(number_at(last_of(parse_ndjson(result.out)), {"packets"}), 5U);
}

/// A reader of the pipe sees each row when it happens; it need not wait for a buffer to fill.
TEST(Live, AReaderThatGoesAwayEndsIt) {
  Conversation conversation;
  Process trace({.arguments = live({"--json"}, conversation)});
  if (!talk_and_see(conversation, trace, kAnswer)) return;
  trace.close_output();
  conversation.hold();
  conversation.hold();
  const RunResult result = trace.finish();
  EXPECT_FALSE(result.timed_out) << "it goes on although nobody listens";
  EXPECT_EQ(result.status, 0) << result.describe();
}

/// A key log is written while the trace runs, behind the packets that need it, and not a line at a time.
TEST(Live, KeysThatComeLaterOpenWhatCameBefore) {
  const Case& one = case_named("tls/ciphers-12");
  const std::string keys = read_file(one.file("keys.log"));
  const TemporaryFile log("# nothing yet\n");
  Conversation conversation(recorded_turns(one));
  Process trace({.arguments = live({"--json", "--keylog", log.path()}, conversation)});
  if (!talk_and_see(conversation, trace, "server-hello")) return;
  EXPECT_THAT(trace.result().out, Not(HasSubstr("websocket"))) << "nobody has the keys yet";
  std::ofstream(log.path(), std::ios::app) << keys.substr(0, 100) << std::flush;
  conversation.hold();
  std::ofstream(log.path(), std::ios::app) << keys.substr(100) << std::flush;
  EXPECT_TRUE(trace.wait_for_output(R"("answer":true)")) << trace.result().describe();
  trace.send_signal(SIGINT);
  const RunResult result = trace.finish();
  EXPECT_EQ(result.status, 0) << result.describe();
  EXPECT_THAT(result.out, Not(AnyOf(HasSubstr("undecrypted"), HasSubstr("tls.keys-late"))));
  std::uint64_t first = 0;
  std::vector<std::string> said;
  for (const Line& line : parse_ndjson(result.out)) {
    if (first == 0 && is_event(line.json, "tls", "server-hello")) first = number_at(line.json, {"connection"});
    if (first != 0 && number_at(line.json, {"connection"}) == first && is_event(line.json, "websocket", "message"))
      said.emplace_back(text_at(line.json, {"fields", "payload"}));
  }
  const std::string text = "through ECDHE-ECDSA-AES128-GCM-SHA256";
  EXPECT_THAT(said, testing::ElementsAre(text, text)) << "of the connection that was there before its keys";
}

TEST(Live, ABadFilterIsRefusedBeforeItBegins) {
  const RunResult result = run_wstrace({"-i", "lo", "prot", "3000"});
  EXPECT_EQ(result.status, 2) << result.describe();
  EXPECT_THAT(result.err, AnyOf(HasSubstr("prot 3000"), HasSubstr("setcap")));
}

}  // namespace
}  // namespace wstrace::test::live_test
