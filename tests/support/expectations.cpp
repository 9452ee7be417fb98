#include "support/expectations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>

namespace wstrace::test {
namespace {

constexpr std::string_view kBlank = " \t\r";

/// A line, taken apart.
struct Entry {
  std::string place;  ///< "socketio/v4-room/expectations.txt:3"
  std::string keyword;
  std::vector<std::string> words;
  std::string reason;
};

[[noreturn]] void reject(const Entry& entry, const std::string& why) {
  throw std::runtime_error(fmt::format("{}: {}", entry.place, why));
}

/// Takes a word from the front of `rest`, which begins with it.
std::string take_word(std::string_view& rest, const Entry& entry) {
  const bool quoted = rest.front() == '\'' || rest.front() == '"';
  const std::size_t begin = quoted ? 1 : 0;
  const std::size_t end = quoted ? rest.find(rest.front(), 1) : rest.find_first_of(kBlank);
  if (quoted && end == rest.npos) reject(entry, "a quote is not closed");
  const std::string word(rest.substr(begin, end - begin));
  rest.remove_prefix(std::min(rest.size(), end == rest.npos ? end : end + begin));
  if (quoted && !rest.empty() && kBlank.find(rest.front()) == kBlank.npos)
    reject(entry, fmt::format("no space behind '{}'", word));
  return word;
}

void skip_blanks(std::string_view& rest) { rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of(kBlank))); }

/// Has no keyword when the line is empty or a comment.
Entry take_apart(std::string_view line, const std::string& place) {
  Entry entry{place, {}, {}, {}};
  for (skip_blanks(line); !line.empty(); skip_blanks(line)) {
    if (line.front() == '#') {
      line.remove_prefix(1);
      skip_blanks(line);
      entry.reason = line.substr(0, line.find_last_not_of(kBlank) + 1);
      break;
    }
    entry.words.push_back(take_word(line, entry));
  }
  if (entry.words.empty()) return entry;
  entry.keyword = entry.words.front();
  entry.words.erase(entry.words.begin());
  return entry;
}

std::uint64_t number_in(const std::string& text, const Entry& entry) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number == 0)
    reject(entry, fmt::format("\"{}\" is not a number from 1", text));
  return number;
}

std::string direction_in(const std::string& text, const Entry& entry) {
  if (text != "c2s" && text != "s2c") reject(entry, fmt::format("\"{}\" is neither c2s nor s2c", text));
  return text;
}

// ---- one reader for each form of line

template <Expectations::Reason Expectations::*member>
void read_flag(const Entry& entry, Expectations& to) {
  if (to.*member) reject(entry, fmt::format("\"{}\" is there twice", entry.keyword));
  to.*member = entry.reason;
}

template <std::vector<std::string> Expectations::*member>
void read_words(const Entry& entry, Expectations& to) {
  (to.*member).insert((to.*member).end(), entry.words.begin(), entry.words.end());
}

template <std::vector<Excuse> Expectations::*member>
void read_excuses(const Entry& entry, Expectations& to) {
  for (const std::string& word : entry.words) {
    const auto same = [&word](const Excuse& known) { return known.text == word; };
    if (std::any_of((to.*member).begin(), (to.*member).end(), same))
      reject(entry, fmt::format("\"{}\" is there twice", word));
    (to.*member).push_back({word, entry.reason});
  }
}

/// A QUIC event is not told apart from another one: what several of them show is there several times.
void read_shown(const Entry& entry, Expectations& to) {
  const auto on = std::find(entry.words.begin(), entry.words.end(), "on");
  if (on == entry.words.begin() || (on != entry.words.end() && std::distance(on, entry.words.end()) != 2))
    reject(entry, "expected: shows <code>… [on <request target>|on quic]");
  const std::string where = on != entry.words.end() ? entry.words.back() : std::string();
  for (auto code = entry.words.begin(); code != on; ++code) {
    const auto same = [&](const ShownCode& known) { return known.code == *code && known.on == where; };
    if (where != "quic" && std::any_of(to.shows.begin(), to.shows.end(), same))
      reject(entry, fmt::format("\"{}\" is there twice", *code));
    to.shows.push_back({*code, where});
  }
}

void read_not_logged(const Entry& entry, Expectations& to) {
  const bool up = direction_in(entry.words[0], entry) == "c2s";
  to.not_logged.push_back({up ? Direction::c2s : Direction::s2c, entry.words[1], entry.reason});
}

void read_judged(const Entry& entry, Expectations& to) {
  if (entry.words[1] != "wstrace" || entry.words[3] != "tshark")
    reject(entry, "expected: judged <packet>,… wstrace <judgements> tshark <judgements>");
  if (entry.words[2] == entry.words[4]) reject(entry, "the two agree");
  std::istringstream packets(entry.words[0]);
  for (std::string packet; std::getline(packets, packet, ',');) {
    const std::uint64_t number = number_in(packet, entry);
    const auto same = [number](const Disagreement& known) { return known.packet == number; };
    if (std::any_of(to.judged.begin(), to.judged.end(), same))
      reject(entry, fmt::format("packet {} is there twice", number));
    to.judged.push_back({number, entry.words[2], entry.words[4], entry.reason});
  }
}

void read_tshark_frame(const Entry& entry, Expectations& to) {
  to.tshark_frames.push_back(
      {number_in(entry.words[0], entry), direction_in(entry.words[1], entry), entry.words[2], entry.reason});
}

// ---- keywords

constexpr std::size_t kAny = 1'000;

struct Keyword {
  std::string_view name;
  std::size_t least;  ///< words that follow it
  std::size_t most;
  bool is_exception;  ///< needs a reason
  void (*read)(const Entry&, Expectations&);
};

constexpr std::array kKeywords = {
    Keyword{"shows", 1, kAny, false, read_shown},
    Keyword{"may-show", 1, kAny, true, read_excuses<&Expectations::may_show>},
    Keyword{"shows-nothing", 0, 0, true, read_flag<&Expectations::shows_nothing>},
    Keyword{"option", 1, kAny, true, read_words<&Expectations::options>},
    Keyword{"no-log", 0, 0, true, read_flag<&Expectations::no_log>},
    Keyword{"nothing-to-compare", 0, 0, true, read_flag<&Expectations::nothing_to_compare>},
    Keyword{"lacks-messages", 0, 0, true, read_flag<&Expectations::lacks_messages>},
    Keyword{"not-logged", 2, 2, true, read_not_logged},
    Keyword{"transports", 1, kAny, false, read_words<&Expectations::transports>},
    Keyword{"no-data", 0, 0, true, read_flag<&Expectations::no_data>},
    Keyword{"not-recut", 0, 0, true, read_flag<&Expectations::not_recut>},
    Keyword{"order-matters", 0, 0, true, read_flag<&Expectations::order_matters>},
    Keyword{"damage-shows", 1, 1, true, read_excuses<&Expectations::damage_shows>},
    Keyword{"damage-hides", 1, 1, true, read_excuses<&Expectations::damage_hides>},
    Keyword{"plain-side", 0, 0, true, read_flag<&Expectations::plain_side>},
    Keyword{"tshark-option", 1, kAny, true, read_words<&Expectations::tshark_options>},
    Keyword{"judged", 5, 5, true, read_judged},
    Keyword{"tshark-frame", 3, 3, true, read_tshark_frame},
};

void read_entry(const Entry& entry, Expectations& to) {
  const auto keyword = std::find_if(kKeywords.begin(), kKeywords.end(),
                                    [&entry](const Keyword& each) { return each.name == entry.keyword; });
  if (keyword == kKeywords.end()) reject(entry, fmt::format("unknown keyword \"{}\"", entry.keyword));
  if (entry.words.size() < keyword->least) reject(entry, fmt::format("too few words behind \"{}\"", entry.keyword));
  if (entry.words.size() > keyword->most) reject(entry, fmt::format("too many words behind \"{}\"", entry.keyword));
  if (keyword->is_exception && entry.reason.empty())
    reject(entry, fmt::format("\"{}\" is an exception and needs a reason: # …", entry.keyword));
  keyword->read(entry, to);
}

Expectations read_expectations(const Case& one) {
  const std::string path = one.file(kExpectationsFile);
  if (!file_exists(path)) return {};
  return parse_expectations(read_file(path), one.name + "/" + kExpectationsFile);
}

}  // namespace

Expectations parse_expectations(std::string_view text, const std::string& name) {
  Expectations all;
  std::istringstream in{std::string(text)};
  std::size_t number = 0;
  std::size_t entries = 0;
  for (std::string line; std::getline(in, line);) {
    const Entry entry = take_apart(line, fmt::format("{}:{}", name, ++number));
    if (entry.keyword.empty()) continue;
    read_entry(entry, all);
    ++entries;
  }
  if (entries == 0) throw std::runtime_error(fmt::format("{}:{}: the file says nothing", name, number));
  return all;
}

const Expectations& expectations_of(const Case& one) {
  static std::map<std::string, Expectations> known;
  const auto found = known.find(one.name);
  return found != known.end() ? found->second : known.emplace(one.name, read_expectations(one)).first->second;
}

}  // namespace wstrace::test
